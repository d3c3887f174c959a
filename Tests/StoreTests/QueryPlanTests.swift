import GRDB
import PubSub
import Synchronization
import Testing
import XML
import XMPP

@testable import Store

/// No statement that the store runs goes through a whole table.
@Suite struct QueryPlanTests {
  /// Steps that may be called a scan, with the reason.
  private static let allowed = [
    // One row.
    "SCAN counter",
    // Partial indexes, walked in their order until enough is found: of the listed nodes, and of
    // those deleted.
    "SCAN node USING INDEX node_posted", "SCAN node USING INDEX node_listed",
    "SCAN node USING COVERING INDEX node_listed",
    "SCAN node USING INDEX node_deleted", "SCAN node USING COVERING INDEX node_deleted",
    // No table at all: the subqueries do the looking up.
    "SCAN CONSTANT ROW",
    // The full-text index: its word list is what is looked through.
    "SCAN search VIRTUAL TABLE INDEX",
  ]

  @Test func noScans() async throws {
    var limits = StoreLimits()
    limits.readers = 1
    let fixture = try await Fixture(limits: limits)
    let statements = Log<String>()
    try await fixture.store.read { trace($0.db, statements) }
    try await fixture.store.write { trace($0.db, statements) }
    try await exercise(fixture)
    let all = Set(statements.all)
    #expect(all.count > 50)
    var explained = 0
    for sql in all.sorted() where isOurs(sql) {
      explained += 1
      let plan = try await fixture.store.write { tx in
        let statement = try tx.db.makeStatement(sql: "EXPLAIN QUERY PLAN " + sql)
        // Every mark is NULL: a plan does not depend on the values.
        statement.setUncheckedArguments(StatementArguments())
        return try Row.fetchAll(statement).map { $0["detail"] as String }
      }
      for step in plan {
        let isScan = step.hasPrefix("SCAN") && !Self.allowed.contains { step.hasPrefix($0) }
        #expect(!isScan, "\(step)\n\(sql)")
      }
    }
    #expect(explained > 50)
    try await fixture.store.close()
  }

  /// FTS5's own tables are its own affair.
  private func isOurs(_ sql: String) -> Bool {
    let words = ["SELECT", "INSERT", "UPDATE", "DELETE"]
    return words.contains { sql.hasPrefix($0) }
      && !["search_data", "search_idx", "search_docsize", "search_config"].contains {
        sql.contains($0)
      }
      && !sql.contains("INSERT INTO search (search, rank)")
  }

  /// Every read and every write, once.
  private func exercise(_ fixture: Fixture) async throws {
    let (store, service, policy, juliet) = (
      fixture.store, fixture.service, fixture.policy, fixture.juliet
    )
    let blog = NodeID(stored: "blog")
    try await fixture.create("blog")
    try await fixture.apply([
      .configure(blog, NodeConfiguration()), .subscribe(blog, JID(juliet)),
      .affiliate(blog, juliet, .member), .affiliate(blog, juliet, .none),
    ])
    for item in ["a", "b", "a", "c", "d"] { try await fixture.publish(item, in: "blog") }
    let body = Element("event", "x")
    try await fixture.apply(
      [.retract(blog, ItemID(stored: "b")), .trim(blog, keep: 2)],
      [
        Event(node: blog, audience: .subscribers, type: .headline, body: body),
        Event(node: blog, audience: .owners, type: .headline, body: body),
        Event(node: blog, audience: .one(JID(juliet)), type: .headline, body: body),
      ])
    try await store.read { snapshot in
      let node = try #require(try snapshot.node(blog, in: service))
      _ = try snapshot.actor(juliet, of: node, policy)
      _ = try snapshot.isSubscribed(JID(juliet), to: node)
      _ = try snapshot.owners(of: node)
      _ = try snapshot.subscriptions(of: node, limit: 9)
      _ = try snapshot.subscriptions(of: juliet, to: node)
      _ = try snapshot.affiliations(of: node, limit: 9)
      _ = try snapshot.nodes(in: service, visibleTo: Actor(jid: juliet), after: 0, limit: 9)
      for id in [nil, blog] {
        _ = try snapshot.subscriptions(of: juliet, in: service, node: id, limit: 9)
        _ = try snapshot.affiliations(of: juliet, in: service, node: id, limit: 9)
      }
      _ = try snapshot.publisher(of: ItemID(stored: "a"), in: node)
      _ = try snapshot.item(ItemID(stored: "a"), in: node)
      for direction in [Snapshot.Direction.newestFirst, .oldestFirst] {
        _ = try snapshot.items(of: node, direction, beyond: nil, limit: 9, bytes: .max)
      }
      for event in try snapshot.events(of: service, after: 0, limit: 9) {
        _ = try snapshot.recipients(of: event, after: 0, limit: 9, policy)
      }
    }
    _ = try await store.newestPosts(limit: 9)
    _ = try await store.communities(limit: 9)
    _ = try await store.lastChange()
    _ = try await store.search("title", limit: 9)
    for item in ["c", "b", "never"] {
      _ = try await store.post(service: fixture.jid, node: "blog", item: item)
    }
    for cursor in [PageCursor.newest, .before(9), .after(1)] {
      _ = try await store.posts(service: fixture.jid, node: "blog", cursor, limit: 9)
    }
    try await store.write { try $0.acknowledge(service, through: 1, partial: (9, 1)) }
    try await fixture.apply([.unsubscribe(blog, JID(juliet)), .purge(blog), .delete(blog)])
    try await store.write { try $0.acknowledge(service, through: .max, partial: nil) }
    while try await Sweeper(store).sweep() {}
  }
}

private func trace(_ db: Database, _ statements: Log<String>) {
  db.trace { event in
    if case .statement(let statement) = event { statements.add(statement.sql) }
  }
}
