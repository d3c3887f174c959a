import PubSub
import Testing
import XMPP

@testable import Store

@Suite struct SubscriptionTests {
  private typealias Change = @Sendable (inout SubscriptionOptions) -> Void

  private static let paths = delivery + [{ $0.isPublic = true }]

  /// Those that delivery depends on.
  private static let delivery: [Change] = [
    { $0.deliver = false }, { $0.digest = true }, { $0.digestFrequency = 5_000 },
    { $0.includeBody = true }, { $0.expiry = .at(Timestamp(milliseconds: 1)) },
    { $0.expiry = .presence }, { $0.showValues = [.away, .chat] },
    { $0.matters = [.metadata, .linkedItems] }, { $0.depth = -1 },
    { $0.keywords = ["two words", "", "ü"] },
  ]

  /// Every option is written to its own column and read from it.
  @Test func options() async throws {
    #expect(Self.paths.count == SubscriptionColumns.names.count)
    let fixture = try await Fixture()
    try await fixture.create("blog")
    let blog = NodeID(stored: "blog")
    func stored(_ id: String) async throws -> SubscriptionFacts? {
      try await fixture.read("blog") {
        try $0.subscriptions(of: JID("juliet@verona.lit"), to: $1).first { $0.id.name == id }
      }
    }
    for (number, change) in Self.paths.enumerated() {
      let facts = try subscription("juliet@verona.lit", "made\(number)") { change(&$0) }
      try await fixture.apply([.subscribe(blog, facts)])
      #expect(try await stored("made\(number)") == facts)
      var changed = try subscription("juliet@verona.lit", "changed\(number)")
      try await fixture.apply([.subscribe(blog, changed)])
      change(&changed.options)
      try await fixture.apply([.change(blog, changed)])
      #expect(try await stored("changed\(number)") == changed)
    }
    let all = try subscription("juliet@verona.lit", "all") { options in
      for change in Self.paths { change(&options) }
      options.matters = []
    }
    try await fixture.apply([.subscribe(blog, all)])
    #expect(try await stored("all") == all)
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }

  /// One without options that is the only one of its address is the usual case, which nothing need look into.
  @Test func plain() async throws {
    let fixture = try await Fixture()
    try await fixture.create("blog")
    let (blog, juliet) = (NodeID(stored: "blog"), "juliet@verona.lit")
    func flags() async throws -> [String] {
      try await fixture.checkInvariants()
      return try await fixture.texts("SELECT subid || plain FROM subscription ORDER BY subid")
    }
    try await fixture.subscribe(juliet, to: "blog", "a")
    #expect(try await flags() == ["a1"])
    // Another address of the account is another one.
    try await fixture.subscribe(juliet + "/balcony", to: "blog", "b")
    #expect(try await flags() == ["a1", "b1"])
    try await fixture.subscribe(juliet, to: "blog", "c", state: .pending)
    #expect(try await flags() == ["a0", "b1", "c0"])
    try await fixture.unsubscribe(juliet, from: "blog", "a")
    #expect(try await flags() == ["b1", "c1"])
    // Who sees a subscription is nothing that delivery need look into.
    let seen = try subscription(juliet + "/balcony", "b") { $0.isPublic = true }
    try await fixture.apply([.change(blog, seen)])
    #expect(try await flags() == ["b1", "c1"])
    for change in Self.delivery {
      let other = try subscription(juliet + "/balcony", "b") { change(&$0) }
      try await fixture.apply([.change(blog, other)])
      #expect(try await flags() == ["b0", "c1"])
      try await fixture.apply([.change(blog, subscription(juliet + "/balcony", "b"))])
      #expect(try await flags() == ["b1", "c1"])
    }
    try await fixture.unsubscribe(juliet, from: "blog", "c")
    try await fixture.unsubscribe(juliet + "/balcony", from: "blog", "b")
    #expect(try await fixture.record("blog")?.optioned == 0)
    try await fixture.store.close()
  }

  /// Who is let in counts from then on, and is told of what comes from then on.
  @Test(arguments: [false, true])
  func letIn(isOptioned: Bool) async throws {
    let fixture = try await Fixture()
    try await fixture.create("blog") { $0.accessModel = .authorize }
    let blog = NodeID(stored: "blog")
    var facts = try subscription("juliet@verona.lit", state: .pending) {
      $0.includeBody = isOptioned
    }
    try await fixture.subscribe("romeo@verona.lit", to: "blog")
    try await fixture.apply([.subscribe(blog, facts)], [event("blog")])
    #expect(try await fixture.record("blog")?.facts.subscribers == 1)
    let (juliet, known) = (fixture.juliet, fixture.known)
    func standing() async throws -> Standing.Subscription {
      try await fixture.read("blog") { try $0.actor(juliet, of: $1, known).standing.subscription }
    }
    #expect(try await standing() == .pending)
    try await fixture.checkInvariants()
    facts.state = .subscribed
    try await fixture.apply([.change(blog, facts)], [event("blog")])
    // And again, which changes nothing.
    try await fixture.apply([.change(blog, facts)])
    #expect(try await standing() == .subscribed)
    #expect(try await fixture.record("blog")?.facts.subscribers == 2)
    var told: [[String]] = []
    for event in try await fixture.waiting() {
      told.append(try await fixture.recipients(of: event).map(\.jid))
    }
    #expect(told == [["romeo@verona.lit"], ["romeo@verona.lit", "juliet@verona.lit"]])
    // One of several decides.
    try await fixture.subscribe("juliet@verona.lit/a", to: "blog", "2", state: .pending)
    #expect(try await standing() == .subscribed)
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }

  @Test func whatIsNotThere() async throws {
    let fixture = try await Fixture()
    try await fixture.create("blog")
    let blog = NodeID(stored: "blog")
    try await fixture.subscribe("juliet@verona.lit", to: "blog", "1")
    for (jid, id) in [
      ("juliet@verona.lit", "2"), ("juliet@verona.lit/a", "1"), ("romeo@verona.lit", "1"),
      ("stranger@verona.lit", "1"),
    ] {
      let facts = try subscription(jid, id) { $0.digest = true }
      try await fixture.apply([.change(blog, facts), .unsubscribe(blog, facts)])
    }
    // The same id twice for one address: nothing of the write is left.
    let twice = try subscription("juliet@verona.lit", "1")
    let error = await storeError {
      try await fixture.apply([
        .subscribe(blog, subscription("romeo@verona.lit")), .subscribe(blog, twice),
      ])
    }
    #expect(error != nil)
    #expect(try await fixture.texts("SELECT subid FROM subscription") == ["1"])
    #expect(try await fixture.record("blog")?.facts.subscribers == 1)
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }

  /// The requests that wait, and the nodes of an owner with some.
  @Test func pending() async throws {
    let fixture = try await Fixture()
    let service = fixture.service
    for name in ["a", "b", "c", "d"] {
      try await fixture.create(name) { $0.accessModel = .authorize }
    }
    for name in ["a", "c", "d"] {
      for user in 0..<3 {
        try await fixture.subscribe("user\(user)@verona.lit/x", to: name, state: .pending)
      }
      try await fixture.subscribe("juliet@verona.lit", to: name)
    }
    try await fixture.apply([
      .delete(NodeID(stored: "d"), redirect: nil),
      .affiliate(NodeID(stored: "c"), fixture.juliet, .owner),
      .affiliate(NodeID(stored: "a"), fixture.juliet, .publisher),
      .affiliate(NodeID(stored: "b"), fixture.juliet, .member),
    ])
    let requests = try await fixture.read("a") { try $0.pending($1, limit: 2) }
    #expect(requests.map(\.jid.description) == ["user0@verona.lit/x", "user1@verona.lit/x"])
    #expect(requests.allSatisfy { $0.state == .pending })
    #expect(try await fixture.read("b") { try $0.pending($1, limit: 2) }.isEmpty)
    func nodes(_ jid: BareJID, _ limit: Int = 9) async throws -> [String] {
      try await fixture.store.read {
        try $0.nodesWithPending(ownedBy: jid, in: service, limit: limit).map(\.name)
      }
    }
    #expect(try await nodes(fixture.romeo) == ["a", "c"])
    #expect(try await nodes(fixture.romeo, 1) == ["a"])
    #expect(try await nodes(fixture.juliet) == ["c"])
    #expect(try await nodes(BareJID("stranger@verona.lit")) == [])
    let owners = try [fixture.romeo, fixture.juliet, BareJID("user0@verona.lit")]
    let own = try await fixture.store.read { snapshot in
      try owners.map { try snapshot.ownsNodes($0, in: service) }
    }
    #expect(own == [true, true, false])
    try await fixture.store.close()
  }

  /// All subscriptions are looked through again, those too that wait, in pages; a new reason begins again.
  @Test(arguments: [true, false])
  func review(isGranted: Bool) async throws {
    let fixture = try await Fixture()
    let service = fixture.service
    for name in ["empty", "blog"] { try await fixture.create(name) }
    for user in 0..<5 {
      try await fixture.subscribe(
        "user\(user)@verona.lit", to: "blog", state: isGranted ? .subscribed : .pending)
    }
    func page(_ limit: Int = 2) async throws -> [String]? {
      try await fixture.store.write { tx in
        guard let number = try tx.snapshot.nodeToReview(in: service),
          let (node, page, isLast) = try tx.snapshot.review(of: number, in: service, limit: limit)
        else {
          return nil
        }
        #expect(node.facts.id.name == "blog")
        try tx.reviewed(node, last: isLast ? nil : page.last?.number)
        return page.map { "\($0.subscription.jid.bare.local ?? "")" }
      }
    }
    #expect(try await page() == nil)
    try await fixture.apply([.review(NodeID(stored: "empty")), .review(NodeID(stored: "blog"))])
    #expect(try await page() == ["user0", "user1"])
    #expect(try await page() == ["user2", "user3"])
    try await fixture.apply([.review(NodeID(stored: "blog"))])
    #expect(try await page(4) == ["user0", "user1", "user2", "user3"])
    #expect(try await page() == ["user4"])
    #expect(try await page() == nil)
    // A deleted node needs no more of that.
    try await fixture.apply([
      .review(NodeID(stored: "blog")), .delete(NodeID(stored: "blog"), redirect: nil),
    ])
    #expect(try await page() == nil)
    try await fixture.store.close()
  }
}
