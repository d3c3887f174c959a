import TestSupport
import Testing
import XML
import XMPP

@Suite("Searching")
struct SearchScenario {
  @Test func postsAndCommunitiesAreSearchedFor() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      let juliet = stage.person("juliet@example.org/balcony")
      try await romeo.creates("verona", ["title": "Fair Verona"])
      try await romeo.publishes("cafe", to: "verona", entry("Café Napolitano", "An evening #out"))
      try await romeo.publishes("tokyo", to: "verona", entry("Travel", "昨日は東京都に行った。"))
      try await romeo.publishes("old", to: "verona", entry("Plain", "in the evening, Napolitano"))

      let form = try await juliet.link.ask(
        .get, Element("query", Namespace.search), from: juliet.jid)
      #expect(form.descendant("x")?.elements.contains { $0["var"] == "text" } == true)

      // Accents and case, parts of words, scripts without blanks.
      #expect(try await juliet.finds(["text": "cafe"]) == ["cafe"])
      #expect(try await juliet.finds(["text": "polit"]) == ["cafe"])
      for part in ["東京", "京都に", "都", "東京都 昨日"] {
        #expect(try await juliet.finds(["text": part]) == ["tokyo"], "\(part)")
      }
      #expect(try await juliet.finds(["text": "京東"]) == [])
      // Names before texts, then what is near, then what is new.
      #expect(try await juliet.finds(["text": "napolitano"]) == ["cafe", "old"])
      #expect(try await juliet.finds(["text": "\"evening napolitano\""]) == ["old"])
      // Tags, authors, nodes, days.
      #expect(try await juliet.finds(["tag": "Out"]) == ["cafe"])
      #expect(try await juliet.finds(["author": romeo.bare]).count == 3)
      #expect(try await juliet.finds(["author": juliet.bare]) == [])
      #expect(try await juliet.finds(["author": "rome", "text": "travel"]) == ["tokyo"])
      #expect(try await juliet.finds(["node": "verona"]).count == 3)
      #expect(try await juliet.finds(["text": "travel", "until": "2020-01-01"]) == [])

      // Page by page.
      var page = try await juliet.searches(["author": romeo.bare], page: "<max>2</max>")
      let first = page.rows.compactMap { $0["item"] }
      page = try await juliet.searches(
        ["author": romeo.bare],
        page: "<max>2</max><after>\(page.page?.last ?? "")</after>")
      #expect(first + page.rows.compactMap { $0["item"] } == ["old", "tokyo", "cafe"])

      let found = try await juliet.searches(["text": "tokyo OR cafe"])
      #expect(found.rows == [] && found.element.children.count == 1)
      let row = try #require(try await juliet.searches(["text": "cafe"]).rows.first)
      #expect(row["title"] == "Café Napolitano" && row["snippet"] == "An evening #out")
      #expect(row["author_jid"] == romeo.bare && row["community"] == "Fair Verona")
      #expect(row["uri"] == "xmpp:\(stage.link.domain)?;node=verona;item=cafe")

      #expect(row["author_disagrees"] == nil)
      #expect(try await juliet.searches(["text": "cafe"], page: "<max>0</max>").rows == [])

      // Tags, by how many people use them.
      try await juliet.creates("balcony")
      try await juliet.publishes("t1", to: "balcony", entry("One", "#night #out #nsfw"))
      try await juliet.publishes("t2", to: "balcony", entry("Two", "#night"))
      let tags = try await juliet.searches(["kind": "tags"]).rows
      #expect(tags.map { $0["tag"] } == ["out", "night"])
      #expect(tags.map { $0["authors"] } == ["2", "1"] && tags.map { $0["posts"] } == ["2", "2"])

      let next = "<max>1</max><after>out</after>"
      let second = try await juliet.searches(["kind": "tags"], page: next)
      #expect(second.rows.map { $0["tag"] } == ["night"] && second.page?.count == 2)

      // The directory.
      try await romeo.creates("mantua", ["description": "Exile"])
      try await juliet.subscribes(to: "verona")
      func nodes(_ fields: KeyValuePairs<String, String>) async throws -> [String] {
        try await juliet.searches(fields).rows.compactMap { $0["node"] }
      }
      #expect(try await nodes(["kind": "communities"]) == ["mantua", "balcony", "verona"])
      #expect(
        try await nodes(["kind": "communities", "order": "subscribers"])
          == ["verona", "mantua", "balcony"])
      #expect(try await nodes(["kind": "communities", "text": "exile"]) == ["mantua"])
      #expect(
        try await juliet.searchRefusal(["kind": "communities", "text": "#night"])
          == ["not-acceptable"])
    }
  }

  /// A member finds it; to a stranger nothing tells that it is there.
  @Test func aPrivatePostIsFoundByMembersAlone() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      let juliet = stage.person("juliet@example.org/balcony")
      let paris = stage.person("paris@example.org/street")
      try await romeo.creates("secret", ["access_model": "whitelist"])
      try await romeo.creates("open")
      try await romeo.makes(juliet, "member", of: "secret")
      let searches: [KeyValuePairs<String, String>] = [
        ["text": "balcony"], ["text": "alcon"], ["tag": "night"], ["author": romeo.bare],
        ["node": "secret"], ["text": "balcony", "node": "secret"],
        ["kind": "tags"], ["kind": "communities"],
      ]
      func all(_ person: Person) async throws -> [SearchResults] {
        var all: [SearchResults] = []
        for fields in searches { all.append(try await person.searches(fields)) }
        return all
      }
      let before = try await all(paris)
      try await romeo.publishes("private", to: "secret", entry("Balcony", "Tonight #night"))
      #expect(try await all(paris) == before)
      for fields in searches.dropLast(2) {
        #expect(try await juliet.finds(fields) == ["private"], "\(fields)")
      }
      // As little as of one that does not exist.
      #expect(
        try await paris.searches(["node": "secret"]) == paris.searches(["node": "never there"]))
      try await romeo.makes(paris, "outcast", of: "open")
      try await romeo.publishes("public", to: "open", entry("Balcony"))
      #expect(try await paris.finds(["text": "balcony"]) == [])
      #expect(try await paris.searches(["kind": "communities"]).rows == [])
    }
  }

  /// Who wrote what is told where the node tells it, and where a post says otherwise that is marked.
  @Test func authorsAreWhatTheyAre() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      let juliet = stage.person("juliet@example.org/balcony")
      try await romeo.creates("verona")
      try await romeo.creates("masks", ["itemreply": "none"])
      for node in ["verona", "masks"] {
        try await romeo.publishes(
          node, to: node,
          """
          <entry xmlns='\(Namespace.atom)'><title>Rose</title>\
          <author><name>Paris</name><uri>xmpp:paris@example.org</uri></author></entry>
          """)
      }
      let rows = try await juliet.searches(["text": "rose"]).rows
      #expect(rows.map { $0["node"] } == ["masks", "verona"])
      #expect(rows.map { $0["author_jid"] } == [nil, romeo.bare])
      #expect(rows.map { $0["author_disagrees"] } == ["1", "1"])
      #expect(try await juliet.finds(["author": romeo.bare]) == ["verona"])
      #expect(try await juliet.finds(["author": romeo.bare, "text": "rose"]) == ["verona"])
      for (node, found) in [("verona", ["verona"]), ("masks", [])] {
        let query = """
          <query xmlns='urn:xmpp:mam:2' node='\(node)'><x xmlns='jabber:x:data' type='submit'>\
          <field var='FORM_TYPE'><value>urn:xmpp:mam:2</value></field>\
          <field var='with'><value>\(romeo.bare)</value></field></x></query>
          """
        let answer = try await juliet.link.ask(
          .set, try Element(parsing: Array(query.utf8)), from: juliet.jid)
        #expect(answer.isResult() && answer.descendant("count")?.text == "\(found.count)")
        #expect(stage.link.received().compactMap { $0.descendant("item")?["id"] } == found)
      }
    }
  }

  @Test func theArchiveOfANodeIsSearched() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      for node in ["verona", "mantua"] { try await romeo.creates(node) }
      for number in 0..<4 {
        try await romeo.publishes(
          "i\(number)", to: "verona", entry("Post \(number)", number % 2 == 0 ? "Crème" : "東京"))
      }
      try await romeo.publishes("elsewhere", to: "mantua", entry("Post", "creme"))
      func found(_ words: String, _ page: String = "<max>9</max>") async throws -> [String] {
        let query = """
          <query xmlns='urn:xmpp:mam:2' node='verona'><x xmlns='jabber:x:data' type='submit'>\
          <field var='FORM_TYPE'><value>urn:xmpp:mam:2</value></field>\
          <field var='{urn:xmpp:fulltext:0}fulltext'><value>\(words)</value></field></x>\
          <set xmlns='http://jabber.org/protocol/rsm'>\(page)</set></query>
          """
        let answer = try await romeo.link.ask(
          .set, try Element(parsing: Array(query.utf8)), from: romeo.jid)
        try #require(answer.isResult(), "\(answer)")
        return romeo.link.received().compactMap { $0.descendant("item")?["id"] }
      }
      #expect(try await found("creme") == ["i0", "i2"])
      #expect(try await found("京") == ["i1", "i3"])
      #expect(try await found("post", "<max>1</max><before/>") == ["i3"])
      #expect(try await found("nothing") == [])
      #expect(try await romeo.discovers().features.contains(Namespace.fullText))
    }
  }
}
