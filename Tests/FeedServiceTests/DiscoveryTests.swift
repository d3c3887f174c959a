import PubSub
import Store
import Testing
import XML
import XMPP

@testable import FeedService

@Suite(.timeLimit(.minutes(1))) struct DiscoveryTests {
  private func info(_ desk: Desk, _ who: String, node: String? = nil) async throws -> DiscoInfo {
    let text = try await desk.ask(
      .get, who,
      "<query xmlns='\(Namespace.discoInfo)'\(node.map { " node='\($0)'" } ?? "")/>")
    return try DiscoInfo(Element(parsing: Array(text.utf8)))
  }

  private func list(_ desk: Desk, _ who: String, _ inner: String = "", node: String? = nil)
    async throws -> DiscoItems
  {
    let text = try await desk.ask(
      .get, who,
      "<query xmlns='\(Namespace.discoItems)'\(node.map { " node='\($0)'" } ?? "")>\(inner)</query>"
    )
    return try DiscoItems(Element(parsing: Array(text.utf8)))
  }

  @Test func service() async throws {
    let desk = try await Desk()
    let info = try await info(desk, "romeo")
    #expect(info.identities == [.init("pubsub", "service", name: "Verona")])
    #expect(info.features == Set(Features.all.compactMap(\.advertised)))
    // The default access model, and no other, is named.
    #expect(
      info.features.filter { $0.contains("#access-") }
        == ["http://jabber.org/protocol/pubsub#access-open"])
    try await desk.store.close()
  }

  @Test func node() async throws {
    let desk = try await Desk()
    try await desk.create("blog", ["title": "Blog", "type": "urn:xmpp:pubsub-social-feed:1"])
    let info = try await info(desk, "juliet", node: "blog")
    #expect(info.node == "blog")
    #expect(info.identities == [.init("pubsub", "leaf", name: "Blog")])
    let form = try #require(info.form("http://jabber.org/protocol/pubsub#meta-data"))
    #expect(form.value(of: "pubsub#title") == "Blog")
    #expect(form.value(of: "pubsub#creator") == "romeo@verona.lit")
    #expect(form.value(of: "pubsub#num_subscribers") == "0")
    try await desk.create("circle", ["access_model": "whitelist"])
    #expect(
      try await desk.ask(.get, "juliet", "<query xmlns='\(Namespace.discoInfo)' node='circle'/>")
        == "cancel: closed-node not-allowed")
    try await desk.store.close()
  }

  /// Who may not see a node does not find it in the list; comments stay off it.
  @Test func nodes() async throws {
    let desk = try await Desk()
    try await desk.create("blog", ["title": "Blog"])
    try await desk.create("circle", ["access_model": "whitelist"])
    try await desk.create("urn:xmpp:microblog:0:comments/a", ["publish_model": "open"])
    func names(_ who: String) async throws -> [String?] {
      try await list(desk, who).items.map(\.node)
    }
    let blog = try await list(desk, "juliet").items
    #expect(try blog == [.init(JID(Desk.address), node: "blog", name: "Blog")])
    #expect(try await names("romeo") == ["blog", "circle"])
    #expect(try await names("escalus") == ["blog", "circle"])
    try await desk.setOwned(
      "romeo",
      "<affiliations node='blog'><affiliation jid='juliet@verona.lit' affiliation='outcast'/>"
        + "</affiliations>")
    #expect(try await names("juliet") == [])
    try await desk.setOwned("romeo", "<delete node='circle'/>")
    #expect(try await names("romeo") == ["blog"])
    try await desk.store.close()
  }

  @Test func nodesByPages() async throws {
    let desk = try await Desk()
    let all = (0..<5).map { "n\($0)" }
    for name in all { try await desk.create(name) }
    var names: [String?] = []
    var after = ""
    for _ in 0..<5 {
      let page = try await list(
        desk, "juliet", "<set xmlns='\(Namespace.resultSets)'><max>2</max>\(after)</set>")
      #expect(page.items.count <= 2)
      names += page.items.map(\.node)
      guard let last = page.page?.last else { break }
      after = "<after>\(last)</after>"
    }
    #expect(names == all)
    #expect(try await list(desk, "juliet").page == nil)
    let end = try await list(
      desk, "juliet", "<set xmlns='\(Namespace.resultSets)'><max>2</max><before/></set>")
    #expect(end.items.map(\.node) == ["n3", "n4"])
    for (set, expected) in [
      ("<index>2</index>", "cancel: feature-not-implemented"),
      ("<after>x</after>", "cancel: item-not-found"), ("<max>x</max>", "modify: bad-request"),
    ] {
      #expect(
        try await desk.ask(
          .get, "juliet",
          "<query xmlns='\(Namespace.discoItems)'><set xmlns='\(Namespace.resultSets)'>\(set)</set>"
            + "</query>") == expected)
    }
    try await desk.store.close()
  }

  @Test func items() async throws {
    let desk = try await Desk { $0.maximumEntriesPerList = 3 }
    try await desk.create("blog")
    for item in ["a", "b", "c", "d"] {
      try await desk.set("romeo", publish("blog", item, entry(item)))
    }
    let items = try await list(desk, "juliet", node: "blog")
    #expect(items.items.map(\.name) == ["b", "c", "d"])
    #expect(items.items.allSatisfy { $0.node == nil })
    try await desk.store.close()
  }

  @Test func version() async throws {
    let desk = try await Desk()
    #expect(
      try await desk.ask(.get, "romeo", "<query xmlns='jabber:iq:version'/>")
        == "<query xmlns='jabber:iq:version'><name>Martlet</name><version>1.2.3</version></query>")
    try await desk.store.close()
  }
}
