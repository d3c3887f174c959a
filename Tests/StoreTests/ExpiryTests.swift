import PubSub
import Testing
import XMPP

@testable import Store

/// Items whose time has come are gone at once, by the node's floor; their rows go later.
@Suite struct ExpiryTests {
  private func blog(_ seconds: Int? = 10) async throws -> Fixture {
    let fixture = try await Fixture()
    try await fixture.create("blog", at: 0) { $0.itemExpiry = seconds }
    for (number, item) in ["a", "b", "c", "d"].enumerated() {
      try await fixture.publish(item, in: "blog", title: item, at: Int64(number) * 1_000)
    }
    return fixture
  }

  /// Whether anything was due.
  private func expire(_ fixture: Fixture, at time: Int64, nodes: Int = 9) async throws -> Bool {
    let now = Timestamp(milliseconds: time)
    let isDue = try await fixture.store.read { try $0.hasExpiredItems(now) }
    let hasExpired = try await fixture.store.write { try $0.expireItems(now: now, nodes: nodes) }
    #expect(isDue == hasExpired)
    try await fixture.checkInvariants()
    return hasExpired
  }

  @Test(
    arguments: [
      (9_999, ["d", "c", "b", "a"]), (10_000, ["d", "c", "b"]), (10_001, ["d", "c", "b"]),
      (12_999, ["d"]), (13_000, []), (99_000, []),
    ] as [(Int64, [String])])
  func moments(time: Int64, left: [String]) async throws {
    let fixture = try await blog()
    #expect(try await expire(fixture, at: time) == (left.count < 4))
    #expect(try await fixture.items("blog") == left)
    // At once, wherever items are read.
    #expect(try await fixture.record("blog")?.facts.items == left.count)
    #expect(try await fixture.store.newestPosts(limit: 9).map(\.item) == left)
    #expect(
      try await fixture.store.posts(service: fixture.jid, node: "blog", .newest, limit: 9)?.posts
        .map(\.item) == left)
    for item in ["a", "b", "c", "d"] {
      let isLeft = left.contains(item)
      #expect(try await fixture.store.search(item, limit: 9).isEmpty != isLeft)
      let found = try await fixture.store.post(service: fixture.jid, node: "blog", item: item)
      #expect("\(found)".hasPrefix(isLeft ? "found" : "gone"))
      let id = ItemID(stored: item)
      try await fixture.read("blog") { (snapshot, node) throws in
        #expect(try (snapshot.item(id, in: node) == nil) != isLeft)
        #expect(try snapshot.held([id], in: node).isEmpty != isLeft)
      }
    }
    let oldest = try await fixture.read("blog") { try $0.oldest(of: $1, limit: 9).map(\.id.name) }
    #expect(oldest == left.reversed())
    #expect(try await fixture.read("blog") { try $0.newestItem(of: $1)?.id.name } == left.first)
    #expect(
      try await fixture.read("blog") {
        try $0.names(of: $1, ItemRange(.creation), limit: 9).map(\.id.name)
      } == left.reversed())
    // Their publisher has them until they are removed.
    let romeo = fixture.romeo
    func usage() async throws -> Int {
      try await fixture.store.read { try $0.account(romeo).own.items }
    }
    #expect(try await usage() == 4)
    try await fixture.sweep()
    #expect(try await usage() == left.count)
    #expect(try await !expire(fixture, at: time))
    try await fixture.store.close()
  }

  /// An edit is a new beginning, also of an item that is gone and not removed yet.
  @Test func edits() async throws {
    let fixture = try await blog()
    try await fixture.publish("a", in: "blog", at: 5_000)
    // Too early for what is the oldest now, which is found out then.
    #expect(try await expire(fixture, at: 10_000))
    #expect(try await fixture.items("blog") == ["a", "d", "c", "b"])
    #expect(try await fixture.record("blog")?.expires == 11_000)
    #expect(try await expire(fixture, at: 12_000))
    try await fixture.publish("b", in: "blog", at: 12_000)
    #expect(try await fixture.items("blog") == ["b", "a", "d"])
    #expect(try await fixture.number("SELECT dead FROM node") == 1)
    try await fixture.sweep()
    #expect(try await fixture.items("blog") == ["b", "a", "d"])
    try await fixture.apply([.retract(NodeID(stored: "blog"), ItemID(stored: "d"))], at: 12_000)
    #expect(try await expire(fixture, at: 13_000))
    #expect(try await fixture.items("blog") == ["b", "a"])
    #expect(try await expire(fixture, at: 22_000))
    #expect(try await fixture.items("blog") == [])
    #expect(try await fixture.record("blog")?.expires == nil)
    try await fixture.store.close()
  }

  /// The time that items have can be changed.
  @Test(arguments: [(nil, 5), (5, nil), (5, 50), (50, 5)] as [(Int?, Int?)])
  func configured(before: Int?, after: Int?) async throws {
    let fixture = try await blog(before)
    try await fixture.configure("blog", at: 4_000) { $0.itemExpiry = after }
    try await fixture.checkInvariants()
    #expect(try await fixture.record("blog")?.expires == after.map { Int64($0) * 1_000 })
    #expect(try await expire(fixture, at: 6_999) == (after == 5))
    #expect(try await fixture.items("blog") == (after == 5 ? ["d", "c"] : ["d", "c", "b", "a"]))
    // Another setting changes nothing of it.
    let expires = try await fixture.record("blog")?.expires
    try await fixture.configure("blog", at: 7_000) { $0.title = "Blog" }
    #expect(try await fixture.record("blog")?.expires == expires)
    try await fixture.store.close()
  }

  /// Whatever makes items go, the floor never falls.
  @Test func floor() async throws {
    let fixture = try await blog()
    let blog = NodeID(stored: "blog")
    var last: Int64 = 0
    let changes: [[Effect]] = [
      [.trim(blog, keep: 3)], [.trim(blog, keep: 9)], [.purge(blog)], [.trim(blog, keep: 0)],
      [.trim(blog, keep: 1)],
    ]
    for (number, effects) in changes.enumerated() {
      try await fixture.publish("x\(number)", in: "blog", at: 4_000)
      try await fixture.apply(effects, at: 4_000)
      _ = try await expire(fixture, at: 5_000)
      let floor = try #require(try await fixture.record("blog")).floor
      #expect(floor >= last)
      last = floor
      if number == 2 { try await fixture.sweep() }
    }
    #expect(try await fixture.items("blog") == ["x4"])
    try await fixture.store.close()
  }

  /// So many nodes at a time, the first that is due first; a clock that is set back does no harm.
  @Test func severalNodes() async throws {
    let fixture = try await Fixture()
    for number in 0..<3 {
      try await fixture.create("n\(number)", at: 0) { $0.itemExpiry = 30 - 10 * number }
      try await fixture.publish("a", in: "n\(number)", at: 1_000)
      // The clock has been set back: it counts as published when the one before was.
      try await fixture.publish("b", in: "n\(number)", at: 0)
    }
    func left() async throws -> [Int] {
      var counts: [Int] = []
      for number in 0..<3 { counts.append(try await fixture.items("n\(number)").count) }
      return counts
    }
    #expect(try await expire(fixture, at: 90_000, nodes: 1))
    #expect(try await left() == [2, 2, 0])
    #expect(try await expire(fixture, at: 90_000, nodes: 1))
    #expect(try await left() == [2, 0, 0])
    // One that is deleted has no more time to keep.
    try await fixture.apply([.delete(NodeID(stored: "n0"), redirect: nil)])
    #expect(try await !expire(fixture, at: 90_000))
    try await fixture.store.close()
  }
}
