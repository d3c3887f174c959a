import GRDB
import PubSub
import Testing
import XML
import XMPP

@testable import Store

@Suite struct OutboxTests {
  private func addresses(_ fixture: Fixture, _ event: OutboxEvent, limit: Int = 2) async throws
    -> [String]
  {
    try await fixture.recipients(of: event, limit: limit).map(\.jid)
  }

  @Test func rows() async throws {
    let fixture = try await Fixture()
    try await fixture.create("blog")
    // Nobody is subscribed: nothing is kept for them.
    try await fixture.apply([], [event("blog")])
    #expect(try await fixture.waiting().isEmpty)
    let juliet = JID(fixture.juliet)
    try await fixture.subscribe("juliet@verona.lit", to: "blog")
    try await fixture.apply(
      [],
      [
        event("blog"), event("blog", .owners, .node, "second", type: .normal),
        event("blog", .one(juliet), .node, "third"),
      ])
    let all = try await fixture.waiting()
    #expect(all.map(\.matter) == [.item, .node, .node])
    #expect(all.map(\.isForPresence) == [true, false, false])
    #expect(all.map(\.nodeID.name) == ["blog", "blog", "blog"])
    #expect(all.map(\.type) == [.headline, .normal, .headline])
    #expect(
      all.map { String(decoding: $0.body, as: UTF8.self) }
        == ["event", "second", "third"].map { "<\($0) xmlns='\(Namespace.pubsubEvent)'/>" })
    #expect(all.map(\.id).sorted() == all.map(\.id))
    #expect(Set(all.map(\.id)).count == 3)
    #expect(try await fixture.waiting(after: all[0].id, limit: 1) == [all[1]])
    #expect(try await addresses(fixture, all[0]) == ["juliet@verona.lit"])
    #expect(try await addresses(fixture, all[1]) == ["romeo@verona.lit"])
    #expect(try await addresses(fixture, all[2]) == ["juliet@verona.lit"])
    try await fixture.store.close()
  }

  /// Everybody once, in the order in which they came, in pages of any size.
  @Test(arguments: [1, 2, 3, 7, 8])
  func pages(limit: Int) async throws {
    let fixture = try await Fixture()
    try await fixture.create("blog")
    let jids = (0..<7).map { "user\($0)@verona.lit/r\($0)" }
    for jid in jids { try await fixture.subscribe(jid, to: "blog") }
    try await fixture.apply([], [event("blog")])
    let only = try #require(try await fixture.waiting().first)
    #expect(try await addresses(fixture, only, limit: limit) == jids)
    try await fixture.store.close()
  }

  /// Who came after the event is not told of it, and who left before delivery is not either.
  @Test func comingAndGoing() async throws {
    let fixture = try await Fixture()
    try await fixture.create("blog")
    let blog = NodeID(stored: "blog")
    let jids = try (0..<4).map { try subscription("user\($0)@verona.lit") }
    try await fixture.apply([.subscribe(blog, jids[0]), .subscribe(blog, jids[1])])
    try await fixture.apply([], [event("blog")])
    try await fixture.apply([
      .subscribe(blog, jids[2]), .unsubscribe(blog, jids[1]),
      // Left and came back: a new beginning.
      .unsubscribe(blog, jids[0]), .subscribe(blog, jids[0]),
    ])
    try await fixture.apply([], [event("blog")])
    let all = try await fixture.waiting()
    #expect(try await addresses(fixture, all[0]) == [])
    #expect(
      try await addresses(fixture, all[1]) == ["user2@verona.lit", "user0@verona.lit"])
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
      try await fixture.subscribe("\(name)@verona.lit/home", to: "blog")
    }
    try await fixture.apply([], [event("blog")])
    for (name, affiliation) in people {
      try await fixture.apply([.affiliate(blog, BareJID("\(name)@verona.lit"), affiliation)])
    }
    let only = try #require(try await fixture.waiting().first)
    func names() async throws -> [String] {
      try await addresses(fixture, only).map { String($0.prefix { $0 != "@" }) }
    }
    #expect(
      try await names() == ["none", "member", "publisher", "owner", "escalus"])
    var closed = NodeConfiguration()
    closed.accessModel = .whitelist
    try await fixture.apply([.configure(blog, closed)])
    // The last one is an administrator.
    #expect(try await names() == ["member", "publisher", "owner", "escalus"])
    try await fixture.store.close()
  }

  @Test func acknowledged() async throws {
    let fixture = try await Fixture()
    try await fixture.create("blog")
    let jids = (0..<5).map { "user\($0)@verona.lit" }
    for jid in jids { try await fixture.subscribe(jid, to: "blog") }
    for _ in 0..<3 { try await fixture.apply([], [event("blog")]) }
    let all = try await fixture.waiting()
    let cursor = try #require(try await fixture.page(all[1], after: 0, limit: 2).next)
    try await fixture.store.write {
      try $0.acknowledge(done: [all[0].id], partial: [all[1].id: cursor])
    }
    let left = try await fixture.waiting()
    #expect(left.map(\.id) == [all[1].id, all[2].id])
    #expect(left.map(\.cursor) == [cursor, 0])
    #expect(try await addresses(fixture, left[0]) == Array(jids[2...]))
    #expect(try await addresses(fixture, left[1]) == jids)
    // In any order, and again.
    try await fixture.store.write {
      try $0.acknowledge(done: [all[2].id, all[1].id, all[0].id], partial: [all[0].id: 9])
    }
    #expect(try await fixture.waiting().isEmpty)
    try await fixture.store.close()
  }

  /// Each service has its own.
  @Test func services() async throws {
    let fixture = try await Fixture()
    let jid = try BareJID("other.verona.lit")
    let other = try await fixture.store.write { try $0.hostedService(jid) }
    try await fixture.create("blog")
    try await fixture.apply([], [event("blog", .owners)])
    #expect(try await fixture.waiting(for: other).isEmpty)
    let mine = try await fixture.waiting()
    #expect(mine.count == 1)
    #expect(try await addresses(fixture, #require(mine.first)) == ["romeo@verona.lit"])
    #expect(
      try await fixture.store.write { try $0.hostedService(jid) } == other)
    try await fixture.store.close()
  }

  /// Whoever delivers is woken after the commit, and by no write that failed.
  @Test(.timeLimit(.minutes(1))) func announcements() async throws {
    struct Refused: Error {}
    let fixture = try await Fixture()
    let (service, known, event) = (fixture.service, fixture.known, event("blog", .owners))
    try await fixture.create("blog")
    var news = fixture.store.announcements(for: service).makeAsyncIterator()
    await #expect(throws: Refused.self) {
      try await fixture.store.write { tx in
        try tx.apply(
          Decision(events: [event]), in: service, now: Timestamp(milliseconds: 0), known)
        #expect(tx.announced == [service])
        throw Refused()
      }
    }
    #expect(try await fixture.waiting().isEmpty)
    try await fixture.apply([], [event])
    await news.next()
    #expect(try await fixture.waiting().count == 1)
    try await fixture.store.close()
  }
}
