import PubSub
import Social
import Store
import TestSupport
import Testing
import XMPP

@testable import Federation

/// Services all of whose open nodes are followed.
@Suite struct WholeServiceTests {
  private typealias Node = OtherService.Node

  private func world(
    _ nodes: [OtherService.Node], _ manners: OtherService.Manners = .init(),
    _ change: (inout FederationSettings) -> Void = { _ in }
  ) async throws -> (World, OtherService) {
    let service = OtherService(manners)
    service.behave { $0.nodes = nodes }
    try service.publish("rose", "A rose")
    let world = try await World([World.service: service], change)
    try await world.followService()
    world.start()
    return (world, service)
  }

  private func eventuallyFollows(_ world: World, _ nodes: [String]) async throws {
    try await eventually("\(nodes) are followed") {
      try await world.followed() == nodes
    }
  }

  @Test(arguments: [nil, 1, 2]) func openNodesAreFollowed(idsOnPage: Int?) async throws {
    var manners = OtherService.Manners()
    manners.idsOnPage = idsOnPage
    let (world, service) = try await world(
      [
        Node("a"), Node("closed", access: "whitelist"), Node("unsaid", access: nil),
        Node("all", children: [Node("b"), Node("below", children: [Node("c"), Node("a")])]),
      ], manners)
    try await eventuallyFollows(world, ["a", "b", "c"])
    #expect(try await world.items("c") == ["rose"])
    #expect(try await world.service()?.nodes == 3)
    // One comes and one goes while the link is away.
    service.behave { $0.nodes = [Node("a"), Node("d"), Node("closed", access: "whitelist")] }
    world.reconnect()
    try await eventually("the nodes are those of now") {
      let source = try await world.source("b")
      return try await world.followed() == ["a", "d"] && source?.items ?? 0 == 0
    }
    // What has gone makes room.
    try await eventually("what has gone is forgotten") {
      world.reconnect()
      return try await world.service()?.nodes == 2
    }
    try await world.stop()
  }

  /// Between two lists: that it was away, the list does not say.
  @Test func deletedAndMadeAgain() async throws {
    let (world, service) = try await world([Node("a"), Node("b")]) { $0.nodesPerService = 2 }
    try await eventuallyFollows(world, ["a", "b"])
    try world.hear(.delete(NodeID(stored: "a"), redirect: nil))
    try await eventually("it is gone") { try await world.source("a")?.stage == .ended }
    #expect(try await world.items("a") == [])
    world.reconnect()
    try await eventuallyFollows(world, ["a", "b"])
    #expect(try await world.items("a") == service.ids)
    try await world.stop()
  }

  @Test func unfollowedIsForgotten() async throws {
    let (world, _) = try await world([Node("a"), Node("b")])
    try await eventuallyFollows(world, ["a", "b"])
    // Somebody wants that one anyway.
    try await world.follow("b")
    try await world.unfollowService()
    try await eventually("what nobody wants is gone") {
      try await world.store.read { try $0.sources(limit: 9) }.map(\.node.name) == ["b"]
    }
    #expect(try await world.service() == nil)
    try await world.stop()
  }

  @Test func noMoreThanSoMany() async throws {
    let (world, _) = try await world((0..<20).map { Node("n\($0)") }) { $0.nodesPerService = 5 }
    try await eventually("as many as may be are followed") {
      try await world.followed().count == 5
    }
    world.reconnect()
    #expect(try await world.service()?.nodes == 5)
    try await world.stop()
  }

  @Test func whatIsKeptForOtherNodesIsNotFollowedByItself() async throws {
    let kept = [KeptName.summary(of: "a").name, KeptName.subscribers(of: "a").name]
    let (world, _) = try await world((["a"] + kept).map { Node($0) })
    try await eventuallyFollows(world, ["a"])
    try await eventually("the list has ended") { try await world.service()?.listed != nil }
    #expect(try await world.store.read { try $0.sources(limit: 9) }.map(\.node.name) == ["a"])
    try await world.stop()
  }

  /// The same page for ever, and nodes in a circle.
  @Test func endlessListsEnd() async throws {
    var manners = OtherService.Manners()
    (manners.idsOnPage, manners.isEndless) = (2, true)
    let (world, service) = try await world(
      [Node("a"), Node("all", children: [Node("all", children: []), Node("a")]), Node("never")],
      manners)
    try await eventuallyFollows(world, ["a"])
    try await eventually("the list has ended") { try await world.service()?.listed != nil }
    #expect(service.requests.filter { $0 == "nodes" }.count < 20)
    try await world.stop()
  }

  @Test func whatIsWrongIsSaid() async throws {
    let (world, service) = try await world([Node("a")])
    try await eventuallyFollows(world, ["a"])
    service.behave { $0.refusal = StanzaError(.serviceUnavailable, "No.") }
    world.reconnect()
    try await eventually("it says so") { try await world.service()?.problem != nil }
    #expect(try await world.service()?.advice(.now)?.contains("Tried") == true)
    service.behave { $0.refusal = nil }
    try await eventually("it goes on") {
      let nodes = try await world.followed()
      return try await world.service()?.problem == nil && nodes == ["a"]
    }
    try await world.stop()
  }

  /// What is not open any more makes room, and is not asked again soon; nor is what never was.
  @Test func closedNodesMakeRoom() async throws {
    let (world, service) = try await world([Node("a"), Node("b")]) { $0.nodesPerService = 2 }
    try await eventuallyFollows(world, ["a", "b"])
    service.behave {
      $0.nodes = [Node("a", access: "whitelist"), Node("b"), Node("c"), Node("d", access: nil)]
    }
    try await eventually("another one has its place") {
      world.reconnect()
      let (source, nodes) = (try await world.source("a"), try await world.followed())
      return source == nil && nodes == ["b", "c"]
    }
    service.behave { $0.nodes = [Node("a"), Node("b")] }
    try await eventually("the other one is gone") {
      world.reconnect()
      let nodes = try await world.followed()
      return try await world.service()?.nodes == 1 && nodes == ["b"]
    }
    try await world.stop()
  }

  @Test(arguments: [true, false]) func whoeverIsLeftAloneIsNotAsked(isBlocked: Bool) async throws {
    let service = OtherService()
    service.behave { $0.nodes = [Node("a")] }
    let world = try await World([World.service: service]) {
      if isBlocked { $0.blocked = BlockedDomains(["*.capulet.lit"]) }
    }
    let (capulet, node) = (world.capulet, NodeID(stored: "b"))
    try await world.followService()
    try await world.follow("b")
    try await world.store.write { tx in
      if !isBlocked { try tx.optOut(capulet, .now) }
      // It was followed before.
      try tx.begin(node, of: capulet, isPublic: false, .now)
    }
    world.start()
    try await eventually("it was its turn") {
      let source = try await world.source("b")
      return try await world.service()?.listed != nil && source == nil
    }
    #expect(service.requests.allSatisfy { $0 == "unsubscribe" })
    #expect(try await world.service()?.nodes == 0)
    try await world.stop()
  }

  /// However many it has, each transaction is short; also if it was unfollowed while nobody was there.
  @Test(arguments: [true, false]) func largeServicesAreUnfollowed(isRunning: Bool) async throws {
    let world = try await World([World.service: OtherService(.init(nodes: []))])
    let capulet = world.capulet
    if isRunning {
      world.start()
      try await world.followService()
      try await eventually("it is listed") { try await world.service()?.listed != nil }
    } else {
      try await world.followService()
    }
    try await world.store.write { tx in
      for number in 0..<450 {
        _ = try tx.follow(NodeID(stored: "n\(number)"), ofFollowed: capulet, limit: 999, .now)
      }
    }
    try await world.unfollowService()
    if !isRunning { world.start() }
    try await eventually("nothing of it is followed") {
      try await world.store.read { try $0.followedNodes(of: capulet).isEmpty }
    }
    try await world.stop()
  }
}
