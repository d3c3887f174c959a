import TestSupport
import Testing
import XML
import XMPP

/// What Movim sends, in its order, from two people, on real servers.
@Suite("Movim", .serialized)
struct MovimTests {
  @Test("Prosody", .needsProsody, .timeLimit(.minutes(3)))
  func onProsody() async throws { try await World<ProsodyServer>.with(movimIsAtHome) }

  @Test("ejabberd", .needsEjabberd, .timeLimit(.minutes(3)))
  func onEjabberd() async throws { try await World<EjabberdServer>.with(movimIsAtHome) }

  private func movimIsAtHome<Server>(_ world: World<Server>) async throws {
    try await world.server()
    let romeo = try await Movim(world.person("romeo"))
    let juliet = try await Movim(world.person("juliet"))
    let martlet = try await world.martlet(
      "contact: { admin: [\"xmpp:admin@localhost\"] }")
    _ = try await romeo.client.findsComponent()

    try await looksAtTheService(romeo)
    try await triesTheServiceOut(romeo, juliet)
    try await createsACommunity(romeo, juliet)
    try await posts(romeo, juliet)
    try await postsAPicture(romeo)
    try await comments(romeo, juliet)
    try await edits(romeo, juliet)
    try await deletes(romeo, juliet)
    try await pages(romeo, juliet)
    try await givesThePicture(romeo, martlet)
    try await settles(romeo, juliet)
    try await leadsMembers(romeo, juliet)
    try await opensASpace(romeo, juliet)
    try await usesTheLongestNames(romeo)
    try await closes(romeo, juliet)
    try await everythingCameAsMovimReadsIt(romeo, juliet)
  }

  private static let node = "verona"

  /// What all its forms say.
  private static let form = [
    ("persist_items", "true"), ("deliver_payloads", "false"),
    ("send_last_published_item", "on_sub"), ("access_model", "open"), ("max_items", "max"),
    ("title", "Fair Verona"),
  ]
  static let community = form + [("type", "urn:xmpp:pubsub-social-feed:1")]
  private static let gallery = form + [("type", "urn:xmpp:pubsub-social-feed:gallery:1")]
  private static let comments =
    form + [
      ("publish_model", "open"), ("itemreply", "publisher"), ("notify_retract", "true"),
    ]

  // movim.md 1
  private func looksAtTheService(_ romeo: Movim) async throws {
    let answer = try await romeo.asks(.get, "<query xmlns='\(Namespace.discoInfo)'/>")
    let info = try DiscoInfo(try #require(answer.first("query", Namespace.discoInfo)))
    let identity = info.identities.first { $0.category == "pubsub" && $0.type == "service" }
    #expect(identity?.name?.isEmpty == false)
    for role in ["publisher", "member", "outcast", "publish-only"] {
      #expect(info.features.contains("\(Namespace.pubsub)#\(role)-affiliation"), "\(role)")
    }
    let contact = info.forms.first { $0.formType == "http://jabber.org/network/serverinfo" }
    #expect(contact?.value(of: "admin-addresses") == "xmpp:admin@localhost")
  }

  // movim.md 5: many people do so, under the same name, and delete with the id of the create.
  private func triesTheServiceOut(_ romeo: Movim, _ juliet: Movim) async throws {
    for (number, person) in [("try-1", romeo), ("try-2", juliet), ("try-3", romeo)] {
      person.does(try await person.sets("<create node='test_node'/>", as: number))
      person.does(
        try await person.publishes("test_post", to: "test_node", "<default:entry/>"))
      person.does(try await person.retracts("test_post", from: "test_node"))
      person.does(try await person.owns(.set, "<delete node='test_node'/>", as: number))
    }
    #expect(romeo.heard(of: "test_post").isEmpty && juliet.heard(of: "test_post").isEmpty)
  }

  // movim.md 2, 3, 12, 17
  private func createsACommunity(_ romeo: Movim, _ juliet: Movim) async throws {
    romeo.does(try await romeo.creates(Self.node, Self.community))
    let list = try await juliet.asks(.get, "<query xmlns='\(Namespace.discoItems)'/>")
    let items = try DiscoItems(try #require(list.first("query", Namespace.discoItems))).items
    #expect(items.map(\.node) == [Self.node] && items.map(\.name) == ["Fair Verona"])
    let answer = try await juliet.asks(
      .get, "<query xmlns='\(Namespace.discoInfo)' node='\(Self.node)'/>")
    let info = try DiscoInfo(try #require(answer.first("query", Namespace.discoInfo)))
    #expect(info.identities.contains { $0.category == "pubsub" && $0.type == "leaf" })
    let about = try #require(
      info.forms.first { $0.formType == "\(Namespace.pubsub)#meta-data" })
    for (field, value) in [
      ("title", "Fair Verona"), ("type", "urn:xmpp:pubsub-social-feed:1"), ("access_model", "open"),
      ("publish_model", "publishers"), ("num_subscribers", "0"),
    ] {
      #expect(about.value(of: "pubsub#\(field)") == value, "\(field)")
    }
    #expect(about.value(of: "pubsub#creation_date") != nil)

    let subscribed = try await juliet.sets(
      "<subscribe node='\(Self.node)' jid='\(juliet.jid)'/>")
    #expect(subscribed.descendant("subscription")?["subscription"] == "subscribed")
    #expect(try await romeo.hears("subscription")["jid"] == juliet.jid)
  }

  // movim.md 7, 8, 10, 13
  private func posts(_ romeo: Movim, _ juliet: Movim) async throws {
    for id in ["first-post", "second-post"] {
      let share =
        "<thr:in-reply-to xmlns:thr='\(Namespace.threading)' ref='xmpp:a.example?;node=b%2Fc;item=d'/>"
      romeo.does(
        try await romeo.publishes(
          id, to: Self.node, romeo.post(id, in: Self.node, "The \(id)", share), Movim.options))
      let told = try await juliet.hears("item") { $0["id"] == id }
      #expect(told["publisher"] == romeo.jid && told["node"] == Self.node)
      // The form of the community said that payloads stay here.
      #expect(told.descendant("entry") == nil)
      let (ids, _, items) = try await juliet.page(
        of: Self.node, "<items node='\(Self.node)'><item id='\(id)'/></items>")
      #expect(ids == [id])
      let item = try #require(items.descendant("item"))
      let entry = try #require(item.first("entry", Namespace.atom))
      #expect(
        entry.first("author", Namespace.atom)?.first("uri", Namespace.atom)?.text
          == "xmpp:\(item["publisher"] ?? "")")
      #expect(entry.first("in-reply-to", Namespace.threading)?["ref"]?.contains("%2F") == true)
    }
    // movim.md 4
    let list = try await juliet.asks(
      .get, "<query xmlns='\(Namespace.discoItems)' node='\(Self.node)'/>")
    let items = try DiscoItems(try #require(list.first("query", Namespace.discoItems))).items
    #expect(Set(items.map(\.name)) == ["first-post", "second-post"])
  }

  private func postsAPicture(_ romeo: Movim) async throws {
    romeo.does(try await romeo.creates("pictures", Self.gallery))
    let picture =
      "<default:link rel='enclosure' href='https://up.example/a.jpg' type='image/jpeg' title='a.jpg'/>"
    romeo.does(
      try await romeo.publishes(
        "picture", to: "pictures", romeo.post("picture", in: "pictures", "A rose", picture),
        Movim.options))
    let refused = try await romeo.publishes(
      "no-picture", to: "pictures", romeo.post("no-picture", in: "pictures", "Words"),
      Movim.options)
    #expect(refused.errorConditions.first == "not-acceptable")
    #expect(
      refused.descendant("text")?.text.contains("needs a picture") == true)
  }

  // movim.md 16
  private func comments(_ romeo: Movim, _ juliet: Movim) async throws {
    let node = Movim.comments("first-post")
    romeo.does(try await romeo.creates(node, Self.comments))
    romeo.does(try await romeo.sets("<subscribe node='\(node)' jid='\(romeo.jid)'/>"))
    let answering = "<thr:in-reply-to xmlns:thr='\(Namespace.threading)' ref='first-post'/>"
    juliet.does(
      try await juliet.publishes(
        "a-comment", to: node, juliet.post("a-comment", in: node, "Well said", answering)))
    #expect(try await romeo.hears("item") { $0["id"] == "a-comment" }["publisher"] == juliet.jid)
    // It is not among the communities.
    let list = try await juliet.asks(.get, "<query xmlns='\(Namespace.discoItems)'/>")
    #expect(
      try DiscoItems(try #require(list.first("query", Namespace.discoItems))).items.compactMap(
        \.node
      ).sorted() == ["pictures", Self.node])

    // Two hearts of one person are one that likes it, until both are taken back.
    let hearts = ["heart-one", "heart-two"]
    for heart in hearts {
      juliet.does(
        try await juliet.publishes(
          heart, to: node, juliet.post(heart, in: node, "\u{2665}", answering)))
      try await romeo.hears("item") { $0["id"] == heart }
      #expect(try await noticed("first-post", juliet) == 1)
    }
    for (heart, left) in zip(hearts, [1, 0]) {
      juliet.does(try await juliet.retracts(heart, from: node))
      try await romeo.hears("retract") { $0["id"] == heart }
      #expect(try await noticed("first-post", juliet) == left)
    }
    let (ids, _, _) = try await romeo.page(of: node, "<items node='\(node)'/>")
    #expect(ids == ["a-comment"])
    #expect(
      try await juliet.retracts("never-there", from: node).errorConditions.contains(
        "item-not-found"))
  }

  /// How many have noticed a post, by the summary of XEP-0470.
  private func noticed(_ post: String, _ person: Movim) async throws -> Int {
    let answer = try await person.gets(
      """
      <items node='\(Namespace.attachmentSummary)/\(Self.node)'><item id='\(post)'/></items>
      """)
    person.does(answer)
    return answer.descendant("noticed").map { Int($0["count"] ?? "1") ?? 1 } ?? 0
  }

  private func edits(_ romeo: Movim, _ juliet: Movim) async throws {
    romeo.does(
      try await romeo.publishes(
        "first-post", to: Self.node,
        romeo.post("first-post", in: Self.node, "The first post, mended", updated: 9),
        Movim.options))
    try await eventually("juliet hears of the edit") { juliet.heard(of: "first-post").count == 2 }
    let (ids, _, items) = try await juliet.page(
      of: Self.node, "<items node='\(Self.node)' max_items='12'/>")
    #expect(ids == ["first-post", "second-post"])
    let entry = try #require(items.descendant("entry"))
    #expect(entry.first("title", Namespace.atom)?.text == "The first post, mended")
    #expect(entry.first("published", Namespace.atom)?.text == "2025-05-08T18:30:01Z")
    #expect(entry.first("updated", Namespace.atom)?.text == "2025-05-08T18:30:09Z")
  }

  private func deletes(_ romeo: Movim, _ juliet: Movim) async throws {
    #expect(
      try await juliet.retracts("first-post", from: Self.node).errorConditions == ["forbidden"])
    romeo.does(try await romeo.retracts("first-post", from: Self.node))
    try await juliet.hears("retract") { $0["id"] == "first-post" }
    // Its discussion goes with it.
    try await romeo.hears("delete") { $0["node"] == Movim.comments("first-post") }
    let (ids, _, _) = try await juliet.page(
      of: Self.node, "<items node='\(Self.node)'><item id='first-post'/></items>")
    #expect(ids == [])
  }
}
