import Foundation
import GRDB
import PubSub
import Social
import TestSupport
import Testing
import XMPP

@testable import Store

/// Databases that earlier versions left, kept as SQL text.
@Suite struct MigrationTests {
  private func firstSchema() async throws -> Fixture {
    let folder = try TemporaryFolder()
    try KeptDatabase.load(named: "0001", into: folder)
    #expect(try Store.damage(folder.database) == [])
    let fixture = try await Fixture(folder)
    try await fixture.checkInvariants()
    return fixture
  }

  @Test func firstSchemaKeepsAll() async throws {
    let fixture = try await firstSchema()
    let store = fixture.store

    let blog = try #require(try await fixture.record("blog"))
    #expect(blog.facts.creator == fixture.romeo)
    #expect(blog.facts.configuration.title == "Montague Musings")
    #expect(blog.facts.configuration.maxItems == 50)
    #expect(blog.facts.configuration.deliverPayloads == false)
    #expect(blog.facts.configuration.sendLastItem == .onSubscribe)
    #expect(blog.facts.items == 2)
    #expect(blog.facts.subscribers == 1)
    #expect(try await fixture.items("blog") == ["first", "second"])

    #expect(try await store.communities(limit: 9).map(\.name) == ["blog"])
    let post = try #require(
      try await store.post(service: fixture.jid, node: "blog", item: "first").found)
    #expect(post.entry.title == "But soft")
    // Not what an earlier version had stored.
    #expect(
      post.entry.html.markup
        == "<p>What light through yonder window breaks? A sunrise.</p>")
    #expect(post.publisher == fixture.romeo)
    #expect(post.entry.tags == ["light", "window"])
    #expect(post.entry.enclosures.map(\.href) == ["https://verona.lit/east.png"])
    #expect(try await store.search("sunrise", limit: 9).map(\.item) == ["first"])
    if case .gone = try await store.post(service: fixture.jid, node: "blog", item: "third") {
    } else {
      Issue.record("a retracted post is not gone")
    }

    // And it goes on from there.
    try await fixture.publish("fourth", in: "blog", title: "Sunrise again")
    #expect(try await fixture.number("SELECT sequence FROM item WHERE name = 'fourth'") == 21)
    #expect(try await store.search("sunrise", limit: 9).count == 2)
    try await fixture.checkInvariants()
    try await store.close()
  }

  /// All settings that there were, and for the new ones what was the case before.
  @Test func firstSchemaSettings() async throws {
    let fixture = try await firstSchema()
    var closed = NodeConfiguration()
    closed.accessModel = .whitelist
    closed.publishModel = .subscribers
    closed.maxItems = 7
    closed.maxPayloadSize = 1000
    closed.notifyConfiguration = true
    closed.notifyRetract = false
    closed.notifySubscriptions = false
    closed.notificationType = .normal
    closed.itemReply = .none
    closed.sendLastItem = .onSubscribe
    #expect(try await fixture.record("closed")?.facts.configuration == closed)
    var odd = NodeConfiguration()
    odd.description = "Another kind"
    odd.type = "urn:example:odd"
    odd.persistItems = false
    odd.deliverNotifications = false
    odd.notifyDelete = false
    odd.sendLastItem = .never
    #expect(try await fixture.record("odd")?.facts.configuration == odd)
    #expect(
      try await fixture.texts(
        """
        SELECT name || own_readable || own_shown || listable || quiet || readable || shown || listed
        FROM node ORDER BY id
        """) == [
          "blog1110111", "urn:xmpp:microblog:0:comments/first1101110", "closed0010000",
          "odd1100110", "gone1110111",
        ])
    #expect(try await fixture.number("SELECT shown FROM service") == 2)
    #expect(try await fixture.number("SELECT length(key) FROM counter") == 16)
    // What was closed can be opened.
    try await fixture.configure("closed") { $0.accessModel = .open }
    #expect(try await fixture.store.communities(limit: 9).map(\.name) == ["closed", "blog"])
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }

  @Test func firstSchemaSubscriptions() async throws {
    let fixture = try await firstSchema()
    let ids = try await fixture.texts("SELECT subid FROM subscription")
    #expect(Set(ids).count == 5)
    #expect(ids.allSatisfy { $0.count == 32 })
    let kept = try await fixture.texts(
      "SELECT id || ' ' || node || ' ' || since || state || plain FROM subscription ORDER BY id")
    #expect(
      kept == [
        "1 1 2subscribed1", "2 2 10subscribed1", "4 4 12subscribed1", "5 4 13subscribed1",
        "7 6 17subscribed1",
      ])
    let juliet = try JID("juliet@verona.lit/balcony")
    let own = try await fixture.read("blog") { try $0.subscriptions(of: juliet, to: $1) }
    #expect(own.map(\.options) == [SubscriptionOptions()])
    #expect(own.map(\.state) == [.subscribed])

    // Numbers that were in use are not given again.
    try await fixture.create("new")
    try await fixture.subscribe("juliet@verona.lit", to: "new")
    #expect(try await fixture.number("SELECT max(id) FROM node") == 10)
    #expect(try await fixture.number("SELECT max(id) FROM subscription") == 13)
    // One that is there already can be ended, and be joined by another one.
    try await fixture.subscribe("juliet@verona.lit/balcony", to: "blog") { $0.includeBody = true }
    try await fixture.apply([.unsubscribe(NodeID(stored: "blog"), #require(own.first))])
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }

  @Test func firstSchemaOutbox() async throws {
    let fixture = try await firstSchema()
    let waiting = try await fixture.waiting()
    #expect(waiting.map(\.id) == [9, 16, 19, 20])
    #expect(waiting.map(\.matter) == [.node, .node, .node, .node])
    #expect(waiting.map(\.type) == [.headline, .normal, .normal, .normal])
    #expect(
      waiting.map { String(decoding: $0.body, as: UTF8.self) } == [
        "<event xmlns='http://jabber.org/protocol/pubsub#event'/>", "<owners xmlns='y'/>",
        "<reader xmlns='y'/>", "<rest xmlns='y'/>",
      ])
    var told: [[String]] = []
    for event in waiting { told.append(try await fixture.recipients(of: event).map(\.jid)) }
    #expect(
      told == [
        ["juliet@verona.lit/balcony"], ["juliet@verona.lit"], ["nurse@capulet.lit"],
        // The first of two was told before.
        ["nurse@capulet.lit"],
      ])
    try await fixture.store.close()
  }

  /// What accounts have is counted, with the items of deleted nodes until they are removed.
  @Test func firstSchemaUsage() async throws {
    let fixture = try await firstSchema()
    func usage(_ jid: String) async throws -> Usage {
      try await fixture.store.read { try $0.account(BareJID(jid)).own }
    }
    let bytes = try await fixture.number(
      "SELECT sum(length(payload)) FROM item JOIN jid ON jid.id = publisher WHERE jid LIKE 'romeo%'"
    )
    #expect(
      try await usage("romeo@verona.lit")
        == Usage(nodes: 3, items: 3, bytes: Int(bytes ?? 0), subscriptions: 1))
    #expect(try await usage("juliet@verona.lit") == Usage(nodes: 1, items: 1, subscriptions: 2))
    #expect(
      try await usage("verona.lit")
        == Usage(nodes: 4, items: 4, bytes: Int(bytes ?? 0), subscriptions: 3))
    #expect(try await usage("capulet.lit").items == 1)
    #expect(try await usage("capulet.lit").subscriptions == 2)
    // The deleted node goes, and its name is free meanwhile.
    try await fixture.create("gone")
    #expect(try await fixture.sweep() > 0)
    #expect(try await usage("romeo@verona.lit").nodes == 4)
    #expect(try await usage("capulet.lit").subscriptions == 1)
    #expect(
      try await fixture.texts("SELECT name FROM node ORDER BY id")
        == ["blog", "urn:xmpp:microblog:0:comments/first", "closed", "odd", "gone"])
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }

  @Test(arguments: [
    "0002", "0003", "0010", "0013", "0015", "0019", "0023", "0025", "0026", "0027", "0028",
    "0029", "0030",
  ])
  func laterSchemas(name: String) async throws {
    let folder = try TemporaryFolder()
    try KeptDatabase.load(named: name, into: folder)
    #expect(try Store.damage(folder.database) == [])
    let fixture = try await Fixture(folder)
    try await fixture.checkInvariants()
    if name >= "0010" { try await EveryKindOfRow.checkSocialLife(fixture) }
    if name >= "0015" { try await EveryKindOfRow.checkFollowing(fixture) }
    if name >= "0017" { try await EveryKindOfRow.checkConsent(fixture) }
    if name >= "0018" { try await EveryKindOfRow.checkThread(fixture) }
    if name >= "0019" { try await EveryKindOfRow.checkPeople(fixture) }
    if name >= "0023" { try await EveryKindOfRow.checkStrangers(fixture) }
    try await EveryKindOfRow.check(fixture)
    try await fixture.store.close()
  }

  /// What is in no list of communities since there are comments and stories leaves them.
  @Test(arguments: [
    "urn:xmpp:microblog:0:comments", "urn:xmpp:microblog:0:comments/x",
    "urn:xmpp:pubsub-social-feed:stories:0", "urn:xmpp:pubsub-social-feed:1",
  ])
  func secondSchemaTypes(type: String) async throws {
    let folder = try TemporaryFolder()
    try KeptDatabase.load(named: "0002", into: folder)
    let queue = try DatabaseQueue(path: folder.database)
    try await queue.write {
      try $0.execute(sql: "UPDATE node SET type = ? WHERE name = 'open'", arguments: [type])
    }
    try queue.close()
    let fixture = try await Fixture(folder)
    try await fixture.checkInvariants()
    let isListed = try await fixture.store.communities(limit: 9).contains { $0.name == "open" }
    #expect(isListed == (type == "urn:xmpp:pubsub-social-feed:1"))
    try await fixture.store.close()
  }

  /// A migration that has landed is not edited: the kept database has its very schema.
  @Test(arguments: [
    "0001", "0002", "0003", "0010", "0013", "0015", "0019", "0023", "0025", "0026", "0027", "0028",
    "0029", "0030",
  ])
  func landedMigrationsStay(name: String) async throws {
    let (old, new) = (try TemporaryFolder(), try TemporaryFolder())
    try KeptDatabase.load(named: name, into: old)
    let fresh = try Store(path: new.database, logger: silent)
    let expected = try await fresh.read { try KeptDatabase.schema($0.db) }
    try await fresh.close()
    let kept = try Store(path: old.database, logger: silent)
    let found = try await kept.read { try KeptDatabase.schema($0.db) }
    try await kept.close()
    #expect(found == expected)
  }

  /// The text of a database is the database. Run with MARTLET_KEEP=0012 in the environment, this keeps one
  /// with every kind of row as `Fixtures/0012.sql`, before the migration 0013 is written.
  @Test func keptAsText() async throws {
    let fixture = try await EveryKindOfRow.made()
    let text = try await fixture.store.read { try KeptDatabase.text($0.db) }
    try await fixture.store.close()
    let folder = try TemporaryFolder()
    try KeptDatabase.load(text, into: folder)
    let again = try await Fixture(folder)
    #expect(try await again.store.read { try KeptDatabase.text($0.db) } == text)
    try await again.checkInvariants()
    try await EveryKindOfRow.checkSocialLife(again)
    try await EveryKindOfRow.checkFollowing(again)
    try await EveryKindOfRow.checkConsent(again)
    try await EveryKindOfRow.checkThread(again)
    try await EveryKindOfRow.checkPeople(again)
    try await EveryKindOfRow.checkStrangers(again)
    try await EveryKindOfRow.check(again)
    try await again.store.close()
    if let name = ProcessInfo.processInfo.environment["MARTLET_KEEP"] {
      try text.write(to: KeptDatabase.file(name), atomically: true, encoding: .utf8)
    }
  }
}
