import Foundation
import GRDB
import PubSub
import Social
import Testing
import XMPP

@testable import Store

/// Databases that earlier versions left, kept as SQL text.
@Suite struct MigrationTests {
  /// Makes the database that a file of `Fixtures` describes.
  private func load(_ name: String, into folder: TemporaryFolder) async throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Fixtures/\(name).sql")
    let sql = try String(contentsOf: file, encoding: .utf8)
    let queue = try DatabaseQueue(path: folder.database)
    try await queue.writeWithoutTransaction { try $0.execute(sql: sql) }
    try queue.close()
  }

  @Test func firstSchema() async throws {
    let folder = try TemporaryFolder()
    try await load("0001", into: folder)
    #expect(try Store.damage(folder.database) == [])
    let fixture = try await Fixture(folder)
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
    #expect(post.publisher == fixture.romeo)
    #expect(post.entry.tags == ["light", "window"])
    #expect(post.entry.enclosures.map(\.href) == ["https://verona.lit/east.png"])
    #expect(try await store.search("sunrise", limit: 9).map(\.item) == ["first"])
    if case .gone = try await store.post(service: fixture.jid, node: "blog", item: "third") {
    } else {
      Issue.record("a retracted post is not gone")
    }
    let (service, policy) = (fixture.service, fixture.policy)
    let waiting = try await store.read { try $0.events(of: service, after: 0, limit: 9) }
    #expect(waiting.map(\.id) == [9])
    let event = try #require(waiting.first)
    #expect(
      try await store.read {
        try $0.recipients(of: event, after: event.cursor, limit: 9, policy).page.map(\.jid)
      } == ["juliet@verona.lit/balcony"])

    // And it goes on from there.
    try await fixture.publish("fourth", in: "blog", title: "Sunrise again")
    #expect(try await fixture.number("SELECT sequence FROM item WHERE name = 'fourth'") == 10)
    #expect(try await store.search("sunrise", limit: 9).count == 2)
    try await fixture.checkInvariants()
    try await store.close()
  }

  /// A migration that has landed is not edited: the kept database has its very schema.
  @Test func landedMigrationsStay() async throws {
    let (old, new) = (try TemporaryFolder(), try TemporaryFolder())
    try await load("0001", into: old)
    let fresh = try Store(path: new.database, logger: silent)
    let sql = "SELECT name || ': ' || coalesce(sql, '') FROM sqlite_schema ORDER BY name"
    let expected = try await fresh.read { try String.fetchAll($0.db, sql: sql) }
    try await fresh.close()
    let kept = try Store(path: old.database, logger: silent)
    let found = try await kept.read { try String.fetchAll($0.db, sql: sql) }
    try await kept.close()
    #expect(found == expected)
  }
}
