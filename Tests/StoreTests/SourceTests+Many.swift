import PubSub
import Social
import Testing
import XMPP

@testable import Store

// What goes a portion at a time.
extension SourceTests {
  /// An account with more nodes than go at once: nobody sees any of them from then on, and all is gone soon.
  @Test func optedOutWithManyNodes() async throws {
    let fixture = try await Fixture()
    let (count, by, now) = (230, tybalt, Timestamp(milliseconds: 1_700_000_000_000))
    try await fixture.store.write { tx in
      for number in 0..<count {
        try tx.begin(NodeID(stored: "n\(number)"), of: by, isPublic: true, now)
        guard var source = try tx.snapshot.source(NodeID(stored: "n\(number)"), of: by) else {
          return
        }
        (source.stage, source.access) = (.following, .open)
        try tx.update(source)
        let post = try Post("a", title: "rose", by: by)
        try tx.take(
          [ForeignItem(id: post.item.id, publisher: nil, payload: post.item.payload)], of: source,
          .now, now, post.projections)
      }
    }
    func seen(_ publication: OptOutRequest.Publication) async throws -> Int64 {
      try await fixture.store.write { try $0.optIn(by, publication: publication, now) }
      return try await fixture.number("SELECT count(*) FROM node WHERE readable = 1") ?? -1
    }
    #expect(try await fixture.number("SELECT count(*) FROM node WHERE readable = 1") == 230)
    #expect(try await seen(.no) == 0)
    // The others are shown when they are looked at.
    #expect(try await seen(.yes) == 100)
    #expect(
      try await fixture.number("SELECT count(*) FROM source WHERE due <= \(now.milliseconds)")
        == 230)
    try await fixture.store.write { try $0.optOut(by, now) }
    #expect(try await found(fixture, "rose", "romeo@verona.lit") == [])
    #expect(
      try await fixture.number("SELECT count(*) FROM node WHERE followed = 1 OR readable = 1") == 0)
    while try await fixture.store.write({ try $0.clearOptedOut(now) }) {}
    #expect(try await fixture.store.read { try $0.holding(of: by) } == Holding())
    try await fixture.sweep()
    #expect(try await fixture.number("SELECT count(*) FROM item") == 0)
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }

  /// What was published long ago goes, also if it stands among what is newer.
  @Test func oldItemsGo() async throws {
    let fixture = try await Fixture()
    try await begin(fixture)
    try await take([("d", "rose", 8), ("c", "rose", 3), ("b", "rose", 9)], .history, fixture)
    try await take([("a", "rose", 0)], .now, fixture)
    let followed = try await source(fixture)
    let moment = try #require(Timestamp("2023-01-05T00:00:00Z"))
    try await fixture.store.dropOld(of: followed, before: moment)
    #expect(
      try await fixture.store.read { try $0.itemNames(of: followed) }.map(\.name) == [
        "a", "d", "b",
      ])
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }

  /// As many as a configuration may name, which it does at each start.
  @Test func manyAreConfigured() async throws {
    let fixture = try await Fixture()
    let all = try (0..<10_000).map {
      Follow(
        NodeID(stored: "n\($0)"), of: try BareJID("pubsub\($0 % 100).lit"), .configuration)
    }
    try await fixture.store.write { try $0.setConfigured(all, .now) }
    let begun = ContinuousClock.now
    try await fixture.store.write { try $0.setConfigured(Array(all.dropLast()), .now) }
    #expect(ContinuousClock.now - begun < .seconds(5))
    let configured = try await fixture.store.read { try $0.follows(.configuration) }
    #expect(Set(configured) == Set(all.dropLast()))
    try await fixture.store.close()
  }
}
