package import NIOCore
import NIOPosix
import Synchronization

/// A web server on a free loopback port that answers as the test says, in raw bytes, and closes.
package struct HTTPHost: Sendable {
  package struct Request: Sendable {
    package var path: String
    /// Everything up to the empty line.
    package var head: String
  }

  package enum Answer: Sendable {
    case raw([UInt8])
    /// Again and again, until the other side has enough.
    case endless(head: String, piece: [UInt8])
    /// This and then nothing, until the other side goes.
    case stalled([UInt8])

    package static func ok(_ body: [UInt8], _ fields: String = "") -> Answer {
      .raw(Array("HTTP/1.1 200 OK\r\nContent-Length: \(body.count)\r\n\(fields)\r\n".utf8) + body)
    }

    package static func status(_ code: Int, _ fields: String = "") -> Answer {
      .raw(Array("HTTP/1.1 \(code) Whatever\r\nContent-Length: 0\r\n\(fields)\r\n".utf8))
    }
  }

  private final class Seen: Sendable {
    let requests = Mutex<[Request]>([])
  }

  package let port: Int
  private let seen: Seen

  /// All that were made so far.
  package var requests: [Request] { seen.requests.withLock { $0 } }

  package func address(_ path: String) -> String { "http://127.0.0.1:\(port)\(path)" }

  /// - Parameter prepare: each connection, before anything is read from it.
  package static func run<Result: Sendable>(
    _ answer: @escaping @Sendable (Request) async -> Answer,
    prepare: @escaping @Sendable (any Channel) throws -> Void = { _ in },
    _ body: (HTTPHost) async throws -> Result
  ) async throws -> Result {
    let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .bind(host: "127.0.0.1", port: 0) { channel in
        channel.eventLoop.makeCompletedFuture {
          try prepare(channel)
          return try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
            wrappingChannelSynchronously: channel)
        }
      }
    let seen = Seen()
    let host = HTTPHost(port: listener.channel.localAddress?.port ?? 0, seen: seen)
    let serving = Task {
      try await listener.executeThenClose { connections in
        await withDiscardingTaskGroup { tasks in
          do {
            for try await connection in connections {
              // A client that goes away early is what some tests are about.
              tasks.addTask { try? await serve(connection, seen, answer) }
            }
          } catch {}
        }
      }
    }
    defer { serving.cancel() }
    return try await body(host)
  }

  private static func serve(
    _ connection: NIOAsyncChannel<ByteBuffer, ByteBuffer>, _ seen: Seen,
    _ answer: @Sendable (Request) async -> Answer
  ) async throws {
    try await connection.executeThenClose { inbound, outbound in
      var text = ""
      var parts = inbound.makeAsyncIterator()
      while !text.contains("\r\n\r\n"), let part = try await parts.next() {
        text += String(buffer: part)
      }
      let path = text.split(separator: " ").dropFirst().first.map(String.init) ?? ""
      let request = Request(path: path, head: text)
      seen.requests.withLock { $0.append(request) }
      switch await answer(request) {
      case .raw(let bytes): try await outbound.write(ByteBuffer(bytes: bytes))
      case .endless(let head, let piece):
        try await outbound.write(ByteBuffer(string: head))
        // In large blocks: small ones keep everybody else of this process waiting.
        let block = ByteBuffer(bytes: (0...8_192 / piece.count).flatMap { _ in piece })
        while true { try await outbound.write(block) }
      case .stalled(let bytes):
        try await outbound.write(ByteBuffer(bytes: bytes))
        while try await parts.next() != nil {}
      }
    }
  }
}
