import GRDB
import PubSub
import XMPP

/// An item of a followed node, as it is found among the oldest ones.
struct OldItem: Hashable, Sendable {
  let node: Int64
  let id: ItemID
  let sequence: Int64
  let bytes: Int
}

extension Snapshot {
  private static let firstItems = """
    SELECT source.node, (
        SELECT min(item.sequence) FROM item WHERE item.node = node.id AND item.sequence > node.floor
      ) AS oldest
    FROM
    """

  private static let ofAll =
    "\(firstItems) source CROSS JOIN node ON node.id = source.node WHERE node.items > 0"

  private static let ofOne = """
    \(firstItems) node JOIN source ON source.node = node.id
    WHERE node.items > 0 AND \(ofService)
    """

  /// What of a service, or of all that is followed, has to go since more is kept than may be: the oldest first, whichever
  /// nodes have it.
  ///
  /// - Parameters:
  ///   - service: nil: all.
  ///   - limit: so many items at most.
  func surplus(of service: BareJID?, beyond budget: Budget, atMost limit: Int) throws -> [OldItem] {
    guard let excess = budget.excess(of: try holding(of: service)) else { return [] }
    let oldest = try oldestItems(of: service, limit: limit)
    return Array(oldest.prefix(excess.count(of: oldest.map(\.bytes))))
  }

  private func oldestItems(of service: BareJID?, limit: Int) throws -> [OldItem] {
    // Whatever is among so many oldest ones is of one of so many nodes with the oldest ones.
    var queues = try nodesWithOldestItems(service, limit: limit).map {
      ItemQueue(node: $0.node, next: $0.sequence)
    }
    queues.reverse()
    var list: [OldItem] = []
    while list.count < limit, var queue = queues.popLast() {
      if let item = try queue.pop(from: self) { list.append(item) }
      guard let next = try queue.peek(from: self) else { continue }
      // The one with the oldest item stands at the end.
      let place = queues.partitioningIndex { $0.next < next }
      queues.insert(queue, at: place)
    }
    return list
  }

  private func nodesWithOldestItems(_ service: BareJID?, limit: Int) throws -> [(
    node: Int64, sequence: Int64
  )] {
    var (sql, arguments) = (Self.ofAll, StatementArguments())
    if let service {
      guard let number = try self.service(service)?.number else { return [] }
      (sql, arguments) = (Self.ofOne, [number])
    }
    let found = try rows("\(sql) ORDER BY oldest LIMIT ?", arguments + [limit])
    var list: [(node: Int64, sequence: Int64)] = []
    while let row = try found.next() {
      if let sequence: Int64 = row[1] { list.append((row[0], sequence)) }
    }
    return list
  }

  fileprivate func items(of node: Int64, from sequence: Int64, limit: Int) throws -> [OldItem] {
    let found = try rows(
      """
      SELECT item.name, item.sequence, \(Self.heldBytes)
      FROM item JOIN node ON node.id = item.node
      WHERE item.node = ? AND item.sequence > node.floor AND item.sequence >= ?
      ORDER BY item.sequence LIMIT ?
      """, [node, sequence, limit])
    var list: [OldItem] = []
    while let row = try found.next() {
      list.append(
        OldItem(node: node, id: ItemID(stored: row[0]), sequence: row[1], bytes: row[2]))
    }
    return list
  }

  /// Those of a node that were published before a moment, wherever they stand.
  func items(of node: Int64, before moment: Timestamp, limit: Int) throws -> [OldItem] {
    let found = try rows(
      """
      SELECT item.name, item.sequence FROM item JOIN node ON node.id = item.node
      WHERE item.node = ? AND item.sequence > node.floor AND item.published < ?
      ORDER BY item.sequence LIMIT ?
      """, [node, moment.milliseconds, limit])
    var list: [OldItem] = []
    while let row = try found.next() {
      list.append(OldItem(node: node, id: ItemID(stored: row[0]), sequence: row[1], bytes: 0))
    }
    return list
  }

  /// The oldest items of one node.
  func oldestItems(of source: Source, limit: Int) throws -> [OldItem] {
    try items(of: source.number, from: .min, limit: limit)
  }
}

/// The items of one node, the oldest first, read a few at a time.
private struct ItemQueue {
  let node: Int64
  /// Where the first one stands that is left.
  private(set) var next: Int64
  private var items: ArraySlice<OldItem> = []

  private static let readAtOnce = 32

  init(node: Int64, next: Int64) { (self.node, self.next) = (node, next) }

  mutating func pop(from snapshot: Snapshot) throws -> OldItem? {
    guard try peek(from: snapshot) != nil, let item = items.popFirst() else { return nil }
    next = item.sequence + 1
    return item
  }

  mutating func peek(from snapshot: Snapshot) throws -> Int64? {
    if items.isEmpty {
      items = try snapshot.items(of: node, from: next, limit: Self.readAtOnce)[...]
    }
    if let first = items.first { next = first.sequence }
    return items.first?.sequence
  }
}

extension [ItemQueue] {
  /// The first place from which on a condition holds, which holds for all after it.
  fileprivate func partitioningIndex(_ isSo: (ItemQueue) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = low + (high - low) / 2
      if isSo(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
