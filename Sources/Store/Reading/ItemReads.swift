import Foundation
import GRDB
package import PubSub
package import XMPP

extension Snapshot {
  /// Who published an item; nil if there is none of that name.
  package func publisher(of item: ItemID, in node: NodeRecord) throws -> BareJID? {
    try first(
      """
      SELECT jid.jid FROM item JOIN jid ON jid.id = item.publisher
      WHERE item.node = ? AND item.name = ?
      """, [node.number, item.name]
    ) { try storedJID($0[0]).bare }
  }

  func itemPlace(_ item: ItemID, in node: NodeRecord) throws -> (
    number: Int64, created: Timestamp
  )? {
    try first(
      "SELECT id, created FROM item WHERE node = ? AND name = ?", [node.number, item.name]
    ) { ($0[0], Timestamp(milliseconds: $0[1])) }
  }

  func itemNumber(_ item: ItemID, in node: NodeRecord) throws -> Int64? {
    try number(
      "SELECT id FROM item WHERE node = ? AND name = ?", [node.number, item.name])
  }

  func oldestItems(_ node: NodeRecord, limit: Int) throws -> [Int64] {
    try Int64.fetchAll(
      db.cachedStatement(sql: "SELECT id FROM item WHERE node = ? ORDER BY sequence LIMIT ?"),
      arguments: [node.number, limit])
  }

  private static let columns = "item.name, item.sequence, jid.jid, item.payload"

  package func item(_ id: ItemID, in node: NodeRecord) throws -> StoredItem? {
    try first(
      """
      SELECT \(Self.columns) FROM item JOIN jid ON jid.id = item.publisher
      WHERE item.node = ? AND item.name = ?
      """, [node.number, id.name], Self.item)
  }

  package enum Direction: Sendable {
    case newestFirst
    case oldestFirst
  }

  /// Items in the order of the last publish, beyond a sequence number, until the count or the bytes on
  /// the wire are reached; at least one if there is any.
  package func items(
    of node: NodeRecord, _ direction: Direction, beyond sequence: Int64?, limit: Int,
    bytes: Int
  ) throws -> [StoredItem] {
    let found =
      switch direction {
      case .newestFirst:
        try rows(
          """
          SELECT \(Self.columns) FROM item JOIN jid ON jid.id = item.publisher
          WHERE item.node = ? AND item.sequence < ? ORDER BY item.sequence DESC LIMIT ?
          """, [node.number, sequence ?? Int64.max, limit])
      case .oldestFirst:
        try rows(
          """
          SELECT \(Self.columns) FROM item JOIN jid ON jid.id = item.publisher
          WHERE item.node = ? AND item.sequence > ? ORDER BY item.sequence LIMIT ?
          """, [node.number, sequence ?? 0, limit])
      }
    var items: [StoredItem] = []
    var size = 0
    while let row = try found.next() {
      let item = try Self.item(row)
      size += item.wireBytes
      guard items.isEmpty || size <= bytes else { break }
      items.append(item)
    }
    return items
  }

  /// The names of the newest items, until the count is reached or the list is long enough.
  package func newestNames(of node: NodeRecord, limit: Int) throws -> [ItemID] {
    let found = try rows(
      "SELECT name FROM item WHERE node = ? ORDER BY sequence DESC LIMIT ?", [node.number, limit])
    var names: [ItemID] = []
    var budget = ListBudget(entries: limit)
    while budget.isLeft, let row = try found.next() {
      budget.spend(on: row[0])
      names.append(ItemID(stored: row[0]))
    }
    return names
  }

  private static func item(_ row: Row) throws -> StoredItem {
    StoredItem(
      id: ItemID(stored: row[0]), sequence: row[1], publisher: try storedJID(row[2]).bare,
      payload: (row[3] as Data?).map(Array.init))
  }
}
