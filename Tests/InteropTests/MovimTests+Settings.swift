import TestSupport
import Testing
import XML
import XMPP

// How Movim reads on, and how its owners lead their communities.
extension MovimTests {
  /// Movim's dialect of pages: newest first, older ones `before` the last, newer ones `after` the first, oldest first.
  func pages(_ romeo: Movim, _ juliet: Movim) async throws {
    romeo.does(try await romeo.creates("pages", Self.community))
    let nothing = try await juliet.page(of: "pages", "<items node='pages' max_items='12'/>")
    #expect(nothing.ids == [])
    let all = (10..<25).map { "page-\($0)" }
    for id in all {
      romeo.does(
        try await romeo.publishes(id, to: "pages", romeo.post(id, in: "pages", id), Movim.options))
    }
    func page(_ set: String) async throws -> (ids: [String], set: ResultSet.Response?) {
      let page = try await juliet.page(
        of: "pages", "<items node='pages'/>\(resultSet(set))")
      return (page.ids, page.set)
    }
    let first = try await juliet.page(of: "pages", "<items node='pages' max_items='6'/>")
    #expect(first.ids == all.reversed().prefix(6).map { $0 })
    #expect(first.set?.count == 15)
    let last = try #require(first.set?.last)
    let older = try await page("<before>\(last)</before><max>6</max>")
    #expect(older.ids == Array(all.reversed()[6..<12]))
    let oldest = try await page("<before>\(older.set?.last ?? "")</before><max>6</max>")
    #expect(oldest.ids == Array(all.prefix(3).reversed()))
    let beyond = try await page("<before>\(oldest.set?.last ?? "")</before><max>6</max>")
    #expect(beyond.ids == [])
    let newer = try await page("<after>\(older.set?.first ?? "")</after><max>6</max>")
    #expect(newer.ids == Array(all.suffix(6)))
  }

  private func resultSet(_ inner: String) -> String {
    "<set xmlns='\(Namespace.resultSets)'>\(inner)</set>"
  }

  // movim.md 14
  func givesThePicture(_ romeo: Movim, _ martlet: MartletProcess) async throws {
    let id = "urn:xmpp:avatar:metadata"
    let picture = "<metadata xmlns='\(id)'><info url='https://up.example/arms.png'/></metadata>"
    let refused = try await romeo.publishes(
      id, to: "verona", picture,
      Movim.publishOptions([("access_model", "presence"), ("max_items", "1")]))
    #expect(refused.errorConditions == ["precondition-not-met", "conflict"])
    romeo.does(try await romeo.publishes(id, to: "verona", picture))
    let form = try await romeo.form(of: "verona")
    #expect(form.value(of: "pubsub#access_model") == "open")
    #expect(form.value(of: "pubsub#max_items") == "max")
    #expect(try await martlet.get("/feed/verona").text.contains("avatar") == false)
    #expect(try await martlet.get("/c/verona").text.contains("Fair Verona"))
    let (ids, _, items) = try await romeo.page(
      of: "verona", "<items node='verona'><item id='\(id)'/></items>")
    #expect(ids == [id] && items.descendant("info")?["url"] == "https://up.example/arms.png")
  }

  // movim.md 12
  func settles(_ romeo: Movim, _ juliet: Movim) async throws {
    let before = try await romeo.form(of: "verona")
    for field in [
      "title", "description", "type", "access_model", "publish_model", "max_items",
      "persist_items", "deliver_payloads", "notify_retract", "notify_sub", "notify_delete",
      "notify_config", "itemreply", "item_expire", "send_last_published_item",
    ] {
      #expect(before.field("pubsub#\(field)") != nil, "\(field)")
    }
    func set(_ fields: [(String, String)]) async throws -> Element {
      try await romeo.owns(
        .set, "<configure node='verona'>\(Movim.form("node_config", fields))</configure>")
    }
    romeo.does(try await set([("description", "Two households"), ("notify_config", "1")]))
    let after = try await romeo.form(of: "verona")
    for field in before.fields {
      let name = field.name ?? ""
      let expected =
        switch name {
        case "pubsub#description": ["Two households"]
        case "pubsub#notify_config": ["1"]
        default: field.values
        }
      #expect(after.values(of: name) == expected, "\(name)")
    }
    // The advanced dialog sends back all but the lists of several.
    let all = after.fields.compactMap { field -> (String, String)? in
      guard let name = field.name, name.hasPrefix("pubsub#"), field.type != .listMulti,
        field.type != .jidMulti, let value = field.values.first
      else { return nil }
      return (String(name.dropFirst(7)), value)
    }
    romeo.does(try await set(all))
    try await juliet.hears("configuration") { $0["node"] == "verona" }
    #expect(
      try await juliet.owns(.get, "<configure node='verona'/>").errorConditions == ["forbidden"])
  }

  // movim.md 6, 11
  func leadsMembers(_ romeo: Movim, _ juliet: Movim) async throws {
    for list in ["affiliations", "subscriptions"] {
      #expect(
        try await juliet.owns(.get, "<\(list) node='verona'/>").errorConditions == ["forbidden"])
    }
    let followers = try await romeo.owns(.get, "<subscriptions node='verona'/>")
    #expect(followers.descendant("subscription")?["jid"] == juliet.jid)
    let entry = juliet.post("by-juliet", in: "verona", "Good night")
    #expect(
      try await juliet.publishes("by-juliet", to: "verona", entry).errorConditions == ["forbidden"])
    func make(_ affiliation: String) async throws {
      romeo.does(
        try await romeo.owns(
          .set,
          """
          <affiliations node='verona'><affiliation jid='\(juliet.jid)' \
          affiliation='\(affiliation)'/></affiliations>
          """))
    }
    try await make("publisher")
    let members = try await romeo.owns(.get, "<affiliations node='verona'/>")
    #expect(
      Set(members.descendant("affiliations")?.elements.compactMap { $0["jid"] } ?? [])
        == [romeo.jid, juliet.jid])
    juliet.does(try await juliet.publishes("by-juliet", to: "verona", entry, Movim.options))
    juliet.does(try await juliet.retracts("by-juliet", from: "verona"))
    try await make("outcast")
    #expect(
      try await juliet.sets("<subscribe node='verona' jid='\(juliet.jid)'/>").errorConditions
        == ["forbidden"])
    try await make("none")
    juliet.does(try await juliet.sets("<subscribe node='verona' jid='\(juliet.jid)'/>"))
  }

  // movim.md 6, 18
  func opensASpace(_ romeo: Movim, _ juliet: Movim) async throws {
    romeo.does(
      try await romeo.creates(
        "space",
        [
          ("type", "urn:xmpp:spaces:0"), ("notify_retract", "true"), ("persist_items", "true"),
          ("purge_offline", "false"), ("notify_sub", "true"), ("notify_config", "true"),
          ("notify_delete", "true"), ("max_items", "max"), ("publish_model", "publishers"),
          ("access_model", "authorize"), ("deliver_payloads", "true"), ("title", "The orchard"),
        ]))
    // A room's options say no type of form.
    romeo.does(
      try await romeo.sets(
        """
        <publish node='space'><item id='room@rooms.localhost'>\
        <conference xmlns='urn:xmpp:bookmarks:1' name='Room'/></item></publish>\
        <publish-options>\(Movim.form(nil, [("persist_items", "true")]))</publish-options>
        """))
    func asking() async throws -> Element {
      try await juliet.sets("<subscribe node='space' jid='\(juliet.jid)'/>")
    }
    #expect(try await asking().descendant("subscription")?["subscription"] == "pending")
    // To go on asking, or to look inside, is answered as the XEP says, never as if nothing was there.
    #expect(try await asking().errorConditions == ["pending-subscription", "not-authorized"])
    #expect(
      try await juliet.gets("<items node='space'/>").errorConditions
        == ["not-subscribed", "not-authorized"])
    let pending = try await romeo.asks(
      .set,
      """
      <command xmlns='\(Namespace.commands)' node='\(Namespace.pubsub)#get-pending' \
      sessionid='pubsub-get-pending:movim' action='execute'>\
      \(Movim.form("subscribe_authorization", [("node", "space")]))</command>
      """)
    #expect(pending.descendant("command")?["status"] == "completed")
    romeo.does(
      try await romeo.owns(
        .set,
        """
        <subscriptions node='space'><subscription jid='\(juliet.jid)' \
        subscription='subscribed'/></subscriptions>
        """))
    try await juliet.hears("subscription") {
      $0["node"] == "space" && $0["subscription"] == "subscribed"
    }
    let (ids, _, _) = try await juliet.page(of: "space", "<items node='space'/>")
    #expect(ids == ["room@rooms.localhost"])
  }

  // movim.md 19
  func usesTheLongestNames(_ romeo: Movim) async throws {
    let (node, id) = (String(repeating: "n", count: 256), String(repeating: "i", count: 128))
    romeo.does(try await romeo.creates(node, Self.community))
    romeo.does(
      try await romeo.publishes(id, to: node, romeo.post(id, in: node, "Long"), Movim.options))
    #expect(try await romeo.page(of: node, "<items node='\(node)'/>").ids == [id])
  }

  func closes(_ romeo: Movim, _ juliet: Movim) async throws {
    romeo.does(try await romeo.owns(.set, "<delete node='verona'/>"))
    try await juliet.hears("delete") { $0["node"] == "verona" }
    #expect(
      try await juliet.gets("<items node='verona'/>").errorConditions == ["item-not-found"])
  }

  // movim.md 7, 8, 10
  func everythingCameAsMovimReadsIt(_ romeo: Movim, _ juliet: Movim) async throws {
    for person in [romeo, juliet] {
      #expect(!person.events.isEmpty)
      for event in person.events {
        let changes = event.elements.map { $0.name.name == "items" ? Array($0.elements) : [$0] }
        #expect(changes.count == 1 && changes.first?.count == 1, "\(event)")
        for item in changes.joined() where item.name.name == "item" {
          #expect(item["publisher"]?.hasSuffix("@localhost") == true)
        }
      }
      let stream = try await person.stream
      #expect(stream.contains("<event xmlns="))
      for found in stream.matches(of: /<\/?[A-Za-z]+:[A-Za-z-]+/) {
        #expect(found.output.hasPrefix("<stream:") || found.output.hasPrefix("</stream:"))
      }
      #expect(stream.firstMatch(of: /<event[^>]* xmlns:/) == nil)
    }
  }
}
