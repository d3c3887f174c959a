import PubSub
import Social
import TestSupport
import Testing
import XML
import XMPP

/// What is going on: communities in the order of that, tags as items.
@Suite("Directory")
struct DirectoryScenario {
  private static let subscribers = "{http://jabber.org/protocol/pubsub#meta-data}num_subscribers"

  private static func order(_ by: String, _ more: String = "") -> String {
    "<order xmlns='\(Namespace.orderBy)' by='\(by)' desc='true'/>\(more)"
  }

  @Test func communitiesAreListedByWhatIsGoingOn() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      let juliet = stage.person("juliet@example.org/balcony")
      for node in ["verona", "mantua", "padua"] { try await romeo.creates(node) }
      try await romeo.creates("secret", ["access_model": "whitelist"])
      try await romeo.creates("pictures", ["type": "urn:xmpp:pubsub-social-feed:gallery:1"])
      try await romeo.publishes("post", to: "verona", entry("News"))
      try await juliet.subscribes(to: "mantua")
      func nodes(_ inner: String) async throws -> [String] {
        try await juliet.lists(nil, inner).items.compactMap(\.node)
      }
      let all = ["verona", "pictures", "padua", "mantua"]
      #expect(try await nodes(Self.order("modification")) == all)
      #expect(
        try await nodes(Self.order(Self.subscribers)) == ["mantua", "pictures", "padua", "verona"])
      // Page by page, and those of a type alone.
      let page = try await juliet.lists(
        nil, Self.order("modification", "<set xmlns='\(Namespace.resultSets)'><max>2</max></set>"))
      let last = try #require(page.page?.last)
      let rest = try await nodes(
        Self.order(
          "modification", "<set xmlns='\(Namespace.resultSets)'><after>\(last)</after></set>"))
      #expect(page.items.compactMap(\.node) + rest == all)
      let filter = NodeFilter(included: ["urn:xmpp:pubsub-social-feed:gallery:1"]).element
      let types = String(decoding: filter.canonical, as: UTF8.self)
      #expect(try await nodes(Self.order("modification", types)) == ["pictures"])

      for order in [
        "<order xmlns='\(Namespace.orderBy)' by='modification'/>", Self.order("creation"),
        Self.order(
          "modification", "<set xmlns='\(Namespace.resultSets)'><before/></set>"),
      ] {
        let query = "<query xmlns='\(Namespace.discoItems)'>\(order)</query>"
        let answer = try await juliet.link.ask(
          .get, try Element(parsing: Array(query.utf8)), from: juliet.jid)
        #expect(answer.errorConditions == ["feature-not-implemented"], "\(order)")
      }
      #expect(
        try await juliet.discovers().features.contains(Namespace.orderBy(Namespace.discoItems)))
    }
  }

  @Test func theTagsInUseAreRead() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      let juliet = stage.person("juliet@example.org/balcony")
      let node = TagNode.id.name
      try await romeo.creates("verona")
      #expect(try await juliet.reads(node).ids == [])
      try await juliet.creates("balcony")
      try await juliet.creates("secret", ["access_model": "whitelist"])
      try await romeo.publishes("r", to: "verona", entry("One", "#night #out"))
      try await juliet.publishes("j", to: "balcony", entry("Two", "#night #rose"))
      try await juliet.publishes("s", to: "secret", entry("Three", "#hidden #rose"))

      #expect(try await juliet.reads(node).ids == ["night", "rose", "out"])
      let answer = try await romeo.gets("<items node='\(node)'><item id='night'/></items>")
      let item = try #require(answer.descendant("item"))
      let payload = try #require(item.elements.first { _ in true })
      #expect(payload.first("title", Namespace.atom)?.text == "#night")
      #expect(payload.first("summary", Namespace.atom)?.text == "2 posts by 2 people")
      #expect(payload.first("category", Namespace.atom)?["term"] == "night")
      #expect(
        payload.first("id", Namespace.atom)?.text
          == "xmpp:\(stage.link.domain)?;node=x-martlet%2Ftags;item=night")
      #expect(try await romeo.reads(node, " max_items='1'").ids == ["night"])
      let page = "<set xmlns='\(Namespace.resultSets)'><max>1</max><after>night</after></set>"
      let second = try await romeo.reads(node, "", page)
      #expect(second.ids == ["rose"] && second.set?.count == 3 && second.set?.index == 1)

      // It is a node like others, as far as reading goes.
      let info = try await romeo.discovers(node)
      #expect(info.identities.map(\.type) == ["leaf"])
      #expect(
        info.form("http://jabber.org/protocol/pubsub#meta-data")?.value(of: "pubsub#type")
          == Namespace.atom)
      #expect(try await romeo.lists(node).items.map(\.name) == ["night", "rose", "out"])
      #expect(
        try await romeo.subscribes(to: node).errorConditions == ["feature-not-implemented"])
      #expect(try await romeo.creates(node).errorConditions == ["not-allowed"])
      let published = try await romeo.publishes("x", to: node, entry("Mine"))
      #expect(published["type"] == "error")
    }
  }
}
