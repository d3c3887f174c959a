import GRDB
package import PubSub
import XMPP

/// Whose items are to go from a node.
package struct Removal: Sendable {
  package let node: Int64
  let publisher: Int64
  let until: Int64
}

extension Snapshot {
  /// Removals that are under way in a service.
  package func removals(in service: ServiceID, limit: Int) throws -> [Removal] {
    let found = try rows(
      "SELECT node, publisher, until FROM removal WHERE service = ? LIMIT ?",
      [service.number, limit])
    var list: [Removal] = []
    while let row = try found.next() {
      list.append(Removal(node: row[0], publisher: row[1], until: row[2]))
    }
    return list
  }

  /// Some of the items that are to go, and the node; nil if it is about to go itself.
  package func items(of removal: Removal, limit: Int) throws -> (
    node: NodeRecord, items: [HeldItem]
  )? {
    guard try isLive(removal.node), let node = try node(number: removal.node) else { return nil }
    let shown = try names(
      "SELECT name FROM item WHERE node = ? AND publisher = ? AND sequence > ? AND sequence <= ?",
      [removal.node, removal.publisher, node.floor, removal.until, limit])
    let hidden = try names(
      """
      SELECT name FROM hidden WHERE node = ? AND publisher = ? AND sequence > ? AND sequence <= ?
      """, [removal.node, removal.publisher, node.floor, removal.until, limit - shown.count])
    guard
      let publisher = try first(
        "SELECT jid FROM jid WHERE id = ?", [removal.publisher], { try storedJID($0[0]).bare })
    else { return nil }
    return (
      node,
      shown.map { HeldItem($0, by: publisher) }
        + hidden.map { HeldItem($0, by: publisher, isHidden: true) }
    )
  }

  private func names(_ sql: String, _ arguments: StatementArguments) throws -> [ItemID] {
    try String.fetchAll(db.cachedStatement(sql: sql + " LIMIT ?"), arguments: arguments)
      .map { ItemID(stored: $0) }
  }
}

extension Transaction {
  func removeAll(of publisher: BareJID, _ node: NodeRecord, _ service: ServiceID) throws {
    try run(
      """
      INSERT INTO removal (service, node, publisher, until) VALUES (?, ?, ?, ?)
      ON CONFLICT (service, node, publisher) DO UPDATE SET until = excluded.until
      """, [service.number, node.number, try intern(publisher), nextSequence()])
  }

  /// Nothing is left of a removal.
  package func finish(_ removal: Removal, in service: ServiceID) throws {
    try run(
      "DELETE FROM removal WHERE service = ? AND node = ? AND publisher = ? AND until = ?",
      [service.number, removal.node, removal.publisher, removal.until])
  }
}
