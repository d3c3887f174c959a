import FeedService
import TestSupport
import Testing
import XML
import XMPP

@Suite("What the service says of itself and of its nodes")
struct ServiceScenario {
  @Test func theServiceSaysWhatItCanDo() async throws {
    try await Stage.play { stage async throws in
      let juliet = stage.person("juliet@elsewhere.example/balcony")
      let info = try await juliet.discovers()
      #expect(info.identities.map { "\($0.category)/\($0.type)" } == ["pubsub/service"])
      #expect(info.features == Set(Features.all.compactMap(\.advertised)))
      for (request, answer) in [
        (Ping().element, nil), (EntityTime.request, "time"),
        (Element("query", Namespace.version), "query"),
      ] {
        let reply = try await stage.link.ask(.get, request, from: juliet.jid)
        #expect(reply.isResult())
        #expect(reply.elements.first { _ in true }?.name.name == answer)
      }
    }
  }

  /// Addresses of those who run the service, as configured.
  @Test func theServiceSaysWhomToWriteTo() async throws {
    var setting = Setting()
    setting.contacts = ContactAddresses(
      abuse: ["mailto:abuse@example.org", "xmpp:abuse@example.org"],
      security: ["https://example.org/security"])
    try await Stage.play(in: setting) { stage async throws in
      let info = try await stage.person("juliet@elsewhere.example/balcony").discovers()
      let form = try #require(info.form(Namespace.serverInfo))
      #expect(
        form.values(of: "abuse-addresses")
          == ["mailto:abuse@example.org", "xmpp:abuse@example.org"])
      #expect(form.values(of: "security-addresses") == ["https://example.org/security"])
      #expect(form.values(of: "sales-addresses") == nil)
    }
    try await Stage.play { stage async throws in
      let info = try await stage.person("juliet@elsewhere.example/balcony").discovers()
      #expect(info.form(Namespace.serverInfo) == nil)
    }
  }

  @Test func nodesAndItemsAreDiscovered() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      let juliet = stage.person("juliet@elsewhere.example/balcony")
      try await romeo.creates("verona", ["title": "Verona"])
      try await romeo.creates("vault", ["access_model": "whitelist"])
      for item in ["a", "b", "c"] { try await romeo.publishes(item, to: "verona", entry(item)) }
      #expect(try await juliet.lists().items.map(\.node) == ["verona"])
      #expect(try await romeo.lists().items.map(\.node) == ["verona", "vault"])
      let items = try await juliet.lists("verona").items
      #expect(items.map(\.name) == ["a", "b", "c"])
      #expect(items.allSatisfy { $0.node == nil })
      #expect(try await romeo.makes(juliet, "outcast", of: "verona").isResult())
      #expect(try await juliet.lists().items.isEmpty)
    }
  }

  @Test func aNodeSaysWhatItIs() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      let benvolio = stage.person("benvolio@example.org/street")
      try await romeo.creates(
        "verona",
        [
          "title": "Verona", "description": "News", "language": "it",
          "contact": "romeo@example.org", "max_items": "50",
        ])
      try await romeo.makes(benvolio, "publisher", of: "verona")
      let info = try await benvolio.discovers("verona")
      #expect(info.identities.map(\.type) == ["leaf"])
      let form = try #require(info.form("http://jabber.org/protocol/pubsub#meta-data"))
      for (field, value) in [
        ("pubsub#title", "Verona"), ("pubsub#description", "News"), ("pubsub#language", "it"),
        ("pubsub#contact", "romeo@example.org"), ("pubsub#creator", "romeo@example.org"),
        ("pubsub#owner", "romeo@example.org"), ("pubsub#publisher", "benvolio@example.org"),
        ("pubsub#num_subscribers", "0"), ("pubsub#max_items", "50"),
        ("pubsub#access_model", "open"), ("pubsub#publish_model", "publishers"),
        ("{urn:xmpp:pubsub-caching:0}persistence", "persistent"),
        ("{urn:xmpp:pubsub-caching:0}consistent-items", "1"),
        ("{urn:xmpp:pubsub-caching:0}always-notify", "0"),
        ("{urn:xmpp:pubsub-caching:0}allowed-for-suggestions", "0"),
      ] {
        #expect(form.value(of: field) == value, "\(field)")
      }
      #expect(form.value(of: "pubsub#creation_date").flatMap { Timestamp($0) } != nil)
    }
  }

  @Test func nodesAreFilteredByType() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      try await romeo.creates("plain")
      try await romeo.creates("blog", ["type": "urn:xmpp:microblog:0"])
      try await romeo.creates("pictures", ["type": "urn:xmpp:pubsub-social-feed:gallery:1"])
      func filter(_ field: String, _ types: String...) -> String {
        """
        <filter xmlns='urn:xmpp:pubsub-filter:0'><x xmlns='jabber:x:data' type='submit'>\
        <field var='FORM_TYPE'><value>urn:xmpp:pubsub-filter:0</value></field>\
        <field var='\(field)'>\(types.map { "<value>\($0)</value>" }.joined())</field></x></filter>
        """
      }
      for (filter, expected) in [
        (filter("included-types", "urn:xmpp:microblog:0", ""), ["plain", "blog"]),
        (filter("included-types", "urn:none"), []),
        (filter("excluded-types", "urn:xmpp:microblog:0"), ["plain", "pictures"]),
        (filter("excluded-types", ""), ["blog", "pictures"]),
      ] {
        #expect(try await romeo.lists(nil, filter).items.map(\.node) == expected)
      }
      // Comments, which are in no list, are there when their type is asked for.
      let comments = "urn:xmpp:microblog:0:comments/a"
      try await romeo.creates(comments, ["type": "urn:comments"])
      let juliet = stage.person("juliet@elsewhere.example/balcony")
      for (filter, expected) in [
        (filter("included-types", "urn:comments"), [comments]),
        (filter("excluded-types", "urn:none"), ["plain", "blog", "pictures"]),
        ("", ["plain", "blog", "pictures"]),
      ] {
        #expect(try await juliet.lists(nil, filter).items.map(\.node) == expected)
      }
      // How many there are is said with the first page.
      for (filter, expected) in [
        (filter("included-types", "urn:xmpp:microblog:0", ""), 2...2),
        (filter("excluded-types", "urn:xmpp:microblog:0"), 2...3),
      ] {
        for max in [0, 1] {
          let page = try await juliet.lists(nil, filter + resultSet("<max>\(max)</max>")).page
          #expect(page?.count.map(expected.contains) == true, "\(filter)")
        }
      }
    }
  }

  @Test func somebodyAsksForTheirSubscriptionsAndAffiliations() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      let juliet = stage.person("juliet@elsewhere.example/balcony")
      for node in ["verona", "mantua", "padua"] { try await romeo.creates(node) }
      try await juliet.subscribes(to: "verona")
      try await juliet.subscribes(to: "padua")
      try await romeo.makes(juliet, "publisher", of: "mantua")
      let all = try await juliet.gets("<subscriptions/>").descendant("subscriptions")
      #expect(all?.elements.map { $0["node"] } == ["verona", "padua"])
      #expect(all?.elements.allSatisfy { $0["subid"]?.isEmpty == false } == true)
      let one = try await juliet.gets("<subscriptions node='padua'/>").descendant("subscriptions")
      #expect(one?.elements.map { $0["node"] } == ["padua"])
      let affiliations = try await juliet.gets("<affiliations/>").descendant("affiliations")
      #expect(affiliations?.elements.map { $0["affiliation"] } == ["publisher"])
      #expect(
        try await stage.person("nurse@elsewhere.example/a").gets("<subscriptions/>")
          .descendant("subscriptions")?.children.isEmpty == true)
    }
  }

  @Test func listsArePagedInBothDirections() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      let nodes = (0..<5).map { "n\($0)" }
      for node in nodes {
        try await romeo.creates(node)
        try await romeo.subscribes(to: node)
      }
      try await pages(nodes) { set in
        let list = try await romeo.lists(nil, set)
        return (list.items.compactMap(\.node), list.page)
      }
      for list in ["subscriptions", "affiliations"] {
        try await pages(nodes) { set in
          let answer = try await romeo.gets("<\(list)/>\(set)")
          let pubsub = try #require(answer.first("pubsub", Namespace.pubsub))
          return (
            pubsub.descendant(list)?.elements.compactMap { $0["node"] } ?? [],
            try ResultSet.Response(in: pubsub)
          )
        }
      }
    }
  }

  /// Reads a list in pages of two, forwards and backwards.
  private func pages(
    _ all: [String], _ read: (String) async throws -> ([String], ResultSet.Response?)
  ) async throws {
    var found: [String] = []
    var place = ""
    while true {
      let (names, set) = try await read(resultSet("<max>2</max>\(place)"))
      guard let last = set?.last else { break }
      if place.isEmpty { #expect(set?.count == all.count) }
      found += names
      try #require(found.count <= all.count)
      place = "<after>\(last)</after>"
    }
    #expect(found == all)
    found = []
    place = "<before/>"
    while true {
      let (names, set) = try await read(resultSet("<max>2</max>\(place)"))
      guard let first = set?.first else { break }
      found = names + found
      try #require(found.count <= all.count)
      place = "<before>\(first)</before>"
    }
    #expect(found == all)
  }
}
