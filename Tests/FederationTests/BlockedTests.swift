import PubSub
import Social
import Store
import TestSupport
import Testing
import XML
import XMPP

@testable import Federation

/// Domains of which the administrators want nothing.
@Suite struct BlockedTests {
  private let node = NodeID(stored: "news")

  /// From the first moment on nobody sees what is here of one, though its service does not answer.
  @Test func whatIsHereIsHidden() async throws {
    let service = OtherService(.init(isSilent: true))
    let world = try await World([World.service: service]) {
      $0.blocked = BlockedDomains([World.service])
      $0.published = [World.service]
    }
    try await hold("a", "rose", world)
    #expect(try await world.found("rose") == ["a"])
    world.start()
    try await eventually("nobody sees it") { try await world.found("rose") == [] }
    #expect(try await world.store.find("rose", after: nil, SearchBounds(posts: 9)).posts.isEmpty)
    service.behave { $0.isSilent = false }
    service.waitIsOver()
    try await eventually("it is forgotten") { try await world.source() == nil }
    try await world.stop()
  }

  /// A post that is here since before the domain was blocked.
  private func hold(_ id: String, _ text: String, _ world: World) async throws {
    try await world.follow()
    let payload = try OtherService.entry(text)
    let item = ForeignItem(
      id: ItemID(stored: id), publisher: nil, payload: payload.canonical)
    let projection = Projection(
      of: payload, itemID: id, publisher: world.capulet, received: .now)
    try await world.store.write { [node, capulet = world.capulet] tx in
      try tx.begin(node, of: capulet, isPublic: true, .now)
      var source = try #require(try tx.snapshot.source(node, of: capulet))
      (source.stage, source.access, source.looked) = (.following, .open, .now)
      try tx.update(source)
      try tx.take([item], of: source, .now, .now, [item.id: projection])
    }
  }

  /// What their people write in communities elsewhere: nothing but its id is kept, fetched or told of.
  @Test func theirPostsElsewhereAreNotTaken() async throws {
    let (service, paris) = (OtherService(), try BareJID("paris@escalus.lit"))
    try service.publish("a", "rose")
    service.attribute("a", to: paris)
    try service.publish("b", "rose", day: 2)
    let world = try await World.following(service) {
      $0.blocked = BlockedDomains(["escalus.lit"])
    }
    #expect(try await world.found("rose") == ["b"])
    let payload = try service.publish("c", "rose", day: 3)
    service.attribute("c", to: paris)
    try world.hear(
      .items(
        node,
        [.published(RemoteItem(id: ItemID(stored: "c"), publisher: paris, payload: payload))]))
    try await world.equals(service)
    #expect(try await world.found("rose") == ["b"])
    #expect(try await world.found("author:\(paris)") == [])
    try await world.stop()
  }
}
