import PubSub
import Store
import TestSupport
import Testing
import XMPP

@testable import Federation

/// Services that make no sense, or say now this and now that.
@Suite struct OddServiceTests {
  private let node = NodeID(stored: "news")

  /// Whatever it lists twice, or again and again, or counts anyhow, is here once and stays, and it is said.
  @Test(arguments: [
    OtherService.Manners(repeats: true), .init(idsOnPage: 5, isEndless: true),
    .init(hasPages: true, countsAnyhow: true),
    .init(hasPages: true, mostItems: 5, isEndless: true, countsAnyhow: true),
  ])
  func listsMakeNoSense(manners: OtherService.Manners) async throws {
    let service = OtherService(manners)
    for number in 1...5 { try service.publish("item\(number)", "rose", day: number) }
    let world = try await World.following(service)
    for _ in 1...5 {
      let compared = try await world.source()?.compared
      world.reconnect()
      try await eventually("it was compared again") {
        try await world.source()?.compared != compared
      }
      if try await world.source()?.note == .endless { break }
    }
    let source = try #require(try await world.source())
    #expect(source.note == .endless)
    #expect(try await world.items() == service.ids)
    #expect(service.requests.count < 100)
    // Once it makes sense, nothing is said.
    service.behave { $0 = OtherService.Manners() }
    world.reconnect()
    try await eventually("nothing is odd") { try await world.source()?.note == nil }
    try await world.stop()
  }

  /// Each second another access model: nobody sees it while it is not open, and that is bounded and said.
  @Test func itsAccessFlips() async throws {
    let service = OtherService()
    try service.publish("a", "rose")
    let world = try await World.following(service) { $0.requestsPerMinute = 600 }
    func form(_ access: String) -> DataForm {
      DataForm(.result, fields: [.init("pubsub#access_model", .listSingle, values: [access])])
    }
    let asked = service.timesAsked
    for _ in 1...200 {
      for access in ["whitelist", "open"] { try world.hear(.configuration(node, form(access))) }
    }
    try await eventually("it is said") { try await world.source()?.note == .flips }
    try await eventually("it is seen again") { try await world.found("rose") == ["a"] }
    #expect(service.timesAsked - asked < 60)
    #expect(try await world.source()?.advice(.now, nil)?.contains("again and again") == true)
    try await world.stop()
  }

  /// It says for a moment that the node is not there: nobody sees it then, but all stays as it is, and news are still taken.
  @Test func aHiccup() async throws {
    let service = OtherService(.init(hasPages: true))
    for id in ["a", "b"] { try service.publish(id, "rose") }
    let world = try await World.following(service) {
      ($0.firstRetry, $0.longestRetry) = (.seconds(600), .seconds(1_200))
    }
    service.behave { $0.refusal = StanzaError(.itemNotFound, "No.") }
    world.reconnect()
    try await eventually("nobody sees it") { try await world.found("rose") == [] }
    let source = try #require(try await world.source())
    #expect(source.problem == .notFound && source.failures == 1 && source.items == 2)
    #expect(source.due < Timestamp.now.advanced(by: .seconds(601)))
    try service.publish("c", "rose", day: 2)
    try world.hear(
      .items(
        node,
        [.published(RemoteItem(id: ItemID(stored: "c"), payload: try OtherService.entry("rose")))]))
    try await eventually("it is taken") { try await world.items().count == 3 }
    #expect(try await world.found("rose") == [])
    service.behave { $0.refusal = nil }
    world.reconnect()
    try await eventually("all is seen again") { try await world.found("rose").count == 3 }
    try await world.stop()
  }

  /// It says so again and again.
  @Test func itIsNotThere() async throws {
    let service = OtherService(.init(hasPages: true))
    try service.publish("a", "rose")
    let world = try await World.following(service)
    service.behave { $0.refusal = StanzaError(.itemNotFound, "No.") }
    let asked = service.timesAsked
    world.reconnect()
    try await eventually("its items are gone") { try await world.items() == [] }
    #expect(service.timesAsked >= asked + 3)
    service.behave { $0.refusal = nil }
    world.reconnect()
    try await world.equals(service)
    try await world.stop()
  }
}
