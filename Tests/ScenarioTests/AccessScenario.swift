import TestSupport
import Testing
import XML
import XMPP

@Suite("Who may read and publish")
struct AccessScenario {
  @Test func anOwnerLetsSubscribersIn() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      let juliet = stage.person("juliet@elsewhere.example/balcony")
      let tybalt = stage.person("tybalt@elsewhere.example/sword")
      try await romeo.creates("garden", ["access_model": "authorize", "title": "The garden"])
      // The door is seen, what is behind it is not.
      #expect(try await juliet.lists().items.map(\.node) == ["garden"])
      #expect(
        try await juliet.gets("<items node='garden'/>").errorConditions
          == ["not-subscribed", "not-authorized"])
      let asked = try await juliet.subscribes(to: "garden").descendant("subscription")
      #expect(asked?["subscription"] == "pending")
      #expect(
        try await juliet.subscribes(to: "garden").errorConditions
          == ["pending-subscription", "not-authorized"])
      let question = try await romeo.receives()
      #expect(question["type"] == nil)
      try answer(question, romeo, "true", stage)
      for person in [juliet, romeo] {
        let told = try await person.isTold().descendant("subscription")
        #expect(told?["jid"] == juliet.bare)
        #expect(told?["subscription"] == "subscribed")
      }
      #expect(try await juliet.reads("garden").ids == [])
      // The first answer counts.
      try answer(question, romeo, "false", stage)

      try await tybalt.subscribes(to: "garden")
      let second = try await romeo.receives()
      try answer(second, tybalt, "true", stage)
      let refused = try await tybalt.receives(at: tybalt.jid)
      #expect(refused["type"] == "error")
      #expect(refused.errorConditions == ["forbidden"])
      try answer(second, romeo, "0", stage)
      #expect(try await tybalt.isTold().descendant("subscription")?["subscription"] == "none")
      #expect(try await juliet.reads("garden").ids == [])
    }
  }

  /// Sends a form back as it came, with a decision.
  private func answer(_ question: Element, _ owner: Person, _ allow: String, _ stage: Stage) throws
  {
    let form = try DataForm(try #require(question.first("x", Namespace.dataForms)))
    var submitted = DataForm(.submit, fields: form.fields)
    for index in submitted.fields.indices where submitted.fields[index].name == "pubsub#allow" {
      submitted.fields[index].values = [allow]
    }
    stage.link.send(
      Element(
        "message", Namespace.component,
        ["from": owner.jid, "to": Stage.domain, "id": question["id"]], [submitted.element]))
  }

  @Test func anOwnerLooksThroughTheRequestsThatWait() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      let juliet = stage.person("juliet@elsewhere.example/balcony")
      let nurse = stage.person("nurse@elsewhere.example/kitchen")
      for node in ["garden", "orchard"] {
        try await romeo.creates(node, ["access_model": "authorize"])
      }
      try await juliet.subscribes(to: "garden")
      try await nurse.subscribes(to: "garden")
      _ = (try await romeo.receives(), try await romeo.receives())
      let command = "http://jabber.org/protocol/pubsub#get-pending"
      #expect(
        try await romeo.lists("http://jabber.org/protocol/commands").items.first?.node == command)
      #expect(
        try await romeo.discovers(command).identities.map(\.type) == ["command-node"])
      func execute(_ person: Person, _ inner: String = "") async throws -> Element {
        let text =
          "<command xmlns='\(Namespace.commands)' node='\(command)'>\(inner)</command>"
        return try await stage.link.ask(
          .set, try Element(parsing: Array(text.utf8)), from: person.jid)
      }
      #expect(try await execute(juliet).errorConditions == ["forbidden"])
      let first = try Command(try #require(try await execute(romeo).descendant("command")))
      #expect(first.status == .executing)
      #expect(first.form?.field("pubsub#node")?.options.map(\.value) == ["garden"])
      let submit =
        "<x xmlns='jabber:x:data' type='submit'><field var='pubsub#node'>"
        + "<value>garden</value></field></x>"
      let second = try await execute(romeo, submit)
      #expect(second.descendant("command")?["status"] == "completed")
      var asking: [String] = []
      for _ in 0..<2 {
        let form = try DataForm(
          try #require(try await romeo.receives(at: romeo.jid).first("x", Namespace.dataForms)))
        asking.append(form.value(of: "pubsub#subscriber_jid") ?? "")
      }
      #expect(asking == [juliet.bare, nurse.bare])
      #expect(try await execute(juliet, submit).errorConditions == ["forbidden"])
    }
  }

  @Test func membersAloneReadAWhitelistedNode() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      let juliet = stage.person("juliet@elsewhere.example/balcony")
      try await romeo.creates("circle", ["access_model": "whitelist", "notify_sub": "0"])
      try await romeo.publishes("a", to: "circle", entry("A"))
      for request in ["<items node='circle'/>"] {
        #expect(try await juliet.gets(request).errorConditions == ["closed-node", "not-allowed"])
      }
      try await romeo.makes(juliet, "member", of: "circle")
      _ = try await juliet.receives()
      #expect(try await juliet.subscribes(to: "circle").isResult())
      try await juliet.hearsNext("a")
      #expect(
        try await juliet.publishes("b", to: "circle", entry("B")).errorConditions == ["forbidden"])
      // What is lost ends at once.
      try await romeo.makes(juliet, "none", of: "circle")
      try await romeo.publishes("c", to: "circle", entry("C"))
      #expect(
        try await juliet.receives().descendant("affiliation")?["affiliation"] == "none")
      #expect(try await juliet.isTold().descendant("subscription")?["subscription"] == "none")
      try await romeo.makes(juliet, "member", of: "circle")
      #expect(
        try await juliet.receives().descendant("affiliation")?["affiliation"] == "member")
    }
  }

  @Test func publishersPublishAndOutcastsDoNot() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      let benvolio = stage.person("benvolio@elsewhere.example/street")
      let bot = stage.person("bot@elsewhere.example/a")
      let tybalt = stage.person("tybalt@elsewhere.example/sword")
      try await romeo.creates("circle", ["access_model": "whitelist"])
      try await romeo.makes(benvolio, "publisher", of: "circle")
      try await romeo.makes(bot, "publish-only", of: "circle")
      try await romeo.makes(tybalt, "outcast", of: "circle")
      #expect(try await benvolio.publishes("a", to: "circle", entry("A")).isResult())
      #expect(try await bot.publishes("b", to: "circle", entry("B")).isResult())
      #expect(try await benvolio.reads("circle").ids == ["b", "a"])
      #expect(
        try await bot.gets("<items node='circle'/>").errorConditions == ["forbidden"])
      #expect(try await bot.lists().items.map(\.node) == ["circle"])
      // Each retracts and replaces their own.
      #expect(
        try await bot.publishes("a", to: "circle", entry("Mine")).errorConditions == ["forbidden"])
      #expect(try await bot.retracts("a", from: "circle").errorConditions == ["forbidden"])
      #expect(try await bot.retracts("b", from: "circle").isResult())
      // An outcast does nothing, not even where everybody may publish.
      try await romeo.configures("circle", ["access_model": "open", "publish_model": "open"])
      #expect(
        try await tybalt.publishes("t", to: "circle", entry("T")).errorConditions == ["forbidden"])
      #expect(try await tybalt.gets("<items node='circle'/>").errorConditions == ["forbidden"])
      #expect(try await tybalt.subscribes(to: "circle").errorConditions == ["forbidden"])
      let stranger = stage.person("nurse@elsewhere.example/a")
      #expect(try await stranger.publishes("n", to: "circle", entry("N")).isResult())
    }
  }

  // MARK: Rosters

  @Test func contactsReadWhatIsForContacts() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      let juliet = stage.person("juliet@elsewhere.example/balcony")
      // Without a word from the server the model is not offered.
      #expect(
        try await romeo.creates("private", ["access_model": "presence"]).errorConditions
          == ["unsupported-access-model", "not-acceptable"])
      // A stranger's word does not count.
      stage.link.send(
        """
        <message from='elsewhere.example' to='\(Stage.domain)'>\
        <privilege xmlns='urn:xmpp:privilege:2'><perm access='roster' type='get'/></privilege>\
        </message>
        """)
      #expect(
        try await romeo.creates("private", ["access_model": "presence"]).errorConditions
          == ["unsupported-access-model", "not-acceptable"])
      stage.grantsRosters()
      #expect(try await romeo.creates("private", ["access_model": "presence"]).isResult())
      try await romeo.publishes("a", to: "private", entry("A"))
      async let read = juliet.gets("<items node='private'/>")
      try await stage.answersForRoster(
        "<item jid='juliet@elsewhere.example' subscription='both'/>"
          + "<item jid='tybalt@elsewhere.example' subscription='to'/>")
      #expect(try await read.descendant("item")?["id"] == "a")
      // The roster is known now.
      let tybalt = stage.person("tybalt@elsewhere.example/sword")
      for request in ["<items node='private'/>"] {
        #expect(
          try await tybalt.gets(request).errorConditions
            == ["presence-subscription-required", "not-authorized"])
      }
      #expect(
        try await tybalt.subscribes(to: "private").errorConditions
          == ["presence-subscription-required", "not-authorized"])
      #expect(try await juliet.subscribes(to: "private").isResult())
      try await juliet.hearsNext("a")
      #expect(try await tybalt.lists().items.isEmpty)
    }
  }

  /// A server may say what it lets us see after the first requests have come.
  @Test func aModelOfContactsWaitsForTheServersWord() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      stage.server.manners.rosters["romeo@example.org"] = Element("query", "jabber:iq:roster")
      try await romeo.creates("friends")
      stage.link.send(
        """
        <iq type='set' id='early' from='\(romeo.jid)' to='\(Stage.domain)'>\
        <pubsub xmlns='\(Namespace.pubsub)'><create node='lovers'/><configure>\
        <x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'>\
        <value>\(Namespace.pubsub)#node_config</value></field>\
        <field var='pubsub#access_model'><value>presence</value></field></x>\
        </configure></pubsub></iq>
        """)
      // What came behind it, from somebody else, is answered meanwhile.
      let juliet = stage.person("juliet@example.org/balcony")
      #expect(try await juliet.gets("<items node='friends'/>").isResult())
      stage.grantsRosters()
      #expect(try await stage.link.answer("early", to: romeo.jid).isResult())
      #expect(try await romeo.configures("friends", ["access_model": "presence"]).isResult())
    }
  }

  @Test func aRosterGroupReadsWhatIsForIt() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      let juliet = stage.person("juliet@elsewhere.example/balcony")
      let nurse = stage.person("nurse@elsewhere.example/kitchen")
      stage.grantsRosters()
      try await romeo.creates(
        "letters", ["access_model": "roster", "roster_groups_allowed": "Love"])
      async let read = juliet.gets("<items node='letters'/>")
      try await stage.answersForRoster(
        "<item jid='juliet@elsewhere.example' subscription='from'><group>Love</group></item>"
          + "<item jid='nurse@elsewhere.example' subscription='both'><group>Staff</group></item>")
      #expect(try await read.isResult())
      #expect(
        try await nurse.gets("<items node='letters'/>").errorConditions
          == ["not-in-roster-group", "not-authorized"])
    }
  }
}
