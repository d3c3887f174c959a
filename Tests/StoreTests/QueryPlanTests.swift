import GRDB
import PubSub
import Synchronization
import Testing
import XML
import XMPP

@testable import Store

/// No statement that the store runs goes through a whole table, or sorts what it could read in order.
@Suite struct QueryPlanTests {
  /// Steps that may be called a scan, with the reason.
  private static let scans = [
    // One row.
    "SCAN counter",
    // Partial indexes, walked until enough is found: of the listed nodes, and of those that something is to be
    // done for.
    "SCAN node USING INDEX node_posted", "SCAN node USING INDEX node_listed",
    "SCAN node USING COVERING INDEX node_listed",
    "SCAN node USING INDEX node_parting",
    "SCAN node USING INDEX node_dead", "SCAN node USING INDEX node_review",
    // No table at all: the subqueries do the looking up.
    "SCAN CONSTANT ROW", "SCAN 2 CONSTANT ROWS",
    // The full-text index: its word list is what is looked through.
    "SCAN search VIRTUAL TABLE INDEX", "SCAN better VIRTUAL TABLE INDEX",
    "SCAN named VIRTUAL TABLE INDEX",
    "SCAN fragment VIRTUAL TABLE INDEX",
    // The newest posts of all, and the communities with the most followers: read in order until enough is found.
    "SCAN entry",
    "SCAN node USING INDEX node_followed",
    // What waits to be indexed: all of it is taken, and there is never much.
    "SCAN unindexed",
    // What is to be followed and was not begun yet.
    "SCAN follow USING INDEX follow_new",
    // Of those who have opted out, the few whose posts are not all gone yet.
    "SCAN opt_out USING INDEX opt_out_uncleared",
    // All that is followed, after each new connection; and when a node is forgotten that has moved.
    "SCAN source",
    // Services that are followed as a whole, as many as administrators name: what is due, or all of them.
    "SCAN service_follow",
    // How many comments nodes are followed, as far as a limit says; for a new post that names one.
    "SCAN thread",
    // How many people are known, when somebody is met: a bound says how many at most.
    "SCAN person USING COVERING INDEX",
    // What all pictures of people occupy, when another one comes; and which of them were not used for the longest time.
    "SCAN picture USING COVERING INDEX picture_used", "SCAN picture USING INDEX picture_used",
    // The people who show one picture, as many as a limit says.
    "SCAN shown", "SCAN own",
    // Whether there is any node for contacts: the first entry says so.
    "SCAN node USING INDEX node_for_contacts",
    // A list that is handed over as one argument.
    "SCAN json_each",
    // So many rows as a limit says, which are counted.
    "SCAN (subquery-1)", "SCAN (subquery-2)",
    // What a recursive query has found so far.
    "SCAN below", "SCAN reached", "SCAN linking",
  ]

  /// Statements that may sort, with the reason.
  private static let sorts = [
    // What one subscriber follows, which a quota bounds.
    "GROUP BY subscription.node ORDER BY node.latest DESC",
    // The followed nodes that have the oldest items, where more is kept than may be.
    "AS oldest",
    // What each community has next by date: no more rows than there are communities.
    "FROM node CROSS JOIN entry ON entry.item = (",
    // The posts of a node that has few.
    "FROM entry CROSS JOIN search", "FROM entry CROSS JOIN fragment",
  ]

  @Test func noScans() async throws {
    var limits = StoreLimits()
    limits.readers = 1
    let fixture = try await Fixture(limits: limits)
    let all = try await statements(fixture)
    #expect(all.count > 150)
    for sql in all {
      for step in try await plan(sql, fixture) {
        let isScan = step.hasPrefix("SCAN") && !Self.scans.contains { step.hasPrefix($0) }
        #expect(!isScan && !step.contains("AUTOMATIC"), "\(step)\n\(sql)")
        let isSort = step.hasPrefix("USE TEMP B-TREE") && !Self.sorts.contains { sql.contains($0) }
        #expect(!isSort, "\(step)\n\(sql)")
      }
    }
    try await fixture.store.close()
  }

  /// Every index is of use to some statement, or to the enforcement of a constraint.
  @Test func noIdleIndexes() async throws {
    // When a node is deleted, SQLite looks for rows that refer to it.
    let constraints: Set = ["node_name", "outbox_node", "gathered_origin"]
    var limits = StoreLimits()
    limits.readers = 1
    let fixture = try await Fixture(limits: limits)
    var steps: [String] = []
    for sql in try await statements(fixture) { steps += try await plan(sql, fixture) }
    let indexes = try await fixture.texts(
      "SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL ORDER BY name")
    let idle = indexes.filter { index in
      !constraints.contains(index)
        && !steps.contains { $0.split(separator: " ").contains { $0 == index } }
    }
    #expect(idle == [])
    try await fixture.store.close()
  }

  /// A deleted row is looked for by an index in every table that may refer to it.
  @Test func foreignKeysHaveIndexes() async throws {
    let fixture = try await Fixture()
    let found = try await fixture.store.read { snapshot in
      let keys = try Row.fetchAll(
        snapshot.db,
        sql: """
          SELECT child.name AS child, key."from" AS "column" FROM sqlite_schema AS child
          JOIN pragma_foreign_key_list(child.name) AS key
          WHERE child.type = 'table' AND key."table" IN ('node', 'item', 'entry', 'jid', 'service')
          """)
      return try keys.flatMap { row in
        let (table, column) = (row["child"] as String, row["column"] as String)
        return try Row.fetchAll(
          snapshot.db,
          sql: "EXPLAIN QUERY PLAN SELECT 1 FROM \(table) WHERE \(column) = 1"
        ).map { "\(table).\(column) \($0["detail"] as String)" }
      }
    }
    #expect(found.count >= 12)
    for step in found { #expect(step.contains(" SEARCH "), "\(step)") }
    try await fixture.store.close()
  }

  /// What the store runs: all there is, whatever is stored.
  private func statements(_ fixture: Fixture) async throws -> [String] {
    let log = Log<String>()
    try await fixture.store.read { trace($0.db, log) }
    try await fixture.store.write { trace($0.db, log) }
    try await Exercise(fixture).all()
    try await fixture.store.read { $0.db.trace(nil) }
    try await fixture.store.write { $0.db.trace(nil) }
    #expect(try await fixture.texts("SELECT name FROM node") == ["grandchild"])
    try await fixture.checkInvariants()
    return Set(log.all).filter(isOurs).sorted()
  }

  private func plan(_ sql: String, _ fixture: Fixture) async throws -> [String] {
    try await fixture.store.write { tx in
      let statement = try tx.db.makeStatement(sql: "EXPLAIN QUERY PLAN " + sql)
      // Every mark is NULL: a plan does not depend on the values.
      statement.setUncheckedArguments(StatementArguments())
      return try Row.fetchAll(statement).map { $0["detail"] as String }
    }
  }

  /// FTS5's own tables are its own affair.
  private func isOurs(_ sql: String) -> Bool {
    let words = ["SELECT", "INSERT", "UPDATE", "DELETE", "WITH"]
    return words.contains { sql.hasPrefix($0) }
      && ![
        "search_data", "search_idx", "search_docsize", "search_config", "fragment_data",
        "fragment_idx", "fragment_docsize", "fragment_config",
      ].contains {
        sql.contains($0)
      }
      && !sql.contains("INSERT INTO search (search, rank)")
  }
}

private func trace(_ db: Database, _ statements: Log<String>) {
  db.trace { event in
    if case .statement(let statement) = event { statements.add(statement.sql) }
  }
}
