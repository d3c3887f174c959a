import TestSupport
import Testing
import XML
import XMPP

@Suite("The comments of a post")
struct CommentScenario {
  static func name(_ post: String) -> String { "urn:xmpp:microblog:0:comments/\(post)" }
  static let commenting = ["notify_sub": "0", "x-pubsub#comments": "1"]

  static func post(_ title: String, _ more: String) -> String {
    """
    <entry xmlns='http://www.w3.org/2005/Atom'><title>\(title)</title>\(more)</entry>
    """
  }

  static func replies(_ post: String, at service: String = Stage.domain) -> String {
    "<link rel='replies' title='comments' href='xmpp:\(service)?;node=\(name(post))'/>"
  }

  private func outcome(_ answer: Element) -> [String] {
    answer.isResult() ? [] : answer.errorConditions
  }

  /// As Movim does it, on the main address: the node first, then the post that names it.
  @Test func aClientMakesACommentsNode() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/movim")
      let tybalt = stage.person("tybalt@elsewhere.example/sword")
      let nurse = stage.person("nurse@elsewhere.example/kitchen")
      try await romeo.creates("verona", MovimScenario.community)
      var form = MovimScenario.community
      form["publish_model"] = "open"
      form["itemreply"] = "publisher"
      form["notify_retract"] = "true"
      form["notify_sub"] = "0"
      #expect(try await romeo.creates(Self.name("p1"), form).isResult())
      #expect(
        try await romeo.publishes("p1", to: "verona", Self.post("Rose", Self.replies("p1")))
          .isResult())
      try await nurse.subscribes(to: Self.name("p1"), ["include_body": "1"])

      #expect(try await tybalt.publishes("c1", to: Self.name("p1"), entry("Thorn")).isResult())
      let comment = try await nurse.receives()
      #expect(comment.descendant("item")?["id"] == "c1")
      #expect(comment.first("body", Namespace.component)?.text.contains("Thorn") == true)
      // A heart is told, and nothing to read out.
      #expect(try await tybalt.publishes("h1", to: Self.name("p1"), Self.post("♥", "")).isResult())
      let heart = try await nurse.receives()
      #expect(heart.descendant("item")?["id"] == "h1")
      #expect(heart.first("body", Namespace.component) == nil)
      #expect(try await nurse.reads(Self.name("p1")).ids == ["h1", "c1"])
      #expect(try await nurse.lists().items.map(\.node) == ["verona"])

      // It goes with its post, and those who follow it are told.
      #expect(try await romeo.retracts("p1", from: "verona").isResult())
      #expect(try await nurse.isTold().descendant("delete")?["node"] == Self.name("p1"))
      #expect(
        try await nurse.gets("<items node='\(Self.name("p1"))'/>").errorConditions
          == ["item-not-found"])
    }
  }

  /// Who was put out of a community does not hear what becomes of its posts, nor of what belongs to them.
  @Test func whoWasPutOutIsToldOfNoEnd() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      let juliet = stage.person("juliet@elsewhere.example/balcony")
      let nurse = stage.person("nurse@elsewhere.example/kitchen")
      try await romeo.creates(
        "blog", Self.commenting.merging(["access_model": "whitelist"]) { $1 })
      for person in [juliet, nurse] { try await romeo.makes(person, "member", of: "blog") }
      try await romeo.publishes("p1", to: "blog", entry("Rose"))
      let reactions = Attaching.node(to: "p1")
      try await romeo.publishes(romeo.bare, to: reactions, Attaching.payload(noticed: true))
      for person in [juliet, nurse] {
        for node in [Self.name("p1"), reactions] { try await person.subscribes(to: node) }
      }
      try await romeo.makes(juliet, "outcast", of: "blog")
      #expect(try await romeo.retracts("p1", from: "blog").isResult())
      var ended: Set<String> = []
      while ended.count < 2 {
        let message = try await nurse.receives()
        if let node = message.descendant("delete")?["node"] { ended.insert(node) }
      }
      #expect(ended == [Self.name("p1"), reactions])
      #expect(
        stage.link.received().allSatisfy {
          $0["to"] != juliet.bare || $0.descendant("delete") == nil
        })
    }
  }

  @Test func theServiceMakesACommentsNodeForEachPost() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      let mercutio = stage.person("mercutio@example.org/street")
      let tybalt = stage.person("tybalt@elsewhere.example/sword")
      var open = Self.commenting
      open["publish_model"] = "open"
      try await romeo.creates("verona", open)
      // The name of one is taken.
      try await mercutio.creates(Self.name("p2"), ["title": "Mine"])
      for id in ["p1", "p2", "p1"] {
        #expect(try await mercutio.publishes(id, to: "verona", entry("Queen Mab")).isResult())
      }
      // One that names its comments itself has no other.
      try await mercutio.publishes("p3", to: "verona", Self.post("Own", Self.replies("p0")))
      // An edit does not bring back what its owner has deleted.
      try await mercutio.publishes("p4", to: "verona", entry("No comment"))
      try await mercutio.sets("<delete node='\(Self.name("p4"))'/>", owner: true)
      try await mercutio.publishes("p4", to: "verona", entry("No comment, please"))
      // Of the others, two have one, and the edit has made no second one.
      let own = try await mercutio.gets("<affiliations/>")
      let owned =
        own.descendant("affiliations")?.elements
        .filter { $0["affiliation"] == "owner" }.compactMap { $0["node"] } ?? []
      #expect(owned.count == 3)
      let fresh = try #require(owned.first { $0 != Self.name("p1") && $0 != Self.name("p2") })
      #expect(fresh.hasPrefix(Self.name("")) && fresh.count > Self.name("").count + 30)

      let configured = try await mercutio.gets(
        "<configure node='\(Self.name("p1"))'/>", owner: true)
      let form = try DataForm(try #require(configured.descendant("x")))
      for (field, value) in [
        ("title", "Comments on: Queen Mab"), ("publish_model", "open"), ("itemreply", "publisher"),
        ("notify_retract", "1"), ("access_model", "open"),
      ] {
        #expect(form.value(of: "pubsub#\(field)") == value)
      }
      #expect(try await tybalt.publishes("c1", to: Self.name("p1"), entry("Thorn")).isResult())
      #expect(try await tybalt.lists().items.map(\.node) == ["verona"])
      // They are no communities: comments have none of their own.
      #expect(
        try await mercutio.configures(Self.name("p1"), ["x-pubsub#comments": "1"]).errorConditions
          == ["invalid-options", "not-acceptable"])

      try await romeo.sets("<purge node='verona'/>", owner: true)
      for node in [Self.name("p1"), fresh] {
        #expect(
          try await tybalt.gets("<items node='\(node)'/>").errorConditions == ["item-not-found"])
      }
      #expect(try await mercutio.reads(Self.name("p2")).ids == [])
    }
  }

  /// Who wrote the post takes back what others wrote below it, and so do the owners of its node.
  @Test func theAuthorModerates() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      let mercutio = stage.person("mercutio@example.org/street")
      let juliet = stage.person("juliet@example.org/balcony")
      let tybalt = stage.person("tybalt@elsewhere.example/sword")
      var open = Self.commenting
      open["publish_model"] = "open"
      try await romeo.creates("verona", open)
      try await mercutio.publishes("p1", to: "verona", entry("Queen Mab"))
      for id in ["c1", "c2", "c3"] {
        #expect(try await tybalt.publishes(id, to: Self.name("p1"), entry("Thorn")).isResult())
      }
      #expect(
        try await juliet.retracts("c1", from: Self.name("p1")).errorConditions == ["forbidden"])
      for (person, id) in [(mercutio, "c1"), (romeo, "c2"), (tybalt, "c3")] {
        #expect(try await person.retracts(id, from: Self.name("p1")).isResult(), "\(person.jid)")
      }
      // Who wrote the post owns its comments; who owns the community does not.
      #expect(
        try await romeo.configures(Self.name("p1"), ["title": "Mine"]).errorConditions
          == ["forbidden"])
      // Closed, by their owner.
      #expect(
        try await mercutio.configures(Self.name("p1"), ["publish_model": "publishers"]).isResult())
      #expect(
        try await tybalt.publishes("c4", to: Self.name("p1"), entry("Thorn")).errorConditions
          == ["forbidden"])
      #expect(
        try await mercutio.configures(Self.name("p1"), ["publish_model": "open"]).isResult())
      // Who is banned from the community is banned from what is said about its posts.
      try await romeo.makes(tybalt, "outcast", of: "verona")
      #expect(
        try await tybalt.publishes("c4", to: Self.name("p1"), entry("Thorn")).errorConditions
          == ["forbidden"])
      #expect(
        try await tybalt.gets("<items node='\(Self.name("p1"))'/>").errorConditions
          == ["forbidden"])
      try await mercutio.retracts("p1", from: "verona")
      #expect(
        try await tybalt.publishes("c4", to: Self.name("p1"), entry("Thorn")).errorConditions
          == ["item-not-found"])
    }
  }

  /// A private post has private comments, from the first to the last word.
  @Test func thePrivateStaysPrivate() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      let juliet = stage.person("juliet@elsewhere.example/balcony")
      let tybalt = stage.person("tybalt@elsewhere.example/sword")
      var closed = Self.commenting
      closed["access_model"] = "whitelist"
      try await romeo.creates("secret", closed)
      try await romeo.makes(juliet, "member", of: "secret")
      _ = try await juliet.receives()
      try await romeo.publishes("p1", to: "secret", entry("A whisper"))
      #expect(try await juliet.subscribes(to: Self.name("p1")).isResult())
      #expect(try await romeo.subscribes(to: Self.name("p1")).isResult())
      #expect(try await juliet.publishes("c1", to: Self.name("p1"), entry("Psst")).isResult())
      #expect(try await juliet.isTold().descendant("item")?["id"] == "c1")
      while try await romeo.receives().descendant("item")?["id"] != "c1" {}
      #expect(try await romeo.reads(Self.name("p1")).ids == ["c1"])
      for (answer, expected) in [
        (
          try await tybalt.gets("<items node='\(Self.name("p1"))'/>"),
          ["closed-node", "not-allowed"]
        ),
        (try await tybalt.subscribes(to: Self.name("p1")), ["closed-node", "not-allowed"]),
        (try await tybalt.publishes("c2", to: Self.name("p1"), entry("What?")), ["forbidden"]),
      ] {
        #expect(outcome(answer) == expected)
      }
      // A node of no type is asked for, and this one is not among them.
      let filter = """
        <filter xmlns='urn:xmpp:pubsub-filter:0'><x xmlns='jabber:x:data' type='submit'>\
        <field var='FORM_TYPE' type='hidden'><value>urn:xmpp:pubsub-filter:0</value></field>\
        <field var='included-types'><value/></field></x></filter>
        """
      #expect(try await tybalt.lists(nil, filter).items == [])
      #expect(try await stage.page("/search?q=psst").text.contains("Psst") == false)

      // She leaves the circle, and hears no more.
      try await romeo.makes(juliet, "none", of: "secret")
      _ = try await juliet.receives()
      #expect(try await romeo.publishes("c3", to: Self.name("p1"), entry("Alone")).isResult())
      while try await romeo.receives().descendant("item")?["id"] != "c3" {}
      #expect(
        try await juliet.gets("<items node='\(Self.name("p1"))'/>").errorConditions
          == ["closed-node", "not-allowed"])
      try await romeo.makes(juliet, "member", of: "secret")
      try await romeo.publishes("c4", to: Self.name("p1"), entry("Again"))
      var told: [String?] = []
      while told.last != "c4" {
        let message = try await juliet.receives()
        guard let item = message.descendant("item") else { continue }
        told.append(item["id"])
      }
      #expect(told == ["c4"])
    }
  }

  /// A name in a post is no claim on somebody else's comments.
  @Test func aStrangersPostTakesNothingWithIt() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      let mercutio = stage.person("mercutio@example.org/street")
      try await romeo.creates("verona", ["publish_model": "open"])
      try await romeo.creates(Self.name("p1"), ["publish_model": "open"])
      try await romeo.creates("roses")
      try await romeo.publishes("p1", to: "verona", Self.post("Rose", Self.replies("p1")))
      try await mercutio.publishes("q1", to: "verona", Self.post("Mine", Self.replies("p1")))
      try await romeo.publishes(
        "q2", to: "verona",
        Self.post(
          "Shared", "<link rel='via' href='xmpp:a.example?;node=b;item=c'/>" + Self.replies("p1")))
      try await romeo.publishes(
        "q3", to: "verona",
        Self.post("Jest", "<link rel='replies' href='xmpp:\(Stage.domain)?;node=roses'/>"))
      for id in ["q1", "q2", "q3"] { try await romeo.retracts(id, from: "verona") }
      #expect(try await mercutio.reads(Self.name("p1")).ids == [])
      #expect(try await mercutio.reads("roses").ids == [])
      try await romeo.retracts("p1", from: "verona")
      #expect(
        try await mercutio.gets("<items node='\(Self.name("p1"))'/>").errorConditions
          == ["item-not-found"])
    }
  }
}
