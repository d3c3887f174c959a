import Glibc
import XML
import XMPP

/// A small XMPP client over c2s (RFC 6120): logs in with SASL PLAIN, without TLS as loopback allows,
/// and asks one thing after the other. It blocks: for a thread of its own. Whatever else arrives is
/// passed over.
final class DemoClient {
  /// An answer that is an error.
  struct Refused: Error {
    let error: StanzaError
  }

  private let descriptor: Int32
  private let stop: StopFlag
  private var parser = StreamParser()
  private var events: ArraySlice<StreamParser.Event> = []
  private var requests = 0

  /// How long an answer may take.
  private static let patience: Duration = .seconds(10)

  init(_ name: String, password: String, port: Int, stop: StopFlag) throws {
    guard let descriptor = LoopbackPort(port).connect() else {
      throw Failure(.unavailable, "Prosody takes no clients on 127.0.0.1:\(port).")
    }
    self.descriptor = descriptor
    self.stop = stop
    // So that a stop is noticed soon.
    var slice = timeval(tv_sec: 0, tv_usec: 100_000)
    setsockopt(
      descriptor, SOL_SOCKET, SO_RCVTIMEO, &slice, socklen_t(MemoryLayout<timeval>.size))
    try logIn(name, password)
  }

  deinit { close(descriptor) }

  /// Says goodbye.
  func end() throws {
    try send(Array("</stream:stream>".utf8))
  }

  /// A request and what its answer holds.
  ///
  /// - Throws: `Refused` for an error, `Failure` where no answer comes.
  @discardableResult
  func request(_ kind: IQ.Kind, to: String?, _ payload: Element) throws -> Element? {
    requests += 1
    let id = "demo-\(requests)"
    try send(
      Element("iq", Namespace.client, ["type": kind.rawValue, "id": id, "to": to], [payload]))
    while true {
      let stanza = try next()
      guard stanza.is("iq", Namespace.client), stanza["id"] == id else { continue }
      switch stanza["type"] {
      case "result": return stanza.elements.first { _ in true }
      case "error":
        let error = stanza.first("error", Namespace.client)
        throw Refused(error: StanzaError(error ?? Element("error", Namespace.client)))
      default: continue
      }
    }
  }

  // MARK: Logging in

  private static let sasl = "urn:ietf:params:xml:ns:xmpp-sasl"

  private func logIn(_ name: String, _ password: String) throws {
    try openStream()
    let token = Self.base64(Array("\0\(name)\0\(password)".utf8))
    var auth = Element("auth", Self.sasl, text: token)
    auth["mechanism"] = "PLAIN"
    try send(auth)
    guard try next().is("success", Self.sasl) else {
      throw Failure(.software, "Prosody does not let \(name) in.")
    }
    parser = StreamParser()
    try openStream()
    try request(.set, to: nil, Element("bind", "urn:ietf:params:xml:ns:xmpp-bind"))
  }

  /// RFC 4648, section 4.
  private static func base64(_ bytes: [UInt8]) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    var text = ""
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
      for place in 0..<4 {
        text.append(place <= group.count ? alphabet[bits >> (18 - 6 * place) & 63] : "=")
      }
    }
    return text
  }

  /// Opens a stream and waits for its features.
  private func openStream() throws {
    let header =
      "<?xml version='1.0'?><stream:stream xmlns='\(Namespace.client)'"
      + " xmlns:stream='\(Namespace.streams)' to='\(Demo.domain)' version='1.0'>"
    try send(Array(header.utf8))
    guard try next().is("features", Namespace.streams) else {
      throw Failure(.software, "Prosody answers a client with something other than XMPP.")
    }
  }

  // MARK: The socket

  private func next() throws -> Element {
    let deadline = ContinuousClock.now + Self.patience
    var buffer = [UInt8](repeating: 0, count: 16_384)
    while true {
      while let event = events.popFirst() {
        switch event {
        case .stanza(let element): return element
        case .closed: throw Failure(.unavailable, "Prosody has closed a client's stream.")
        case .opened, .refused: continue
        }
      }
      guard !stop.isRaised else { throw CancellationError() }
      guard ContinuousClock.now < deadline else {
        throw Failure(.unavailable, "A client waits in vain for an answer.")
      }
      let count = buffer.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, $0.count, 0) }
      if count < 0, [EAGAIN, EINTR].contains(errno) { continue }
      guard count > 0 else { throw Failure(.unavailable, "Prosody has hung up on a client.") }
      try buffer.withUnsafeBytes { bytes in
        try parser.feed(UnsafeRawBufferPointer(rebasing: bytes.prefix(count))) { events.append($0) }
      }
    }
  }

  private func send(_ element: Element) throws {
    try send(element.xml(inNamespace: Namespace.client))
  }

  private func send(_ bytes: [UInt8]) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw Failure(.unavailable, "Prosody has hung up on a client.") }
      rest = rest.dropFirst(count)
    }
  }
}
