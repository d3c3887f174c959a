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
        let jid = try JID("user\(number)@verona.lit")
        try await fixture.apply([
          .subscribe(NodeID(stored: name), jid),
          .affiliate(NodeID(stored: name), jid.bare, .member),
        ])
      }
    }
    let sweeper = Sweeper(fixture.store)
    #expect(try await !sweeper.sweep())
    try await fixture.apply([.delete(NodeID(stored: "gone"))])
    #expect(try await fixture.store.search("gone", limit: 9).isEmpty)
    var portions = 0
    while try await sweeper.sweep() {
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
    let (gone, service) = (NodeID(stored: "gone"), fixture.service)
    try await fixture.apply([.subscribe(gone, JID(fixture.juliet))])
    let event = Event(
      node: gone, audience: .subscribers, type: .headline, body: Element("event", "x"))
    try await fixture.apply([.delete(gone)], [event])
    let sweeper = Sweeper(fixture.store)
    #expect(try await !sweeper.sweep())
    let waiting = try await fixture.store.read { try $0.events(of: service, after: 0, limit: 9) }
    let first = try #require(waiting.first)
    let policy = fixture.policy
    let (told, _) = try await fixture.store.read {
      try $0.recipients(of: first, after: 0, limit: 9, policy)
    }
    #expect(told.map(\.jid) == ["juliet@verona.lit"])
    try await fixture.store.write {
      try $0.acknowledge(service, through: first.id, partial: nil)
    }
    while try await sweeper.sweep() {}
    #expect(try await fixture.number("SELECT count(*) FROM node") == 0)
    try await fixture.store.close()
  }
}
