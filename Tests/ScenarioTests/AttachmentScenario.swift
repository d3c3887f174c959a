import Social
import TestSupport
import Testing
import XML
import XMPP

/// Every MUST of XEP-0470, as a fully compliant service has it.
@Suite("Reactions and what else is attached to posts")
struct AttachmentScenario {
  /// Sections 4.1, 4.3 and 4.6: the service makes the nodes, and those who are subscribed are told.
  @Test func aReactionIsAttachedToAPost() async throws {
    try await Stage.play { stage async throws in
      let cast = try await ReactionCast.on(stage)
      #expect(try await cast.juliet.discovers().features.contains(Namespace.attachments))
      let node = Attaching.node(to: "post")
      #expect(
        try await cast.juliet.gets("<items node='\(node)'/>").errorConditions == ["item-not-found"])
      // The options of the request count for nothing.
      let options = """
        <publish-options><x xmlns='jabber:x:data' type='submit'>\
        <field var='FORM_TYPE'><value>\(Namespace.pubsub)#publish-options</value></field>\
        <field var='pubsub#access_model'><value>whitelist</value></field></x></publish-options>
        """
      let answer = try await cast.juliet.sets(
        """
        <publish node='\(node)'><item id='\(cast.juliet.bare)'>\
        \(Attaching.payload(noticed: true, "👷", "🔨"))</item></publish>\(options)
        """)
      #expect(answer.isResult(), "\(answer)")
      #expect(answer.descendant("item")?["id"] == cast.juliet.bare)
      let read = try await cast.nurse.gets("<items node='\(node)'/>")
      #expect(read.descendant("item")?["id"] == cast.juliet.bare)
      #expect(read.descendant("item")?["publisher"] == cast.juliet.bare)
      #expect(
        read.descendant("attachments").flatMap { Attachments($0) }
          == Attachments(isNoticed: true, reactions: ["👷", "🔨"]))
      #expect(
        try await cast.nurse.summary(of: "post")
          == AttachmentSummary(noticed: 1, reactions: [.init("👷"), .init("🔨")]))

      // Who follows the summary hears of it; who follows the blog does not.
      for to in [Attaching.summary, node] {
        #expect(try await cast.romeo.subscribes(to: to).isResult())
      }
      try await cast.juliet.subscribes(to: "blog")
      try await cast.nurse.publishes(cast.nurse.bare, to: node, Attaching.payload("👷"))
      let told = [try await cast.romeo.isTold(), try await cast.romeo.isTold()]
      #expect(told.map { $0.descendant("items")?["node"] } == [node, Attaching.summary])
      #expect(told.last?.descendant("item")?["id"] == "post")
      #expect(
        told.last?.descendant("summary").flatMap { AttachmentSummary($0) }
          == AttachmentSummary(noticed: 1, reactions: [.init("👷", 2), .init("🔨")]))
      try await cast.romeo.publishes("third", to: "blog", entry("third"))
      try await cast.juliet.hearsNext("third")
    }
  }

  /// Section 4.4, whoever asks, before there is such a node and after.
  @Test func nobodyMakesTheNodesByHand() async throws {
    try await Stage.play { stage async throws in
      let cast = try await ReactionCast.on(stage)
      let admin = stage.person("admin@example.org/desk")
      for isThere in [false, true] {
        for person in [cast.romeo, cast.juliet, cast.nurse, admin] {
          for name in [Attaching.node(to: "post"), Attaching.node(to: "none"), Attaching.summary] {
            #expect(
              try await person.sets("<create node='\(name)'/>").errorConditions == ["not-allowed"])
          }
          // Section 4.6: nobody publishes in a summary node.
          let foreign = try await person.publishes(
            "post", to: Attaching.summary, "<summary xmlns='\(Namespace.attachmentSummary)'/>")
          #expect(foreign.errorConditions == ["forbidden"])
        }
        guard !isThere else { break }
        try await cast.juliet.publishes(
          cast.juliet.bare, to: Attaching.node(to: "post"), Attaching.payload(noticed: true))
      }
      for person in [cast.romeo, admin] {
        for name in [Attaching.node(to: "post"), Attaching.summary] {
          let form = nodeForm(["access_model": "whitelist"])
          for request in [
            "<configure node='\(name)'>\(form)</configure>", "<delete node='\(name)'/>",
            "<purge node='\(name)'/>",
          ] {
            #expect(try await person.sets(request, owner: true).errorConditions == ["not-allowed"])
          }
        }
      }
      #expect(try await cast.nurse.summary(of: "post") == AttachmentSummary(noticed: 1))
    }
  }

  /// Section 4.5.
  @Test func anItemIsOfItsPublisherAndHoldsAttachments() async throws {
    try await Stage.play { stage async throws in
      let cast = try await ReactionCast.on(stage)
      let node = Attaching.node(to: "post")
      let fine = Attaching.payload(noticed: true)
      for (id, payload) in [
        (cast.nurse.bare, fine), ("anything", fine), (cast.juliet.jid, fine),
        (cast.juliet.bare, entry("No attachment")),
        (cast.juliet.bare, fine.replacing(Namespace.attachments, with: "urn:a")),
        (cast.juliet.bare, Attaching.payload("much too long")),
      ] {
        let answer = try await cast.juliet.publishes(id, to: node, payload)
        #expect(answer.errorConditions == ["bad-request"], "\(id) \(payload)")
      }
      // Nothing has come of it.
      #expect(
        try await cast.juliet.gets("<items node='\(node)'/>").errorConditions == ["item-not-found"])
      #expect(try await cast.juliet.publishes(cast.juliet.bare, to: node, fine).isResult())
      // Nor where it would replace what is another's.
      for person in [cast.nurse, cast.romeo] {
        #expect(
          try await person.publishes(cast.juliet.bare, to: node, fine).errorConditions
            == ["bad-request"])
      }
    }
  }

  /// Sections 4.7 and 4.8.
  @Test func theSummaryCountsEachPersonOnce() async throws {
    try await Stage.play { stage async throws in
      let cast = try await ReactionCast.on(stage)
      let node = Attaching.node(to: "post")
      func say(_ person: Person, _ payload: String) async throws -> AttachmentSummary? {
        #expect(try await person.publishes(person.bare, to: node, payload).isResult())
        return try await cast.nurse.summary(of: "post")
      }
      #expect(
        try await say(cast.juliet, Attaching.payload("💃", "💃", "🩰"))
          == AttachmentSummary(reactions: [.init("💃"), .init("🩰")]))
      #expect(
        try await say(cast.nurse, Attaching.payload(noticed: true, "🩰"))
          == AttachmentSummary(noticed: 1, reactions: [.init("🩰", 2), .init("💃")]))
      #expect(
        try await say(cast.juliet, Attaching.payload(noticed: true))
          == AttachmentSummary(noticed: 2, reactions: [.init("🩰")]))
      // What is not understood is kept, and counts for nothing.
      let strange = """
        <attachments xmlns='\(Namespace.attachments)'><bookmark xmlns='urn:a'>b</bookmark></attachments>
        """
      #expect(
        try await say(cast.juliet, strange)
          == AttachmentSummary(noticed: 1, reactions: [.init("🩰")]))
      let kept = try await cast.juliet.gets(
        "<items node='\(node)'><item id='\(cast.juliet.bare)'/></items>")
      #expect(kept.descendant("bookmark")?.text == "b")
      // By its publisher, or by an owner of the blog.
      #expect(
        try await cast.juliet.retracts(cast.nurse.bare, from: node).errorConditions == ["forbidden"]
      )
      #expect(try await cast.juliet.retracts(cast.juliet.bare, from: node).isResult())
      #expect(try await cast.romeo.retracts(cast.nurse.bare, from: node).isResult())
      #expect(try await cast.nurse.summary(of: "post") == nil)
    }
  }
}
