import TestSupport
import Testing
import XML
import XMPP

@Suite("Posts in everybody's dialect")
struct DialectScenario {
  /// Those who have the nodes that the table speaks of, and a stranger who looks at all of it.
  private struct Cast {
    let stage: Stage
    let juliet: Person
    let stranger: Person

    static func on(_ stage: Stage) async throws -> Cast {
      let juliet = stage.person("juliet@example.org/movim")
      var comments = MovimScenario.community
      comments["publish_model"] = "open"
      for (node, options) in [
        (DialectRow.community, MovimScenario.community),
        (DialectRow.gallery, ["type": "urn:xmpp:pubsub-social-feed:gallery:1"]),
        (DialectRow.stories, ["type": "urn:xmpp:pubsub-social-feed:stories:0"]),
        (DialectRow.comments, comments),
      ] {
        try #require(try await juliet.creates(node, options).isResult())
      }
      return Cast(
        stage: stage, juliet: juliet, stranger: stage.person("nurse@elsewhere.example/house"))
    }
  }

  @Test(arguments: DialectRow.all.map(\.dialect))
  func everyPayloadIsStoredIndexedAndShown(_ dialect: String) async throws {
    let rows = try #require(DialectRow.all.first { $0.dialect == dialect }?.rows)
    try await Stage.play { stage async throws in
      let cast = try await Cast.on(stage)
      for row in rows { try await publish(row, cast) }
      for row in rows {
        try await isStored(row, cast)
        try await isIndexed(row, cast)
        try await isShown(row, cast)
      }
    }
  }

  @Test func theTableIsLargeAndItsNamesAreItsOwn() {
    let rows = DialectRow.all.flatMap(\.rows)
    #expect(rows.count >= 40)
    for (dialect, rows) in DialectRow.all {
      #expect(Set(rows.map(\.item)).count == rows.count, "\(dialect)")
    }
  }

  /// As the client sends it, prefixes and all.
  private func publish(_ row: DialectRow, _ cast: Cast) async throws {
    for (number, payload) in [row.former, row.payload].compactMap({ $0 }).enumerated() {
      let id = "\(row.item)-\(number)"
      cast.stage.link.send(
        """
        <iq type='set' id='\(id)' from='\(cast.juliet.jid)' to='\(Stage.domain)'>\
        <pubsub xmlns='http://jabber.org/protocol/pubsub'\(row.outside)><publish node='\(row.node)'>\
        <item id='\(row.item)'>\(payload)</item></publish></pubsub></iq>
        """)
      let answer = try await cast.stage.link.answer(id, to: cast.juliet.jid)
      if case .refused(let conditions) = row.stored {
        #expect(answer.errorConditions == conditions, "\(row.name)")
      } else {
        #expect(answer.isResult(), "\(row.name): \(answer)")
      }
    }
  }

  /// An items request returns the same content, with no element's name prefixed.
  private func isStored(_ row: DialectRow, _ cast: Cast) async throws {
    let bytes = try await cast.stage.link.bytes {
      try await cast.juliet.gets("<items node='\(row.node)'><item id='\(row.item)'/></items>")
    }
    let expected: String
    switch row.stored {
    case .refused:
      #expect(!bytes.contains("<item "), "\(row.name)")
      return
    case .written(let markup): expected = markup
    case .same:
      let payload = try Element(parsing: Array(row.payload.utf8))
      expected = String(decoding: payload.canonical, as: UTF8.self)
    }
    #expect(
      bytes.contains(
        "<item id='\(row.item)' publisher='\(cast.juliet.bare)'>\(expected)</item>"),
      "\(row.name): \(bytes.prefix(2_000))")
    #expect(bytes.firstMatch(of: /<[^\s<>\/]+:/) == nil, "\(row.name)")
  }

  private func isIndexed(_ row: DialectRow, _ cast: Cast) async throws {
    func finds(_ search: DialectRow.Search) async throws -> Bool {
      let (name, value) = search.field
      return try await cast.stranger.finds([name: value, "node": row.node]).contains(row.item)
    }
    for search in row.found {
      #expect(try await finds(search), "\(row.name) is not found by \(search)")
    }
    for search in row.missed {
      #expect(try await !finds(search), "\(row.name) is found by \(search)")
    }
    var isSomewhere = true
    if case .nowhere = row.shown { isSomewhere = false }
    #expect(
      try await cast.stranger.finds(["node": row.node], page: "<max>50</max>").contains(row.item)
        == isSomewhere, "\(row.name)")
  }

  private func isShown(_ row: DialectRow, _ cast: Cast) async throws {
    let node = row.node.replacing("/", with: "%2F")
    let page = try await cast.stage.page("/p/\(node)/\(row.item)")
    let entry = try await self.entry(row, in: cast.stage.page("/feed/\(node)"))
    guard case .here(let inPage, let inFeed) = row.shown else {
      #expect(page.status == 404 && entry == nil, "\(row.name)")
      return
    }
    #expect(page.status == 200, "\(row.name)")
    let markup = try #require(entry, "\(row.name)")
    for part in inPage { #expect(page.text.contains(part), "\(row.name): \(page.text)") }
    for part in inFeed { #expect(markup.contains(part), "\(row.name): \(markup)") }
    for part in row.never {
      #expect(!markup.contains(part), "\(row.name), \(part): \(markup)")
      // The page's own markup apart, such as its icon and code, and the names of the posts beside it.
      let own = #/<nav class="paging beside".*?<\/nav>|<details class="code".*?<\/details>/#
        .dotMatchesNewlines()
      let main = page.text.firstRange(of: "<main").map { page.text[$0.lowerBound...] } ?? ""
      let post = main.replacing(own, with: "")
      #expect(!post.contains(part), "\(row.name), \(part): \(post)")
    }
  }

  /// The markup of its entry in the feed of its node; nil if it is not there.
  private func entry(_ row: DialectRow, in feed: Reply) throws -> String? {
    guard feed.status == 200, let start = feed.text.firstRange(of: "<feed") else { return nil }
    let element = try Element(parsing: Array(feed.text[start.lowerBound...].utf8))
    let entry = element.all("entry", Namespace.atom).first {
      $0.first("id", Namespace.atom)?.text.hasSuffix(";item=\(row.item)") == true
    }
    return entry.map { String(decoding: $0.canonical, as: UTF8.self) }
  }
}
