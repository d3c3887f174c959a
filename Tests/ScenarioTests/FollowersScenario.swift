import Social
import TestSupport
import Testing
import XML
import XMPP

/// What XEP-0465 asks of a service: who follows a node in public, and that nobody does who has not said so.
@Suite("Followers")
struct FollowersScenario {
  private static func list(_ node: String) -> String { "urn:xmpp:pps:subscribers:0/\(node)" }

  /// Romeo has a node; Juliet and the nurse are guests.
  private struct Cast {
    let romeo: Person
    let juliet: Person
    let nurse: Person

    static func on(_ stage: Stage, _ options: [String: String] = [:]) async throws -> Cast {
      let romeo = stage.person("romeo@example.org/garden")
      let plain = ["notify_sub": "0", "send_last_published_item": "never"]
      let made = try await romeo.creates("verona", plain.merging(options) { $1 })
      try #require(made.isResult(), "\(made)")
      return Cast(
        romeo: romeo, juliet: stage.person("juliet@elsewhere.example/balcony"),
        nurse: stage.person("nurse@example.org/house"))
    }
  }

  /// "Public Subscription", "Retrieving Public Subscribers to a node" and "Retracting Public Subscriptions".
  @Test func somebodyFollowsInPublic() async throws {
    try await Stage.play { stage async throws in
      let cast = try await Cast.on(stage)
      #expect(try await cast.nurse.discovers().features.contains("urn:xmpp:pps:0"))
      // Nobody yet, which is no error.
      #expect(try await cast.nurse.followers(of: "verona") == [])
      try await cast.nurse.subscribes(to: "verona")
      #expect(try await cast.nurse.followers(of: "verona") == [])
      let first = try await cast.juliet.follows("verona").descendant("subscription")
      #expect(first?["subscription"] == "subscribed")
      #expect(try await cast.nurse.followers(of: "verona") == [cast.juliet.bare])
      // The number of subscribers counts them all.
      let node = try await cast.nurse.discovers("verona")
      #expect(
        node.form("\(Namespace.pubsub)#meta-data")?.value(of: "pubsub#num_subscribers") == "2")
      // Of a list that is empty, or not, everybody may know what it is.
      #expect(try await cast.nurse.discovers(Self.list("verona")).identities.count == 1)

      // To subscribe again without a word makes it private, and ends nothing.
      let again = try await cast.juliet.subscribes(to: "verona").descendant("subscription")
      #expect(again?["subid"] == first?["subid"])
      #expect(try await cast.nurse.followers(of: "verona") == [])
      try await cast.romeo.publishes("a", to: "verona", entry("A"))
      try await cast.juliet.hearsNext("a")
      try await cast.nurse.hearsNext("a")
      // And again with it, public.
      try await cast.juliet.follows("verona")
      #expect(try await cast.nurse.followers(of: "verona") == [cast.juliet.bare])
      try await cast.juliet.unsubscribes(from: "verona")
      #expect(try await cast.nurse.followers(of: "verona") == [])
    }
  }

  /// The plainest clients have forms alone.
  @Test func anOptionSaysTheSame() async throws {
    try await Stage.play { stage async throws in
      let cast = try await Cast.on(stage)
      let defaults = try await cast.juliet.gets("<default node='verona'/>")
      let form = try DataForm(try #require(defaults.descendant("x")))
      #expect(form.value(of: "x-pubsub#public") == "0")
      try await cast.juliet.subscribes(to: "verona")
      #expect(try await cast.juliet.sets(["x-pubsub#public": "1"], of: "verona").isResult())
      #expect(try await cast.nurse.followers(of: "verona") == [cast.juliet.bare])
      // Nothing else of the options depends on it.
      #expect(try await cast.juliet.sets(["include_body": "1"], of: "verona").isResult())
      #expect(try await cast.nurse.followers(of: "verona") == [cast.juliet.bare])
      #expect(try await cast.juliet.sets(["x-pubsub#public": "0"], of: "verona").isResult())
      #expect(try await cast.nurse.followers(of: "verona") == [])
      let answer = try await cast.nurse.subscribes(to: "verona", ["x-pubsub#public": "1"])
      let told = try DataForm(try #require(answer.descendant("x")))
      #expect(told.value(of: "x-pubsub#public") == "1")
      #expect(try await cast.nurse.followers(of: "verona") == [cast.nurse.bare])
      // An administrator may do much, and not say this for others.
      let admin = stage.person("admin@example.org/desk")
      let forced = try await admin.sets(
        "<options node='verona' jid='\(cast.juliet.bare)'>\(optionsForm(["x-pubsub#public": "1"]))</options>"
      )
      #expect(forced.errorConditions == ["forbidden"])
    }
  }

  /// The list is a node that can be subscribed to, whoever is on it; an account is on it once.
  @Test func whoFollowsTheListHearsOfThem() async throws {
    try await Stage.play { stage async throws in
      let cast = try await Cast.on(stage)
      let phone = stage.person("juliet@elsewhere.example/phone")
      #expect(try await cast.nurse.subscribes(to: Self.list("verona")).isResult())
      try await cast.juliet.follows("verona")
      try await cast.juliet.follows("verona", as: phone.jid)
      try await cast.juliet.unsubscribes(from: "verona")
      try await phone.sets("<unsubscribe node='verona' jid='\(phone.jid)'/>")
      let (came, went) = (try await cast.nurse.isTold(), try await cast.nurse.isTold())
      #expect(came.descendant("items")?["node"] == Self.list("verona"))
      let item = came.descendant("item")
      #expect(item?.descendant("subscriber")?["jid"] == cast.juliet.bare)
      #expect(item?["publisher"] == nil)
      #expect(went.descendant("retract")?["id"] == item?["id"])
      // The id says nothing, and is the same each time.
      try await cast.juliet.follows("verona")
      let back = try await cast.nurse.isTold().descendant("item")
      #expect(back?["id"] == item?["id"])
      #expect(back?["id"].map { Int($0) } == .some(nil))
    }
  }

  /// "Business Rules", whoever asks, before there is anybody on it and after.
  @Test func nobodyWritesTheList() async throws {
    try await Stage.play { stage async throws in
      let cast = try await Cast.on(stage)
      let admin = stage.person("admin@example.org/desk")
      let list = Self.list("verona")
      let forged = "<subscriber xmlns='\(Namespace.publicSubscriptions)' jid='\(cast.nurse.bare)'/>"
      for isThere in [false, true] {
        if isThere { try await cast.juliet.follows("verona") }
        for person in [cast.romeo, cast.juliet, cast.nurse, admin] {
          for answer in [
            try await person.sets("<create node='\(list)'/>"),
            try await person.publishes("forged", to: list, forged),
            try await person.retracts("forged", from: list),
            try await person.sets("<purge node='\(list)'/>", owner: true),
            try await person.sets("<delete node='\(list)'/>", owner: true),
          ] {
            #expect(answer.errorConditions == ["forbidden"], "\(answer)")
          }
        }
      }
      #expect(try await cast.nurse.followers(of: "verona") == [cast.juliet.bare])
      // What somebody follows is listed by their own server, and by nobody else.
      let mine = "urn:xmpp:pps:subscriptions:0"
      #expect(
        try await cast.nurse.gets("<items node='\(mine)'/>").errorConditions == ["item-not-found"])
      #expect(
        try await cast.nurse.sets("<create node='\(mine)'/>").errorConditions == ["forbidden"])
    }
  }

  /// It is for those who may read the node: to others there is neither, and there is none without a node.
  @Test func theListIsForReaders() async throws {
    try await Stage.play { stage async throws in
      let cast = try await Cast.on(stage, ["access_model": "whitelist"])
      try await cast.romeo.makes(cast.juliet, "member", of: "verona")
      try await cast.juliet.follows("verona")
      #expect(try await cast.juliet.followers(of: "verona") == [cast.juliet.bare])
      for name in ["verona", "nowhere"] {
        for request in [
          "<items node='\(Self.list(name))'/>", "<subscriptions node='\(Self.list(name))'/>",
        ] {
          let answer = try await cast.nurse.gets(request)
          #expect(answer.errorConditions == ["item-not-found"], "\(answer)")
        }
        let subscribing = try await cast.nurse.subscribes(to: Self.list(name))
        #expect(subscribing.errorConditions == ["item-not-found"])
      }
      // Who may not read any more is on it no more.
      try await cast.romeo.makes(cast.juliet, "outcast", of: "verona")
      #expect(try await cast.romeo.followers(of: "verona") == [])
      #expect(
        try await cast.juliet.gets("<items node='\(Self.list("verona"))'/>").errorConditions
          == ["item-not-found"])
      #expect(
        try await cast.romeo.sets("<delete node='verona'/>", owner: true).isResult())
      #expect(
        try await cast.romeo.gets("<items node='\(Self.list("verona"))'/>").errorConditions
          == ["item-not-found"])
    }
  }

  /// When the node is closed, those go who are kept out; a new node of the name has nothing of the old one.
  @Test func whoLosesAccessIsGone() async throws {
    try await Stage.play { stage async throws in
      let cast = try await Cast.on(stage)
      for person in [cast.juliet, cast.nurse] { try await person.follows("verona") }
      try await cast.romeo.makes(cast.nurse, "member", of: "verona")
      #expect(
        try await cast.romeo.configures("verona", ["access_model": "whitelist"]).isResult())
      // They are told when it happens.
      #expect(
        try await cast.juliet.isTold().descendant("subscription")?["subscription"] == "none")
      #expect(try await cast.nurse.followers(of: "verona") == [cast.nurse.bare])
      try await cast.romeo.sets("<delete node='verona'/>", owner: true)
      try await cast.romeo.creates("verona")
      #expect(try await cast.romeo.followers(of: "verona") == [])
    }
  }

  /// Whoever has to knock is on it once let in; the owners are told of them as of anybody.
  @Test func whoIsLetInIsListed() async throws {
    try await Stage.play { stage async throws in
      let cast = try await Cast.on(stage, ["access_model": "authorize", "notify_sub": "1"])
      let pending = try await cast.juliet.follows("verona").descendant("subscription")
      #expect(pending?["subscription"] == "pending")
      #expect(try await cast.romeo.followers(of: "verona") == [])
      #expect(
        try await cast.romeo.receives().descendant("x") != nil)
      try await cast.romeo.sets(
        """
        <subscriptions node='verona'>\
        <subscription jid='\(cast.juliet.bare)' subscription='subscribed'/></subscriptions>
        """, owner: true)
      let told = try await cast.romeo.isTold().descendant("subscription")
      #expect(told?["jid"] == cast.juliet.bare)
      #expect(told?["subscription"] == "subscribed")
      #expect(try await cast.juliet.followers(of: "verona") == [cast.juliet.bare])
      // Whom an owner adds has not said that everybody may see it.
      try await cast.romeo.sets(
        """
        <subscriptions node='verona'>\
        <subscription jid='\(cast.nurse.bare)' subscription='subscribed'/></subscriptions>
        """, owner: true)
      #expect(try await cast.nurse.followers(of: "verona") == [cast.juliet.bare])
      try await cast.juliet.unsubscribes(from: "verona")
      let last = [try await cast.romeo.isTold(), try await cast.romeo.isTold()]
      #expect(
        last.map { $0.descendant("subscription")?["subscription"] } == ["subscribed", "none"])
      #expect(try await cast.nurse.followers(of: "verona") == [])
    }
  }
}

extension Person {
  /// Subscribes so that everybody may see it.
  @discardableResult
  fileprivate func follows(_ node: String, as address: String? = nil) async throws -> Element {
    try await sets(
      """
      <subscribe node='\(node)' jid='\(address ?? bare)'>\
      <public xmlns='\(Namespace.publicSubscriptions)'/></subscribe>
      """)
  }

  /// Who is on the list of a node, which must be there.
  fileprivate func followers(of node: String) async throws -> [String] {
    let answer = try await gets("<items node='urn:xmpp:pps:subscribers:0/\(node)'/>")
    try #require(answer.isResult(), "\(answer)")
    let items = answer.first("pubsub", Namespace.pubsub)?.first("items", Namespace.pubsub)
    return (items?.all("item", Namespace.pubsub) ?? []).map { item in
      item.elements.compactMap { Follower($0)?.jid.description }.joined()
    }.sorted()
  }
}
