import PubSub
import Testing
import XMPP

@testable import Store

/// Who is told of what: by subscriptions, their options, and the nodes above.
@Suite struct RecipientTests {
  private typealias Change = @Sendable (inout SubscriptionOptions) -> Void

  /// Only who has options, or several subscriptions, is told which ones are meant.
  @Test(arguments: [1, 2, 3, 9])
  func plainAndOptioned(limit: Int) async throws {
    let fixture = try await Fixture()
    try await fixture.create("blog")
    try await fixture.subscribe("juliet@verona.lit", to: "blog")
    try await fixture.subscribe("romeo@verona.lit", to: "blog", "r") { $0.includeBody = true }
    try await fixture.subscribe("romeo@verona.lit/garden", to: "blog")
    #expect(
      try await fixture.told(event("blog"), limit: limit)
        == ["juliet", "romeo r +body", "romeo/garden"])
    // A second one of the same address, and it is gone again.
    try await fixture.subscribe("juliet@verona.lit", to: "blog", "2")
    #expect(
      try await fixture.told(event("blog"), limit: limit)
        == ["juliet 1,2", "romeo r +body", "romeo/garden"])
    #expect(
      try await fixture.told(event("blog", .subscribers, .node), limit: limit)
        == ["juliet", "romeo +body", "romeo/garden"])
    try await fixture.unsubscribe("juliet@verona.lit", from: "blog")
    #expect(
      try await fixture.told(event("blog"), limit: limit)
        == ["romeo r +body", "romeo/garden", "juliet"])
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }

  /// An address is told once, with all of its subscriptions that the event is for.
  @Test func severalOfOneAddress() async throws {
    let fixture = try await Fixture()
    try await fixture.create("blog")
    try await fixture.subscribe("juliet@verona.lit", to: "blog", "light") {
      $0.keywords = ["light"]
    }
    try await fixture.subscribe("juliet@verona.lit", to: "blog", "sun") {
      $0.keywords = ["sun", "light"]
      $0.includeBody = true
    }
    try await fixture.subscribe("juliet@verona.lit", to: "blog", "off") { $0.deliver = false }
    func told(_ text: String) async throws -> [String] {
      try await fixture.told(event("blog", text: text))
    }
    #expect(
      try await told("What light through yonder window breaks?") == ["juliet light,sun +body"])
    #expect(try await told("Juliet is the Sun.") == ["juliet sun +body"])
    #expect(try await told("Arise") == [])
    try await fixture.store.close()
  }

  private static let wishes: [(String, Change, items: [String], others: [String])] = [
    ("default", { _ in }, ["item", "other", "retraction", "node"], []),
    ("nothing", { $0.deliver = false }, [], []),
    ("digest", { $0.digest = true }, ["node"], []),
    ("keyword", { $0.keywords = ["SUN\u{308}"] }, ["item", "retraction", "node"], []),
    ("others", { $0.keywords = ["moon", "star"] }, ["retraction", "node"], []),
    ("metadata", { $0.matters = [.metadata] }, [], ["observers"]),
    (
      "both", { $0.matters = [.metadata, .items] }, ["item", "other", "retraction", "node"],
      ["observers"]
    ),
    ("linked", { $0.matters = [.linkedItems] }, [], []),
    ("depth", { $0.depth = -1 }, ["item", "other", "retraction", "node"], []),
  ]

  /// What the options of a subscription let through.
  @Test(arguments: wishes.indices)
  func options(index: Int) async throws {
    let (name, change, items, others) = Self.wishes[index]
    let fixture = try await Fixture()
    try await fixture.create("blog")
    try await fixture.subscribe("juliet@verona.lit", to: "blog") { change(&$0) }
    let events = [
      ("item", event("blog", text: "The s\u{75}n\u{308} rises")), ("other", event("blog")),
      ("retraction", event("blog", .subscribers, .retraction)),
      ("node", event("blog", .subscribers, .node)),
      ("observers", event("blog", .observers, .node)),
    ]
    for (kind, event) in events {
      let isMeant = (items + others).contains(kind)
      #expect(try await fixture.told(event).isEmpty != isMeant, "\(name): \(kind)")
    }
    // Of its end everybody is told.
    #expect(try await fixture.told(event("blog", .everybody, .node)) == ["juliet"])
    try await fixture.store.close()
  }

  // MARK: Above

  /// `club` above `news` above `deep`; `annex`, below the club, belongs to the news.
  private func club() async throws -> Fixture {
    let fixture = try await Fixture()
    try await fixture.create("club")
    for (name, parent) in [("news", "club"), ("deep", "news"), ("annex", "club")] {
      try await fixture.create(name) {
        $0.parent = NodeID(stored: parent)
        if name == "annex" { $0.link = NodeID(stored: "news") }
      }
    }
    return fixture
  }

  /// So many levels below, and linked nodes, for who asks for them.
  @Test func depth() async throws {
    let fixture = try await club()
    let wishes: [(String, String, Change)] = [
      ("none", "club", { _ in }), ("one", "club", { $0.depth = 1 }),
      ("two", "club", { $0.depth = 2 }), ("all", "club", { $0.depth = -1 }),
      (
        "linked", "club",
        {
          $0.depth = -1
          $0.matters = [.linkedItems]
        }
      ),
      ("near", "news", { $0.matters = [.linkedItems] }), ("here", "news", { $0.depth = 1 }),
    ]
    for (name, node, change) in wishes {
      try await fixture.subscribe("\(name)@verona.lit", to: node) { change(&$0) }
    }
    #expect(
      try await fixture.told(event("club"), limit: 3) == ["none", "one 1", "two 1", "all 1"])
    #expect(
      try await fixture.told(event("news"))
        == ["one 1 @club", "two 1 @club", "all 1 @club", "here 1"])
    #expect(
      try await fixture.told(event("deep"), limit: 1)
        == ["two 1 @club", "all 1 @club", "here 1 @news"])
    #expect(try await fixture.told(event("annex")) == ["linked 1 @club", "near 1 @news"])
    // Of the end of a node, who reads there.
    #expect(
      try await fixture.told(event("deep", .everybody, .node))
        == ["two @club", "all @club", "here @news"])
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }

  /// On several levels at once: told at the first of them.
  @Test(arguments: [1, 2, 9])
  func severalLevels(limit: Int) async throws {
    let fixture = try await club()
    try await fixture.subscribe("juliet@verona.lit", to: "club", "c") { $0.depth = -1 }
    try await fixture.subscribe("juliet@verona.lit", to: "news", "n") { $0.depth = -1 }
    try await fixture.subscribe("juliet@verona.lit", to: "deep", "d") {
      $0.keywords = ["sun"]
      $0.includeBody = true
    }
    // Plain where it is, whatever there is above.
    try await fixture.subscribe("romeo@verona.lit", to: "deep")
    try await fixture.subscribe("romeo@verona.lit", to: "club", "c") { $0.depth = -1 }
    #expect(
      try await fixture.told(event("deep", text: "sun"), limit: limit)
        == ["juliet d,n,c +body", "romeo"])
    #expect(
      try await fixture.told(event("deep", text: "moon"), limit: limit)
        == ["juliet n,c @news", "romeo"])
    #expect(
      try await fixture.told(event("news"), limit: limit) == ["juliet n,c", "romeo c @club"])
    try await fixture.store.close()
  }

  /// The hierarchy changes while an event is delivered: who was to be told before, and is to be told after, is told
  /// once.
  @Test(arguments: 0...6)
  func changes(pages: Int) async throws {
    let fixture = try await club()
    try await fixture.create("top")
    try await fixture.configure("club") { $0.parent = NodeID(stored: "top") }
    for (number, node) in ["top", "club", "news", "deep", "club", "top"].enumerated() {
      try await fixture.subscribe("user\(number)@verona.lit", to: node) { $0.depth = -1 }
    }
    try await fixture.apply([], [event("deep")])
    let event = try #require(try await fixture.waiting().last)
    var told: [String] = []
    var cursor: Int64? = 0
    var page = 0
    while let after = cursor {
      if page == pages { try await fixture.configure("deep") { $0.parent = NodeID(stored: "top") } }
      let (found, next) = try await fixture.page(event, after: after, limit: 1)
      told += found.map { $0.jid.replacing("@verona.lit", with: "") }
      cursor = next
      page += 1
    }
    // The club and the news stand above it no more.
    let lost = ["user1": 1, "user2": 2, "user4": 4].filter { $0.value >= pages }.keys
    #expect(told == (0..<6).map { "user\($0)" }.filter { !lost.contains($0) })
    try await fixture.store.close()
  }

  /// Who watches the hierarchy learns of new nodes, and not who came later.
  @Test func observers() async throws {
    let fixture = try await club()
    #expect(try await fixture.told(event("club", .observers, .node)) == [])
    try await fixture.subscribe("juliet@verona.lit", to: "club") {
      $0.depth = 1
      $0.matters = [.metadata]
    }
    try await fixture.subscribe("romeo@verona.lit", to: "club") { $0.depth = 1 }
    #expect(try await fixture.told(event("club", .observers, .node)) == ["juliet"])
    #expect(try await fixture.told(event("news", .observers, .node)) == ["juliet @club"])
    #expect(try await fixture.told(event("deep", .observers, .node)) == [])
    // Together with the creation itself.
    var below = NodeConfiguration()
    below.parent = NodeID(stored: "club")
    try await fixture.apply(
      [.create(NodeID(stored: "new"), below, owner: fixture.romeo)],
      [event("new", .observers, .node)])
    try await fixture.subscribe("later@verona.lit", to: "club") {
      $0.depth = 1
      $0.matters = [.metadata]
    }
    let new = try #require(try await fixture.waiting().first)
    #expect(try await fixture.recipients(of: new).map(\.jid) == ["juliet@verona.lit"])
    try await fixture.store.close()
  }

  // MARK: Everybody

  /// The end of a node is told to those too who wait, who want nothing and who may not read any more; above it
  /// only to those who may read.
  @Test(arguments: [1, 2, 9])
  func everybody(limit: Int) async throws {
    let fixture = try await club()
    let deep = NodeID(stored: "deep")
    try await fixture.subscribe("pending@verona.lit", to: "deep", state: .pending)
    try await fixture.subscribe("outcast@verona.lit", to: "deep")
    try await fixture.subscribe("quiet@verona.lit", to: "deep") { $0.deliver = false }
    try await fixture.subscribe("both@verona.lit", to: "deep", state: .pending)
    for name in ["above", "member", "both"] {
      try await fixture.subscribe("\(name)@verona.lit", to: "club", "c") { $0.depth = -1 }
    }
    // Who waits for the club learns nothing of what is below, and does not stand in the way.
    try await fixture.subscribe("waits@verona.lit", to: "news", "n", state: .pending) {
      $0.depth = -1
    }
    try await fixture.subscribe("waits@verona.lit", to: "club", "c") { $0.depth = -1 }
    try await fixture.apply([
      .affiliate(deep, BareJID("outcast@verona.lit"), .outcast),
      .affiliate(deep, BareJID("member@verona.lit"), .member),
      .affiliate(deep, BareJID("waits@verona.lit"), .member),
    ])
    let event = event("deep", .everybody, .node)
    let own = ["pending", "outcast", "quiet", "both"]
    #expect(
      try await fixture.told(event, limit: limit)
        == own + ["above @club", "member @club", "waits @club"])
    try await fixture.configure("deep") { $0.accessModel = .whitelist }
    #expect(
      try await fixture.told(event, limit: limit) == own + ["member @club", "waits @club"])
    try await fixture.store.close()
  }

  /// All owners, in pages.
  @Test(arguments: [1, 2, 4, 9])
  func owners(limit: Int) async throws {
    let fixture = try await Fixture()
    try await fixture.create("blog")
    for number in 0..<3 {
      try await fixture.apply([
        .affiliate(NodeID(stored: "blog"), BareJID("owner\(number)@verona.lit"), .owner),
        .affiliate(NodeID(stored: "blog"), BareJID("other\(number)@verona.lit"), .publisher),
      ])
    }
    #expect(
      try await fixture.told(event("blog", .owners, .node), limit: limit)
        == ["romeo", "owner0", "owner1", "owner2"])
    try await fixture.store.close()
  }
}
