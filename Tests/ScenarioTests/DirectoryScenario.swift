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
        "<order xmlns='\(Namespace.orderBy)' by='modification'/>",
        Self.order(
          "modification", "<set xmlns='\(Namespace.resultSets)'><before/></set>"),
      ] {
        #expect(
          try await juliet.refusal(order) == ["feature-not-implemented"], "\(order)")
      }
      // Items have no such orders, and not every order goes both ways, so that none is advertised.
      #expect(
        try await juliet.refusal(Self.order("creation"), of: "verona")
          == ["feature-not-implemented"])
      #expect(
        try await !juliet.discovers().features.contains(Namespace.orderBy(Namespace.discoItems)))
    }
  }

  /// All nodes that somebody may see, from the newest to the oldest, page by page in both directions.
  @Test func nodesAreListedByTheirCreation() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      let all = ["verona", "mantua", "padua", "secret"]
      for node in all.dropLast() { try await romeo.creates(node) }
      try await romeo.creates("secret", ["access_model": "whitelist"])
      let (rising, falling) = (
        "<order xmlns='\(Namespace.orderBy)' by='creation'/>", Self.order("creation")
      )
      func list(_ order: String, _ set: String? = nil) async throws -> (
        nodes: [String], page: ResultSet.Response?
      ) {
        let list = try await romeo.lists(nil, order + (set.map(resultSet) ?? ""))
        return (list.items.compactMap(\.node), list.page)
      }
      #expect(try await list(rising).nodes == all)
      #expect(try await list(falling).nodes == all.reversed())
      let first = try await list(falling, "<max>3</max>")
      #expect(first.nodes == ["secret", "padua", "mantua"] && first.page?.count == 3)
      let last = try #require(first.page?.last)
      let second = try await list(falling, "<max>3</max><after>\(last)</after>")
      #expect(second.nodes == ["verona"])
      let back = try #require(second.page?.first)
      #expect(
        try await list(falling, "<max>2</max><before>\(back)</before>").nodes
          == ["padua", "mantua"])
      #expect(try await list(falling, "<max>2</max><before/>").nodes == ["mantua", "verona"])
      #expect(
        try await list(rising, "<max>2</max><after>\(last)</after>").nodes
          == ["padua", "secret"])
    }
  }

  private static func form(_ fields: KeyValuePairs<String, String>) -> String {
    let inner = fields.map { "<field var='\($0)'><value>\($1)</value></field>" }.joined()
    return """
      <x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'>\
      <value>\(Namespace.pubsubDiscovery)</value></field>\(inner)</x>
      """
  }

  /// The list of the service tells as much of each node as a client asks for (XEP-0499, section 3.1).
  @Test func nodesAreListedWithTheirMetaData() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      try await romeo.creates("verona", ["title": "Fair Verona"])
      try await romeo.creates("market", ["{urn:xmpp:pubsub-relationships:0}parent": "verona"])
      for order in ["", Self.order("modification")] {
        let full = try await romeo.lists(nil, order + Self.form(["full_metadata": "true"]))
        let verona = full.items.first { $0.node == "verona" }?.form
        #expect(verona?.value(of: "pubsub#title") == "Fair Verona")
        #expect(verona?.value(of: "pubsub#owner") == romeo.bare)
        let short = try await romeo.lists(nil, order + Self.form(["type": "nodes"]))
        let market = try #require(short.items.first { $0.node == "market" }?.form)
        #expect(market.fields.count == 2)
        #expect(market.value(of: "{\(Namespace.pubsubRelationships)}parent") == "verona")
        #expect(try await romeo.lists(nil, order).items.allSatisfy { $0.form == nil })
        #expect(try await romeo.lists(nil, order + Self.form(["type": "items"])).items.isEmpty)
        let refused: [KeyValuePairs<String, String>] = [
          ["depth": "1"], ["depth": "-1"], ["linked_nodes": "true"],
        ]
        for fields in refused {
          #expect(
            try await romeo.refusal(order + Self.form(fields)) == ["feature-not-implemented"])
        }
      }
    }
  }

  /// With what is told of each, a page has fewer entries.
  @Test func aDescribedPageIsBounded() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      for number in 0..<60 { try await romeo.creates("n\(number)") }
      for order in ["", Self.order("modification"), Self.order("creation")] {
        let full = Self.form(["full_metadata": "true"])
        let page = try await romeo.lists(nil, order + full)
        #expect(page.items.count == 50)
        let last = try #require(page.page?.last)
        let rest = try await romeo.lists(
          nil, order + full + resultSet("<max>100</max><after>\(last)</after>"))
        #expect(Set((page.items + rest.items).map(\.node)).count == 60)
        #expect(try await romeo.lists(nil, order).items.count == 60)
      }
    }
  }

  /// And as many bytes as there may be.
  @Test func aDescribedPageHasSoManyBytes() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      let text = String(repeating: "x", count: 4_096)
      for number in 0..<60 { try await romeo.creates("n\(number)", ["description": text]) }
      let full = Self.form(["full_metadata": "true"])
      for (order, mark) in [
        ("", "after"), ("", "before"), (Self.order("creation"), "after"),
        (Self.order("modification"), "after"),
      ] {
        var (found, sizes, place) = ([String](), [Int](), "")
        repeat {
          let list = try await romeo.lists(
            nil, order + full + resultSet("<\(mark)>\(place)</\(mark)>"))
          sizes.append(list.items.count)
          found += list.items.compactMap(\.node)
          place = (mark == "after" ? list.page?.last : list.page?.first) ?? ""
        } while found.count < 60 && sizes.last != 0
        #expect(Set(found).count == 60 && found.count == 60)
        #expect((20..<50).contains(sizes[0]), "\(sizes)")
      }
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

      let back = "<set xmlns='\(Namespace.resultSets)'><max>1</max><before>out</before></set>"
      #expect(try await romeo.reads(node, "", back).ids == ["rose"])
      // Who asks for less than there is learns that there is more; nobody is given a tag twice.
      #expect(try await romeo.reads(node, " max_items='1'").set?.last == "night")
      #expect(try await romeo.reads(node).set == nil)
      let twice = "<item id='night'/><item id='none'/><item id='night'/>"
      let named = try await romeo.gets("<items node='\(node)'>\(twice)</items>")
      #expect(
        named.descendant("items")?.all("item", Namespace.pubsub).map { $0["id"] } == ["night"])
      let many = (0...100).map { "<item id='\($0)'/>" }.joined()
      #expect(
        try await romeo.gets("<items node='\(node)'>\(many)</items>").errorConditions
          == ["policy-violation"])

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
