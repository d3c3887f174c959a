import PubSub
import Store
import TestSupport
import Testing
import XMPP

@testable import Federation

/// Services that answer for none of their nodes, or for one of them alone not.
@Suite struct SilenceTests {
  private func sources(_ world: World) async throws -> [Source] {
    try await world.store.read { try $0.sources(limit: 99) }
  }

  /// It was asked for first, and times out each time.
  @Test func oneNodeStarvesNoOther() async throws {
    let service = OtherService(.init(silentNodes: ["news0"]))
    try service.publish("a", "rose")
    let world = try await World([World.service: service])
    for number in 0...5 { try await world.follow("news\(number)") }
    world.start()
    try await eventually("the others are followed") {
      try await world.followed() == (1...5).map { "news\($0)" }
    }
    #expect(try await world.source("news0")?.problem == .noAnswer)
    #expect(try await sources(world).count { $0.problem != nil } == 1)
    service.behave { $0.silentNodes = [] }
    try await eventually("all are followed") { try await world.followed().count == 6 }
    try await world.stop()
  }

  /// It says of each of its nodes what it is, and gives the items of two not in time: that is nothing of the others.
  @Test func slowNodesAreNoSilence() async throws {
    let service = OtherService(.init(slowNodes: ["news0", "news1"]))
    try service.publish("a", "rose")
    let world = try await World([World.service: service]) {
      ($0.firstRetry, $0.longestRetry) = (.seconds(600), .seconds(600))
    }
    for number in 0...5 { try await world.follow("news\(number)") }
    world.start()
    try await eventually("the others are followed") {
      try await world.followed() == (2...5).map { "news\($0)" }
    }
    let failing = try await sources(world).filter { $0.problem != nil }
    #expect(failing.map(\.node.name) == ["news0", "news1"])
    #expect(failing.allSatisfy { $0.problem == .noAnswer && $0.failures == 1 })
    try await world.stop()
  }

  /// A service that was silent for long refuses something once when it is back: nothing goes for that.
  @Test func silenceIsNoRefusal() async throws {
    let service = OtherService()
    try service.publish("a", "rose")
    let world = try await World.following(service)
    let last = try await world.store.read { try $0.lastSequence }
    service.behave { $0.refusal = StanzaError(.remoteServerNotFound, "Away.") }
    world.reconnect()
    try await eventually("it has failed often") { try await world.source()?.failures ?? 0 > 3 }
    service.afterItems(1) { service.behave { $0.refusesItems = false } }
    service.behave { ($0.refusal, $0.refusesItems) = (nil, true) }
    try await eventually("it is followed again") { try await world.source()?.problem == nil }
    // What goes leaves a gap.
    #expect(try await world.store.read { try $0.lastSequence } == last)
    #expect(try await world.items() == ["a"])
    try await world.stop()
  }

  /// What was open when somebody answered last stays open for a while, and no longer: of all its nodes, whichever are tried.
  @Test(arguments: [true, false]) func aServiceVanishes(isLongAgo: Bool) async throws {
    let service = OtherService()
    try service.publish("a", "rose")
    let world = try await World([World.service: service]) {
      $0.published = [World.service]
      if isLongAgo { $0.longestTrust = .zero }
      ($0.firstRetry, $0.longestRetry) = (.seconds(600), .seconds(600))
    }
    for number in 1...6 { try await world.follow("news\(number)") }
    world.start()
    try await eventually("all are followed") { try await world.followed().count == 6 }
    service.behave { $0.refusal = StanzaError(.remoteServerNotFound, "Away.") }
    let asked = service.timesAsked
    world.reconnect()
    try await eventually("all are said to fail") {
      try await sources(world).allSatisfy { $0.problem == .unreachable }
    }
    #expect(service.timesAsked == asked + 2)
    try await eventually("all are seen, or none") {
      try await sources(world).count { $0.isOpen } == (isLongAgo ? 0 : 6)
    }
    #expect(try await world.found("rose").count == (isLongAgo ? 0 : 6))
    #expect(
      try await world.store.find("rose", after: nil, SearchBounds(posts: 9)).posts.count
        == (isLongAgo ? 0 : 6))
    service.behave { $0.refusal = nil }
    world.reconnect()
    try await eventually("all are seen again") { try await world.found("rose").count == 6 }
    #expect(FederationSettings().longestTrust == .seconds(3 * 86_400))
    try await world.stop()
  }
}
