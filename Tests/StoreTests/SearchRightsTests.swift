import PubSub
import Testing
import XMPP

@testable import Social
@testable import Store

/// What somebody may not read has no influence on what they find.
@Suite struct SearchRightsTests {
  private func found(
    _ fixture: Fixture, _ text: String, for reader: SearchReader
  ) async throws -> [String] {
    let query = try PostQuery(text)
    return try await fixture.store.search(within: .seconds(60)) { snapshot in
      try snapshot.search(query, for: reader, after: nil, SearchBounds(posts: 5)).posts.map(
        \.post.item)
    }
  }

  @Test func howeverMuchThereIs() async throws {
    let fixture = try await Fixture()
    try await fixture.create("open")
    try await fixture.create("closed") { $0.accessModel = .whitelist }
    try await fixture.publish("public", in: "open", title: "rose #thorn")
    // Newer than the public one, and more than are looked at.
    var effects: [Effect] = []
    var projections: [ItemID: Projection] = [:]
    for number in 0...Snapshot.maximumSearched {
      let post = try Post("p\(number)", title: "rose #thorn", by: fixture.romeo)
      effects.append(.store(NodeID(stored: "closed"), post.item))
      projections.merge(post.projections) { $1 }
    }
    try await fixture.apply(effects, projections: projections)
    try await fixture.apply([.affiliate(NodeID(stored: "closed"), fixture.juliet, .member)])
    let paris = try BareJID("paris@verona.lit")
    for query in ["rose", "ros*", "os", "#thorn", "author:\(fixture.romeo)", "since:1970-01-01"] {
      for reader in [
        SearchReader.anyone, .account(paris, on: fixture.service, fixture.known),
      ] {
        // Two letters of a word are no part that is looked for.
        let expected = query == "os" ? [] : ["public"]
        #expect(try await found(fixture, query, for: reader) == expected, "\(query)")
      }
    }
    let member = SearchReader.account(fixture.juliet, on: fixture.service, fixture.known)
    #expect(try await found(fixture, "rose", for: member).count == 5)
    try await fixture.store.close()
  }

  /// Nodes that the reader has something to do with and yet finds nothing in.
  enum Other: CaseIterable { case ownComments, outcast, pending, presence }

  @Test(arguments: Other.allCases)
  func whateverTheReaderIsThere(other: Other) async throws {
    let fixture = try await Fixture()
    try await fixture.create("open")
    try await fixture.publish("public", in: "open", title: "rose")
    let name = NodeID(stored: other == .ownComments ? CommentTests.comments : "other")
    var configuration = NodeConfiguration()
    switch other {
    case .ownComments, .outcast: break
    case .pending: configuration.accessModel = .authorize
    case .presence: configuration.accessModel = .presence
    }
    let juliet = fixture.juliet
    try await fixture.apply([
      .create(name, configuration, owner: other == .ownComments ? juliet : fixture.romeo)
    ])
    var effects: [Effect] = []
    var projections: [ItemID: Projection] = [:]
    for number in 0...Snapshot.maximumSearched {
      let post = try Post("p\(number)", title: "rose", by: fixture.romeo)
      effects.append(.store(name, post.item))
      projections.merge(post.projections) { $1 }
    }
    try await fixture.apply(effects, projections: projections)
    switch other {
    case .ownComments: break
    case .outcast: try await fixture.apply([.affiliate(name, juliet, .outcast)])
    case .pending:
      try await fixture.subscribe("\(juliet)", to: name.name, state: .pending)
    case .presence: try await fixture.subscribe("\(juliet)", to: name.name)
    }
    for admin in [false, true] where !admin || other == .ownComments {
      let reader = admin ? try BareJID("escalus@verona.lit") : juliet
      let found = try await found(
        fixture, "rose", for: .account(reader, on: fixture.service, fixture.known))
      #expect(found == ["public"], "\(reader)")
    }
    try await fixture.store.close()
  }

  /// What is rare among very much is found page by page, some of which may be empty, wherever the pages end.
  @Test(
    arguments: ["rose lang:de", "lang:de", "author:emile", "rose since:1970-01-01 lang:de"],
    [4, 5, 8, 10, 20])
  func rareOnes(text: String, passed: Int) async throws {
    let fixture = try await Fixture()
    try await fixture.create("open")
    let german = try Post(
      "rare", title: "rose", body: "words", more: "<author><name>Émile</name></author>",
      by: fixture.romeo)
    var entry = try #require(german.projection.entry)
    entry.language = "de"
    try await fixture.apply(
      [.store(NodeID(stored: "open"), german.item)],
      projections: [german.item.id: Projection(entry: entry, dates: nil)])
    for number in 0..<20 { try await fixture.publish("p\(number)", in: "open", title: "rose") }
    let (found, pages) = try await all(text, passed: passed, fixture)
    #expect(found == ["rare"])
    #expect(pages > 1 || text.hasPrefix("author"))
    try await fixture.store.close()
  }

  /// Nor do pages end where they do because of what the reader may not see.
  @Test(arguments: ["rose since:1970-01-01", "since:1970-01-01", "#thorn since:1970-01-01"])
  func whatIsPassed(text: String) async throws {
    let fixture = try await Fixture()
    try await fixture.create("open")
    try await fixture.create("closed") { $0.accessModel = .whitelist }
    for node in ["open", "closed"] {
      for number in 0..<9 {
        try await fixture.publish("\(node)\(number)", in: node, title: "rose #thorn")
      }
    }
    let (found, pages) = try await all(text, passed: 10, fixture)
    #expect(found.count == 9 && found.allSatisfy { $0.hasPrefix("open") })
    // One is full, and the other one has the rest.
    #expect(pages == 2)
    try await fixture.store.close()
  }

  /// All that the public finds, and on how many pages of five.
  private func all(_ text: String, passed: Int, _ fixture: Fixture) async throws -> (
    found: [String], pages: Int
  ) {
    let query = try PostQuery(text)
    var (place, found, pages): (SearchPlace?, [String], Int) = (nil, [], 0)
    repeat {
      let after = place
      let page = try await fixture.store.search(within: .seconds(60)) { snapshot in
        var bounds = SearchBounds(posts: 5)
        bounds.passed = passed
        return try snapshot.search(query, for: .anyone, after: after, bounds)
      }
      found += page.posts.map(\.post.item)
      place = page.reached ?? (page.posts.count == 5 ? page.posts.last?.place : nil)
      pages += 1
    } while place != nil && pages < 30
    return (found, pages)
  }
}
