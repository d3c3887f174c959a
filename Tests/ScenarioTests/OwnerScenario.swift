import TestSupport
import Testing
import XML
import XMPP

@Suite("Owning a node")
struct OwnerScenario {
  @Test func aNodeIsCreatedConfiguredAndDeleted() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      let juliet = stage.person("juliet@elsewhere.example/balcony")
      let defaults = try await romeo.gets("<default/>", owner: true).descendant("x")
      #expect(try DataForm(try #require(defaults)).value(of: "pubsub#access_model") == "open")
      #expect(try await romeo.creates("verona", ["title": "Verona", "odd": "1"]).isResult())
      #expect(try await romeo.creates("verona").errorConditions == ["conflict"])
      func form() async throws -> DataForm {
        let answer = try await romeo.gets("<configure node='verona'/>", owner: true)
        return try DataForm(try #require(answer.descendant("x")))
      }
      let before = try await form()
      #expect(before.kind == .form)
      #expect(before.value(of: "pubsub#title") == "Verona")
      #expect(
        before.fields.allSatisfy { $0.type != nil && ($0.label != nil || $0.name == "FORM_TYPE") })
      // What is offered is accepted: the form as it came.
      let back = DataForm(.submit, fields: before.fields)
      let same = Element(
        "pubsub", Namespace.pubsubOwner, [:],
        [Element("configure", Namespace.pubsubOwner, ["node": "verona"], [back.element])])
      #expect(try await stage.link.ask(.set, same, from: romeo.jid).isResult())
      #expect(try await form() == before)
      // Subscribers hear of changes if they are to.
      try await juliet.subscribes(to: "verona")
      _ = try await romeo.isTold()
      try await romeo.configures("verona", ["notify_config": "1", "description": "News"])
      let event = try await juliet.isTold()
      #expect(event.descendant("configuration")?["node"] == "verona")
      #expect(try await form().value(of: "pubsub#title") == "Verona", "what was not sent stays")
      #expect(
        try await romeo.configures("verona", ["max_items": "many"]).errorConditions
          == ["invalid-options", "not-acceptable"])
      let cancel = "<configure node='verona'><x xmlns='jabber:x:data' type='cancel'/></configure>"
      #expect(try await romeo.sets(cancel, owner: true).isResult())
      #expect(
        try await juliet.configures("verona", ["title": "Mine"]).errorConditions == ["forbidden"])
      #expect(try await romeo.sets("<delete node='verona'/>", owner: true).isResult())
      #expect(try await juliet.isTold().descendant("delete")?["node"] == "verona")
    }
  }

  /// Where the form says that a number or `max` is taken, both are.
  @Test func aNodeTakesTheMostThereIs() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      func field(_ name: String) async throws -> DataForm.Field? {
        let answer = try await romeo.gets("<configure node='verona'/>", owner: true)
        return try DataForm(try #require(answer.descendant("x"))).field("pubsub#\(name)")
      }
      try await romeo.creates("verona")
      for name in ["max_items", "item_expire"] {
        let validation = try #require(try await field(name)?.validation)
        #expect(validation.datatype == "\(Namespace.pubsub)#integer-or-max")
        for value in ["max", "7", "max"] {
          #expect(try await romeo.configures("verona", [name: value]).isResult())
          #expect(try await field(name)?.values == [value])
        }
        #expect(
          try await romeo.configures("verona", [name: "most"]).errorConditions
            == ["invalid-options", "not-acceptable"])
      }
    }
  }

  @Test func theServiceNamesAnInstantNode() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      let answer = try await romeo.sets("<create/>")
      let name = try #require(answer.descendant("create")?["node"])
      #expect(try await romeo.publishes("a", to: name, entry("A")).isResult())
    }
  }

  @Test func aDeletedNodeSaysWhereItWent() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      let juliet = stage.person("juliet@elsewhere.example/balcony")
      let nurse = stage.person("nurse@elsewhere.example/kitchen")
      try await romeo.creates("verona", ["access_model": "authorize"])
      try await romeo.makes(juliet, "member", of: "verona")
      _ = try await juliet.receives()
      try await juliet.subscribes(to: "verona")
      // A request that waits ends too.
      try await nurse.subscribes(to: "verona")
      let address = "xmpp:romeo@example.org?;node=blog"
      let delete = "<delete node='verona'><redirect uri='\(address)'/></delete>"
      #expect(try await romeo.sets(delete, owner: true).isResult())
      for person in [juliet, nurse] {
        let event = try await person.isTold().descendant("delete")
        #expect(event?.descendant("redirect")?["uri"] == address)
      }
      for request in ["<items node='verona'/>"] {
        let error = try await juliet.gets(request)
        #expect(error.errorConditions == ["gone"])
        #expect(error.descendant("gone")?.text == address)
      }
      #expect(try await juliet.subscribes(to: "verona").errorConditions == ["gone"])
      // Who could not see a node does not learn where it went.
      try await romeo.creates("diary", ["access_model": "whitelist"])
      let secret = "<delete node='diary'><redirect uri='\(address)'/></delete>"
      #expect(try await romeo.sets(secret, owner: true).isResult())
      #expect(
        try await juliet.gets("<items node='diary'/>").errorConditions == ["item-not-found"])
      // A new node of that name is a new node.
      try await romeo.creates("verona")
      #expect(try await juliet.reads("verona").ids == [])
    }
  }

  @Test func aNodeIsPurged() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      let juliet = stage.person("juliet@elsewhere.example/balcony")
      try await romeo.creates("verona", ["notify_sub": "0"])
      for item in ["a", "b"] { try await romeo.publishes(item, to: "verona", entry(item)) }
      try await juliet.subscribes(to: "verona")
      try await juliet.hearsNext("b")
      #expect(
        try await juliet.sets("<purge node='verona'/>", owner: true).errorConditions
          == ["forbidden"])
      #expect(try await romeo.sets("<purge node='verona'/>", owner: true).isResult())
      #expect(try await juliet.isTold().descendant("purge")?["node"] == "verona")
      #expect(try await juliet.reads("verona").ids == [])
      // An id that was there may be used again.
      try await romeo.publishes("a", to: "verona", entry("a again"))
      #expect(try await juliet.reads("verona").ids == ["a"])
      #expect(try await stage.page("/p/verona/b").status == 410)
      #expect(try await stage.page("/p/verona/a").status == 200)
    }
  }

  @Test func anOwnerManagesSubscriptions() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      let juliet = stage.person("juliet@elsewhere.example/balcony")
      let nurse = stage.person("nurse@elsewhere.example/kitchen")
      let tybalt = stage.person("tybalt@elsewhere.example/sword")
      try await romeo.creates("verona", ["notify_sub": "0"])
      try await romeo.makes(tybalt, "outcast", of: "verona")
      try await juliet.subscribes(to: "verona")
      func change(_ entries: (Person, String)...) async throws -> Element {
        let list = entries.map {
          "<subscription jid='\($0.bare)' subscription='\($1)'/>"
        }.joined()
        return try await romeo.sets(
          "<subscriptions node='verona'>\(list)</subscriptions>", owner: true)
      }
      #expect(
        try await juliet.gets("<subscriptions node='verona'/>", owner: true).errorConditions
          == ["forbidden"])
      // What can be done is done, what cannot is named with what stays.
      let partly = try await change((nurse, "subscribed"), (tybalt, "subscribed"), (juliet, "odd"))
      #expect(partly.errorConditions == ["not-acceptable"])
      let refused = partly.descendant("subscriptions")?.elements
      #expect(refused?.map { $0["jid"] } == [tybalt.bare, juliet.bare])
      #expect(refused?.map { $0["subscription"] } == ["none", "subscribed"])
      #expect(try await nurse.isTold().descendant("subscription")?["subscription"] == "subscribed")
      #expect(try await change((juliet, "none")).isResult())
      #expect(try await juliet.isTold().descendant("subscription")?["subscription"] == "none")
      let list = try await romeo.gets("<subscriptions node='verona'/>", owner: true)
      #expect(list.descendant("subscriptions")?.elements.map { $0["jid"] } == [nurse.bare])
    }
  }

  @Test func anOwnerManagesAffiliations() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      let juliet = stage.person("juliet@elsewhere.example/balcony")
      try await romeo.creates("verona")
      // The last owner stays, the rest is done.
      let partly = try await romeo.sets(
        """
        <affiliations node='verona'><affiliation jid='\(romeo.bare)' affiliation='none'/>\
        <affiliation jid='\(juliet.bare)' affiliation='publisher'/></affiliations>
        """, owner: true)
      #expect(partly.errorConditions == ["not-acceptable"])
      let refused = partly.descendant("affiliations")?.elements
      #expect(refused?.map { $0["jid"] } == [romeo.bare])
      #expect(refused?.map { $0["affiliation"] } == ["owner"])
      func affiliations(_ person: Person) async throws -> [String?]? {
        try await person.gets("<affiliations node='verona'/>", owner: true)
          .descendant("affiliations")?.elements.map { $0["affiliation"] }
      }
      #expect(try await affiliations(romeo) == ["owner", "publisher"])
      // With a second owner the first may resign.
      try await romeo.makes(juliet, "owner", of: "verona")
      #expect(try await romeo.makes(romeo, "none", of: "verona").isResult())
      #expect(try await affiliations(juliet) == ["owner"])
      #expect(
        try await romeo.gets("<affiliations node='verona'/>", owner: true).errorConditions
          == ["forbidden"])
      #expect(
        try await juliet.makes(romeo, "emperor", of: "verona").errorConditions
          == ["unsupported", "feature-not-implemented"])
    }
  }
}
