import PubSub
import Testing
import XMPP

@testable import Store

/// Random sequences of changes: whatever happens, what is derived agrees with what is stored. The
/// seed is the argument, so a failure names it.
@Suite struct RandomTests {
  @Test(arguments: [UInt64(1), 2, 3, 20_261_122])
  func changes(seed: UInt64) async throws {
    var limits = StoreLimits()
    limits.rowsPerSweep = 2
    var walk = RandomWalk(try await Fixture(limits: limits), seed)
    for step in 0..<400 {
      try await walk.step(step)
      if step % 25 == 24 { try await check(&walk, "seed \(seed), step \(step)") }
    }
    let fixture = walk.fixture
    for _ in 0..<20 {
      try await fixture.sweep()
      try await fixture.acknowledgeAll()
    }
    try await check(&walk, "seed \(seed), at the end")
    #expect(
      try await fixture.number("SELECT count(*) FROM node WHERE keeping IS NULL")
        == Int64(walk.model.nodes.count))
    #expect(try await fixture.number("SELECT sum(dead) FROM node") ?? 0 == 0)
    try await fixture.store.close()
  }

  private func check(_ walk: inout RandomWalk, _ place: Comment) async throws {
    let fixture = walk.fixture
    try await fixture.checkInvariants(place)
    // Until they are buried, the web shows nodes that go with one that is deleted.
    if walk.hasOrphans {
      try await fixture.sweep()
      walk.hasOrphans = false
      try await fixture.checkInvariants(place)
    }
    let model = walk.model
    for (name, node) in model.nodes {
      let record = try #require(try await fixture.record(name), place)
      #expect(record.facts.configuration == node.configuration, place)
      #expect(record.facts.items == node.items.count, place)
      #expect(record.facts.subscribers == node.subscriptions.values.count { $0 }, place)
      #expect(try await fixture.items(name) == node.items.reversed().map(\.name), place)
      for item in node.items {
        guard let title = item.title else { continue }
        let found = try await fixture.store.search(title, limit: 5)
        let expected = model.isListed(name) ? ["\(name)/\(item.name)"] : []
        #expect(found.map { "\($0.node)/\($0.item)" } == expected, place)
      }
    }
    for limit in [1, 3, 10, 100] {
      let newest = try await fixture.store.newestPosts(limit: limit)
      #expect(
        newest.map { "\($0.node)/\($0.item)" } == Array(model.newest.prefix(limit)), place)
    }
    let (service, known, juliet) = (fixture.service, fixture.known, fixture.juliet)
    let shown = try await fixture.store.read {
      try $0.nodes(in: service, for: juliet, .all, ListRange(limit: 99), known)
        .entries.map(\.entry.id.name)
    }
    #expect(Set(shown) == Set(model.nodes.keys.filter(model.isShown)), place)
  }
}
