import TestSupport
import Testing
import XML
import XMPP

@Suite("Hierarchies of nodes")
struct HierarchyScenario {
  private static let parent = "{\(Namespace.pubsubRelationships)}parent"
  private static let link = "{\(Namespace.pubsubRelationships)}link"

  /// A city with a quarter, a street in it and comments on the street.
  private func build(_ stage: Stage) async throws -> Person {
    let romeo = stage.person("romeo@example.org/garden")
    let plain = ["notify_sub": "0", "send_last_published_item": "never"]
    func node(_ name: String, _ more: [String: String]) async throws {
      let answer = try await romeo.creates(name, plain.merging(more) { $1 })
      try #require(answer.isResult(), "\(answer)")
    }
    try await node("city", [:])
    try await node("quarter", [Self.parent: "city"])
    try await node("street", [Self.parent: "quarter"])
    try await node("comments", [Self.link: "street", "publish_model": "open"])
    return romeo
  }

  @Test func nodesStandBelowOthers() async throws {
    try await Stage.play { stage async throws in
      let romeo = try await build(stage)
      let juliet = stage.person("juliet@elsewhere.example/balcony")
      // What belongs to a node stands where that stands.
      let form = try await romeo.gets("<configure node='comments'/>", owner: true)
      let configuration = try DataForm(try #require(form.descendant("x")))
      #expect(configuration.value(of: Self.parent) == "quarter")
      for options in [
        [Self.parent: "street"], [Self.parent: "quarter"], [Self.link: "comments"],
        [Self.parent: "nowhere"], [Self.parent: "city"],
      ] {
        let refused = try await romeo.configures(
          options == [Self.parent: "city"] ? "comments" : "city", options)
        #expect(refused.errorConditions == ["invalid-option", "not-allowed"], "\(options)")
      }
      try await juliet.creates("square", [:])
      #expect(
        try await juliet.sets(
          "<create node='well'/><configure>\(nodeForm([Self.parent: "city"]))</configure>"
        ).errorConditions == ["forbidden"])

      for id in ["a", "b"] { try await romeo.publishes(id, to: "street", entry(id)) }
      func tree(_ fields: String) async throws -> [String] {
        try await Self.tree(juliet, fields).items.map { $0.name ?? $0.node ?? "" }
      }
      #expect(try await tree("") == [])
      #expect(try await tree(field("depth", "1")) == ["quarter"])
      let all = try await tree(field("depth", "-1"))
      #expect(all == ["quarter", "street", "a", "b"])
      #expect(
        try await tree(field("depth", "-1") + field("type", "nodes")) == ["quarter", "street"])
      #expect(
        try await tree(
          field("depth", "-1") + field("type", "nodes") + field("linked_nodes", "true"))
          == ["quarter", "street", "comments"])

      // Who may not enter the quarter may not enter the street.
      try await romeo.configures("quarter", ["access_model": "whitelist"])
      #expect(
        try await juliet.gets("<items node='street'/>").errorConditions
          == ["closed-node", "not-allowed"])
      #expect(try await tree(field("depth", "-1")) == [])
      try await romeo.configures("quarter", ["access_model": "open"])

      // The street goes with the quarter, and its comments with it.
      try await juliet.subscribes(to: "comments")
      try await romeo.sets("<delete node='quarter'/>", owner: true)
      #expect(try await juliet.isTold().descendant("delete")?["node"] == "comments")
      for node in ["quarter", "street", "comments"] {
        #expect(
          try await romeo.gets("<items node='\(node)'/>").errorConditions == ["item-not-found"])
      }
      #expect(try await romeo.reads("city").ids == [])
    }
  }

  private static func tree(
    _ person: Person, of node: String = "city", _ fields: String, _ set: String = ""
  ) async throws -> DiscoItems {
    try await person.lists(
      node,
      """
      <x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'>\
      <value>\(Namespace.pubsubDiscovery)</value></field>\(fields)</x>\(set)
      """)
  }

  /// Every entry says which node it is or belongs to, and nodes how they stand to others.
  @Test func aTreeSaysHowItsNodesAreRelated() async throws {
    try await Stage.play { stage async throws in
      let romeo = try await build(stage)
      let juliet = stage.person("juliet@elsewhere.example/balcony")
      for node in ["city", "street"] { try await romeo.publishes("a", to: node, entry("A")) }
      let all = field("depth", "-1") + field("linked_nodes", "1")
      for fields in [all, all + field("full_metadata", "0"), all + field("full_metadata", "true")] {
        let items = try await Self.tree(juliet, fields).items
        #expect(
          items.map { [$0.node, $0.name] } == [
            ["city", "a"], ["quarter", nil], ["street", nil], ["street", "a"], ["comments", nil],
          ])
        for item in items {
          guard item.name == nil else {
            #expect(item.form == nil)
            continue
          }
          let form = try #require(item.form)
          #expect(form.kind == .result && form.formType == "\(Namespace.pubsub)#meta-data")
          let isLinked = item.node == "comments"
          #expect(form.value(of: Self.parent) == (item.node == "quarter" ? "city" : "quarter"))
          #expect(form.value(of: Self.link) == (isLinked ? "street" : nil))
          let isFull = fields.contains("true")
          #expect((form.fields.count > 3) == isFull)
          #expect(form.value(of: "pubsub#creator") == (isFull ? romeo.bare : nil))
          #expect(form.value(of: "pubsub#access_model") == (isFull ? "open" : nil))
        }
      }
      #expect(
        try await Self.tree(juliet, all + field("type", "items")).items.map(\.node)
          == ["city", "street"])
    }
  }

  /// Page by page and back again, each entry comes once, whatever is created and deleted meanwhile.
  @Test func aTreeIsReadPageByPage() async throws {
    try await Stage.play { stage async throws in
      let romeo = try await build(stage)
      let juliet = stage.person("juliet@elsewhere.example/balcony")
      for number in 0..<40 {
        let (name, access) = ("house\(number)", number % 3 == 1 ? "whitelist" : "open")
        try await romeo.creates(name, [Self.parent: "street", "access_model": access])
        if number % 5 == 0 { try await romeo.publishes("door", to: name, entry("Door")) }
      }
      let fields = field("depth", "-1") + field("linked_nodes", "1")
      let whole = try await Self.tree(juliet, fields)
      #expect(whole.page == nil)
      let names = whole.items.map { "\($0.node ?? "")/\($0.name ?? "")" }
      #expect(names.count == 3 + 27 + 6)
      func page(_ set: String) async throws -> (names: [String], set: ResultSet.Response?) {
        let list = try await Self.tree(juliet, fields, resultSet("<max>4</max>\(set)"))
        return (list.items.map { "\($0.node ?? "")/\($0.name ?? "")" }, list.page)
      }
      let count = try await Self.tree(juliet, fields, resultSet("<max>0</max>"))
      #expect(count.items.isEmpty && count.page == ResultSet.Response(count: names.count))

      var found: [String] = []
      var there = try await page("<after/>")
      #expect(there.set?.count == names.count)
      while let last = there.set?.last {
        found += there.names
        try #require(found.count <= names.count)
        if found.count == 12 {
          // The place of a page outlives the node that it ended at.
          let node = try #require(there.names.last?.split(separator: "/").first)
          try await romeo.sets("<delete node='\(node)'/>", owner: true)
        }
        there = try await page("<after>\(last)</after>")
        #expect(there.set?.count == nil)
      }
      #expect(found == names)
      let left = try await Self.tree(juliet, fields).items.map {
        "\($0.node ?? "")/\($0.name ?? "")"
      }
      #expect(left.count < names.count)
      found = []
      there = try await page("<before/>")
      #expect(there.set?.count == left.count)
      while let first = there.set?.first {
        found = there.names + found
        try #require(found.count <= left.count)
        there = try await page("<before>\(first)</before>")
      }
      #expect(found == left)
    }
  }

  @Test func aSubscriptionReachesTheNodesBelow() async throws {
    try await Stage.play { stage async throws in
      let romeo = try await build(stage)
      let juliet = stage.person("juliet@elsewhere.example/balcony")
      let nurse = stage.person("nurse@elsewhere.example/kitchen")
      let benvolio = stage.person("benvolio@elsewhere.example/street")
      let (type, depth) = (
        "{\(Namespace.pubsubSubscriptions)}type", "{\(Namespace.pubsubSubscriptions)}depth"
      )
      try await juliet.subscribes(
        to: "city", [type: "items|linked items|metadata", depth: "-1"])
      try await nurse.subscribes(to: "city", [depth: "1"])
      try await benvolio.subscribes(to: "city")

      try await romeo.publishes("a", to: "city", entry("A"))
      for person in [juliet, nurse, benvolio] { try await person.hearsNext("a") }
      try await romeo.publishes("b", to: "quarter", entry("B"))
      let told = try await juliet.receives()
      #expect(told.descendant("items")?["node"] == "quarter")
      // The header names the node that is subscribed.
      #expect(told.headers("Collection") == ["city"])
      try await nurse.hearsNext("b")
      try await romeo.publishes("c", to: "street", entry("C"))
      try await juliet.hearsNext("c")
      // Who may not publish in the quarter may not in what is below.
      #expect(
        try await nurse.publishes("d", to: "comments", entry("D")).errorConditions == ["forbidden"])
      try await romeo.publishes("d", to: "comments", entry("D"))
      try await juliet.hearsNext("d")

      try await romeo.configures("street", ["title": "The street"])
      let change = try await juliet.isTold().descendant("configuration")
      #expect(change?["node"] == "street")
      #expect(
        change?.descendant("x")?.elements.first { $0["var"] == "pubsub#title" }?.descendant(
          "value")?
          .text == "The street")
      // The street leaves the quarter, which is the last that is heard of it.
      try await romeo.configures("street", [Self.parent: ""])
      let last = try await juliet.isTold().descendant("configuration")
      #expect(last?["node"] == "street")
      let left = try DataForm(try #require(last?.descendant("x")))
      #expect(left.values(of: Self.parent).map { $0.allSatisfy(\.isEmpty) } == true)
      try await romeo.publishes("e", to: "street", entry("E"))
      try await romeo.publishes("f", to: "city", entry("F"))
      for person in [nurse, benvolio] { try await person.hearsNext("f") }
      while true {
        let event = try await juliet.isTold()
        if event.descendant("item")?["id"] == "f" { break }
        #expect(event.descendant("configuration")?["node"] == "comments")
      }
    }
  }
}

private func field(_ name: String, _ values: String...) -> String {
  "<field var='\(name)'>\(values.map { "<value>\($0)</value>" }.joined())</field>"
}
