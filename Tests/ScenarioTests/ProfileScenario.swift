import TestSupport
import Testing
import XML
import XMPP

@Suite("What the type of a node makes of it")
struct ProfileScenario {
  private static let feed = "urn:xmpp:pubsub-social-feed:1"
  private static let gallery = "urn:xmpp:pubsub-social-feed:gallery:1"
  private static let stories = "urn:xmpp:pubsub-social-feed:stories:0"

  private func picture(_ title: String, type: String? = "image/jpeg", at address: String)
    -> String
  {
    let type = type.map { " type='\($0)'" } ?? ""
    return """
      <entry xmlns='http://www.w3.org/2005/Atom'><title>\(title)</title>\
      <link rel='enclosure' href='\(address)'\(type)/></entry>
      """
  }

  private func configuration(of node: String, _ owner: Person) async throws -> DataForm {
    let answer = try await owner.gets("<configure node='\(node)'/>", owner: true)
    return try DataForm(try #require(answer.descendant("x")))
  }

  /// XEP-0472, "Base profile", with Movim's forms on top.
  @Test func aFeedIsMadeAsItsProfileSays() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      for type in [
        Self.feed, "urn:xmpp:pubsub-social-feed:0", Self.gallery, "urn:xmpp:microblog:0",
      ] {
        #expect(try await romeo.creates(type + "/node", ["type": type]).isResult())
        let form = try await configuration(of: type + "/node", romeo)
        for (field, value) in [
          ("notify_retract", "1"), ("max_items", "max"), ("persist_items", "1"),
          ("send_last_published_item", "never"), ("type", type), ("itemreply", "publisher"),
          ("notify_sub", "1"),
        ] {
          #expect(form.value(of: "pubsub#\(field)") == value, "\(type) \(field)")
        }
        // What must be is not configured away, neither at once nor later.
        for (field, value) in [
          ("notify_retract", "0"), ("max_items", "10"), ("persist_items", "false"),
        ] {
          for refused in [
            try await romeo.creates("other", ["type": type, field: value]),
            try await romeo.configures(type + "/node", [field: value]),
          ] {
            #expect(refused.errorConditions == ["invalid-options", "not-acceptable"])
            #expect(refused.descendant("text")?.text.contains("pubsub#\(field) has to be ") == true)
          }
        }
      }
      // Movim's own form.
      var community = MovimScenario.community
      community["type"] = Self.feed
      #expect(try await romeo.creates("verona", community).isResult())
      let form = try await configuration(of: "verona", romeo)
      #expect(form.value(of: "pubsub#send_last_published_item") == "on_sub")
      #expect(form.value(of: "pubsub#deliver_payloads") == "0")

      let features = try await romeo.discovers().features
      for type in [Self.feed, Self.gallery, Self.stories, "urn:xmpp:microblog:0"] {
        #expect(features.contains(type), "\(type)")
      }
    }
  }

  /// By XEP-0462's filters, and by what a node says of itself.
  @Test func nodesAreFoundByTheirProfile() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      let juliet = stage.person("juliet@elsewhere.example/balcony")
      try await romeo.creates("verona", ["type": Self.feed])
      try await romeo.creates("pictures", ["type": Self.gallery])
      try await romeo.creates("bookmarks", ["type": "urn:xmpp:bookmarks:1"])
      try await romeo.creates("plain")
      func nodes(_ types: String...) async throws -> [String?] {
        let values = types.map { "<value>\($0)</value>" }.joined()
        return try await juliet.lists(
          nil,
          """
          <filter xmlns='urn:xmpp:pubsub-filter:0'><x xmlns='jabber:x:data' type='submit'>\
          <field var='FORM_TYPE' type='hidden'><value>urn:xmpp:pubsub-filter:0</value></field>\
          <field var='included-types'>\(values)</field></x></filter>
          """
        ).items.map(\.node)
      }
      #expect(try await nodes(Self.gallery) == ["pictures"])
      #expect(try await nodes(Self.feed, "") == ["verona", "plain"])
      let about = try #require(try await juliet.discovers("pictures").forms.first)
      #expect(about.value(of: "pubsub#type") == Self.gallery)

      // What is not social is stored, and no business of anybody's.
      #expect(
        try await romeo.configures(
          "bookmarks", ["max_items": "1", "notify_retract": "0", "persist_items": "1"]
        ).isResult())
      #expect(
        try await romeo.publishes(
          "b", to: "bookmarks", "<conference xmlns='urn:xmpp:bookmarks:1'/>"
        )
        .isResult())
      #expect(try await juliet.reads("bookmarks").ids == ["b"])
      let front = try await stage.page("/").text
      #expect(front.contains("verona") && !front.contains("bookmarks"))
    }
  }

  @Test func aGalleryTakesPicturesAlone() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      try await romeo.creates("pictures", ["type": Self.gallery])
      let refused = try await romeo.publishes("p1", to: "pictures", entry("Words alone"))
      #expect(refused.errorConditions == ["not-acceptable"])
      #expect(refused.descendant("text")?.text.contains("needs a picture") == true)
      for (id, type, address) in [
        ("p2", "image/jpeg", "https://example.org/2"), ("p3", nil, "https://example.org/3.png"),
      ] as [(String, String?, String)] {
        let post = picture("Rose", type: type, at: address)
        #expect(try await romeo.publishes(id, to: "pictures", post).isResult())
      }
      let film = picture("Film", type: "video/mp4", at: "https://example.org/4")
      #expect(
        try await romeo.publishes("p4", to: "pictures", film).errorConditions
          == ["not-acceptable"])
      // An edit cannot take the picture away.
      #expect(
        try await romeo.publishes("p2", to: "pictures", entry("Rose")).errorConditions
          == ["not-acceptable"])
      #expect(try await romeo.reads("pictures").ids == ["p3", "p2"])
      // The picture of the community itself is no post.
      #expect(
        try await romeo.publishes(
          "urn:xmpp:avatar:metadata", to: "pictures", "<metadata xmlns='urn:xmpp:avatar:metadata'/>"
        ).isResult())

      // A feed that becomes a gallery has its rules from then on.
      try await romeo.creates("verona")
      #expect(try await romeo.publishes("v1", to: "verona", entry("Words")).isResult())
      try await romeo.configures("verona", ["max_items": "10"])
      #expect(
        try await romeo.configures("verona", ["type": Self.gallery]).errorConditions
          == ["invalid-options", "not-acceptable"])
      #expect(
        try await romeo.configures("verona", ["type": Self.gallery, "max_items": "max"]).isResult())
      #expect(
        try await romeo.publishes("v2", to: "verona", entry("Words")).errorConditions
          == ["not-acceptable"])
      #expect(try await romeo.reads("verona").ids == ["v1"])
    }
  }

  /// XEP-0501.
  @Test func storiesAreForAFewPeopleAndADay() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      let juliet = stage.person("juliet@elsewhere.example/balcony")
      #expect(try await romeo.creates("day", ["type": Self.stories]).isResult())
      let form = try await configuration(of: "day", romeo)
      #expect(form.value(of: "pubsub#item_expire") == "86400")
      #expect(form.value(of: "pubsub#access_model") == "whitelist")
      for (field, value, condition) in [
        ("access_model", "open", "unsupported-access-model"),
        ("item_expire", "86401", "invalid-options"), ("item_expire", "max", "invalid-options"),
      ] {
        for refused in [
          try await romeo.configures("day", [field: value]),
          try await romeo.creates("other", ["type": Self.stories, field: value]),
        ] {
          #expect(refused.errorConditions == [condition, "not-acceptable"])
          #expect(refused.descendant("text")?.text.contains("pubsub#\(field) has to be ") == true)
        }
      }
      #expect(try await romeo.configures("day", ["item_expire": "3600"]).isResult())
      #expect(
        try await romeo.publishes("s0", to: "day", entry("No picture")).errorConditions
          == ["not-acceptable"])
      let story = picture("Dawn", at: "https://example.org/dawn.jpg")
      let second = "<link rel='enclosure' href='https://example.org/dusk.jpg'/></entry>"
      #expect(
        try await romeo.publishes("s1", to: "day", story.replacing("</entry>", with: second))
          .errorConditions == ["not-acceptable"])
      #expect(try await romeo.publishes("s1", to: "day", story).isResult())
      #expect(
        try await juliet.gets("<items node='day'/>").errorConditions
          == ["closed-node", "not-allowed"])
      #expect(try await stage.page("/").text.contains("Dawn") == false)
      #expect(try await stage.page("/p/day/s1").status == 404)

      // By its name alone, and made by the first story.
      let options = MovimScenario.publishOptions(["access_model": "open"])
      let post = "<publish node='\(Self.stories)'><item id='s1'>\(story)</item></publish>"
      #expect(
        try await romeo.sets("\(post)<publish-options>\(options)</publish-options>")
          .errorConditions == ["precondition-not-met", "conflict"])
      #expect(try await romeo.sets(post).isResult())
      #expect(
        try await configuration(of: Self.stories, romeo).value(of: "pubsub#access_model")
          == "whitelist")
    }
  }

  @Test func draftsAreRefused() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      func draft(_ namespace: String, _ word: String) -> String {
        """
        <entry xmlns='http://www.w3.org/2005/Atom'><title>A</title>\
        <control xmlns='\(namespace)'><draft>\(word)</draft></control></entry>
        """
      }
      try await romeo.creates("verona")
      try await romeo.creates("store", ["type": "urn:example:store"])
      for namespace in ["http://www.w3.org/2007/app", "http://purl.org/atom/app#"] {
        let refused = try await romeo.publishes("p1", to: "verona", draft(namespace, "yes"))
        #expect(refused.errorConditions == ["not-acceptable"])
        #expect(refused.descendant("text")?.text.contains("draft") == true)
        #expect(
          try await romeo.publishes("p2", to: "verona", draft(namespace, "no")).isResult())
        #expect(
          try await romeo.publishes("p1", to: "store", draft(namespace, "yes")).isResult())
      }
      #expect(try await romeo.reads("verona").ids == ["p2"])
      // What is not social is stored and left alone: it has no page, and nobody finds it.
      #expect(try await romeo.reads("store").ids == ["p1"])
      #expect(try await stage.page("/p/store/p1").status == 404)
      #expect(try await romeo.finds(["node": "store"]) == [])
    }
  }

  /// Where a post was written is on its page if the node shows that.
  @Test func placesAreShownWhereTheNodeSaysSo() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      let post = """
        <entry xmlns='http://www.w3.org/2005/Atom'><title>Here</title><content>I am.</content>\
        <geoloc xmlns='http://jabber.org/protocol/geoloc'><country>Italy</country></geoloc></entry>
        """
      for (node, shows) in [("quiet", "0"), ("open", "1")] {
        try await romeo.creates(node, ["x-pubsub#show_location": shows])
        try await romeo.publishes("p", to: node, post)
        let page = try await stage.page("/p/\(node)/p").text
        #expect(page.contains("Italy") == (shows == "1"))
      }
    }
  }
}
