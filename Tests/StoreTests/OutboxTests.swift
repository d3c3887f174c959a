import GRDB
import PubSub
import Testing
import XML
import XMPP

@testable import Store

@Suite struct OutboxTests {
  private func event(
    _ node: String, _ audience: Event.Audience = .subscribers, _ type: Message.Kind = .headline,
    _ name: String = "event"
  ) -> Event {
    Event(
      node: NodeID(stored: node), audience: audience, type: type,
      body: Element(name, Namespace.pubsubEvent))
  }

  private func events(_ fixture: Fixture, after: Int64 = 0, limit: Int = 99) async throws
    -> [OutboxEvent]
  {
    let service = fixture.service
    return try await fixture.store.read {
      try $0.events(of: service, after: after, limit: limit)
    }
  }

  private func page(_ fixture: Fixture, _ event: OutboxEvent, after: Int64, limit: Int)
    async throws -> ([String], Int64?)
  {
    let policy = fixture.policy
    let (page, last) = try await fixture.store.read {
      try $0.recipients(of: event, after: after, limit: limit, policy)
    }
    return (page.map(\.jid), last)
  }

  private func recipients(_ fixture: Fixture, _ event: OutboxEvent, limit: Int = 2) async throws
    -> [String]
  {
    var all: [String] = []
    var cursor: Int64? = event.cursor
    while let after = cursor {
      let (page, last) = try await page(fixture, event, after: after, limit: limit)
      #expect(page.count <= limit)
      all += page
      cursor = last
    }
    return all
  }

  @Test func rows() async throws {
    let fixture = try await Fixture()
    try await fixture.create("blog")
    // Nobody is subscribed: nothing is kept for them.
    try await fixture.apply([], [event("blog")])
    #expect(try await events(fixture).isEmpty)
    let juliet = JID(fixture.juliet)
    try await fixture.apply([.subscribe(NodeID(stored: "blog"), juliet)])
    try await fixture.apply(
      [],
      [
        event("blog"), event("blog", .owners, .normal, "second"),
        event("blog", .one(juliet), .headline, "third"),
      ])
    let all = try await events(fixture)
    #expect(all.map(\.type) == [.headline, .normal, .headline])
    #expect(
      all.map { String(decoding: $0.body, as: UTF8.self) }
        == ["event", "second", "third"].map { "<\($0) xmlns='\(Namespace.pubsubEvent)'/>" })
    #expect(all.map(\.id).sorted() == all.map(\.id))
    #expect(Set(all.map(\.id)).count == 3)
    #expect(try await events(fixture, after: all[0].id, limit: 1) == [all[1]])
    #expect(try await recipients(fixture, all[0]) == ["juliet@verona.lit"])
    #expect(try await recipients(fixture, all[1]) == ["romeo@verona.lit"])
    #expect(try await recipients(fixture, all[2]) == ["juliet@verona.lit"])
    try await fixture.store.close()
  }

  /// Everybody once, in the order in which they came, in pages of any size.
  @Test(arguments: [1, 2, 3, 7, 8])
  func pages(limit: Int) async throws {
    let fixture = try await Fixture()
    try await fixture.create("blog")
    let jids = (0..<7).map { "user\($0)@verona.lit/r\($0)" }
    for jid in jids { try await fixture.apply([.subscribe(NodeID(stored: "blog"), JID(jid))]) }
    try await fixture.apply([], [event("blog")])
    let only = try #require(try await events(fixture).first)
    #expect(try await recipients(fixture, only, limit: limit) == jids)
    try await fixture.store.close()
  }

  /// Who came after the event is not told of it, and who left before delivery is not either.
  @Test func comingAndGoing() async throws {
    let fixture = try await Fixture()
    try await fixture.create("blog")
    let blog = NodeID(stored: "blog")
    let jids = try (0..<4).map { try JID("user\($0)@verona.lit") }
    try await fixture.apply([.subscribe(blog, jids[0]), .subscribe(blog, jids[1])])
    try await fixture.apply([], [event("blog")])
    try await fixture.apply([
      .subscribe(blog, jids[2]), .unsubscribe(blog, jids[1]),
      // Left and came back: a new beginning.
      .unsubscribe(blog, jids[0]), .subscribe(blog, jids[0]),
    ])
    try await fixture.apply([], [event("blog")])
    let all = try await events(fixture)
    #expect(try await recipients(fixture, all[0]) == [])
    #expect(
      try await recipients(fixture, all[1]) == ["user2@verona.lit", "user0@verona.lit"])
    try await fixture.store.close()
  }

  /// The right to read is asked for when the message goes out.
  @Test func lostRights() async throws {
    let fixture = try await Fixture()
    try await fixture.create("blog")
    let blog = NodeID(stored: "blog")
    let people: [(String, Affiliation)] = [
      ("none", .none), ("outcast", .outcast), ("member", .member), ("publisher", .publisher),
      ("publish-only", .publishOnly), ("owner", .owner), ("escalus", .none),
    ]
    for (name, _) in people {
      try await fixture.apply([.subscribe(blog, JID("\(name)@verona.lit/home"))])
    }
    try await fixture.apply([], [event("blog")])
    for (name, affiliation) in people {
      try await fixture.apply([.affiliate(blog, BareJID("\(name)@verona.lit"), affiliation)])
    }
    let only = try #require(try await events(fixture).first)
    func names() async throws -> [String] {
      try await recipients(fixture, only).map { String($0.prefix { $0 != "@" }) }
    }
    #expect(
      try await names() == ["none", "member", "publisher", "publish-only", "owner", "escalus"])
    var closed = NodeConfiguration()
    closed.accessModel = .whitelist
    try await fixture.apply([.configure(blog, closed)])
    // The last one is an administrator.
    #expect(try await names() == ["member", "publisher", "owner", "escalus"])
    try await fixture.store.close()
  }

  @Test func acknowledged() async throws {
    let fixture = try await Fixture()
    let service = fixture.service
    try await fixture.create("blog")
    let jids = (0..<5).map { "user\($0)@verona.lit" }
    for jid in jids { try await fixture.apply([.subscribe(NodeID(stored: "blog"), JID(jid))]) }
    for _ in 0..<3 { try await fixture.apply([], [event("blog")]) }
    let all = try await events(fixture)
    let (_, last) = try await page(fixture, all[1], after: 0, limit: 2)
    let cursor = try #require(last)
    try await fixture.store.write {
      try $0.acknowledge(service, through: all[0].id, partial: (all[1].id, cursor))
    }
    let left = try await events(fixture)
    #expect(left.map(\.id) == [all[1].id, all[2].id])
    #expect(left.map(\.cursor) == [cursor, 0])
    #expect(try await recipients(fixture, left[0]) == Array(jids[2...]))
    #expect(try await recipients(fixture, left[1]) == jids)
    try await fixture.store.write {
      try $0.acknowledge(service, through: all[2].id, partial: nil)
    }
    #expect(try await events(fixture).isEmpty)
    try await fixture.store.close()
  }

  /// Each service has its own.
  @Test func services() async throws {
    let fixture = try await Fixture()
    let (jid, policy) = (try BareJID("other.verona.lit"), fixture.policy)
    let other = try await fixture.store.write { try $0.hostedService(jid) }
    try await fixture.create("blog")
    try await fixture.apply([], [event("blog", .owners)])
    #expect(
      try await fixture.store.read { try $0.events(of: other, after: 0, limit: 9) }.isEmpty)
    try await fixture.store.write { try $0.acknowledge(other, through: .max, partial: nil) }
    let mine = try await events(fixture)
    #expect(mine.count == 1)
    let event = try #require(mine.first)
    #expect(
      try await fixture.store.read {
        try $0.recipients(of: event, after: 0, limit: 9, policy).page.map(\.jid)
      } == ["romeo@verona.lit"])
    #expect(
      try await fixture.store.write { try $0.hostedService(jid) } == other)
    try await fixture.store.close()
  }

  /// Whoever delivers is woken after the commit, and by no write that failed.
  @Test(.timeLimit(.minutes(1))) func announcements() async throws {
    struct Refused: Error {}
    let fixture = try await Fixture()
    let (service, event) = (fixture.service, event("blog", .owners))
    try await fixture.create("blog")
    var news = fixture.store.announcements(for: service).makeAsyncIterator()
    await #expect(throws: Refused.self) {
      try await fixture.store.write { tx in
        try tx.apply(
          Decision(events: [event]), in: service, now: Timestamp(milliseconds: 0))
        #expect(tx.announced == [service])
        throw Refused()
      }
    }
    #expect(try await events(fixture).isEmpty)
    try await fixture.apply([], [event])
    await news.next()
    #expect(try await events(fixture).count == 1)
    try await fixture.store.close()
  }
}
