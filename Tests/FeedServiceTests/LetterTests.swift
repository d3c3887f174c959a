import PubSub
import Store
import Testing
import XML
import XMPP

@testable import FeedService

@Suite(.timeLimit(.minutes(1))) struct LetterTests {
  private static let jid = Desk.address
  private static let content = "<event xmlns='\(Namespace.pubsubEvent)'><a/></event>"

  /// An event as the outbox holds it.
  private func event(_ type: Message.Kind = .headline, text: String? = nil) async throws
    -> OutboxEvent
  {
    let desk = try await Desk()
    try await desk.create("blog", ["notify_sub": "0"])
    // Texts are kept where somebody has options.
    try await desk.set(
      "juliet",
      "<subscribe node='blog' jid='juliet@verona.lit'/><options>"
        + submit(["include_body": "1"], type: "subscribe_options") + "</options>")
    let event = Event(
      node: try NodeID("blog"), audience: .subscribers, matter: .item, type: type,
      content: [try Element(parsing: Array(Self.content.utf8))], text: text)
    let number = desk.number
    let known = Acquaintances(policy: desk.policy)
    try await desk.store.write {
      try $0.apply(Decision(events: [event]), in: number, now: .now, known)
    }
    let announced = try #require(try await desk.outbox().first)
    try await desk.store.close()
    return announced
  }

  private func letter(
    _ type: Message.Kind = .headline, text: String? = nil, limit: Int = 65_536
  ) async throws -> Letter? {
    Letter(try await event(type, text: text), from: try BareJID(Self.jid), limit: limit)
  }

  private func messages(_ letter: Letter, _ recipients: [Recipient]) throws -> [Element] {
    var rest = recipients[...]
    let bytes = letter.chunk(&rest, bytes: 1_000_000)
    #expect(rest.isEmpty)
    return try parsed(bytes)
  }

  private func parsed(_ bytes: [UInt8]) throws -> [Element] {
    let text = Array("<s xmlns='\(Namespace.component)'>".utf8) + bytes + Array("</s>".utf8)
    return Array(try Element(parsing: text).elements)
  }

  @Test(arguments: [
    (Message.Kind.headline, " type='headline'"), (.normal, ""),
  ])
  func text(type: Message.Kind, attribute: String) async throws {
    let event = try await event(type)
    let letter = try #require(Letter(event, from: try BareJID(Self.jid), limit: 65_536))
    var rest = [
      Recipient(tag: "12", jid: "a@b/<c>'&\""), Recipient(tag: "w0", jid: "juliet@verona.lit"),
    ][...]
    let bytes = letter.chunk(&rest, bytes: 65_536)
    let head = "<message from='\(Self.jid)'\(attribute) id='e\(event.id)-"
    #expect(
      String(decoding: bytes, as: UTF8.self)
        == head + "12' to='a@b/&lt;c&gt;&apos;&amp;&quot;'>\(Self.content)</message>"
        + head + "w0' to='juliet@verona.lit'>\(Self.content)</message>")
  }

  /// For those who want them: a text that any client shows, and which subscriptions are meant (sections 12.8, 12.16).
  @Test func extras() async throws {
    let letter = try #require(try await letter(text: "Arise, fair <sun>"))
    var recipients = (0..<4).map { Recipient(tag: "\($0)", jid: "user\($0)@verona.lit") }
    recipients[1].wantsBody = true
    recipients[2].subscriptions = ["a<", "b"]
    recipients[3].subscriptions = ["c"]
    recipients[3].collection = "club & co"
    recipients[3].wantsBody = true
    let messages = try messages(letter, recipients)
    #expect(
      messages.map { $0.elements.map(\.name.name) } == [
        ["event"], ["event", "body"], ["event", "headers"], ["event", "body", "headers"],
      ])
    #expect(messages[1].first("body", Namespace.component)?.text == "Arise, fair <sun>")
    func headers(_ message: Element) throws -> [StanzaHeaders.Header] {
      try StanzaHeaders(try #require(message.first("headers", Namespace.shim))).headers
    }
    #expect(try headers(messages[2]) == [.init("SubID", "a<"), .init("SubID", "b")])
    #expect(try headers(messages[3]) == [.init("SubID", "c"), .init("Collection", "club & co")])
  }

  /// A text has so many code points, whatever they look like together; none is as good as an empty one.
  @Test(arguments: [
    ("e\u{301}", 1000, 1000), ("e" + String(repeating: "\u{301}", count: 2000), 1, 1000),
    ("e", 999, 999), ("🎈", 2000, 1000),
  ])
  func texts(part: String, count: Int, expected: Int) async throws {
    let letter = try #require(try await letter(text: String(repeating: part, count: count)))
    var recipient = Recipient(tag: "1", jid: "juliet@verona.lit")
    recipient.wantsBody = true
    let message = try #require(try messages(letter, [recipient]).first)
    #expect(
      message.first("body", Namespace.component)?.text.unicodeScalars.count == expected)
  }

  @Test func withoutText() async throws {
    let letter = try #require(try await letter())
    var recipient = Recipient(tag: "1", jid: "juliet@verona.lit")
    recipient.wantsBody = true
    let message = try #require(try messages(letter, [recipient]).first)
    #expect(message.elements.map(\.name.name) == ["event"])
  }

  /// Portions: at least one message each, each recipient once and in order.
  @Test(arguments: [1, 200, 1000, 100_000])
  func chunks(bytes: Int) async throws {
    let letter = try #require(try await letter())
    let recipients = (0..<20).map { Recipient(tag: "\($0)", jid: "user\($0)@verona.lit") }
    var rest = recipients[...]
    var told: [String?] = []
    var portions = 0
    while !rest.isEmpty {
      let chunk = letter.chunk(&rest, bytes: bytes)
      let messages = try parsed(chunk)
      #expect(!messages.isEmpty)
      // One message more than has room.
      #expect(chunk.count < bytes + 400)
      told += messages.map { $0["to"] }
      portions += 1
    }
    #expect(told == recipients.map(\.jid))
    #expect(bytes == 1 ? portions == 20 : bytes == 100_000 ? portions == 1 : portions < 20)
  }

  /// No message is larger than the server takes: what has no room beside the event is left out, and an event that has
  /// none itself is no letter.
  @Test func limits() async throws {
    let event = try await event(text: String(repeating: "x", count: 900))
    let jid = try BareJID(Self.jid)
    let smallest = try #require(
      (1...30_000).first { Letter(event, from: jid, limit: $0) != nil })
    var recipient = Recipient(
      tag: "\(Int64.max)",
      jid: String(repeating: "&", count: 1023) + "@" + String(repeating: "b", count: 1023) + "/"
        + String(repeating: "'", count: 1023))
    recipient.wantsBody = true
    recipient.subscriptions = ["s"]
    for (room, expected) in [
      (0, ["event"]), (900, ["event", "headers"]), (1000, ["event", "body"]),
      (1200, ["event", "body", "headers"]),
    ] {
      let letter = try #require(Letter(event, from: jid, limit: smallest + room))
      var rest = [recipient][...]
      let bytes = letter.chunk(&rest, bytes: 1)
      #expect(bytes.count <= smallest + room)
      let message = try #require(try parsed(bytes).first)
      #expect(message.elements.map(\.name.name) == expected)
    }
  }
}
