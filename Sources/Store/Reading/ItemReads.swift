import Foundation
import GRDB
package import PubSub
package import XMPP

/// The orders in which a node's items can be read (XEP-0413).
package enum ItemOrder: Hashable, Sendable {
  /// That of the last publish: an edit moves an item to the end. The cursor is `StoredItem.sequence`.
  case modification
  /// That of the first publish. The cursor is `StoredItem.number`.
  case creation

  fileprivate var column: String { self == .modification ? "sequence" : "id" }

  package func cursor(of item: StoredItem) -> Int64 {
    self == .modification ? item.sequence : item.number
  }
}

/// Which items of a node are wanted.
package struct ItemRange: Hashable, Sendable {
  package var order: ItemOrder
  package var isDescending: Bool
  /// Only beyond this cursor, in the direction that is read.
  package var beyond: Int64?
  /// Only from this time of the last publish on.
  package var start: Timestamp?
  /// And until that one.
  package var end: Timestamp?
  /// Only after, and only before, these cursors.
  package var after: Int64?
  package var before: Int64?
  package var publisher: BareJID?

  package init(
    _ order: ItemOrder = .modification, isDescending: Bool = false, beyond: Int64? = nil
  ) {
    self.order = order
    self.isDescending = isDescending
    self.beyond = beyond
  }

  package static let newestFirst = ItemRange(isDescending: true)

  fileprivate func holds(_ item: StoredItem) -> Bool {
    let place = order.cursor(of: item)
    if let beyond, isDescending ? place >= beyond : place <= beyond { return false }
    return place > after ?? 0 && place < before ?? .max
      && start.map { $0 <= item.published } ?? true && end.map { item.published <= $0 } ?? true
      && (publisher == nil || publisher == item.publisher)
  }
}

extension Snapshot {
  private static let held = """
    SELECT item.name, jid.jid, coalesce(length(item.payload), 0)
    FROM item JOIN jid ON jid.id = item.publisher
    WHERE item.node = ? AND item.sequence > ?
    """

  /// Those of some items that are there.
  package func held(_ items: [ItemID], in node: NodeRecord) throws -> [HeldItem] {
    try items.compactMap { item in
      try first(
        "\(Self.held) AND item.name = ?", [node.number, node.floor, item.name], heldItem)
    }
  }

  func itemPlace(_ item: ItemID, in node: NodeRecord) throws -> (
    number: Int64, sequence: Int64, created: Timestamp
  )? {
    try first(
      "SELECT id, sequence, created FROM item WHERE node = ? AND name = ?",
      [node.number, item.name]
    ) { ($0[0], $0[1], Timestamp(milliseconds: $0[2])) }
  }

  package func oldest(of node: NodeRecord, limit: Int) throws -> [HeldItem] {
    guard limit > 0 else { return [] }
    let found = try rows(
      "\(Self.held) ORDER BY item.sequence LIMIT ?", [node.number, node.floor, limit])
    var list: [HeldItem] = []
    while let row = try found.next() { list.append(try heldItem(row)) }
    return list
  }

  private func heldItem(_ row: Columns) throws -> HeldItem {
    HeldItem(ItemID(stored: row[0]), by: try storedJID(row[1]).bare, bytes: row[2])
  }

  private static let columns =
    "item.name, item.id, item.sequence, jid.jid, item.published, item.payload"

  package func item(_ id: ItemID, in node: NodeRecord) throws -> StoredItem? {
    try first(
      """
      SELECT \(Self.columns) FROM item JOIN jid ON jid.id = item.publisher
      WHERE item.node = ? AND item.name = ? AND item.sequence > ?
      """, [node.number, id.name, node.floor], Self.item)
  }

  /// Items until the count or the bytes on the wire are reached, at least one if there is any; `isLast`
  /// says that there are no more in this range.
  package func items(of node: NodeRecord, _ range: ItemRange, limit: Int, bytes: Int) throws -> (
    page: [StoredItem], isLast: Bool
  ) {
    guard limit > 0, let (condition, arguments) = try condition(range, node) else {
      return ([], true)
    }
    let found = try rows(
      """
      SELECT \(Self.columns) FROM item JOIN jid ON jid.id = item.publisher
      WHERE item.node = ? \(condition)
      ORDER BY item.\(range.order.column) \(range.isDescending ? "DESC" : "") LIMIT ?
      """, [node.number] + arguments + [limit + 1])
    var items: [StoredItem] = []
    var size = 0
    while let row = try found.next() {
      let item = try Self.item(row)
      size += item.wireBytes
      guard items.isEmpty || size <= bytes, items.count < limit else { return (items, false) }
      items.append(item)
    }
    return (items, true)
  }

  /// Those of the items at some places that are in a range, until the count or the bytes are reached, as above. Throws
  /// `item-not-found` if there is none at one of the places (XEP-0313, section 4.1.4).
  package func items(
    at places: [Int64], of node: NodeRecord, _ range: ItemRange, limit: Int, bytes: Int
  ) throws -> (page: [StoredItem], isLast: Bool) {
    let places = Set(places).sorted { range.isDescending ? $0 > $1 : $0 < $1 }
    var page: [StoredItem] = []
    var size = 0
    var isLast = true
    for place in places {
      let item = try first(
        """
        SELECT \(Self.columns) FROM item JOIN jid ON jid.id = item.publisher
        WHERE item.node = ? AND item.\(range.order.column) = ? AND item.sequence > ?
        """, [node.number, place, node.floor], Self.item)
      guard let item else {
        throw StanzaError(.itemNotFound, "There is no such item in the archive of this node.")
      }
      guard isLast, range.holds(item) else { continue }
      size += item.wireBytes
      isLast = page.count < limit && (page.isEmpty || size <= bytes)
      if isLast { page.append(item) }
    }
    return (page, isLast)
  }

  /// The newest item.
  package func newestItem(of node: NodeRecord) throws -> StoredItem? {
    try items(of: node, .newestFirst, limit: 1, bytes: .max).page.first
  }

  /// The names and cursors of a page of items.
  package func names(of node: NodeRecord, _ range: ItemRange, limit: Int) throws -> [(
    id: ItemID, cursor: Int64
  )] {
    guard let (condition, arguments) = try condition(range, node) else { return [] }
    let found = try rows(
      """
      SELECT name, \(range.order.column) FROM item WHERE item.node = ? \(condition)
      ORDER BY item.\(range.order.column) \(range.isDescending ? "DESC" : "") LIMIT ?
      """, [node.number] + arguments + [limit])
    var names: [(id: ItemID, cursor: Int64)] = []
    var budget = ListBudget(entries: limit)
    while budget.isLeft, let row = try found.next() {
      budget.spend(on: row[0])
      names.append((ItemID(stored: row[0]), row[1]))
    }
    return names
  }

  private static func item(_ row: Columns) throws -> StoredItem {
    StoredItem(
      id: ItemID(stored: row[0]), number: row[1], sequence: row[2],
      publisher: try storedJID(row[3]).bare, published: Timestamp(milliseconds: row[4]),
      payload: (row[5] as Data?).map { [UInt8]($0) })
  }
}

// MARK: - Ranges

extension Snapshot {
  /// The condition of a range; nil if nothing can be in it.
  private func condition(_ range: ItemRange, _ node: NodeRecord) throws -> (
    String, StatementArguments
  )? {
    var low = range.after ?? 0
    var high = range.before ?? Int64.max
    if let beyond = range.beyond {
      if range.isDescending { high = min(high, beyond) } else { low = max(low, beyond) }
    }
    var condition = ""
    if range.order == .modification {
      low = max(low, node.floor)
      if let start = range.start { low = max(low, try place(of: start, in: node) - 1) }
      if let end = range.end {
        let next = Timestamp(milliseconds: end.milliseconds + 1)
        high = min(high, try place(of: next, in: node))
      }
    }
    guard low < high else { return nil }
    condition += "AND item.\(range.order.column) > ? AND item.\(range.order.column) < ?"
    var arguments: StatementArguments = [low, high]
    if range.order == .creation {
      condition += " AND item.sequence > ? AND item.published >= ? AND item.published <= ?"
      arguments += [
        node.floor, range.start?.milliseconds ?? Int64.min, range.end?.milliseconds ?? Int64.max,
      ]
    }
    if let publisher = range.publisher {
      guard let number = try number(of: publisher.description) else { return nil }
      condition += " AND item.publisher = ?"
      arguments += [number]
    }
    return (condition, arguments)
  }

  /// A sequence number with all items before it published before a moment, and all from it on not. Times grow
  /// with the sequence numbers of a node, so that it is found by halving.
  func place(of moment: Timestamp, in node: NodeRecord) throws -> Int64 {
    let last =
      try number(
        "SELECT max(sequence) FROM item WHERE node = ?", [node.number]) ?? 0
    var (low, high) = (node.floor, last + 1)
    while low + 1 < high {
      let middle = low + (high - low) / 2
      let found = try first(
        "SELECT sequence, published FROM item WHERE node = ? AND sequence >= ? ORDER BY sequence LIMIT 1",
        [node.number, middle]
      ) { (sequence: $0[0] as Int64, published: $0[1] as Int64) }
      guard let found, found.published < moment.milliseconds else {
        high = middle
        continue
      }
      low = found.sequence
    }
    return high
  }
}
