import GRDB
import PubSub
import XMPP

/// Removes what deleted nodes leave behind, in small transactions between the others, once their last
/// notification has gone out. A process that is killed in between goes on where it was.
package struct Sweeper: Sendable {
  private let store: Store

  package init(_ store: Store) { self.store = store }

  /// Removes one portion; false when nothing is left to remove.
  package func sweep() async throws -> Bool {
    guard try await store.read({ try $0.hasSweepableNode() }) else { return false }
    let limit = store.limits.rowsPerSweep
    return try await store.write { try $0.sweep(limit: limit) }
  }
}

extension Snapshot {
  /// A node that is deleted and waits for no delivery any more.
  fileprivate static let sweepable = """
    SELECT id FROM node WHERE deleted IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.node = node.id)
    ORDER BY deleted LIMIT 1
    """

  fileprivate func hasSweepableNode() throws -> Bool { try number(Self.sweepable, []) != nil }
}

extension Transaction {
  fileprivate func sweep(limit: Int) throws -> Bool {
    guard let node = try snapshot.number(Snapshot.sweepable, []) else { return false }
    if try sweepItems(node, limit: limit) { return true }
    for table in ["tombstone", "subscription", "affiliation"] {
      let key = table == "tombstone" ? "name" : "jid"
      try run(
        """
        DELETE FROM \(table) WHERE node = ?1 AND \(key) IN
          (SELECT \(key) FROM \(table) WHERE node = ?1 LIMIT ?2)
        """, [node, limit])
      if db.changesCount > 0 { return true }
    }
    try run("DELETE FROM node WHERE id = ?", [node])
    changed()
    return true
  }

  private func sweepItems(_ node: Int64, limit: Int) throws -> Bool {
    let items = try Int64.fetchAll(
      db.cachedStatement(sql: "SELECT id FROM item WHERE node = ? ORDER BY sequence LIMIT ?"),
      arguments: [node, limit])
    for item in items {
      if let row = try snapshot.searchRow(item) {
        try changeSearch(.delete(row))
        try run("DELETE FROM entry WHERE item = ?", [item])
      }
      try run("DELETE FROM item WHERE id = ?", [item])
    }
    return !items.isEmpty
  }
}
