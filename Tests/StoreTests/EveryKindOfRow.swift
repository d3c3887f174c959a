import GRDB
import PubSub
import Testing
import XMPP

@testable import Store

/// A database with every kind of row, in the middle of all that can be under way.
enum EveryKindOfRow {
  private static let tables = [
    "affiliation", "contact", "counter", "enclosure", "entry", "gathered", "item", "jid", "moved",
    "node", "outbox", "search", "service", "subscription", "tombstone", "usage",
  ]

  static func made() async throws -> Fixture {
    let fixture = try await Fixture()
    try await nodes(fixture)
    try await items(fixture)
    try await subscriptions(fixture)
    try await events(fixture)
    let service = fixture.service
    let (romeo, juliet) = (fixture.romeo, fixture.juliet)
    try await fixture.store.write { tx in
      try tx.setContact(
        romeo, PresenceContact(seesUs: true, isSeen: true), of: service)
      try tx.setContact(juliet, PresenceContact(isAsked: true), of: service)
    }
    try await socialLife(fixture)
    try await following(fixture)
    try await people(fixture)
    try await strangers(fixture)
    // Some posts are in the indexes, the last one waits for that.
    try await fixture.publish("waits", in: "blog")
    return fixture
  }

  private static func nodes(_ fixture: Fixture) async throws {
    for access in AccessModel.allCases {
      try await fixture.create(access.rawValue) {
        $0.accessModel = access
        $0.title = "It is \(access.rawValue)"
        if access == .roster { $0.rosterGroups = ["Friends", "Family"] }
      }
    }
    try await fixture.create("club") { $0.contacts = [fixture.romeo, fixture.juliet] }
    try await fixture.create("news") { $0.parent = NodeID(stored: "club") }
    try await fixture.create("deep") {
      $0.parent = NodeID(stored: "news")
      $0.accessModel = .whitelist
    }
    try await fixture.create("annex") {
      $0.parent = NodeID(stored: "club")
      $0.link = NodeID(stored: "news")
    }
    try await fixture.create("urn:xmpp:microblog:0:comments/a") { $0.publishModel = .open }
    try await fixture.create("fleeting") {
      $0.itemExpiry = 60
      $0.purgeOffline = true
      $0.temporarySubscriptions = true
      $0.presenceBasedDelivery = true
    }
    let everybody: [(String, Affiliation)] = [
      ("publisher", .publisher), ("writer", .publishOnly), ("member", .member),
      ("outcast", .outcast),
    ]
    for (name, affiliation) in everybody {
      try await fixture.apply([
        .affiliate(NodeID(stored: "whitelist"), BareJID("\(name)@capulet.lit"), affiliation)
      ])
    }
  }

  private static func items(_ fixture: Fixture) async throws {
    let open = NodeID(stored: "open")
    for item in ["a", "b", "c", "d", "e"] {
      try await fixture.publish(item, in: "open", title: "Item \(item)", at: 2_000)
    }
    let file = "<link rel='enclosure' href='https://verona.lit/balcony.png' type='image/png'/>"
    let post = try Post("d", title: "Edited", more: file, by: fixture.juliet, at: 3_000)
    try await fixture.apply([.store(open, post.item)], projections: post.projections, at: 3_000)
    // One is retracted, others are gone and their rows are still there.
    try await fixture.apply([.retract(open, ItemID(stored: "c")), .trim(open, keep: 2)])
    let bare = PublishedItem(id: ItemID(stored: "bare"), publisher: fixture.romeo, payload: nil)
    for node in ["news", "fleeting", "urn:xmpp:microblog:0:comments/a"] {
      try await fixture.apply([.store(NodeID(stored: node), bare)], at: 4_000)
    }
  }

  private static func subscriptions(_ fixture: Fixture) async throws {
    for (number, node) in ["open", "authorize", "club", "fleeting"].enumerated() {
      try await fixture.subscribe("juliet@verona.lit/balcony", to: node, "plain\(number)")
    }
    try await fixture.subscribe("nurse@capulet.lit", to: "authorize", state: .pending)
    try await fixture.subscribe("romeo@verona.lit", to: "open", "first") { $0.includeBody = true }
    try await fixture.subscribe("romeo@verona.lit", to: "open", "second") {
      $0.keywords = ["light", "sun rise"]
      $0.showValues = [.chat, .online]
      $0.matters = [.metadata]
    }
    try await fixture.subscribe("romeo@verona.lit", to: "club", "deep") {
      $0.depth = -1
      $0.matters = [.items, .metadata, .linkedItems]
    }
    try await fixture.subscribe("nurse@capulet.lit", to: "club", "digest") {
      $0.depth = 1
      $0.digest = true
      $0.digestFrequency = 5_000
    }
    try await fixture.subscribe("romeo@verona.lit/garden", to: "open", "lease") {
      $0.expiry = .at(Timestamp(milliseconds: 172_800_000))
    }
    try await fixture.subscribe("romeo@verona.lit/street", to: "open", "presence") {
      $0.expiry = .presence
      $0.deliver = false
    }
    let (service, juliet) = (fixture.service, try JID("juliet@verona.lit/balcony"))
    try await fixture.store.write { tx in
      try tx.bounced(
        try #require(try tx.snapshot.subscription(1, of: juliet, in: service)),
        now: Timestamp(milliseconds: 1_000))
      let soon = Timestamp(milliseconds: 200_000_000)
      let leases = try tx.snapshot.leases(
        endingBefore: soon, unannounced: true, in: service, limit: 9)
      for lease in leases { try tx.noticed(lease) }
    }
  }

  private static func events(_ fixture: Fixture) async throws {
    let juliet = try JID("juliet@verona.lit")
    try await fixture.apply(
      [.review(NodeID(stored: "authorize"))],
      [
        event("open", .subscribers, .item, type: .normal, text: "light"),
        event("news", .subscribers, .item, text: "words"),
        event("news", .subscribers, .retraction), event("news", .observers, .node),
        event("open", .everybody, .node), event("open", .owners, .node),
        event("open", .one(juliet), .node), event("open", .reader(juliet), .item),
      ])
    let first = try #require(try await fixture.waiting().first)
    let cursor = try #require(try await fixture.page(first, after: 0, limit: 1).next)
    try await fixture.store.write { try $0.acknowledge(done: [], partial: [first.id: cursor]) }
    try await fixture.create("gone") { $0.parent = NodeID(stored: "club") }
    try await fixture.create("with it") { $0.link = NodeID(stored: "gone") }
    try await fixture.apply([.delete(NodeID(stored: "gone"), redirect: "xmpp:elsewhere.lit")])
  }

  /// All of it is there, and it goes on.
  static func check(_ fixture: Fixture) async throws {
    for table in tables {
      #expect(try await fixture.number("SELECT count(*) FROM \(table)") ?? 0 > 0, "\(table)")
    }
    #expect(
      try await fixture.texts("SELECT DISTINCT audience FROM outbox ORDER BY 1")
        == ["everybody", "observers", "one", "owners", "reader", "subscribers"])
    #expect(
      try await fixture.texts("SELECT DISTINCT access_model FROM node ORDER BY 1")
        == AccessModel.allCases.map(\.rawValue).sorted())
    for column in ["review", "expires", "parting", "dead", "parent", "link", "deleted"] {
      #expect(
        try await fixture.number("SELECT max(\(column)) FROM node WHERE \(column) >= 0") != nil)
    }
    let (service, known) = (fixture.service, fixture.known)
    #expect(try await fixture.items("open") == ["d", "e"])
    #expect(try await fixture.record("deep")?.above.count == 2)
    #expect(try await fixture.record("annex")?.facts.configuration.link?.name == "news")
    #expect(try await fixture.record("roster")?.facts.configuration.rosterGroups.count == 2)
    #expect(
      try await fixture.store.read { try $0.redirect(of: NodeID(stored: "gone"), in: service) }
        == "xmpp:elsewhere.lit")
    let pending = try await fixture.read("authorize") { try $0.pending($1, limit: 9) }
    #expect(pending.map(\.jid.description) == ["nurse@capulet.lit"])
    try await checkDelivery(fixture)

    // The digest goes out, the rest is swept once all is delivered, and new posts come.
    let club = try #require(try await fixture.record("club")).number
    let members = try await fixture.store.write { tx in
      let now = Timestamp(milliseconds: 1_000_000)
      #expect(try tx.snapshot.gatheringNodes(in: service, now: now, limit: 9) == [club])
      var budget = DigestBudget(bytes: .max)
      let due = try tx.snapshot.dueDigests(club, now: now, limit: 9, &budget, known)
      for digest in due { #expect(try tx.digested(digest, now: now)) }
      _ = try tx.settleDigests(of: club, now: now, limit: 99)
      return due.map(\.members.count)
    }
    #expect(members == [2])
    try await fixture.acknowledgeAll()
    try await fixture.sweep()
    // That a node went with a deleted one is told to those who follow it.
    #expect(try await fixture.waiting().map(\.nodeID.name) == ["with it"])
    try await fixture.acknowledgeAll()
    try await fixture.sweep()
    #expect(try await fixture.texts("SELECT name FROM node WHERE deleted IS NOT NULL") == [])
    try await fixture.publish("new", in: "open", title: "Brand new")
    #expect(try await fixture.items("open") == ["new", "d", "e"])
    #expect(try await fixture.store.search("brand", limit: 9).map(\.item) == ["new"])
    try await fixture.checkInvariants()
  }

  private static func checkDelivery(_ fixture: Fixture) async throws {
    let available = Acquaintances(policy: fixture.policy, isAvailable: { _, _ in true })
    var told: [[String]] = []
    for event in try await fixture.waiting() {
      told.append(try await fixture.recipients(of: event, available).map(\.jid))
    }
    let (juliet, romeo) = ("juliet@verona.lit", "romeo@verona.lit")
    #expect(
      told == [
        // The first was told before, and one wants nothing.
        [romeo, romeo + "/garden"], [romeo], [romeo], [romeo],
        [juliet + "/balcony", romeo, romeo + "/garden", romeo + "/street"],
        [romeo], [juliet], [juliet],
      ])
  }
}
