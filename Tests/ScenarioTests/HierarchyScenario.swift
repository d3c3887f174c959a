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
      func tree(_ fields: String, _ more: String = "") async throws -> [String] {
        try await juliet.lists(
          "city",
          """
          <x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'>\
          <value>\(Namespace.pubsubDiscovery)</value></field>\(fields)</x>\(more)
          """
        ).items.map { $0.name ?? $0.node ?? "" }
      }
      func field(_ name: String, _ values: String...) -> String {
        "<field var='\(name)'>\(values.map { "<value>\($0)</value>" }.joined())</field>"
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
