import PubSub
import Social
import Testing
import XMPP

@testable import Store

@Suite struct WebReadsTests {
  private static let hidden = [
    "whitelist", "deleted", "test_node", "urn:xmpp:microblog:0:comments/abc",
  ]

  private func populated() async throws -> Fixture {
    let fixture = try await Fixture()
    for (number, name) in (Self.hidden + ["open", "social", "odd", "empty"]).enumerated() {
      try await fixture.create(name) {
        if name == "whitelist" { $0.accessModel = .whitelist }
        if name == "social" { $0.type = "urn:xmpp:pubsub-social-feed:1" }
        if name == "odd" { $0.type = "urn:example:odd" }
        if name == "social" { $0.title = "Society" }
      }
      guard name != "empty" else { continue }
      try await fixture.publish("i", in: name, title: "Word", at: Int64(number) + 1)
      try await fixture.publish("r", in: name, title: "Word", at: Int64(number) + 1)
      try await fixture.apply([.retract(NodeID(stored: name), ItemID(stored: "r"))])
    }
    try await fixture.apply([.delete(NodeID(stored: "deleted"), redirect: nil)])
    return fixture
  }

  @Test func listsHoldWhatIsForThem() async throws {
    let fixture = try await populated()
    let store = fixture.store
    #expect(try await store.newestPosts(limit: 99).map(\.node) == ["social", "open"])
    #expect(try await store.communities(limit: 99).map(\.name) == ["empty", "social", "open"])
    #expect(try await store.communities(limit: 1).map(\.name) == ["empty"])
    #expect(try await Set(store.search("word", limit: 99).map(\.node)) == ["social", "open"])
    #expect(try await store.lastChange() == Timestamp(milliseconds: 1_000))
    try await store.close()
  }

  @Test(arguments: hidden)
  func hiddenNodesLookMissing(name: String) async throws {
    let fixture = try await populated()
    #expect(try await fixture.store.community(service: fixture.jid, node: name) == nil)
    #expect(
      try await fixture.store.posts(service: fixture.jid, node: name, .newest, limit: 9) == nil)
    for item in ["i", "r", "never"] {
      let found = try await fixture.store.post(service: fixture.jid, node: name, item: item)
      guard case .missing = found else {
        Issue.record("\(item) is \(found)")
        continue
      }
    }
    try await fixture.store.close()
  }

  /// An open node of another kind has its page and is in no list; what it holds is no posts.
  @Test func unlistedNodesHaveAPage() async throws {
    let fixture = try await populated()
    #expect(try await fixture.store.community(service: fixture.jid, node: "odd")?.posts == 0)
    #expect(
      try await fixture.store.post(service: fixture.jid, node: "odd", item: "i").found == nil)
    try await fixture.store.close()
  }

  @Test func closedLater() async throws {
    let fixture = try await populated()
    var closed = NodeConfiguration()
    closed.accessModel = .whitelist
    try await fixture.apply([.configure(NodeID(stored: "open"), closed)])
    #expect(try await fixture.store.newestPosts(limit: 99).map(\.node) == ["social"])
    #expect(try await fixture.store.community(service: fixture.jid, node: "open") == nil)
    #expect(try await fixture.store.search("word", limit: 99).map(\.node) == ["social"])
    try await fixture.apply([.configure(NodeID(stored: "open"), NodeConfiguration())])
    #expect(try await fixture.store.newestPosts(limit: 99).map(\.node) == ["social", "open"])
    try await fixture.store.close()
  }

  @Test func views() async throws {
    let fixture = try await populated()
    let node = try #require(
      try await fixture.store.community(service: fixture.jid, node: "social"))
    #expect(node.title == "Society")
    #expect(node.posts == 1)
    #expect(node.service == fixture.jid)
    let post = try #require(
      try await fixture.store.post(service: fixture.jid, node: "social", item: "i").found)
    #expect(post.nodeTitle == "Society")
    #expect(post.publisher == fixture.romeo)
    #expect(post.entry.text.contains("Word") || post.entry.title == "Word")
    #expect(try await fixture.store.community(service: fixture.jid, node: "open")?.title == "open")
    #expect(try await fixture.store.community(service: fixture.romeo, node: "open") == nil)
    try await fixture.store.close()
  }

  /// Words are words, whatever they look like.
  @Test(arguments: [
    "AND", "OR NOT", "\"", "word\"", "NEAR(word", "*", "word*", "title:word", "-word", "(word)",
    "^word", "{title} : word", "word AND", "", " ", "\u{0}", "'", "%_", "e\u{301}\u{301}", "💚",
    String(repeating: "word ", count: 200),
  ])
  func search(words: String) async throws {
    let fixture = try await populated()
    _ = try await fixture.store.search(words, limit: 9)
    try await fixture.store.close()
  }

  @Test func searchFolds() async throws {
    let fixture = try await Fixture()
    try await fixture.create("blog")
    try await fixture.publish("a", in: "blog", title: "Crème brûlée in Zürich")
    try await fixture.publish("b", in: "blog", title: "Cream")
    for words in ["creme", "BRULEE", "zürich creme", "Crème Brûlée"] {
      #expect(try await fixture.store.search(words, limit: 9).map(\.item) == ["a"], "\(words)")
    }
    #expect(try await fixture.store.search("creme cream", limit: 9).isEmpty)
    try await fixture.store.close()
  }

  /// Every post once, forwards and backwards.
  @Test(arguments: [1, 2, 3, 7, 8])
  func paging(limit: Int) async throws {
    let fixture = try await Fixture()
    try await fixture.create("blog")
    for number in 0..<7 { try await fixture.publish("i\(number)", in: "blog") }
    try await fixture.publish("i2", in: "blog")
    let expected = ["i2", "i6", "i5", "i4", "i3", "i1", "i0"]
    func page(_ cursor: PageCursor) async throws -> PostPage {
      try #require(
        try await fixture.store.posts(service: fixture.jid, node: "blog", cursor, limit: limit))
    }
    var page = try await page(.newest)
    #expect(page.newer == nil)
    var forwards = page.posts.map(\.item)
    while let older = page.older {
      page =
        try await fixture.store.posts(
          service: fixture.jid, node: "blog", .before(older), limit: limit) ?? page
      #expect(page.newer != nil)
      forwards += page.posts.map(\.item)
      try #require(forwards.count < 20)
    }
    #expect(forwards == expected)
    var backwards = page.posts.map(\.item)
    while let newer = page.newer {
      page =
        try await fixture.store.posts(
          service: fixture.jid, node: "blog", .after(newer), limit: limit) ?? page
      backwards = page.posts.map(\.item) + backwards
      try #require(backwards.count < 20)
    }
    #expect(backwards == expected)
    try await fixture.store.close()
  }
}
