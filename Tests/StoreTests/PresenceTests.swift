import PubSub
import Testing
import XMPP

@testable import Store

/// What somebody who comes online, or goes, makes due.
@Suite struct PresenceTests {
  /// Nodes whose newest item goes to one who comes: each once, whatever subscriptions there are, and those first that
  /// changed last.
  @Test func arrival() async throws {
    let fixture = try await Fixture()
    let nodes: [(String, @Sendable (inout NodeConfiguration) -> Void)] = [
      ("usual", { _ in }), ("never", { $0.sendLastItem = .never }), ("empty", { _ in }),
      ("onSubscribe", { $0.sendLastItem = .onSubscribe }),
      (
        "based",
        {
          $0.presenceBasedDelivery = true
          $0.sendLastItem = .never
        }
      ),
      ("closed", { $0.accessModel = .authorize }), ("gone", { _ in }),
    ]
    let juliet = try JID("juliet@verona.lit/balcony")
    for (name, change) in nodes {
      try await fixture.create(name) { change(&$0) }
      if name != "empty" { try await fixture.publish("i", in: name) }
      try await fixture.subscribe(
        "\(juliet)", to: name, state: name == "closed" ? .pending : .subscribed)
    }
    try await fixture.apply([.delete(NodeID(stored: "gone"), redirect: nil)])
    // Of the account, of another resource, with states, and not wanted.
    try await fixture.subscribe("juliet@verona.lit", to: "usual", "b") { $0.showValues = [.chat] }
    try await fixture.subscribe("juliet@verona.lit", to: "never", "b") { $0.showValues = [.chat] }
    try await fixture.subscribe("juliet@verona.lit/a", to: "onSubscribe", "b") {
      $0.showValues = [.chat]
    }
    let service = fixture.service
    func arrival(_ jid: JID, _ show: Presence.Show = .chat, limit: Int = 9) async throws -> [String]
    {
      try await fixture.store.read {
        try $0.nodesForArrival(of: jid, show, in: service, limit: limit).map {
          "\($0.node.facts.id) \($0.isPresenceBased)"
        }
      }
    }
    #expect(try await arrival(juliet) == ["based true", "never true", "usual true"])
    #expect(try await arrival(juliet, limit: 1) == ["based true"])
    // Those for states that are not theirs do not count.
    #expect(try await arrival(juliet, .dnd) == ["based true", "usual false"])
    #expect(
      try await arrival(JID("juliet@verona.lit/a"))
        == ["onSubscribe true", "never true", "usual true"])
    #expect(try await arrival(JID("romeo@verona.lit/a")) == [])
    try await fixture.unsubscribe("juliet@verona.lit", from: "usual", "b")
    #expect(try await arrival(juliet) == ["based true", "never true", "usual false"])
    try await fixture.publish("j", in: "usual")
    #expect(try await arrival(juliet) == ["usual false", "based true", "never true"])
    let silent = try subscription("\(juliet)") { $0.deliver = false }
    try await fixture.apply([.change(NodeID(stored: "usual"), silent)])
    #expect(try await arrival(juliet) == ["based true", "never true"])
    try await fixture.store.close()
  }

  private static let wishes: [(change: @Sendable (inout SubscriptionOptions) -> Void, Bool)] = [
    ({ $0.digest = true }, false), ({ $0.keywords = ["sun"] }, false),
    ({ $0.matters = [.metadata, .linkedItems] }, false), ({ $0.deliver = false }, false),
    ({ $0.matters = [.metadata, .items] }, true), ({ $0.showValues = [.xa, .dnd] }, true),
    ({ $0.showValues = [.xa] }, false), ({ $0.includeBody = true }, true),
  ]

  /// Who wants to be told in a way of their own is not told in another one.
  @Test(arguments: wishes.indices)
  func arrivalWithOptions(index: Int) async throws {
    let (change, isTold) = Self.wishes[index]
    let fixture = try await Fixture()
    try await fixture.create("blog")
    try await fixture.publish("i", in: "blog")
    try await fixture.subscribe("juliet@verona.lit", to: "blog") { change(&$0) }
    let (service, jid) = (fixture.service, try JID("juliet@verona.lit/a"))
    let count = try await fixture.store.read {
      try $0.nodesForArrival(of: jid, .dnd, in: service, limit: 9).count
    }
    #expect(count == (isTold ? 1 : 0))
    try await fixture.store.close()
  }

  /// An item is no longer what it was when it was edited, retracted, purged, or its node is gone.
  @Test(arguments: ["nothing", "edit", "retract", "purge", "delete"])
  func currentItems(what: String) async throws {
    let fixture = try await Fixture()
    try await fixture.create("blog")
    try await fixture.publish("i", in: "blog")
    let item = try await fixture.read("blog") { try #require(try $0.newestItem(of: $1)) }
    let blog = NodeID(stored: "blog")
    switch what {
    case "edit": try await fixture.publish("i", in: "blog")
    case "retract": try await fixture.apply([.retract(blog, ItemID(stored: "i"))])
    case "purge": try await fixture.apply([.purge(blog)])
    case "delete": try await fixture.apply([.delete(blog, redirect: nil)])
    default: try await fixture.publish("j", in: "blog")
    }
    #expect(try await fixture.store.read { try $0.isCurrent(item) } == (what == "nothing"))
    try await fixture.store.close()
  }

  private func fleeting() async throws -> Fixture {
    let fixture = try await Fixture()
    for name in ["lasting", "a", "b", "c"] {
      try await fixture.create(name) { $0.purgeOffline = name != "lasting" }
      for user in 0..<3 {
        let jid = try BareJID("user\(user)@verona.lit")
        for item in 0...user {
          try await fixture.publish("i\(user).\(item)", in: name, by: jid)
        }
      }
    }
    try await fixture.apply([.purge(NodeID(stored: "b"))])
    try await fixture.publish("new", in: "b", by: BareJID("user1@verona.lit"))
    try await fixture.apply([.delete(NodeID(stored: "c"), redirect: nil)])
    return fixture
  }

  @Test func itemsToPurge() async throws {
    let fixture = try await fleeting()
    let service = fixture.service
    func items(_ user: Int, limit: Int = 9) async throws -> [String] {
      let jid = try BareJID("user\(user)@verona.lit")
      return try await fixture.store.read {
        try $0.itemsToPurge(of: jid, in: service, limit: limit).map {
          "\($0.node.facts.id): \($0.items.map(\.name).joined(separator: " "))"
        }
      }
    }
    #expect(try await items(0) == ["a: i0.0"])
    #expect(try await items(1) == ["a: i1.0 i1.1", "b: new"])
    // So many in all.
    #expect(try await items(2, limit: 2) == ["a: i2.0 i2.1"])
    #expect(try await items(1, limit: 3) == ["a: i1.0 i1.1", "b: new"])
    #expect(try await items(1, limit: 2) == ["a: i1.0 i1.1"])
    #expect(try await items(1, limit: 1) == ["a: i1.0"])
    #expect(try await items(7) == [])
    try await fixture.store.close()
  }

  /// Page by page, all who have something in such nodes, or had it a moment ago.
  @Test(arguments: [1, 2, 3, 99])
  func fleetingPublishers(limit: Int) async throws {
    let fixture = try await fleeting()
    let service = fixture.service
    var found: [String] = []
    var cursor: NodeCursor? = .start
    while let after = cursor {
      let (page, next) = try await fixture.store.read {
        try $0.fleetingPublishers(in: service, after: after, limit: limit)
      }
      #expect(page.count <= limit)
      found += page.map { $0.local ?? "" }
      cursor = next
    }
    #expect(found == ["user0", "user1", "user2", "user0", "user1", "user2"])
    try await fixture.store.close()
  }
}
