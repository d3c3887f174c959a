import PubSub
import Testing
import XMPP

@testable import Store

/// Subscriptions that end: at a time, or when their holder goes offline.
@Suite struct LeaseTests {
  private static let day: Int64 = 86_400_000

  private func leases(
    _ fixture: Fixture, before moment: Int64, unannounced: Bool, limit: Int = 9,
    in service: ServiceID? = nil
  ) async throws -> [String] {
    let service = service ?? fixture.service
    return try await fixture.store.read {
      try $0.leases(
        endingBefore: Timestamp(milliseconds: moment), unannounced: unannounced, in: service,
        limit: limit
      ).map { "\($0.node.facts.id)/\($0.subscription.id)" }
    }
  }

  /// The first to end come first; each is announced once, and one that is short from the beginning is not.
  @Test func order() async throws {
    let fixture = try await Fixture()
    for name in ["blog", "gone"] { try await fixture.create(name) }
    let days: [(String, Int64)] = [("late", 30), ("soon", 2), ("short", 1), ("later", 40)]
    for (name, days) in days {
      for node in ["blog", "gone"] {
        try await fixture.subscribe("juliet@verona.lit", to: node, name, at: 1) {
          $0.expiry = .at(Timestamp(milliseconds: days * Self.day))
        }
      }
    }
    try await fixture.subscribe("juliet@verona.lit", to: "blog", "endless")
    try await fixture.apply([.delete(NodeID(stored: "gone"), redirect: nil)])
    #expect(try await leases(fixture, before: Self.day, unannounced: false) == [])
    #expect(try await leases(fixture, before: Self.day + 1, unannounced: false) == ["blog/short"])
    #expect(
      try await leases(fixture, before: 31 * Self.day, unannounced: false)
        == ["blog/short", "blog/soon", "blog/late"])
    #expect(
      try await leases(fixture, before: 31 * Self.day, unannounced: false, limit: 1)
        == ["blog/short"])
    #expect(
      try await leases(fixture, before: 31 * Self.day, unannounced: true)
        == ["blog/soon", "blog/late"])
    let jid = try BareJID("other.verona.lit")
    let other = try await fixture.store.write { try $0.hostedService(jid) }
    #expect(
      try await leases(fixture, before: 99 * Self.day, unannounced: false, in: other) == [])
    try await fixture.store.close()
  }

  /// A lease that is renewed is announced again, unless it is nearly over.
  @Test(arguments: [
    (SubscriptionOptions.Expiry.at(Timestamp(milliseconds: 5 * day)), ["blog/1"]),
    (.at(Timestamp(milliseconds: 3 * day)), []), (.never, []), (.presence, []),
  ])
  func renewed(expiry: SubscriptionOptions.Expiry, expected: [String]) async throws {
    let fixture = try await Fixture()
    let service = fixture.service
    try await fixture.create("blog")
    var facts = try subscription("juliet@verona.lit") {
      $0.expiry = .at(Timestamp(milliseconds: 3 * Self.day))
    }
    try await fixture.apply([.subscribe(NodeID(stored: "blog"), facts)], at: 1)
    #expect(try await leases(fixture, before: 9 * Self.day, unannounced: true) == ["blog/1"])
    try await fixture.store.write { tx in
      let all = try tx.snapshot.leases(
        endingBefore: Timestamp(milliseconds: 9 * Self.day), unannounced: true, in: service,
        limit: 9)
      for lease in all { try tx.noticed(lease) }
    }
    #expect(try await leases(fixture, before: 9 * Self.day, unannounced: true) == [])
    facts.options.expiry = expiry
    try await fixture.apply([.change(NodeID(stored: "blog"), facts)], at: 2 * Self.day + 1)
    #expect(try await leases(fixture, before: 9 * Self.day, unannounced: true) == expected)
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }

  // MARK: Presence

  private func temporary() async throws -> Fixture {
    let fixture = try await Fixture()
    for name in ["lasting", "forced", "gone"] {
      try await fixture.create(name) { $0.temporarySubscriptions = name != "lasting" }
    }
    for node in ["lasting", "forced", "gone"] {
      for resource in ["", "/a", "/b"] {
        try await fixture.subscribe("juliet@verona.lit\(resource)", to: node, "own") {
          $0.expiry = .presence
        }
        try await fixture.subscribe("juliet@verona.lit\(resource)", to: node, "plain")
      }
      try await fixture.subscribe("romeo@verona.lit", to: node, "plain")
    }
    try await fixture.apply([.delete(NodeID(stored: "gone"), redirect: nil)])
    return fixture
  }

  /// Of the resource that goes, and of the account with its last one.
  @Test func ending() async throws {
    let fixture = try await temporary()
    let service = fixture.service
    func ending(_ jid: String, isGone: Bool, limit: Int = 99) async throws -> [String] {
      try await fixture.store.read {
        try $0.temporarySubscriptions(of: JID(jid), isGone: isGone, in: service, limit: limit).map {
          "\($0.node.facts.id) \($0.subscription.jid) \($0.subscription.id)"
        }.sorted()
      }
    }
    let a = [
      "forced juliet@verona.lit/a own", "forced juliet@verona.lit/a plain",
      "lasting juliet@verona.lit/a own",
    ]
    let bare = [
      "forced juliet@verona.lit own", "forced juliet@verona.lit plain",
      "lasting juliet@verona.lit own",
    ]
    #expect(try await ending("juliet@verona.lit/a", isGone: false) == a)
    #expect(try await ending("juliet@verona.lit/a", isGone: true) == (a + bare).sorted())
    #expect(try await ending("juliet@verona.lit/a", isGone: true, limit: 2).count == 2)
    #expect(try await ending("juliet@verona.lit/c", isGone: false) == [])
    #expect(
      try await ending("romeo@verona.lit/x", isGone: true) == ["forced romeo@verona.lit plain"])
    try await fixture.store.close()
  }

  /// Page by page, all whose subscriptions need their presence: first those who wanted that.
  @Test(arguments: [1, 2, 3, 7, 50])
  func subscribers(limit: Int) async throws {
    let fixture = try await temporary()
    try await fixture.create("forced too") { $0.temporarySubscriptions = true }
    try await fixture.subscribe("romeo@verona.lit/z", to: "forced too")
    let service = fixture.service
    var found: [String] = []
    var cursor: NodeCursor? = .start
    while let after = cursor {
      let (page, next) = try await fixture.store.read {
        try $0.temporarySubscribers(in: service, after: after, limit: limit)
      }
      #expect(page.count <= limit)
      #expect(next == nil || page.count == limit)
      found += page.map(\.description)
      cursor = next
    }
    let juliet = ["", "/a", "/b"].map { "juliet@verona.lit\($0)" }
    #expect(
      found == juliet + juliet + juliet
        + juliet.flatMap { [$0, $0] } + ["romeo@verona.lit", "romeo@verona.lit/z"])
    try await fixture.store.close()
  }
}
