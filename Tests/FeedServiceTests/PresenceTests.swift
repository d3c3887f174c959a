import PubSub
import Store
import TestSupport
import Testing
import XML
import XMPP

@testable import FeedService

@Suite(.timeLimit(.minutes(1))) struct PresenceTests {
  /// What the component has sent, without what was sent before.
  private func posts(_ desk: Desk, after count: inout Int) async throws -> [String] {
    try await desk.settle()
    let all = desk.posts.all
    defer { count = all.count }
    return all.dropFirst(count).map { stanza in
      #expect(stanza.is("presence", Namespace.component))
      #expect(stanza["from"] == Desk.address)
      return "\(stanza["type"] ?? "available") \(stanza["to"] ?? "")"
    }
  }

  private func contact(_ desk: Desk) async throws -> PresenceContact {
    let (number, juliet) = (desk.number, try BareJID("juliet@verona.lit"))
    return try await desk.store.read { try $0.contact(juliet, of: number) }
  }

  /// What is agreed on, step by step: what she sends, what is answered, and what is remembered.
  private static let steps: [(String, [String], PresenceContact)] = [
    ("probe", ["unsubscribed juliet@verona.lit/phone"], PresenceContact()),
    // Nobody makes us remember them whom we did not ask.
    ("subscribed", [], PresenceContact()), ("unsubscribed", [], PresenceContact()),
    ("unsubscribe", ["unsubscribed juliet@verona.lit"], PresenceContact()),
    (
      "subscribe",
      [
        "subscribed juliet@verona.lit", "available juliet@verona.lit",
        "subscribe juliet@verona.lit",
      ], PresenceContact(seesUs: true, isAsked: true)
    ),
    ("probe", ["available juliet@verona.lit/phone"], PresenceContact(seesUs: true, isAsked: true)),
    // She may ask as often as she likes, and is asked back once.
    (
      "subscribe", ["subscribed juliet@verona.lit", "available juliet@verona.lit"],
      PresenceContact(seesUs: true, isAsked: true)
    ),
    ("subscribed", ["probe juliet@verona.lit"], PresenceContact(seesUs: true, isSeen: true)),
    ("subscribed", ["probe juliet@verona.lit"], PresenceContact(seesUs: true, isSeen: true)),
    (
      "subscribe", ["subscribed juliet@verona.lit", "available juliet@verona.lit"],
      PresenceContact(seesUs: true, isSeen: true)
    ),
    (
      "unsubscribe", ["unavailable juliet@verona.lit", "unsubscribed juliet@verona.lit"],
      PresenceContact(isSeen: true)
    ),
    ("unsubscribed", [], PresenceContact()), ("subscribed", [], PresenceContact()),
  ]

  @Test func agreements() async throws {
    let desk = try await Desk()
    var count = 0
    for (type, answers, expected) in Self.steps {
      try desk.presence("juliet", type)
      #expect(try await posts(desk, after: &count) == answers, "\(type)")
      #expect(try await contact(desk) == expected, "\(type)")
    }
    try await desk.store.close()
  }

  /// Whom a component asks is asked once, and who has refused is asked again when there is a reason.
  @Test func asked() async throws {
    let desk = try await Desk()
    var count = 0
    for name in ["a", "b", "c", "d"] {
      try await desk.create(name, ["presence_based_delivery": "1"])
    }
    func subscribe(_ node: String) async throws -> [String] {
      try await desk.set("juliet", "<subscribe node='\(node)' jid='juliet@verona.lit/phone'/>")
      return try await posts(desk, after: &count)
    }
    #expect(try await subscribe("a") == ["subscribe juliet@verona.lit"])
    #expect(try await subscribe("b") == [])
    try desk.presence("juliet", "unsubscribed")
    #expect(try await subscribe("c") == ["subscribe juliet@verona.lit"])
    // Of who is there nothing need be asked.
    try desk.presence("juliet", "unsubscribed")
    try desk.presence("juliet")
    #expect(try await subscribe("d") == [])
    try await desk.store.close()
  }

  /// Whoever's nodes are followed is remembered to have been asked, may say yes later, and wakes those who follow.
  @Test func sought() async throws {
    let desk = try await Desk()
    var count = 0
    let (number, juliet) = (desk.number, try BareJID("juliet@verona.lit"))
    let (moment, blog) = (Timestamp(milliseconds: 1), NodeID(stored: "urn:xmpp:microblog:0"))
    try await desk.store.write { tx in
      try tx.begin(blog, of: juliet, isPublic: false, moment)
      try tx.setContact(juliet, PresenceContact(isAsked: true, sought: moment), of: number)
    }
    for (type, expected) in [
      ("unsubscribed", PresenceContact(sought: moment)),
      ("subscribed", PresenceContact(isSeen: true, sought: moment)),
      ("unsubscribed", PresenceContact(sought: moment)),
    ] {
      try await desk.store.write { tx in
        guard var source = try tx.snapshot.source(blog, of: juliet) else { return }
        source.due = Timestamp(milliseconds: .max)
        try tx.update(source)
      }
      try desk.presence("juliet", type)
      #expect(
        try await posts(desk, after: &count)
          == (expected.isSeen ? ["probe juliet@verona.lit"] : []))
      #expect(try await contact(desk) == expected)
      let due = try await desk.store.read { try $0.source(blog, of: juliet)?.due }
      #expect(due.map { $0 <= .now } == true)
    }
    try await desk.store.close()
  }

  /// Whose nodes are followed by presence is shown ours whenever they come.
  @Test func shown() async throws {
    let desk = try await Desk()
    var count = 0
    try desk.presence("juliet")
    #expect(try await posts(desk, after: &count) == [])
    _ = desk.people.own.want(true, "blog", of: try BareJID("juliet@verona.lit"))
    try desk.presence("juliet")
    #expect(try await posts(desk, after: &count) == ["available juliet@verona.lit"])
    try await desk.store.close()
  }

  /// What is not for the component, or comes from itself, is not taken.
  @Test func others() async throws {
    let desk = try await Desk()
    try desk.receive("<presence from='a@b/c' to='other.verona.lit' type='subscribe'/>")
    try desk.receive("<presence from='a@b/c' to='who@\(Desk.address)' type='probe'/>")
    try desk.receive("<presence from='\(Desk.address)' to='\(Desk.address)' type='subscribe'/>")
    try desk.receive("<presence from='\(Desk.address)/x' to='\(Desk.address)'/>")
    try desk.receive("<presence from='a@b/c' to='\(Desk.address)' type='dance'/>")
    try await desk.settle()
    #expect(desk.posts.all.isEmpty)
    #expect(!desk.people.presence.isAvailable(try JID(Desk.address), []))
    // A resource of the component is the component.
    try desk.receive("<presence from='a@b/c' to='\(Desk.address)/x' type='probe'/>")
    try await desk.settle()
    #expect(desk.posts.all.count == 1)
    try await desk.store.close()
  }
}
