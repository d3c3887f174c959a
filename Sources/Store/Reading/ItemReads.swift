import GRDB
package import PubSub
import Social
import XMPP

/// Items of a node, one after the other.
package struct ItemSlice: Sendable {
  package var page: [StoredItem] = []
  /// There are no more in the range.
  package var isLast: Bool
  /// The cursor to go on from, where the page is short because enough was looked through.
  package var reached: Int64?

  package init(isLast: Bool = true) { self.isLast = isLast }
}

extension Snapshot {
  private static let held = """
    SELECT item.name, jid.jid, coalesce(length(item.payload), 0),
      EXISTS (SELECT 1 FROM entry WHERE entry.item = item.id)
    FROM item JOIN jid ON jid.id = item.publisher
    WHERE item.node = ? AND item.sequence > ?
    """

  /// Those of some items that are there.
  package func held(_ items: [ItemID], in node: NodeRecord) throws -> [HeldItem] {
    try items.compactMap { item in
      try first(
        "\(Self.held) AND item.name = ?", binding: node.number, node.floor, item.name,
        read: heldItem)
    }
  }

  func itemPlace(_ item: ItemID, in node: NodeRecord) throws -> (
    number: Int64, sequence: Int64, created: Timestamp
  )? {
    try first(
      "SELECT id, sequence, created FROM item WHERE node = ? AND name = ?",
      binding: node.number, item.name
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
    let (bytes, isPost) = (row[2] as Int, row[3] as Bool)
    return HeldItem(
      ItemID(stored: row[0]), by: try storedJID(row[1]).bare, bytes: bytes,
      staysAsVersion: isPost && bytes <= Transaction.maximumRevisionBytes)
  }

  private static let columns =
    "item.name, item.id, item.sequence, jid.jid, item.published, item.payload"

  package func item(_ id: ItemID, in node: NodeRecord) throws -> StoredItem? {
    try first(
      """
      SELECT \(Self.columns) FROM item JOIN jid ON jid.id = item.publisher
      WHERE item.node = ? AND item.name = ? AND item.sequence > ?
      """, binding: node.number, id.name, node.floor, read: Self.item)
  }

  /// Items until the count or the bytes on the wire are reached, at least one if there is any.
  package func items(of node: NodeRecord, _ range: ItemRange, limit: Int, bytes: Int) throws
    -> ItemSlice
  {
    guard limit > 0, let scope = try scope(range, node) else { return ItemSlice() }
    let found = try rows(
      """
      SELECT \(Self.columns) FROM item JOIN jid ON jid.id = item.publisher
      WHERE \(scope.condition)
      ORDER BY item.\(range.order.column) \(range.direction) LIMIT ?
      """, scope.arguments + [limit + 1])
    var slice = ItemSlice()
    var size = 0
    while let row = try found.next() {
      let item = try Self.item(row)
      size += item.wireBytes
      slice.isLast = slice.page.count < limit && (slice.page.isEmpty || size <= bytes)
      guard slice.isLast else { return slice }
      slice.page.append(item)
    }
    slice.reached = scope.reached
    slice.isLast = scope.reached == nil
    return slice
  }

  /// Those of the items of some sequence numbers that are in a range, until the count or the bytes are reached, as
  /// above. Throws `item-not-found` if there is none with one of the numbers (XEP-0313, section 4.1.3).
  package func items(
    at sequences: [Int64], of node: NodeRecord, _ range: ItemRange, limit: Int, bytes: Int
  ) throws -> ItemSlice {
    let places = try Set(sequences).map { sequence in
      let number = try number(
        "SELECT id FROM item WHERE node = ? AND sequence = ? AND sequence > ?",
        [node.number, sequence, node.floor])
      guard let number else {
        throw StanzaError(.itemNotFound, "There is no such item in the archive of this node.")
      }
      return (place: range.order == .creation ? number : sequence, number: number)
    }
    var slice = ItemSlice()
    var size = 0
    for (_, number) in places.sorted(by: { ($0.place < $1.place) != range.isDescending }) {
      let item = try first(
        """
        SELECT \(Self.columns) FROM item JOIN jid ON jid.id = item.publisher WHERE item.id = ?
        """, [number], Self.item)
      guard let item, range.holds(item) else { continue }
      size += item.wireBytes
      slice.isLast = slice.page.count < limit && (slice.page.isEmpty || size <= bytes)
      guard slice.isLast else { break }
      slice.page.append(item)
    }
    return slice
  }

  /// Where an item stands in the order of creation, by its sequence number. One that is not there any more stands
  /// where it was published last, which is the same if it was never edited.
  package func creationPlace(of sequence: Int64, in node: NodeRecord) throws -> Int64 {
    try number(
      "SELECT id FROM item WHERE node = ? AND sequence = ?", [node.number, sequence]) ?? sequence
  }

  /// The newest item.
  package func newestItem(of node: NodeRecord) throws -> StoredItem? {
    try items(of: node, .newestFirst, limit: 1, bytes: .max).page.first
  }

  /// What a post says in plain words, as it was announced; nil for a heart, and for what is no post.
  package func text(of item: StoredItem) throws -> String? {
    try first(
      """
      SELECT title, text FROM entry WHERE item = ?1
        AND NOT EXISTS (SELECT 1 FROM comment WHERE comment.item = ?1 AND comment.heart = 1)
      """, [item.number]
    ) { Projection.text(title: $0[0], text: $0[1]) }
  }

  /// The names and cursors of a page of items.
  package func names(of node: NodeRecord, _ range: ItemRange, limit: Int) throws -> [(
    id: ItemID, cursor: Int64
  )] {
    guard let scope = try scope(range, node) else { return [] }
    let found = try rows(
      """
      SELECT name, \(range.order.column) FROM item WHERE \(scope.condition)
      ORDER BY item.\(range.order.column) \(range.direction) LIMIT ?
      """, scope.arguments + [limit])
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
      payload: row[5])
  }
}
