package import NIOCore
import NIOPosix

/// What the site answered, as it came over the wire.
package struct Reply: Sendable {
  package var status: Int
  package var headers: [(name: String, value: String)]
  package var body: [UInt8]

  package var text: String { String(decoding: body, as: UTF8.self) }

  package subscript(name: String) -> String? {
    headers.first { $0.name.lowercased() == name.lowercased() }?.value
  }

  init(_ bytes: [UInt8]) throws {
    guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { throw BadReply.noHead }
    let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self)
      .split(separator: "\r\n")
    guard let status = lines.first?.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
    else { throw BadReply.noStatus }
    self.status = status
    headers = lines.dropFirst().map { line in
      let sides = line.split(separator: ":", maxSplits: 1)
      return (String(sides[0]), String(sides.last ?? "").trimmingPrefix(" ").description)
    }
    body = Array(bytes[end.upperBound...])
  }
}

package enum BadReply: Error {
  case noHead, noStatus
  case cut(received: Int, of: String)
}

/// One request on a connection of its own, sent as it is: nothing normalises the target.
package func send(_ request: String, toPort port: Int) async throws -> Reply {
  let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
    .connectTimeout(.seconds(30))
    .connect(host: "127.0.0.1", port: port) { channel in
      channel.eventLoop.makeCompletedFuture {
        try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
      }
    }
  let deadline = channel.channel.eventLoop.scheduleTask(in: .seconds(20)) {
    channel.channel.close(promise: nil)
  }
  defer { deadline.cancel() }
  return try await channel.executeThenClose { inbound, outbound in
    try await outbound.write(ByteBuffer(string: request))
    var bytes: [UInt8] = []
    for try await part in inbound { bytes += Array(part.readableBytesView) }
    let reply = try Reply(bytes)
    if !request.hasPrefix("HEAD "), reply.status != 304, let length = reply["content-length"],
      Int(length) != reply.body.count
    {
      throw BadReply.cut(received: reply.body.count, of: length)
    }
    return reply
  }
}

/// GET a path; more header lines if wanted.
package func get(_ path: String, port: Int, headers: [String] = []) async throws -> Reply {
  let lines = ["GET \(path) HTTP/1.1", "Host: 127.0.0.1", "Connection: close"] + headers
  return try await send(lines.joined(separator: "\r\n") + "\r\n\r\n", toPort: port)
}

/// Sends something, and takes nothing of what comes back while `body` runs.
package func stall(
  _ request: String, toPort port: Int, while body: () async throws -> Void
) async throws {
  let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
    .channelOption(.autoRead, value: false)
    .channelOption(.socketOption(.so_rcvbuf), value: 4_096)
    .connect(host: "127.0.0.1", port: port).get()
  do {
    try await channel.writeAndFlush(ByteBuffer(string: request))
    try await body()
  } catch {
    try? await channel.close()
    throw error
  }
  // The other side may have done that.
  try? await channel.close()
}

/// Sends something, and takes what comes back in sips of 16 KiB with a pause before each.
///
/// - Returns: the bytes that have come when the other side closes, or after half a minute.
package func sip(
  _ request: String, toPort port: Int, pause: TimeAmount
) async throws -> Int {
  let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
    .channelOption(.autoRead, value: false)
    .channelOption(.maxMessagesPerRead, value: 1)
    .channelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 16_384))
    .channelOption(.socketOption(.so_rcvbuf), value: 16_384)
    .connect(host: "127.0.0.1", port: port).get()
  let counted = try await channel.eventLoop.submit {
    let counter = ByteCounter(channel.eventLoop.makePromise())
    try channel.pipeline.syncOperations.addHandler(counter)
    return counter.all.futureResult
  }.get()
  try await channel.writeAndFlush(ByteBuffer(string: request))
  let sips = channel.eventLoop.scheduleRepeatedTask(initialDelay: pause, delay: pause) { _ in
    channel.read()
  }
  let deadline = channel.eventLoop.scheduleTask(in: .seconds(30)) { channel.close(promise: nil) }
  defer {
    sips.cancel()
    deadline.cancel()
  }
  return try await counted.get()
}

private final class ByteCounter: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  let all: EventLoopPromise<Int>
  private var count = 0

  init(_ all: EventLoopPromise<Int>) { self.all = all }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    count += unwrapInboundIn(data).readableBytes
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }

  func channelInactive(context: ChannelHandlerContext) { all.succeed(count) }
}
