import GRDB
import GRDBSQLite
import PubSub
import Synchronization
import Testing
import XMPP

@testable import Store

/// What a statement does grows with what it gives, not with what is stored: a plan without a scan may still walk
/// through all rows of a node or of a service. Counted are the steps of SQLite's machine.
@Suite struct WorkTests {
  /// So many rows there are of everything.
  private static let crowd = 3_000
  /// To walk through the crowd takes several steps for each.
  private static let maximumSteps = crowd * 2

  /// Statements that may walk through more, with the reason.
  private static let exceptions = [
    // Index entries alone, for the first page of a node's list.
    "SELECT count(*) FROM affiliation WHERE node = ?",
    // So many of the newest posts as say which tags are in use.
    "SELECT entry.tags, item.publisher, entry.published FROM entry",
    // Of all that moves with a node, when it moves.
    "WITH RECURSIVE below (id, level) AS (",
    // Of a portion of addresses, each of which is looked for in every table.
    "SELECT jid.id, NOT EXISTS (SELECT 1 FROM item",
    // Of each listed community the next post: archives of all of them together.
    "SELECT node.id, entry.published, entry.item FROM node CROSS JOIN entry ON entry.item = (",
    // Of those that go at once.
    "SELECT count(*) FROM item WHERE node = ? AND sequence > ? AND sequence <= ?",
    "SELECT count(*) FROM entry WHERE node = ? AND sequence > ? AND sequence <= ?",
  ]

  @Test func crowds() async throws {
    var limits = StoreLimits()
    limits.readers = 1
    limits.rowsPerSweep = 50
    let fixture = try await Fixture(limits: limits)
    try await fixture.store.write { try Self.fill($0.db) }
    let log = Log<String>()
    let note: @Sendable (Database.TraceEvent) -> Void = {
      if case .statement(let statement) = $0 { log.add(statement.sql) }
    }
    let exercise = try Exercise(fixture)
    try await exercise.write()
    try await fixture.store.write { try Self.join($0.db) }
    try await fixture.store.read { $0.db.trace(note) }
    try await fixture.store.write { $0.db.trace(note) }
    try await exercise.use()
    try await fixture.store.read { $0.db.trace(nil) }
    try await fixture.store.write { $0.db.trace(nil) }

    let statements = Set(log.all)
    #expect(statements.count > 120)
    let counted =
      try await fixture.store.read { try Self.steps($0.db, statements) }
      + fixture.store.write { try Self.steps($0.db, statements) }
    for (sql, steps) in counted
    where steps > Self.maximumSteps && !Self.exceptions.contains(where: sql.hasPrefix) {
      Issue.record("\(steps) steps: \(sql)")
    }
    try await fixture.store.close()
  }

  /// How many steps each statement took on average.
  private static func steps(_ db: Database, _ statements: Set<String>) throws -> [(String, Int)] {
    let words = ["SELECT", "INSERT", "UPDATE", "DELETE", "WITH"]
    return try statements.sorted().filter { sql in words.contains { sql.hasPrefix($0) } }
      .compactMap { sql in
        let statement = try db.cachedStatement(sql: sql).sqliteStatement
        let runs = sqlite3_stmt_status(statement, SQLITE_STMTSTATUS_RUN, 0)
        let steps = sqlite3_stmt_status(statement, SQLITE_STMTSTATUS_VM_STEP, 0)
        return runs == 0 ? nil : (sql, Int(steps / runs))
      }
  }

  /// The rows of a table once more, so often; `values` says what is different.
  private static func multiply(
    _ db: Database, _ table: String, where condition: String, _ values: [String: String]
  ) throws {
    let columns = try db.columns(in: table).map(\.name).filter { values[$0] != "" }
    let others = columns.map { values[$0] ?? "one.\($0)" }
    try db.execute(
      sql: """
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(crowd))
        INSERT INTO \(table) (\(columns.joined(separator: ", ")))
        SELECT \(others.joined(separator: ", ")) FROM \(table) AS one, n WHERE \(condition)
        """)
  }

  /// People, and nodes of all kinds.
  private static func fill(_ db: Database) throws {
    try db.execute(sql: "INSERT INTO jid (id, jid) VALUES (100000, 'user@crowd.lit')")
    try multiply(
      db, "jid", where: "id = 100000", ["id": "100000 + i", "jid": "'user' || i || '@crowd.lit'"])
    try db.execute(
      sql: """
        INSERT INTO node (id, service, name, creator, created, changed, latest, own_readable,
          own_shown, listable, quiet, readable, shown, listed, access_model, publish_model,
          persist_items, deliver_notifications, deliver_payloads, send_last_published_item,
          notification_type, itemreply, notify_config, notify_delete, notify_retract, notify_sub)
        VALUES (100000, 1, 'crowd', 100000, 1, 1, 1, 1, 1, 1, 0, 1, 1, 1, 'open', 'publishers', 1,
          1, 1, 'never', 'headline', 'publisher', 0, 0, 0, 0);
        INSERT INTO service (id, jid, hosted) VALUES (2, 100001, 1);
        """)
    try multiply(
      db, "node", where: "id = 100000",
      ["id": "100000 + i", "name": "'crowd' || i", "latest": "i", "type": "iif(i % 2, 'x', NULL)"])
    try multiply(
      db, "node", where: "id = 100000",
      ["id": "200000 + i", "name": "'hidden' || i", "shown": "0", "listed": "0", "service": "2"])
  }

  /// Everybody has reacted to a post, in the same way and each in their own.
  private static func react(_ db: Database) throws {
    let first = "(SELECT min(item) FROM attachment)"
    let post = try Int64.fetchOne(db, sql: "SELECT post FROM attachment") ?? 0
    try multiply(
      db, "item", where: "one.id = \(first)",
      [
        "id": "7000000 + i", "name": "'p' || i", "sequence": "7000000 + i",
        "publisher": "100000 + i",
      ])
    let changes = [
      "UPDATE node SET items = items + \(crowd) WHERE id = (SELECT node FROM item WHERE id = \(first))",
      "UPDATE summary SET attached = attached + \(crowd), noticed = noticed + \(crowd) WHERE post = \(post)",
      "UPDATE tally SET count = count + \(crowd) WHERE post = \(post) AND text = 'b'",
    ]
    for sql in changes { try db.execute(sql: sql) }
    try multiply(
      db, "attachment", where: "one.item = \(first)",
      ["item": "7000000 + i", "jid": "100000 + i"])
    try multiply(
      db, "reaction", where: "one.item = \(first) AND one.text = 'b'", ["item": "7000000 + i"])
    try multiply(
      db, "tally", where: "one.text = 'b'", ["text": "'t' || i", "count": "1"])
    try multiply(
      db, "reaction", where: "one.item = \(first) AND one.text = 'b'",
      ["item": "7000000 + i", "text": "'t' || i"])
  }

  /// Everybody is everything to everything.
  private static func join(_ db: Database) throws {
    try db.execute(sql: "UPDATE counter SET sequence = 1000000")
    let people = ["jid": "100000 + i", "bare": "100000 + i"]
    for node in ["blog", "parent", "child"] {
      let one = try Int64.fetchOne(db, sql: "SELECT id FROM node WHERE name = '\(node)'") ?? 0
      try multiply(
        db, "subscription", where: "one.id = (SELECT min(id) FROM subscription)",
        people.merging([
          "id": "", "node": "\(one)", "plain": "i % 2", "digest": "i % 3 = 0", "noticed": "1",
          "digested": "9000000", "expires": "500000000 + i",
          "state": "iif(i % 5, 'subscribed', 'pending')",
        ]) { $1 })
      try multiply(
        db, "affiliation", where: "one.node = \(one)",
        ["jid": "100000 + i", "affiliation": "'member'"])
      try multiply(
        db, "item", where: "one.id = (SELECT min(id) FROM item)",
        [
          "id": "\(one * 10_000) + i", "node": "\(one)", "name": "'i' || i",
          "sequence": "500000 + i",
          "publisher": "100000 + i", "created": "i", "published": "1000 + i",
        ])
      try db.execute(
        sql: """
          UPDATE node SET items = items + \(crowd), subscribers = \(crowd), optioned = \(crowd)
          WHERE id = \(one)
          """)
    }
    // All of them closed to whoever asks.
    let child = try Int64.fetchOne(db, sql: "SELECT id FROM node WHERE name = 'child'") ?? 0
    for (number, link) in [(3, "NULL"), (4, "\(child)")] {
      try multiply(
        db, "node", where: "one.id = 100000",
        [
          "id": "\(number)00000 + i", "name": "'\(number)-' || i", "parent": "\(child)",
          "link": link, "access_model": "'whitelist'", "shown": "0", "listed": "0",
        ])
    }
    try react(db)
    try multiply(
      db, "outbox", where: "one.id = (SELECT min(id) FROM outbox)",
      ["id": "2000000 + i", "service": "2", "node": "200001"])
    try multiply(
      db, "contact", where: "one.service = 1", ["service": "2", "jid": "100000 + i"])
  }
}
