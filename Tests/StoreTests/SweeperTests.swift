import GRDB
import PubSub
import Testing
import XML
import XMPP

@testable import Store

@Suite struct SweeperTests {
  /// In small portions, all of it, and nothing of anybody else's.
  @Test func removesADeletedNode() async throws {
    var limits = StoreLimits()
    limits.rowsPerSweep = 3
    let fixture = try await Fixture(limits: limits)
    for name in ["gone", "kept"] {
      try await fixture.create(name)
      for number in 0..<7 { try await fixture.publish("i\(number)", in: name, title: name) }
      try await fixture.apply([.retract(NodeID(stored: name), ItemID(stored: "i0"))])
      for number in 0..<4 {
        let facts = try subscription("user\(number)@verona.lit")
        try await fixture.apply([
          .subscribe(NodeID(stored: name), facts),
          .affiliate(NodeID(stored: name), facts.jid.bare, .member),
        ])
      }
    }
    let sweeper = Sweeper(fixture.store)
    let now = Timestamp(milliseconds: 1_000)
    #expect(try await !sweeper.sweep(now: now))
    try await fixture.apply([.delete(NodeID(stored: "gone"), redirect: nil)])
    #expect(try await fixture.store.search("gone", limit: 9).isEmpty)
    var portions = 0
    while try await sweeper.sweep(now: now) {
      portions += 1
      #expect(portions < 50)
      try await fixture.checkInvariants()
    }
    // Six items, one tombstone, four subscriptions, five affiliations, the node.
    #expect(portions == 2 + 1 + 2 + 2 + 1)
    for table in ["item", "entry", "tombstone", "subscription", "affiliation"] {
      #expect(
        try await fixture.number(
          "SELECT count(*) FROM \(table) WHERE node NOT IN (SELECT id FROM node)") == 0)
    }
    #expect(try await fixture.number("SELECT count(*) FROM node") == 1)
    #expect(try await fixture.items("kept").count == 6)
    #expect(try await fixture.store.search("kept", limit: 9).count == 6)
    #expect(try await fixture.record("kept")?.facts.subscribers == 4)
    try await fixture.store.close()
  }

  /// Those who are to be told come first.
  @Test func waitsForDelivery() async throws {
    let fixture = try await Fixture()
    try await fixture.create("gone")
    try await fixture.subscribe("juliet@verona.lit", to: "gone")
    try await fixture.apply(
      [.delete(NodeID(stored: "gone"), redirect: nil)], [event("gone", .everybody, .node)])
    let sweeper = Sweeper(fixture.store)
    let now = Timestamp(milliseconds: 1_000)
    #expect(try await !sweeper.sweep(now: now))
    let first = try #require(try await fixture.waiting().first)
    #expect(try await fixture.recipients(of: first).map(\.jid) == ["juliet@verona.lit"])
    try await fixture.store.write { try $0.acknowledge(done: [first.id], partial: [:]) }
    try await fixture.sweep()
    #expect(try await fixture.number("SELECT count(*) FROM node") == 0)
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }

  /// A count that has gone wrong keeps nothing from going.
  @Test(arguments: [true, false])
  func wrongCounts(isDeleted: Bool) async throws {
    let fixture = try await Fixture()
    try await fixture.create("blog")
    for number in 0..<3 { try await fixture.publish("i\(number)", in: "blog") }
    let blog = NodeID(stored: "blog")
    try await fixture.apply([isDeleted ? .delete(blog, redirect: nil) : .purge(blog)])
    try await fixture.store.write { tx in
      try tx.run("UPDATE node SET \(isDeleted ? "items" : "dead") = 1, posts = 0")
    }
    try await fixture.sweep()
    #expect(try await fixture.number("SELECT count(*) FROM item") == 0)
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }

  /// What fails for one node is told, and the others are swept.
  @Test func oneFails() async throws {
    let fixture = try await Fixture()
    for name in ["bad", "good"] {
      try await fixture.create(name)
      try await fixture.publish("a", in: name)
      try await fixture.apply([.purge(NodeID(stored: name))])
    }
    let bad = try #require(try await fixture.record("bad")).number
    try await fixture.store.write { tx in
      try tx.run(
        """
        CREATE TRIGGER trouble BEFORE DELETE ON item WHEN old.node = \(bad)
        BEGIN SELECT raise(ABORT, 'trouble'); END
        """)
    }
    let sweeper = Sweeper(fixture.store)
    let now = Timestamp(milliseconds: 1_000)
    #expect(await storeError { try await sweeper.sweep(now: now) } != nil)
    while try await sweeper.sweep(now: now) {}
    #expect(try await fixture.texts("SELECT node FROM item") == ["\(bad)"])
    try await fixture.store.write { try $0.run("DROP TRIGGER trouble") }
    try await fixture.sweep()
    #expect(try await fixture.texts("SELECT node FROM item") == [])
    try await fixture.store.close()
  }

  /// As many rows as a busy community has, in transactions that others share.
  @Test func removesALargeNode() async throws {
    let fixture = try await Fixture()
    try await fixture.create("gone")
    try await fixture.create("kept")
    let (service, known, juliet) = (fixture.service, fixture.known, fixture.juliet)
    try await fixture.store.write { tx in
      let gone = NodeID(stored: "gone")
      for number in 0..<3_000 {
        let item = PublishedItem(
          id: ItemID(stored: "i\(number)"), publisher: juliet, payload: [1, 2])
        try tx.apply(
          Decision(effects: [
            .store(gone, item), .subscribe(gone, subscription("user\(number)@verona.lit")),
          ]), in: service, now: Timestamp(milliseconds: 1), known)
      }
    }
    try await fixture.apply([.delete(NodeID(stored: "gone"), redirect: nil)])
    let before = fixture.store.version
    // 500 rows each: items, subscriptions, the affiliation, the node.
    #expect(try await fixture.sweep() == 6 + 6 + 1 + 1)
    #expect(fixture.store.version > before)
    #expect(try await fixture.texts("SELECT name FROM node") == ["kept"])
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }

  /// Posts that the public could read leave a mark, whatever made them go.
  @Test(arguments: [
    (AccessModel.open, "items", "gone"), (.whitelist, "items", "missing"),
    (.authorize, "items", "missing"),
  ])
  func tombstones(access: AccessModel, table: String, expected: String) async throws {
    var limits = StoreLimits()
    limits.rowsPerSweep = 2
    let fixture = try await Fixture(limits: limits)
    let blog = NodeID(stored: "blog")
    try await fixture.create("blog") { $0.accessModel = access }
    for item in ["a", "b", "c", "d", "e"] { try await fixture.publish(item, in: "blog") }
    let bare = PublishedItem(id: ItemID(stored: "bare"), publisher: fixture.juliet, payload: nil)
    try await fixture.apply([.store(blog, bare), .trim(blog, keep: 2)])
    // Comes back before it is removed.
    try await fixture.publish("b", in: "blog")
    #expect(try await fixture.number("SELECT dead FROM node") == 3)
    try await fixture.checkInvariants()
    // Two rows, then the last.
    #expect(try await fixture.sweep() == 2)
    try await fixture.checkInvariants()
    #expect(try await fixture.items("blog") == ["b", "bare", "e"])
    let marks = try await fixture.texts("SELECT name FROM tombstone ORDER BY name")
    #expect(marks == (access == .open ? ["a", "c", "d"] : []))
    // Purged while it is open, it tells nothing after it was closed.
    try await fixture.apply([.purge(blog)])
    try await fixture.sweep()
    try await fixture.configure("blog") { $0.accessModel = .open }
    for item in ["a", "c", "e"] {
      let found = try await fixture.store.post(service: fixture.jid, node: "blog", item: item)
      #expect("\(found)" == expected)
    }
    try await fixture.store.close()
  }

  /// A process that is killed in between: the next one goes on where it was.
  @Test func goesOnAfterAKill() async throws {
    var limits = StoreLimits()
    limits.rowsPerSweep = 3
    let fixture = try await Fixture(limits: limits)
    for name in ["gone", "purged", "kept"] {
      try await fixture.create(name)
      for number in 0..<7 {
        try await fixture.publish("i\(number)", in: name)
        try await fixture.subscribe("user\(number)@verona.lit", to: name)
      }
    }
    try await fixture.create("below") { $0.parent = NodeID(stored: "gone") }
    try await fixture.create("linked") { $0.link = NodeID(stored: "below") }
    try await fixture.apply([
      .delete(NodeID(stored: "gone"), redirect: nil), .purge(NodeID(stored: "purged")),
    ])
    let now = Timestamp(milliseconds: 1_000)
    var folder = fixture.folder
    var opened = fixture
    // At most so often: each time once, then the files as they are.
    for _ in 0..<100 {
      guard try await Sweeper(opened.store).sweep(now: now) else { break }
      try await opened.checkInvariants()
      try await opened.acknowledgeAll()
      folder = try folder.copy()
      try await opened.store.close()
      opened = try await Fixture(folder, limits: limits)
    }
    #expect(try await !Sweeper(opened.store).sweep(now: now))
    #expect(try await opened.texts("SELECT name FROM node ORDER BY id") == ["purged", "kept"])
    #expect(try await opened.items("kept").count == 7)
    #expect(try await opened.number("SELECT count(*) FROM item") == 7)
    #expect(try await opened.record("purged")?.facts.subscribers == 7)
    try await opened.checkInvariants()
    try await opened.store.close()
  }
}
