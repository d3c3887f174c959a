import PubSub
import Testing
import XMPP

@testable import Store

/// Posts wait to be put into the full-text indexes, and are found all the same.
@Suite struct IndexingTests {
  private func waiting(_ fixture: Fixture) async throws -> Int64? {
    try await fixture.number("SELECT count(*) FROM unindexed")
  }

  private func indexed(_ fixture: Fixture) async throws -> Int64? {
    try await fixture.number("SELECT count(*) FROM search_docsize")
  }

  @Test func theyWaitUntilSomebodySearches() async throws {
    let fixture = try await Fixture()
    try await fixture.create("blog")
    for item in ["a", "b", "c"] {
      try await fixture.publish(item, in: "blog", title: "Rose \(item)")
    }
    #expect(try await waiting(fixture) == 3)
    #expect(try await indexed(fixture) == 0)
    // What goes or changes before its turn has come is never indexed.
    try await fixture.apply([.retract(NodeID(stored: "blog"), ItemID(stored: "a"))])
    try await fixture.publish("b", in: "blog", title: "Thorn")
    #expect(try await waiting(fixture) == 2)
    #expect(try await fixture.store.search("rose", limit: 9).map(\.item) == ["c"])
    #expect(try await waiting(fixture) == 0)
    #expect(try await indexed(fixture) == 2)
    // What is in an index is out of it at once.
    try await fixture.apply([.retract(NodeID(stored: "blog"), ItemID(stored: "c"))])
    #expect(try await indexed(fixture) == 1)
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }

  @Test func theyWaitOverARestart() async throws {
    let fixture = try await Fixture()
    try await fixture.create("blog")
    try await fixture.publish("a", in: "blog", title: "Rose")
    try await fixture.store.close()
    let again = try await Fixture(fixture.folder)
    #expect(try await waiting(again) == 1)
    #expect(try await again.store.search("rose", limit: 9).map(\.item) == ["a"])
    try await again.checkInvariants()
    try await again.store.close()
  }

  @Test func tagsAreWhatTheyAre() async throws {
    let fixture = try await Fixture()
    try await fixture.create("blog")
    let terms = ["a&quot;b", #"c\d"#, #"\u0041\n"#, "[]", "\",\"", "e\tf", "日本"]
    let post = try Post(
      "1", title: "Title", more: terms.map { "<category term='\($0)'/>" }.joined(),
      by: fixture.romeo)
    try await fixture.apply(
      [.store(NodeID(stored: "blog"), post.item)], projections: post.projections)
    try await fixture.store.write { try $0.indexWaiting() }
    let stored = try await fixture.texts("SELECT tag FROM tag")
    #expect(
      Set(stored) == [#"a"b"#, #"c\d"#, #"\u0041\n"#, "[]", #"",""#, "e f", "日本"])
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }

  /// By number, or by bytes.
  @Test(arguments: [(Unindexed.maximumPosts + 200, 1), (6, 400_000)])
  func theyDoNotWaitForever(posts: Int, length: Int) async throws {
    let fixture = try await Fixture()
    try await fixture.create("blog")
    let words = String(repeating: "rose ", count: length / 5)
    for item in 0..<posts {
      let post = try Post("\(item)", title: "Title", body: words, by: fixture.romeo)
      try await fixture.apply(
        [.store(NodeID(stored: "blog"), post.item)], projections: post.projections)
    }
    // The next write comes when all that was enough is indexed.
    try await fixture.store.write { _ in }
    let (left, done) = (try await waiting(fixture) ?? 0, try await indexed(fixture) ?? 0)
    #expect(left < Unindexed.maximumPosts && left + done == posts)
    #expect(done > 0)
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }

  /// Somebody searches after each publish: what each makes is merged, bit by bit, and found all the while.
  @Test func segmentsAreMerged() async throws {
    let fixture = try await Fixture()
    try await fixture.create("blog")
    let posts = 400
    var most: [String: Int] = [:]
    for item in 0..<posts {
      try await fixture.publish("\(item)", in: "blog", title: "Rose w\(item)")
      #expect(try await fixture.store.search("w\(item)", limit: 9).map(\.item) == ["\(item)"])
      for index in ["search", "fragment"] {
        most[index] = max(most[index] ?? 0, try await segments(index, fixture))
      }
    }
    // Sixteen of a level are merged: see the migration 0029.
    for index in ["search", "fragment"] {
      #expect((16...40).contains(most[index] ?? 0), "\(index) \(most)")
    }
    #expect(try await fixture.store.search("rose", limit: posts + 1).count == posts)
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }

  /// The number after that of the levels, in the record of FTS5 that says how an index stands.
  private func segments(_ index: String, _ fixture: Fixture) async throws -> Int {
    let number = try await fixture.texts(
      "SELECT hex(substr(block, 6, 1)) FROM \(index)_data WHERE id = 10")
    return try #require(number.first.flatMap { Int($0, radix: 16) })
  }
}
