import GRDB
package import PubSub
package import XMPP

/// A hidden item, with what the order of creation and dates need.
package struct HiddenItem: Sendable {
  package var item: StoredItem
  package let publisher: BareJID
  /// When it was published first.
  package let created: Timestamp
}

// Hidden items stand in a table of their own: nothing that reads items meets them, and only what is here does.
extension Snapshot {
  /// Those of some items that are hidden.
  package func hidden(_ items: [ItemID], in node: NodeRecord) throws -> [HeldItem] {
    // Most nodes have none at all.
    let some: Int64? = try first(
      "SELECT 1 FROM hidden WHERE node = ? LIMIT 1", binding: node.number
    ) { $0[0] }
    guard some != nil else { return [] }
    return try items.compactMap { item in
      try first(
        """
        SELECT jid.jid, coalesce(length(hidden.payload), 0) FROM hidden
        JOIN jid ON jid.id = hidden.publisher
        WHERE hidden.node = ? AND hidden.name = ? AND hidden.sequence > ?
        """, [node.number, item.name, node.floor]
      ) {
        HeldItem(item, by: try storedJID($0[0]).bare, bytes: $0[1], isHidden: true)
      }
    }
  }

  private static let hiddenColumns = """
    SELECT hidden.name, hidden.id, hidden.sequence, jid.jid, hidden.published, hidden.payload,
      hidden.created
    FROM hidden JOIN jid ON jid.id = hidden.publisher
    """

  package func hiddenItem(_ id: ItemID, in node: NodeRecord) throws -> HiddenItem? {
    try first(
      "\(Self.hiddenColumns) WHERE hidden.node = ? AND hidden.name = ? AND hidden.sequence > ?",
      [node.number, id.name, node.floor], Self.hiddenItem)
  }

  /// The hidden items of a node that were published last, without their payloads.
  package func newestHidden(of node: NodeRecord, limit: Int) throws -> [StoredItem] {
    let found = try rows(
      """
      SELECT hidden.name, hidden.id, hidden.sequence, jid.jid, hidden.published
      FROM hidden JOIN jid ON jid.id = hidden.publisher
      WHERE hidden.node = ? AND hidden.sequence > ? ORDER BY hidden.sequence DESC LIMIT ?
      """, [node.number, node.floor, limit])
    var list: [StoredItem] = []
    var budget = ListBudget(entries: limit)
    while budget.isLeft, let row = try found.next() {
      budget.spend(on: row[0], row[3])
      list.append(
        StoredItem(
          id: ItemID(stored: row[0]), number: row[1], sequence: row[2],
          publisher: try storedJID(row[3]).bare, published: Timestamp(milliseconds: row[4]),
          payload: nil))
    }
    return list
  }

  /// How many items of a node are hidden; more than there may be count as so many.
  package func countHidden(of node: NodeRecord) throws -> Int {
    let count = try number(
      "SELECT count(*) FROM (SELECT 1 FROM hidden WHERE node = ? AND sequence > ? LIMIT ?)",
      [node.number, node.floor, Hide.maximumPerNode])
    return Int(count ?? 0)
  }

  private static func hiddenItem(_ row: Columns) throws -> HiddenItem {
    let publisher = try storedJID(row[3]).bare
    return HiddenItem(
      item: StoredItem(
        id: ItemID(stored: row[0]), number: row[1], sequence: row[2], publisher: publisher,
        published: Timestamp(milliseconds: row[4]),
        payload: row[5]),
      publisher: publisher, created: Timestamp(milliseconds: row[6]))
  }
}
