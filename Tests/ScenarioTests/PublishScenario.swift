import TestSupport
import Testing
import XML
import XMPP

@Suite("Publishing")
struct PublishScenario {
  @Test func anItemIsPublishedEditedAndRetracted() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      let juliet = stage.person("juliet@elsewhere.example/balcony")
      try await romeo.creates("verona", ["notify_sub": "0", "notify_retract": "0"])
      try await juliet.subscribes(to: "verona")
      let named = try await romeo.sets(
        "<publish node='verona'><item>\(entry("One"))</item></publish>")
      let id = try #require(named.descendant("item")?["id"])
      try await juliet.hearsNext(id)
      try await romeo.publishes(id, to: "verona", entry("One, mended"))
      try await juliet.hearsNext(id)
      // Nobody asked for a word of the first retraction; the second request did.
      try await romeo.publishes("two", to: "verona", entry("Two"))
      try await juliet.hearsNext("two")
      #expect(try await romeo.retracts(id, from: "verona").isResult())
      let loud = "<retract node='verona' notify='true'><item id='two'/></retract>"
      #expect(try await romeo.sets(loud).isResult())
      try await juliet.hearsNext("two")
      #expect(try await romeo.sets(loud).errorConditions == ["item-not-found"])
    }
  }

  @Test func severalItemsArePublishedTogetherOrNotAtAll() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      let juliet = stage.person("juliet@elsewhere.example/balcony")
      try await romeo.creates("verona", ["notify_sub": "0"])
      try await juliet.subscribes(to: "verona")
      func batch(_ items: (String, String)...) -> String {
        let list = items.map { "<item id='\($0)'>\($1)</item>" }.joined()
        return "<publish node='verona'>\(list)</publish>"
      }
      let answer = try await romeo.sets(batch(("a", entry("A")), ("b", entry("B"))))
      #expect(
        answer.descendant("publish")?.elements.map { $0["id"] } == ["a", "b"])
      // One message for each.
      try await juliet.hearsNext("a")
      try await juliet.hearsNext("b")
      let refused = try await romeo.sets(batch(("c", entry("C")), ("d", "")))
      #expect(refused.errorConditions == ["payload-required", "bad-request"])
      #expect(try await juliet.reads("verona").ids == ["b", "a"])
      let both = "<retract node='verona'><item id='a'/><item id='none'/></retract>"
      #expect(try await romeo.sets(both).errorConditions == ["item-not-found"])
      #expect(try await juliet.reads("verona").ids == ["b", "a"])
    }
  }

  @Test func transientNodesKeepNothing() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      let juliet = stage.person("juliet@elsewhere.example/balcony")
      try await romeo.creates("bell", ["persist_items": "0", "notify_sub": "0"])
      try await juliet.subscribes(to: "bell")
      try await romeo.publishes("ring", to: "bell", entry("Ding"))
      try await juliet.hearsNext("ring")
      #expect(
        try await juliet.gets("<items node='bell'/>").errorConditions
          == ["unsupported", "feature-not-implemented"])
      // Notifications only, and nothing kept: there is no item at all.
      try await romeo.configures("bell", ["deliver_payloads": "0"])
      #expect(
        try await romeo.publishes("x", to: "bell", entry("X")).errorConditions
          == ["item-forbidden", "bad-request"])
      #expect(try await romeo.sets("<publish node='bell'/>").isResult())
      let event = try await juliet.isTold()
      #expect(event.descendant("items")?["node"] == "bell")
      #expect(event.descendant("items")?.children.isEmpty == true)
    }
  }

  @Test func publishOptionsArePreconditions() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      try await romeo.creates("verona", ["max_items": "max", "title": "Verona"])
      func publish(_ item: String, _ field: String, _ value: String) async throws -> Element {
        let form = nodeForm([field: value]).replacing("#node_config", with: "#publish-options")
        return try await romeo.sets(
          """
          <publish node='verona'><item id='\(item)'>\(entry(item))</item></publish>\
          <publish-options>\(form)</publish-options>
          """)
      }
      #expect(try await publish("a", "max_items", "max").isResult())
      #expect(try await publish("b", "title", "Verona").isResult())
      for (field, value) in [
        ("access_model", "whitelist"), ("title", "Mantua"), ("max_items", "1"),
        ("notify_retract", "0"), ("unheard_of", "1"), ("access_model", "odd"),
      ] {
        #expect(
          try await publish("c", field, value).errorConditions
            == ["precondition-not-met", "conflict"], "\(field)")
      }
      #expect(try await romeo.reads("verona").ids == ["b", "a"])
    }
  }

  @Test func aPublishCreatesItsNode() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      let stranger = stage.person("tybalt@elsewhere.example/sword")
      let form = nodeForm(["access_model": "whitelist"])
        .replacing("#node_config", with: "#publish-options")
      let publish = "<publish node='diary'><item id='a'>\(entry("A"))</item></publish>"
      let options = "<publish-options>\(form)</publish-options>"
      #expect(try await stranger.sets(publish).errorConditions == ["item-not-found"])
      #expect(try await romeo.sets(publish + options).isResult())
      #expect(
        try await stranger.gets("<items node='diary'/>").errorConditions
          == ["closed-node", "not-allowed"])
    }
  }

  @Test func aFullNodeRetractsDiscardsOrRejects() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      let juliet = stage.person("juliet@elsewhere.example/balcony")
      try await romeo.creates("shelf", ["max_items": "2", "notify_sub": "0"])
      try await juliet.subscribes(to: "shelf")
      for item in ["a", "b", "c"] { try await romeo.publishes(item, to: "shelf", entry(item)) }
      for told in ["a", "b", "a", "c"] { try await juliet.hearsNext(told) }
      try await romeo.configures("shelf", ["publish_node_full": "discard-oldest"])
      try await romeo.publishes("d", to: "shelf", entry("d"))
      try await juliet.hearsNext("d", "nobody is told of what is discarded")
      #expect(try await juliet.reads("shelf").ids == ["d", "c"])
      try await romeo.configures("shelf", ["publish_node_full": "reject"])
      #expect(
        try await romeo.publishes("e", to: "shelf", entry("e")).errorConditions
          == ["node-full", "conflict"])
      // What is there may be replaced.
      #expect(try await romeo.publishes("c", to: "shelf", entry("c again")).isResult())
      #expect(try await juliet.reads("shelf").ids == ["c", "d"])
    }
  }

  @Test func nobodyPublishesOverWhatTheyHaveNotSeen() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      try await romeo.creates("verona")
      try await romeo.publishes("a", to: "verona", entry("A"))
      func newest() async throws -> String {
        let map = try await romeo.gets("<items node='verona' max_items='1'/>")
          .descendant("cap-v-map")
        return try #require(map?.elements.first { _ in true }?["cap-value"])
      }
      func publish(_ item: String, seen: String) async throws -> Element {
        let form = nodeForm(["prev_item_cap_value": seen])
          .replacing("#node_config", with: "#publish-options")
        return try await romeo.sets(
          """
          <publish node='verona'><item id='\(item)'>\(entry(item))</item></publish>\
          <publish-options>\(form)</publish-options>
          """)
      }
      let seen = try await newest()
      #expect(try await publish("b", seen: seen).isResult())
      let late = try await publish("c", seen: seen)
      #expect(
        late.errorConditions
          == ["precondition-not-met", "conflict", "compare-and-publish-failed"])
      #expect(late.descendant("compare-and-publish-failed")?["cap-id"] == (try await newest()))
      #expect(try await romeo.reads("verona").ids == ["b", "a"])
    }
  }
}
