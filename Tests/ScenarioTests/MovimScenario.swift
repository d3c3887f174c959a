import TestSupport
import Testing
import XML
import XMPP

@Suite("What Movim does, in its order")
struct MovimScenario {
  static let community = [
    "persist_items": "true", "deliver_payloads": "false", "send_last_published_item": "on_sub",
    "access_model": "open", "max_items": "max", "title": "Verona",
  ]

  static func publishOptions(_ options: [String: String]) -> String {
    nodeForm(options).replacing("#node_config", with: "#publish-options")
  }

  @Test func itTriesTheServiceOut() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/movim")
      #expect(try await romeo.creates("test_node", Self.community).isResult())
      #expect(
        try await romeo.publishes(
          "test_post", to: "test_node", "<entry xmlns='http://www.w3.org/2005/Atom'/>"
        ).isResult())
      #expect(try await stage.page("/").text.contains("test_node") == false)
      #expect(try await romeo.retracts("test_post", from: "test_node").isResult())
      #expect(try await romeo.sets("<delete node='test_node'/>", owner: true).isResult())
    }
  }

  @Test func itPublishesUnderPreconditionsAndFallsBackWithoutThem() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/movim")
      try await romeo.creates("verona", Self.community)
      let options = Self.publishOptions([
        "persist_items": "true", "max_items": "max", "itemreply": "publisher",
        "notify_sub": "true",
      ])
      let post = """
        <publish node='verona'><item id='12345678'>\(entry("A rose"))</item></publish>
        """
      #expect(
        try await romeo.sets("\(post)<publish-options>\(options)</publish-options>").isResult())

      let avatar = """
        <publish node='verona'><item id='urn:xmpp:avatar:metadata'>\
        <metadata xmlns='urn:xmpp:avatar:metadata'><info url='https://example.org/a.png'/>\
        </metadata></item></publish>
        """
      let unmet = Self.publishOptions(["access_model": "presence", "max_items": "1"])
      let refused = try await romeo.sets("\(avatar)<publish-options>\(unmet)</publish-options>")
      #expect(refused.errorConditions == ["precondition-not-met", "conflict"])
      #expect(try await romeo.sets(avatar).isResult())
      // The refused preconditions have changed nothing, and the avatar is no post.
      #expect(try await stage.page("/p/verona/12345678").status == 200)
      #expect(try await stage.page("/p/verona/urn:xmpp:avatar:metadata").status == 404)
      #expect(try await stage.page("/feed/verona").text.contains("avatar") == false)
    }
  }

  @Test func elementsComeBackWithoutPrefixes() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/movim")
      try await romeo.creates("verona", Self.community)
      stage.link.send(
        """
        <iq type='set' id='m1' from='\(romeo.jid)' to='\(Stage.domain)'>\
        <pubsub xmlns='http://jabber.org/protocol/pubsub' \
        xmlns:default='http://www.w3.org/2005/Atom'><publish node='verona'><item id='m1'>\
        <default:entry xmlns:thr='http://purl.org/syndication/thread/1.0'>\
        <default:title>Shared</default:title>\
        <thr:in-reply-to ref='xmpp:a@b?;node=c;item=d'/></default:entry>\
        </item></publish></pubsub></iq>
        """)
      #expect(try await stage.link.answer("m1", to: romeo.jid).isResult())
      let answer = try await romeo.gets("<items node='verona' max_items='12'/>")
      let markup = String(decoding: answer.xml(), as: UTF8.self)
      #expect(markup.contains("<entry xmlns='http://www.w3.org/2005/Atom'"))
      #expect(
        markup.contains("<in-reply-to xmlns='http://purl.org/syndication/thread/1.0'"))
      #expect(!markup.contains("thr:"))
      #expect(answer.descendant("item")?["publisher"] == "romeo@example.org")
      #expect(answer.descendant("set")?.descendant("count")?.text == "1")
    }
  }

  @Test func commentsNodesAreNotAmongTheCommunities() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/movim")
      try await romeo.creates("verona", Self.community)
      try await romeo.creates("urn:xmpp:microblog:0:comments/12345678", ["publish_model": "open"])
      let tybalt = stage.person("tybalt@elsewhere.example/sword")
      #expect(
        try await tybalt.publishes(
          "c1", to: "urn:xmpp:microblog:0:comments/12345678", entry("♥")
        ).isResult())
      let list = try await stage.link.ask(
        .get, DiscoItems.Request().element, from: romeo.jid)
      #expect(list.descendant("query")?.elements.map { $0["node"] } == ["verona"])
      let front = try await stage.page("/")
      #expect(front.text.contains("Verona"))
      #expect(front.text.contains("♥") == false)
    }
  }
}
