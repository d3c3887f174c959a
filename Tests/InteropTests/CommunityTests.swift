import TestSupport
import Testing

/// From an XMPP client to a browser and a feed reader, on real servers.
@Suite("A community on a real server", .serialized)
struct CommunityTests {
  @Test("Prosody", .needsProsody, .timeLimit(.minutes(2)))
  func onProsody() async throws { try await World<ProsodyServer>.with(aPostTravels) }

  @Test("ejabberd", .needsEjabberd, .timeLimit(.minutes(2)))
  func onEjabberd() async throws { try await World<EjabberdServer>.with(aPostTravels) }

  static let entry = """
    <entry xmlns='http://www.w3.org/2005/Atom'><title>A rose</title>\
    <author><name>Romeo</name><uri>xmpp:romeo@localhost</uri></author>\
    <content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>\
    <p>By <em>any</em> other name.</p></div></content></entry>
    """

  private func aPostTravels<Server>(_ world: World<Server>) async throws {
    try await world.server()
    let romeo = try await world.person("romeo")
    let juliet = try await world.person("juliet")
    let martlet = try await world.martlet()
    let info = try await romeo.findsComponent()
    report("\(Server.name): start to first answered disco#info", .now - martlet.started)
    #expect(info.identities?.contains(["pubsub", "service"]) == true)
    #expect(info.features?.contains("http://jabber.org/protocol/pubsub#publish") == true)

    try await romeo.does("create", ["node": "verona"])
    try await romeo.does(
      "configure",
      ["node": "verona", "fields": ["pubsub#title": "Fair Verona"]])
    try await juliet.does("subscribe", ["node": "verona"])
    let refused = try await juliet.tries(
      "configure", ["node": "verona", "fields": ["pubsub#title": "Juliet's"]])
    #expect(refused.condition == "forbidden")

    try await publish(martlet, romeo, juliet, Server.name)
    try await read(world, martlet)
    try await retract(world, martlet, romeo, juliet, Server.name)
  }

  private func publish(
    _ martlet: MartletProcess, _ romeo: PythonClient, _ juliet: PythonClient, _ server: String
  ) async throws {
    let begun = ContinuousClock.now
    try await romeo.does(
      "publish", ["node": "verona", "item": "rose", "payload": Self.entry])
    report("\(server): publish to its answer, as the client sees it", .now - begun)
    let event = try await juliet.line("the event") { $0.event == "item" }
    #expect(event.node == "verona" && event.item == "rose")
    #expect(event.sender == "social.localhost")
    #expect(event.publisher == "romeo@localhost")
    #expect(event.payload?.contains("any") == true)
    let told = ContinuousClock.now
    try await eventually("the page", within: .seconds(1)) {
      let page = try await martlet.get("/p/verona/rose")
      return page.status == 200 && page.text.contains("By <em>any</em> other name.")
    }
    report("\(server): event to page", .now - told)
  }

  private func read<Server>(_ world: World<Server>, _ martlet: MartletProcess) async throws {
    #expect(try await martlet.get("/c/verona").text.contains("Fair Verona"))
    let feed = try await world.feed("/feed/verona")
    feed.expectIsWhole("the community's feed")
    #expect(feed.title == "Fair Verona")
    let entry = try #require(feed.entries.first)
    #expect(feed.entries.count == 1)
    #expect(entry.title == "A rose" && entry.author == "Romeo")
    #expect(entry.link == "http://127.0.0.1:\(world.webPort)/p/verona/rose")
    #expect(entry.content.contains("<em>any</em>"))
  }

  private func retract<Server>(
    _ world: World<Server>, _ martlet: MartletProcess, _ romeo: PythonClient,
    _ juliet: PythonClient, _ server: String
  ) async throws {
    let begun = ContinuousClock.now
    try await romeo.does("retract", ["node": "verona", "item": "rose"])
    let event = try await juliet.line("the retraction") { $0.event == "retract" }
    #expect(event.node == "verona" && event.item == "rose")
    try await eventually("the page is gone", within: .seconds(1)) {
      try await martlet.get("/p/verona/rose").status == 410
    }
    report("\(server): retract to a page that is gone", .now - begun)
    #expect(try await world.feed("/feed/verona").entries.isEmpty)
  }
}
