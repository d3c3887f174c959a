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
    let world = try await World.following(service)
    let from = kind == "other" ? "tybalt@capulet.lit" : World.service
    let name = kind == "node" ? NodeID(stored: "gossip") : node
    #expect(try world.hear(.items(name, [item("b", "forged")]), from: from))
    try world.hear(.purge(name), from: from)
    try world.hear(.delete(name, redirect: nil), from: from)
    // What came before is done with, and it is said.
    try await world.store.write { _ in }
    if kind != "other" {
      try await eventually("it is said") {
        try await world.source()?.advice(.now, nil)?.contains("told 3 times") == true
      }
    }
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
    #expect(try await world.source()?.problem == nil)
    silent.waitIsOver()
    try await eventually("its silence is noted") {
      try await world.source()?.problem == .noAnswer
    }
    try silent.publish("b", "thorn")
    silent.behave { $0.isSilent = false }
    silent.waitIsOver()
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
    let world = try await World.following(service)
    #expect(service.requests.filter { $0 == "ids" }.count < 10)
    try await world.stop()
  }

  /// Open, closed, open: what is not open is seen by nobody from that moment on.
  @Test func itIsClosed() async throws {
    let service = OtherService()
    try service.publish("a", "rose")
    let world = try await World.following(service) { $0.published = [World.service] }
    #expect(try await world.found("rose") == ["a"])
    #expect(try await world.store.find("rose", after: nil, SearchBounds(posts: 9)).posts.count == 1)
    // It says so.
    let form = DataForm(
      .result, fields: [.init("pubsub#access_model", .listSingle, values: ["whitelist"])])
    service.behave { $0.access = "whitelist" }
    try world.hear(.configuration(node, form))
    try await eventually("nobody sees it") { try await world.found("rose") == [] }
    #expect(try await world.store.find("rose", after: nil, SearchBounds(posts: 9)).posts.isEmpty)
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
    let world = try await World.following(service) { $0.eventsPerMinute = 10 }
    for number in 1...500 { try world.hear(.items(node, [item("forged\(number)", "forged")])) }
    try await world.equals(service)
    #expect(try await world.found("forged") == [])
    #expect(try await world.source()?.note == .flood)
    try await world.stop()
  }

  /// Of a payload that is larger than an item may be nothing is kept but its id.
  @Test func anItemIsTooLarge() async throws {
    let service = OtherService()
    try service.publish("a", String(repeating: "rose ", count: 1_000))
    try service.publish("b", "thorn", day: 2)
    let world = try await World.following(service) { $0.payloadBytes = 1_000 }
    #expect(try await world.found("rose") == [])
    #expect(try await world.found("thorn") == ["b"])
    // Told of, it is nothing to be looked for.
    let large = String(repeating: "rose ", count: 1_000)
    try service.publish("c", large)
    let asked = service.requests.filter { $0.hasPrefix("items") }
    #expect(try world.hear(.items(node, [item("c", large)])))
    try await world.equals(service)
    #expect(service.requests.filter { $0.hasPrefix("items") } == asked)
    try await world.stop()
  }

  /// Of a post with what the administrators have blocked nothing is kept but its id, and no node is called so.
  @Test func whatIsBlockedIsNotTaken() async throws {
    let service = OtherService()
    try service.publish("a", "Cheap pills and a rose")
    try service.publish("b", "thorn", day: 2)
    let world = try await World.following(service) {
      $0.blockedWords = BlockedWords(["cheap pills", "news"])
    }
    #expect(try await world.found("rose") == [])
    #expect(try await world.found("thorn") == ["b"])
    let (node, capulet) = (node, world.capulet)
    let home = try #require(try await world.store.read { try $0.service(capulet) })
    let record = try await world.store.read { try $0.node(node, in: home) }
    #expect(record?.facts.configuration.accessModel == .open)
    #expect(record?.facts.configuration.title == nil)
    // As little of what it tells of, and of an edit.
    try service.publish("c", "CHEAP pills, thorn", day: 3)
    try service.publish("b", "Thorn of cheap pills", day: 4)
    for id in ["c", "b"] { try world.hear(.items(node, [item(id, "cheap pills, thorn")])) }
    try await world.equals(service)
    try await eventually("none is found") { try await world.found("thorn") == [] }
    try await world.stop()
  }

  /// Two that send us to one another, and one that sends us to ourselves.
  @Test func redirectsInCircles() async throws {
    let (one, two) = (OtherService(), OtherService())
    let other = try BareJID("pubsub.escalus.lit")
    let world = try await World([World.service: one, other.description: two]) {
      $0.longestRetry = .seconds(60)
    }
    _ = try await world.store.write { try $0.hostedService(try BareJID("social.verona.lit")) }
    @Sendable func gone(_ address: String) -> StanzaError {
      StanzaError(.gone, "It has moved.", kind: .modify, address: address)
    }
    one.behave { $0.refusal = gone("xmpp:pubsub.escalus.lit?;node=news") }
    two.behave { $0.refusal = gone("xmpp:pubsub.capulet.lit?;node=news") }
    try await world.follow()
    world.start()
    try await eventually("both have ended") {
      let (first, second) = (try await world.source(), try await world.source(of: other))
      return first?.stage == .ended && second?.stage == .ended
    }
    #expect(try await world.store.read { try $0.newFollows(limit: 9) } == [])
    // To ourselves there is nothing to follow.
    two.behave { $0.refusal = gone("xmpp:social.verona.lit?;node=news") }
    try await world.store.write { tx in
      guard let source = try tx.snapshot.source(NodeID(stored: "news"), of: other) else { return }
      try tx.retry(source, for: .compare, .now)
    }
    try await eventually("it has ended again") {
      try await world.source(of: other)?.stage == .ended
    }
    #expect(try await world.source(of: world.jid) == nil)
    // Whoever wanted the first one wants none of them any more.
    try await world.unfollow()
    try await eventually("both are forgotten") {
      let (first, second) = (try await world.source(), try await world.source(of: other))
      return first == nil && second == nil
    }
    try await world.stop()
  }

  /// It gives no more than a few items, whatever is asked for, or the same page again and again: what it does not give
  /// is not taken for gone.
  @Test(arguments: [true, false]) func aPartIsNotTheWhole(hasPages: Bool) async throws {
    let service = OtherService(.init(hasPages: hasPages, isTaciturn: true))
    let home = try BareJID("tybalt@capulet.lit")
    for number in 1...15 { try service.publish("item\(number)", "Post", day: number) }
    let world = try await World([home.description: service])
    try await world.follow(of: home)
    world.start()
    try await eventually("all is here") { try await world.source(of: home)?.items == 15 }
    service.behave { $0.mostItems = 3 }
    let compared = try await world.source(of: home)?.compared
    world.reconnect()
    try await eventually("it was compared again") {
      try await world.source(of: home)?.compared != compared
    }
    #expect(try await world.source(of: home)?.items == 15)
    try await world.stop()
  }

  /// It says that one of our own people has written something.
  @Test(arguments: ["romeo@verona.lit", "paris@elsewhere.lit"])
  func itSpeaksForOurPeople(publisher: String) async throws {
    let service = OtherService()
    try service.publish("a", "rose")
    let world = try await World.following(service) { $0.domains = ["verona.lit"] }
    let item = RemoteItem(
      id: ItemID(stored: "b"), publisher: try BareJID(publisher),
      payload: try OtherService.entry("thorn", day: 2))
    try world.hear(.items(node, [.published(item)]))
    try await eventually("it is here") { try await world.items().contains("b") }
    let isBelieved = publisher.hasSuffix("elsewhere.lit")
    #expect(try await world.found("author:\(publisher)") == (isBelieved ? ["b"] : []))
    try await world.stop()
  }

  /// It says that the node is open, and gives nothing of it; then it is taken at its deeds.
  @Test func itSaysOneThingAndDoesAnother() async throws {
    let service = OtherService()
    try service.publish("a", "rose")
    let world = try await World.following(service)
    service.behave { $0.refusesItems = true }
    world.reconnect()
    try await eventually("it is gone") { try await world.items() == [] }
    service.behave { $0.refusesItems = false }
    try await world.equals(service)
    try await world.stop()
  }

  /// A server that is away is tried for one of its nodes at a time, another one each time, and that is said of all of them;
  /// once it is back, all go on.
  @Test func manyNodesOfAServerThatIsAway() async throws {
    let service = OtherService()
    try service.publish("a", "rose")
    service.behave { $0.refusal = StanzaError(.remoteServerNotFound, "Away.") }
    let world = try await World([World.service: service]) {
      $0.firstRetry = .milliseconds(300)
      $0.longestRetry = .milliseconds(300)
    }
    let nodes = (0..<30).map { "news\($0)" }
    for node in nodes { try await world.follow(node) }
    world.start()
    try await eventually("it was tried five times") { service.timesAsked >= 5 }
    let sources = try await world.store.read { try $0.sources(limit: 99) }
    #expect(sources.allSatisfy { $0.problem == .unreachable })
    #expect(sources.count { $0.tried != nil } >= 4)
    #expect(service.timesAsked < 10)
    service.behave { $0.refusal = nil }
    try await eventually("all are followed") {
      try await world.store.read { try $0.sources(limit: 99) }
        .allSatisfy { $0.stage == .following && $0.problem == nil }
    }
    try await world.stop()
  }
}
