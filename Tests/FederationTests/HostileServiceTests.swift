import PubSub
import Store
import TestSupport
import Testing
import XMPP

@testable import Federation

/// What a service can do to us: at most lose its own place.
@Suite struct HostileServiceTests {
  private let node = NodeID(stored: "news")

  private func item(_ id: String, _ text: String) throws -> EventBody.Change {
    .published(RemoteItem(id: ItemID(stored: id), payload: try OtherService.entry(text)))
  }

  /// From somebody else, of a node that nobody follows, from a service that only polling reaches.
  @Test(arguments: ["other", "node", "polled"])
  func whatIsNotAskedForIsNotTaken(kind: String) async throws {
    let service = OtherService(.init(takesSubscribers: kind != "polled"))
    try service.publish("a", "rose")
    let world = try await World([World.service: service])
    try await world.follow()
    world.start()
    try await world.equals(service)
    let from = kind == "other" ? "tybalt@capulet.lit" : World.service
    let name = kind == "node" ? NodeID(stored: "gossip") : node
    #expect(try world.hear(.items(name, [item("b", "forged")]), from: from))
    try world.hear(.purge(name), from: from)
    try world.hear(.delete(name, redirect: nil), from: from)
    // What came before is done with.
    try await world.store.write { _ in }
    #expect(try await world.items() == ["a"])
    #expect(try await world.found("forged") == [])
    #expect(try await world.source("gossip") == nil)
    try await world.stop()
  }

  /// What is no notification is for somebody else.
  @Test func otherStanzasPass() async throws {
    let world = try await World([:])
    let chat = Message(.chat, from: try JID("romeo@verona.lit"), to: JID(world.jid))
    #expect(!world.federation.receive(chat.element))
    try await world.stop()
  }

  @Test func nobodyAnswers() async throws {
    let (silent, quick) = (OtherService(.init(isSilent: true)), OtherService())
    try quick.publish("a", "rose")
    let other = try BareJID("pubsub.escalus.lit")
    let world = try await World([World.service: silent, other.description: quick])
    try await world.follow()
    try await world.follow(of: other)
    world.start()
    // Others do not wait for it.
    try await eventually("the other one is followed") {
      try await world.source(of: other)?.stage == .following
    }
    try await eventually("its silence is noted") {
      try await world.source()?.problem == .noAnswer
    }
    try silent.publish("b", "thorn")
    silent.behave { $0.isSilent = false }
    try await world.equals(silent)
    #expect(try await world.source()?.failures == 0)
    try await world.stop()
  }

  @Test func thereIsNoSuchService() async throws {
    let world = try await World([:])
    try await world.follow()
    world.start()
    try await eventually("that is noted") {
      try await world.source()?.problem == .unreachable
    }
    try await world.stop()
  }

  /// Pages that never end, and counts that are not true.
  @Test func pagesWithoutEnd() async throws {
    let service = OtherService(.init(idsOnPage: 5, isEndless: true))
    for number in 1...5 { try service.publish("item\(number)", "Post", day: number) }
    let world = try await World([World.service: service])
    try await world.follow()
    world.start()
    try await world.equals(service)
    #expect(service.requests.filter { $0 == "ids" }.count < 10)
    try await world.stop()
  }

  /// Open, closed, open: what is not open is seen by nobody from that moment on.
  @Test func itIsClosed() async throws {
    let service = OtherService()
    try service.publish("a", "rose")
    let world = try await World([World.service: service]) { $0.published = [World.service] }
    try await world.follow()
    world.start()
    try await world.equals(service)
    #expect(try await world.found("rose") == ["a"])
    #expect(try await world.store.search("rose", SearchBounds(posts: 9)).count == 1)
    // It says so.
    let form = DataForm(
      .result, fields: [.init("pubsub#access_model", .listSingle, values: ["whitelist"])])
    service.behave { $0.access = "whitelist" }
    try world.hear(.configuration(node, form))
    try await eventually("nobody sees it") { try await world.found("rose") == [] }
    #expect(try await world.store.search("rose", SearchBounds(posts: 9)) == [])
    // It says nothing, and lets us in no more.
    service.behave { $0.access = "open" }
    world.reconnect()
    try await eventually("it is seen again") { try await world.found("rose") == ["a"] }
    service.behave { $0.refusal = StanzaError(.forbidden, "No.") }
    world.reconnect()
    try await eventually("it is gone") { try await world.items() == [] }
    #expect(try await world.source()?.problem == .closed)
    service.behave { $0.refusal = nil }
    try await world.equals(service)
    try await world.stop()
  }

  /// So many notifications a minute; what more it tells is looked up once.
  @Test func aFloodIsNotRead() async throws {
    let service = OtherService()
    try service.publish("a", "rose")
    let world = try await World([World.service: service]) { $0.eventsPerMinute = 10 }
    try await world.follow()
    world.start()
    try await world.equals(service)
    for number in 1...500 { try world.hear(.items(node, [item("forged\(number)", "forged")])) }
    try await world.equals(service)
    #expect(try await world.found("forged") == [])
    try await world.stop()
  }

  /// Of a payload that is larger than an item may be nothing is kept but its id.
  @Test func anItemIsTooLarge() async throws {
    let service = OtherService()
    try service.publish("a", String(repeating: "rose ", count: 1_000))
    try service.publish("b", "thorn", day: 2)
    let world = try await World([World.service: service]) { $0.payloadBytes = 1_000 }
    try await world.follow()
    world.start()
    try await world.equals(service)
    #expect(try await world.found("rose") == [])
    #expect(try await world.found("thorn") == ["b"])
    try await world.stop()
  }
}
