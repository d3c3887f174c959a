import NIOCore
import Synchronization
package import XML
package import XMPP

/// One component attached to a `ScriptedServer`: what the test sends to it and gets from it.
package final class ScriptedLink: Sendable {
  /// How the component's connection ended.
  package struct Ending: Sendable, Hashable {
    /// It sent `</stream:stream>` first.
    package var inOrder = false
    /// The condition of the stream error that it sent.
    package var streamError: String?

    package init(inOrder: Bool = false, streamError: String? = nil) {
      self.inOrder = inOrder
      self.streamError = streamError
    }
  }

  package let domain: String
  private let channel: any Channel
  private let stanzas = Inbox<Element>("stanza from the component")
  private let endings = Inbox<Ending>("end of the component's connection")
  private let counts = Mutex((bytes: 0, id: 0))
  private let header = Mutex<String?>(nil)
  /// What comes, while somebody listens.
  private let tape = Mutex<[UInt8]?>(nil)

  init(domain: String, channel: any Channel) {
    self.domain = domain
    self.channel = channel
  }

  // MARK: What the component sends

  /// The next stanza of the component that the server did not handle by itself.
  package func next(
    within deadline: Duration = .seconds(30),
    where matches: @escaping @Sendable (Element) -> Bool = { _ in true }
  ) async throws -> Element {
    try await stanzas.next(within: deadline, where: matches)
  }

  /// The next message to an address.
  package func message(
    to address: String, within deadline: Duration = .seconds(30)
  ) async throws -> Element {
    try await next(within: deadline) { $0.name.name == "message" && $0["to"] == address }
  }

  /// What has come so far and was not taken.
  package func received() -> [Element] { stanzas.drain() }

  /// Bytes that came from the component since it connected.
  package var bytesReceived: Int { counts.withLock { $0.bytes } }

  /// What the component sends until `body` is done, as it stands in the stream.
  package func bytes(_ body: () async throws -> Void) async rethrows -> String {
    tape.withLock { $0 = [] }
    defer { tape.withLock { $0 = nil } }
    try await body()
    return tape.withLock { String(decoding: $0 ?? [], as: UTF8.self) }
  }

  /// The address in the component's stream header, as it was written.
  package var streamTo: String? { header.withLock { $0 } }

  package func ending(within deadline: Duration = .seconds(30)) async throws -> Ending {
    try await endings.next(within: deadline)
  }

  // MARK: What the server sends

  /// Raw bytes of the stream.
  package func send(_ xml: String) {
    channel.writeAndFlush(channel.allocator.buffer(string: xml), promise: nil)
  }

  package func send(_ stanza: Element) {
    channel.writeAndFlush(
      channel.allocator.buffer(bytes: stanza.xml(inNamespace: Namespace.component)), promise: nil)
  }

  /// Raw bytes of the stream, cut into slices that are written one by one. Nothing that the server says by itself comes
  /// in between.
  package func send(_ xml: String, inSlicesOf size: Int) async throws {
    let (bytes, channel) = (Array(xml.utf8), channel)
    try await channel.eventLoop.submit {
      for start in stride(from: 0, to: bytes.count, by: size) {
        let slice = bytes[start..<min(start + size, bytes.count)]
        channel.writeAndFlush(channel.allocator.buffer(bytes: slice), promise: nil)
      }
    }.get()
  }

  /// Sends a request as somebody and waits for its answer.
  @discardableResult
  package func ask(
    _ kind: IQ.Kind, _ payload: Element, from: String, to: String? = nil,
    within deadline: Duration = .seconds(30)
  ) async throws -> Element {
    let id = newID()
    send(
      Element(
        "iq", Namespace.component,
        ["type": kind.rawValue, "id": id, "from": from, "to": to ?? domain], [payload]))
    return try await answer(id, to: from, within: deadline)
  }

  /// The answer to a request that was sent with the id.
  package func answer(
    _ id: String, to from: String, within deadline: Duration = .seconds(30)
  ) async throws -> Element {
    try await next(within: deadline) {
      $0.name.name == "iq" && $0["id"] == id && $0["to"] == from
        && ($0["type"] == "result" || $0["type"] == "error")
    }
  }

  private func newID() -> String {
    counts.withLock { counts in
      counts.id += 1
      return "ask-\(counts.id)"
    }
  }

  // MARK: The connection

  /// Cuts the connection without a word.
  package func drop() async throws { try await channel.close() }

  /// Stops reading: the component's bytes pile up in the sockets, then at the component.
  package func stopReading() async throws {
    try await channel.setOption(.autoRead, value: false).get()
  }

  package func resumeReading() async throws {
    try await channel.setOption(.autoRead, value: true).get()
  }

  // MARK: From the handler
  func heard(_ bytes: UnsafeRawBufferPointer) {
    counts.withLock { $0.bytes += bytes.count }
    tape.withLock { $0?.append(contentsOf: bytes) }
  }

  func opened(to address: String?) { header.withLock { $0 = address } }

  func put(_ stanza: Element) { stanzas.put(stanza) }

  func end(_ ending: Ending) {
    stanzas.finish("the component's connection has ended (\(ending)).")
    endings.put(ending)
  }
}
