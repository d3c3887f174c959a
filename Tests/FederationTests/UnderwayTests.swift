import PubSub
import Store
import TestSupport
import Testing
import XMPP

@testable import Federation

@Suite struct UnderwayTests {
  private let item = ItemID(stored: "a")
  private let soon = Timestamp(milliseconds: 1_000)
  private let late = Timestamp(milliseconds: 2_000)

  /// What an event tells during a visit is newer than what the visit has fetched, and is looked at after it.
  @Test func eventsDuringAVisit() throws {
    let service = try BareJID("pubsub.capulet.lit")
    let underway = Underway()
    underway.begin(1, NodeID(stored: "news"), of: service)
    #expect(underway.due(1, else: late) == late)
    underway.touch([item], of: 1)
    underway.lookAgain(at: soon, 1)
    #expect(underway.isTouched(item, of: 1) && !underway.isTouched(item, of: 2))
    #expect(underway.due(1, else: late) == soon)
    #expect(underway.due(1, else: Timestamp(milliseconds: 1)) == Timestamp(milliseconds: 1))
    #expect(underway.due(2, else: late) == late)
    underway.end(1)
    #expect(!underway.isTouched(item, of: 1) && underway.due(1, else: late) == late)
    // Nothing is remembered of what nobody visits.
    underway.lookAgain(at: soon, 1)
    underway.begin(1, NodeID(stored: "news"), of: service)
    #expect(underway.due(1, else: late) == late)
  }

  /// Names of a thousand bytes.
  private func names(_ range: Range<Int>) -> [String] {
    range.map { "\($0)" + String(repeating: "x", count: 1_000) }
  }

  /// An id may have a thousand bytes: what is held is bounded by these.
  @Test func idsAreCountedByTheirBytes() async throws {
    let world = try await World.following(OtherService())
    let first = try #require(try await world.source())
    try await world.follow("gossip")
    try await eventually("it is begun") { try await world.source("gossip") != nil }
    let second = try #require(try await world.source("gossip"))
    let underway = Underway()
    let ids = Set(names(0..<40_000).map { ItemID(stored: $0) })
    #expect(underway.halt(.ids(IDWalk(checked: ids)), of: first))
    #expect(!underway.halt(.ids(IDWalk(checked: ids)), of: second))
    let author = try BareJID("tybalt@capulet.lit")
    for part in 0..<4 {
      let some = names(part * 4_000..<(part + 1) * 4_000)
      underway.refuse(
        Dictionary(uniqueKeysWithValues: some.map { (ItemID(stored: $0), author) }), of: 1)
      #expect(underway.refused(of: 1).count < 12_000)
    }
    try await world.stop()
  }

  @Test func closedNodesAreCountedByTheirBytes() throws {
    let (closed, service) = (ClosedNodes(for: .seconds(60)), try BareJID("pubsub.capulet.lit"))
    for name in names(0..<20_000) { closed.note(NodeID(stored: name), of: service) }
    #expect((1_000..<12_000).contains(closed.nodes(of: service).count))
    // What is forgotten makes room.
    #expect(closed.nodes(of: service, .now + .seconds(61)) == [])
    closed.note(NodeID(stored: "news"), of: service)
    #expect(closed.nodes(of: service).count == 1)
  }

  /// A list of ids ends before it costs too much.
  @Test func listsAreCountedByTheirBytes() async throws {
    let service = OtherService(.init(idsOnPage: 500))
    let world = try await World.following(service)
    for name in names(0..<12_000) { service.put(name, try OtherService.entry("rose")) }
    let remote = world.federation.remote(
      world.capulet, try await world.federation.port.session())
    let list = try await remote.itemIDs(NodeID(stored: "news"))
    #expect(!list.isWhole && (1_000..<9_000).contains(list.names.count))
    try await world.stop()
  }
}
