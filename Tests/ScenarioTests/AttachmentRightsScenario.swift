import Social
import TestSupport
import Testing
import XML
import XMPP

/// Where what is attached to posts is seen, by whom, and for how long (XEP-0470).
@Suite("Who sees what is attached to posts")
struct AttachmentRightsScenario {
  /// Section 4.3: access and publish model are those of the blog, whatever becomes of that.
  @Test func theRightsAreThoseOfTheBlog() async throws {
    try await Stage.play { stage async throws in
      let cast = try await ReactionCast.on(stage)
      let node = Attaching.node(to: "post")
      func reacts(_ person: Person) async throws -> [String] {
        try await person.publishes(person.bare, to: node, Attaching.payload(noticed: true))
          .errorConditions
      }
      func reads(_ person: Person) async throws -> [[String]] {
        var all: [[String]] = []
        for name in [node, Attaching.summary] {
          all.append(try await person.gets("<items node='\(name)'/>").errorConditions)
        }
        return all
      }
      func models(_ name: String) async throws -> [String?] {
        let form = try await cast.romeo.discovers(name).forms.first
        return ["access_model", "publish_model"].map { form?.value(of: "pubsub#\($0)") }
      }
      let missing = ["item-not-found"]
      #expect(try await reacts(cast.juliet) == [])
      for name in ["blog", node, Attaching.summary] {
        #expect(try await models(name) == ["open", "open"])
      }
      try await cast.romeo.configures("blog", ["publish_model": "publishers"])
      #expect(try await reacts(cast.juliet) == ["forbidden"])
      #expect(try await reads(cast.juliet) == [[], []])
      try await cast.romeo.makes(cast.juliet, "publisher", of: "blog")
      #expect(try await reacts(cast.juliet) == [])
      try await cast.romeo.configures("blog", ["access_model": "whitelist"])
      for name in ["blog", node, Attaching.summary] {
        #expect(try await models(name) == ["whitelist", "publishers"])
      }
      #expect(try await reads(cast.juliet) == [[], []])
      #expect(try await reads(cast.nurse) == [missing, missing])
      // What is closed and what is not there look the same.
      for item in ["post", "none"] {
        let answer = try await cast.nurse.publishes(
          cast.nurse.bare, to: Attaching.node(to: item), Attaching.payload(noticed: true))
        #expect(answer.errorConditions == missing)
      }
      try await cast.romeo.makes(cast.nurse, "member", of: "blog")
      #expect(try await reads(cast.nurse) == [[], []])
      #expect(try await reacts(cast.nurse) == ["forbidden"])
      try await cast.romeo.makes(cast.juliet, "outcast", of: "blog")
      #expect(try await reads(cast.juliet) == [missing, missing])
      #expect(try await reacts(cast.juliet) == missing)
    }
  }

  /// Who sees Romeo's presence, or is in the right group of his roster, reacts to what he has for them.
  @Test(arguments: ["presence", "roster"])
  func contactsReactToWhatIsForContacts(access: String) async throws {
    try await Stage.play { stage async throws in
      stage.grantsRosters()
      let cast = try await ReactionCast.on(
        stage, ["access_model": access, "roster_groups_allowed": "Love"])
      let node = Attaching.node(to: "post")
      func reacts(_ person: Person) async throws -> [String] {
        try await person.publishes(person.bare, to: node, Attaching.payload(noticed: true))
          .errorConditions
      }
      async let first = reacts(cast.juliet)
      try await stage.answersForRoster(
        "<item jid='juliet@elsewhere.example' subscription='from'><group>Love</group></item>")
      #expect(try await first == [])
      #expect(try await cast.juliet.summary(of: "post")?.noticed == 1)
      #expect(try await reacts(cast.nurse) == ["item-not-found"])
      for name in [node, Attaching.summary] {
        #expect(
          try await cast.nurse.gets("<items node='\(name)'/>").errorConditions
            == ["item-not-found"])
      }
    }
  }

  /// An owner may let all react who read: nothing that the XEP asks for by itself.
  @Test func anOwnerLetsReadersReact() async throws {
    try await Stage.play { stage async throws in
      let cast = try await ReactionCast.on(stage, ["publish_model": "publishers"])
      let node = Attaching.node(to: "post")
      func reacts() async throws -> [String] {
        try await cast.juliet.publishes(
          cast.juliet.bare, to: node, Attaching.payload(noticed: true)
        ).errorConditions
      }
      #expect(try await reacts() == ["forbidden"])
      #expect(try await cast.romeo.configures("blog", ["x-pubsub#reactors": "readers"]).isResult())
      #expect(try await reacts() == [])
      #expect(
        try await cast.juliet.publishes("new", to: "blog", entry("new")).errorConditions == [
          "forbidden"
        ])
      #expect(try await cast.juliet.retracts(cast.juliet.bare, from: node).isResult())
    }
  }

  /// The nodes go with the post and with the blog, and whoever follows them is told.
  @Test func whatIsAttachedGoesWithThePost() async throws {
    try await Stage.play { stage async throws in
      let cast = try await ReactionCast.on(stage)
      for post in ["post", "other"] {
        try await cast.juliet.publishes(
          cast.juliet.bare, to: Attaching.node(to: post), Attaching.payload(noticed: true))
      }
      try await cast.nurse.subscribes(to: Attaching.summary)
      #expect(try await cast.romeo.retracts("post", from: "blog").isResult())
      try await cast.nurse.hearsNext("post")
      #expect(try await cast.nurse.reads(Attaching.summary).ids == ["other"])
      let missing = ["item-not-found"]
      #expect(
        try await cast.nurse.gets("<items node='\(Attaching.node(to: "post"))'/>").errorConditions
          == missing)
      #expect(
        try await cast.nurse.publishes(
          cast.nurse.bare, to: Attaching.node(to: "post"), Attaching.payload(noticed: true)
        ).errorConditions == missing)
      #expect(try await cast.romeo.sets("<delete node='blog'/>", owner: true).isResult())
      try await cast.nurse.hearsNext("delete")
      for name in [Attaching.summary, Attaching.node(to: "other")] {
        #expect(try await cast.nurse.gets("<items node='\(name)'/>").errorConditions == missing)
      }
    }
  }

  /// A name is understood with whatever percent-encoding, and answered with the one of the XEP's examples.
  @Test func aNameIsSpelledInSeveralWays() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      let blog = "urn:xmpp:microblog:0"
      try await romeo.creates(blog, ["notify_sub": "0"])
      try await romeo.publishes("post", to: blog, entry("post"))
      let plain = Attaching.node(to: "post", of: blog)
      let canonical = Attaching.node(to: "post", of: "urn%3Axmpp%3Amicroblog%3A0")
      let noticed = Attaching.payload(noticed: true)
      let answer = try await romeo.publishes(romeo.bare, to: plain, noticed)
      #expect(answer.descendant("publish")?["node"] == canonical)
      let turned = "\(Namespace.attachments)/xmpp:\(Attaching.service)?;item=%70ost;node=\(blog)"
      for name in [plain, canonical, turned] {
        #expect(try await romeo.reads(name).ids == [romeo.bare])
        #expect(try await romeo.publishes(romeo.bare, to: name, noticed).isResult())
      }
      #expect(
        try await romeo.subscribes(to: plain).descendant("subscription")?["node"] == canonical)
      #expect(try await romeo.retracts(romeo.bare, from: turned).isResult())
      #expect(try await romeo.isTold().descendant("items")?["node"] == canonical)
    }
  }

  /// They are found by their names alone.
  @Test func theNodesAreInNoList() async throws {
    try await Stage.play { stage async throws in
      let cast = try await ReactionCast.on(stage)
      let admin = stage.person("admin@example.org/desk")
      try await cast.juliet.publishes(
        cast.juliet.bare, to: Attaching.node(to: "post"), Attaching.payload(noticed: true))
      for person in [cast.romeo, cast.juliet, admin] {
        #expect(try await person.lists().items.map(\.node) == ["blog"])
      }
      #expect(try await cast.juliet.gets("<affiliations/>").descendant("affiliation") == nil)
      #expect(
        try await stage.page("/c/\(Attaching.summary.replacing("/", with: "%2F"))").status == 404)
      #expect(try await stage.page("/").text.contains("attachments") == false)
    }
  }
}
