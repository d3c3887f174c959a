import ComponentLink
import TestSupport
import Testing
import XML
import XMPP

/// Every event in every phase, as a table.
@Suite struct ComponentStateTests {
  typealias Phase = ComponentState.Phase
  typealias Event = ComponentState.Event

  static let phases: [Phase] = [
    .connecting, .opening, .authenticating, .online, .closing, .closed,
  ]

  static func streamError(_ condition: String) -> Event {
    .stanza(
      Element("error", Namespace.streams, [:], [Element(condition, Namespace.streamErrors)]))
  }

  static func stanza(_ name: String, _ type: String?, from: String = "romeo@example.org/x") -> Event
  {
    .stanza(
      Element(
        name, Namespace.component,
        ["type": type, "id": "1", "from": from, "to": "social.example.org"]))
  }

  static let header = Element("stream", Namespace.streams, ["id": "abc"])

  static let events: [String: Event] = [
    "connected": .connected,
    "header": .opened(header),
    "header without id": .opened(Element("stream", Namespace.streams, ["id": ""])),
    "header of another": .opened(Element("html", "")),
    "handshake": .stanza(Element("handshake", Namespace.component)),
    "iq get": stanza("iq", "get"),
    "iq get from self": stanza("iq", "get", from: "social.example.org"),
    "iq result": stanza("iq", "result"),
    "message": stanza("message", nil),
    "presence": stanza("presence", nil),
    "unknown element": .stanza(Element("features", Namespace.streams)),
    "client iq": .stanza(Element("iq", Namespace.client)),
    "not-authorized": streamError("not-authorized"),
    "host-unknown": streamError("host-unknown"),
    "conflict": streamError("conflict"),
    "invalid-namespace": streamError("invalid-namespace"),
    "system-shutdown": streamError("system-shutdown"),
    "policy-violation": streamError("policy-violation"),
    "unheard-of error": streamError("out-of-cheese"),
    "refused": .refused(Element("iq", Namespace.component), .tooDeep(limit: 9)),
    "end of stream": .closed,
    "not XML": .broken(.notWellFormed),
    "doctype": .broken(.doctype),
    "oversize for good": .broken(.stanzaTooLarge(limit: 9)),
    "disconnected": .disconnected,
    "deadline": .handshakeDeadline,
    "stop": .stop,
    "cancelled": .cancelled,
    "drained": .drained,
    "dead": .dead,
    "stalled": .stalled,
    "overflow": .overflow,
    "transport": .transport(.tlsFailed("x")),
  ]

  /// event | connecting | opening | authenticating | online | closing; closed is `wait` throughout.
  /// `close a/b`: ends as failure a after the stream error b. A phase that changes, other than to
  /// closed by an end, follows `>`.
  static let table = """
    connected | send > opening | wait | wait | wait | wait
    header | close out-of-order/bad-format | send > authenticating | close out-of-order/bad-format | close out-of-order/bad-format | close out-of-order/bad-format
    header without id | close out-of-order/bad-format | wait | close out-of-order/bad-format | close out-of-order/bad-format | close out-of-order/bad-format
    header of another | close out-of-order/bad-format | close no-xmpp/bad-format | close out-of-order/bad-format | close out-of-order/bad-format | close out-of-order/bad-format
    handshake | close out-of-order/bad-format | close no-xmpp/bad-format | begin > online | close out-of-order/unsupported-stanza-type | close out-of-order/bad-format
    iq get | close out-of-order/bad-format | close no-xmpp/bad-format | close out-of-order/bad-format | deliver | refuse resource-constraint
    iq get from self | close out-of-order/bad-format | close no-xmpp/bad-format | close out-of-order/bad-format | deliver | complete
    iq result | close out-of-order/bad-format | close no-xmpp/bad-format | close out-of-order/bad-format | deliver | complete
    message | close out-of-order/bad-format | close no-xmpp/bad-format | close out-of-order/bad-format | deliver | complete
    presence | close out-of-order/bad-format | close no-xmpp/bad-format | close out-of-order/bad-format | deliver | complete
    unknown element | close out-of-order/bad-format | close no-xmpp/bad-format | close out-of-order/bad-format | close out-of-order/unsupported-stanza-type | close out-of-order/bad-format
    client iq | close out-of-order/bad-format | close no-xmpp/bad-format | close out-of-order/bad-format | close out-of-order/unsupported-stanza-type | close out-of-order/bad-format
    not-authorized | close stream-error:not-authorized | close wrong-secret | close wrong-secret | close stream-error:not-authorized | close stream-error:not-authorized
    host-unknown | close unknown-host | close unknown-host | close unknown-host | close unknown-host | close unknown-host
    conflict | close conflict | close conflict | close conflict | close conflict | close conflict
    invalid-namespace | close stream-error:invalid-namespace | close no-xmpp | close stream-error:invalid-namespace | close stream-error:invalid-namespace | close stream-error:invalid-namespace
    system-shutdown | close stream-error:system-shutdown | close stream-error:system-shutdown | close stream-error:system-shutdown | close stream-error:system-shutdown | close stream-error:system-shutdown
    policy-violation | close stream-error:policy-violation | close stream-error:policy-violation | close stream-error:policy-violation | close stream-error:policy-violation | close stream-error:policy-violation
    unheard-of error | close stream-error:undefined-condition | close stream-error:undefined-condition | close stream-error:undefined-condition | close stream-error:undefined-condition | close stream-error:undefined-condition
    refused | close broken-stream/policy-violation | close broken-stream/policy-violation | close broken-stream/policy-violation | refuse not-acceptable | refuse not-acceptable
    end of stream | close no-xmpp | close no-xmpp | close closed-by-peer | close closed-by-peer | close closed-by-peer
    not XML | close no-xmpp/not-well-formed | close no-xmpp/not-well-formed | close broken-stream/not-well-formed | close broken-stream/not-well-formed | close broken-stream/not-well-formed
    doctype | close no-xmpp/restricted-xml | close no-xmpp/restricted-xml | close broken-stream/restricted-xml | close broken-stream/restricted-xml | close broken-stream/restricted-xml
    oversize for good | close no-xmpp/policy-violation | close no-xmpp/policy-violation | close broken-stream/policy-violation | close broken-stream/policy-violation | close broken-stream/policy-violation
    disconnected | abort no-xmpp | abort no-xmpp | abort connection-lost | abort connection-lost | abort connection-lost
    deadline | close handshake-timed-out/connection-timeout | close handshake-timed-out/connection-timeout | close handshake-timed-out/connection-timeout | wait | wait
    stop | close stopped | close stopped | close stopped | drain > closing | wait
    cancelled | abort stopped | abort stopped | abort stopped | abort stopped | abort stopped
    drained | wait | wait | wait | wait | close stopped
    dead | abort dead-peer | abort dead-peer | abort dead-peer | abort dead-peer | abort dead-peer
    stalled | abort peer-not-reading | abort peer-not-reading | abort peer-not-reading | abort peer-not-reading | abort peer-not-reading
    overflow | abort peer-too-slow | abort peer-too-slow | abort peer-too-slow | abort peer-too-slow | abort peer-too-slow
    transport | abort tls-failed | abort tls-failed | abort tls-failed | abort tls-failed | abort tls-failed
    """

  @Test(arguments: table.split(separator: "\n").map(String.init))
  func row(_ line: String) throws {
    let cells = line.split(separator: "|").map { Self.trimmed($0) }
    let event = try #require(Self.events[cells[0]])
    for (phase, cell) in zip(Self.phases, cells.dropFirst() + ["wait"]) {
      var state = Self.state(in: phase)
      let action = Self.text(state.received(event))
      let parts = cell.split(separator: ">").map { Self.trimmed($0) }
      #expect(action == parts[0], "\(cells[0]) while \(phase)")
      let ends = action.hasPrefix("close") || action.hasPrefix("abort")
      let next = parts.count == 2 ? parts[1] : ends ? "closed" : "\(phase)"
      #expect("\(state.phase)" == next, "\(cells[0]) while \(phase)")
    }
  }

  @Test func theTableIsWhole() {
    let rows = Self.table.split(separator: "\n").map { $0.split(separator: "|").map(Self.trimmed) }
    #expect(Set(rows.map { $0[0] }) == Set(Self.events.keys))
    #expect(rows.allSatisfy { $0.count == 6 })
  }

  @Test func whatIsSent() throws {
    var state = try Self.fresh()
    #expect(
      state.received(.connected)
        == .send(
          Array(
            ("<?xml version='1.0'?><stream:stream xmlns='jabber:component:accept' "
              + "xmlns:stream='http://etherx.jabber.org/streams' to='social.example.org'>").utf8)))
    let digest = SHA1.hex("abc" + "sécret")
    #expect(
      state.received(.opened(Self.header))
        == .send(Array("<handshake>\(digest)</handshake>".utf8)))
  }

  /// Prosody's way to refuse: a header without an id, then the error.
  @Test func anErrorAfterAHeaderWithoutID() throws {
    var state = try Self.fresh()
    _ = state.received(.connected)
    #expect(state.received(.opened(Element("stream", Namespace.streams))) == .wait)
    #expect(
      state.received(Self.streamError("host-unknown")) == .close(.failed(.unknownHost), nil))
  }

  /// The name as it is configured goes out, not its prepared form; and it cannot break the markup.
  @Test(arguments: [
    ("xn--bcher-kva.example", "xn--bcher-kva.example"), ("a'b<c&d", "a&apos;b&lt;c&amp;d"),
  ])
  func theHeaderSaysTheName(_ name: String, _ written: String) throws {
    var state = ComponentState(
      jid: try BareJID("xn--bcher-kva.example"), name: name, secret: "sécret")
    guard case .send(let bytes) = state.received(.connected) else {
      Issue.record("No header.")
      return
    }
    #expect(String(decoding: bytes, as: UTF8.self).hasSuffix(" to='\(written)'>"))
  }

  private static func fresh() throws -> ComponentState {
    ComponentState(
      jid: try BareJID("social.example.org"), name: "social.example.org", secret: "sécret")
  }

  private static func state(in phase: Phase) -> ComponentState {
    guard var state = try? fresh() else { preconditionFailure("A fixed address is valid.") }
    let way: [Event] = [.connected, .opened(header), events["handshake"] ?? .stop, .stop, .drained]
    for event in way where state.phase != phase { _ = state.received(event) }
    return state
  }

  private static func trimmed(_ text: some StringProtocol) -> String {
    String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }

  private static func text(_ action: ComponentState.Action) -> String {
    switch action {
    case .wait: "wait"
    case .send: "send"
    case .begin: "begin"
    case .deliver: "deliver"
    case .complete: "complete"
    case .refuse(_, let error): "refuse \(error.condition.rawValue)"
    case .drain: "drain"
    case .close(let end, let fault):
      "close \(text(end))" + (fault.map { "/\($0.condition.rawValue)" } ?? "")
    case .abort(let end): "abort \(text(end))"
    }
  }

  private static func text(_ end: LinkEnd) -> String {
    switch end {
    case .stopped: "stopped"
    case .failed(let failure): failure.kind
    }
  }
}
