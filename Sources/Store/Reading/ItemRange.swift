import GRDB
package import PubSub
package import XMPP

/// The orders in which a node's items can be read (XEP-0413).
package enum ItemOrder: Hashable, Sendable {
  /// That of the last publish: an edit moves an item to the end. The cursor is `StoredItem.sequence`.
  case modification
  /// That of the first publish. The cursor is `StoredItem.number`.
  case creation

  var column: String { self == .modification ? "sequence" : "id" }

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

  var direction: String { isDescending ? "DESC" : "ASC" }

  func holds(_ item: StoredItem) -> Bool {
    let place = order.cursor(of: item)
    if let beyond, isDescending ? place >= beyond : place <= beyond { return false }
    return place > after ?? 0 && place < before ?? .max
      && start.map { $0 <= item.published } ?? true && end.map { item.published <= $0 } ?? true
      && (publisher == nil || publisher == item.publisher)
  }
}

/// A range as a condition of SQL.
struct ItemScope {
  /// On the column of the order.
  fileprivate var low: Int64
  fileprivate var high: Int64
  /// On the sequence number, besides.
  fileprivate var sequences: Range<Int64>?
  fileprivate var publisher: Int64?
  /// The cursor to go on from, if the range was cut since too much would be passed over in it.
  fileprivate(set) var reached: Int64?

  fileprivate let node: Int64
  fileprivate let order: ItemOrder
  /// Whether what is in it is found by going through its order.
  fileprivate let isWalked: Bool

  private var column: String { order.column }

  var condition: String {
    // What a publisher has in a node is indexed in the order of the last publish alone.
    let publishers = isWalked && order == .modification ? "item.publisher" : "+item.publisher"
    return "\(isWalked ? "" : "+")item.node = ?"
      + " AND item.\(column) > ? AND item.\(column) < ?"
      + (sequences == nil ? "" : " AND item.sequence >= ? AND item.sequence < ?")
      + (publisher == nil ? "" : " AND \(publishers) = ?")
  }

  var arguments: StatementArguments {
    var arguments: StatementArguments = [node, low, high]
    if let sequences { arguments += [sequences.lowerBound, sequences.upperBound] }
    if let publisher { arguments += [publisher] }
    return arguments
  }
}

extension Snapshot {
  /// So many items are passed over at most that are not in the range.
  static let maximumItemsPassed = 1_000
  /// And so many entries of a list are counted at most, where their number is not kept.
  static let maximumCounted = 500

  /// Nil if nothing can be in the range.
  ///
  /// - Parameter isWalked: what is in it is found by going through its order, and so no more is passed over than may be.
  func scope(_ range: ItemRange, _ node: NodeRecord, isWalked: Bool = true) throws -> ItemScope? {
    var scope = ItemScope(
      low: range.after ?? 0, high: range.before ?? .max, node: node.number, order: range.order,
      isWalked: isWalked)
    if let beyond = range.beyond {
      if range.isDescending {
        scope.high = min(scope.high, beyond)
      } else {
        scope.low = max(scope.low, beyond)
      }
    }
    let sequences = try sequences(range, node)
    guard !sequences.isEmpty else { return nil }
    // No item has a place beyond that of its last publish.
    scope.high = min(scope.high, sequences.upperBound)
    if range.order == .modification { scope.low = max(scope.low, sequences.lowerBound - 1) }
    guard scope.low < scope.high - 1 else { return nil }
    if let publisher = range.publisher {
      guard let number = try number(of: publisher.description) else { return nil }
      scope.publisher = number
    }
    guard range.order == .creation else { return scope }
    let isWhole = sequences == 1..<Int64.max
    if isWalked, !isWhole || scope.publisher != nil { try cut(&scope, range) }
    if !isWhole { scope.sequences = sequences }
    return scope
  }

  /// How many items are in a range, about: no more than are counted where not all are meant, and in the order of
  /// creation whatever the places.
  package func count(_ range: ItemRange, of node: NodeRecord) throws -> Int {
    var range = range
    range.beyond = nil
    if range.order == .creation {
      (range.order, range.after, range.before) = (.modification, nil, nil)
    }
    guard range != ItemRange(isDescending: range.isDescending) else { return node.facts.items }
    guard let scope = try scope(range, node) else { return 0 }
    let count = try number(
      """
      SELECT count(*) FROM (SELECT 1 FROM item WHERE \(scope.condition) LIMIT ?)
      """, scope.arguments + [Self.maximumCounted])
    return Int(count ?? 0)
  }

  /// Times grow with the sequence numbers of a node: a range of times is one of them.
  private func sequences(_ range: ItemRange, _ node: NodeRecord) throws -> Range<Int64> {
    var (low, high) = (node.floor + 1, Int64.max)
    if let start = range.start {
      low = max(low, try place(of: start, in: node))
      high = try lastSequence(of: node) + 1
    }
    if let end = range.end {
      high = try place(of: Timestamp(milliseconds: end.milliseconds + 1), in: node)
    }
    return low..<max(low, high)
  }

  private func lastSequence(of node: NodeRecord) throws -> Int64 {
    try number("SELECT max(sequence) FROM item WHERE node = ?", [node.number]) ?? 0
  }

  /// In the order of creation items of other times and of other people lie between those of a range, any number of them: it
  /// ends where enough have been passed over.
  private func cut(_ scope: inout ItemScope, _ range: ItemRange) throws {
    let end = try number(
      """
      SELECT id FROM item WHERE node = ? AND id > ? AND id < ?
      ORDER BY id \(range.direction) LIMIT 1 OFFSET ?
      """, [scope.node, scope.low, scope.high, Self.maximumItemsPassed])
    guard let end else { return }
    if range.isDescending {
      (scope.low, scope.reached) = (end, end + 1)
    } else {
      (scope.high, scope.reached) = (end, end - 1)
    }
  }

  /// A sequence number with all items before it published before a moment, and all from it on not: found by halving.
  func place(of moment: Timestamp, in node: NodeRecord) throws -> Int64 {
    var (low, high) = (node.floor, try lastSequence(of: node) + 1)
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
