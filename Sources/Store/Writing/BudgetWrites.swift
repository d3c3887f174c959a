import GRDB
package import PubSub
package import XMPP

// How much is kept of followed nodes. Items are counted with their nodes, bytes with what following them has come to: no
// question goes through the items. Of more than may be kept the oldest goes, and nothing is left of it.
extension Transaction {
  /// An item of a followed node has come, in the place of one of so many bytes.
  func hold(_ bytes: Int, replacing old: Int, of node: NodeRecord) throws {
    try run(
      "UPDATE source SET bytes = max(0, bytes + ?) WHERE node = ?", [bytes - old, node.number])
  }

  /// An item of a followed node goes.
  func release(_ item: Int64, of node: NodeRecord) throws {
    try hold(0, replacing: try snapshot.size(of: item), of: node)
  }

  func releaseAll(of source: Source) throws {
    try run("UPDATE source SET bytes = 0 WHERE node = ?", [source.number])
  }

  /// Of more items of a node than are kept the oldest go, so many at a time.
  ///
  /// - Returns: whether there may be more to go.
  @discardableResult
  package func trim(_ source: Source, to budget: Budget, atMost limit: Int, _ now: Timestamp) throws
    -> Bool
  {
    guard let excess = budget.excess(of: try snapshot.holding(of: source)) else { return false }
    return try drop(excess, of: source, upTo: .max, atMost: limit, now)
  }

  /// Of more items than are kept the oldest go, so many at a time.
  ///
  /// - Parameter service: of this one; nil: of all that is followed.
  /// - Returns: whether there may be more to go.
  package func trim(_ service: BareJID?, to budget: Budget, atMost limit: Int, _ now: Timestamp)
    throws -> Bool
  {
    guard !budget.isUnlimited,
      let excess = budget.excess(of: try snapshot.holding(of: service)),
      case let oldest = try snapshot.oldestSources(service), let first = oldest.first,
      let source = try snapshot.source(first.node)
    else { return false }
    // As far as none of another node is older.
    let edge = oldest.dropFirst().first?.sequence ?? .max
    return try drop(excess, of: source, upTo: edge, atMost: limit, now)
  }

  private func drop(
    _ excess: Holding, of source: Source, upTo edge: Int64, atMost limit: Int, _ now: Timestamp
  ) throws -> Bool {
    let oldest = try snapshot.oldestItems(of: source, upTo: edge, limit: limit)
    let count = excess.count(of: oldest.map(\.bytes))
    return try drop(oldest.prefix(count).map(\.id), of: source, now) > 0
  }

  /// What was published before a moment goes, so many items at a time.
  ///
  /// - Returns: whether there may be more to go.
  package func dropOld(
    of source: Source, before moment: Timestamp, atMost limit: Int, _ now: Timestamp
  ) throws -> Bool {
    let oldest = try snapshot.oldestItems(of: source, upTo: .max, limit: limit)
    let old = oldest.filter { $0.published < moment.milliseconds }
    try drop(old.map(\.id), of: source, now)
    return old.count == limit
  }
}

extension Snapshot {
  func size(of item: Int64) throws -> Int {
    let size = try number("SELECT coalesce(length(payload), 0) FROM item WHERE id = ?", [item])
    return Int(size ?? 0)
  }

  package func holding(of source: Source) throws -> Holding {
    let sql = "\(Self.held) WHERE source.node = ?"
    return try first(sql, [source.number], Self.holding) ?? Holding()
  }

  /// - Parameter service: nil: of all that is followed.
  package func holding(of service: BareJID?) throws -> Holding {
    guard let service else { return try first(Self.held, [], Self.holding) ?? Holding() }
    guard let number = try self.service(service)?.number else { return Holding() }
    return try first("\(Self.held) WHERE \(Self.ofService)", [number], Self.holding) ?? Holding()
  }

  private static let held = """
    SELECT coalesce(sum(node.items), 0), coalesce(sum(source.bytes), 0)
    FROM source JOIN node ON node.id = source.node
    """

  private static let ofService = "node.service = ? AND node.deleted IS NULL"

  private static func holding(_ row: Columns) -> Holding { Holding(items: row[0], bytes: row[1]) }

  private static let oldest = """
    SELECT source.node, (
        SELECT min(item.sequence) FROM item WHERE item.node = node.id AND item.sequence > node.floor
      ) AS oldest
    FROM source JOIN node ON node.id = source.node WHERE node.items > 0
    """

  /// The nodes that have the two oldest items.
  fileprivate func oldestSources(_ service: BareJID?) throws -> [(node: Int64, sequence: Int64)] {
    var (sql, arguments) = (Self.oldest, StatementArguments())
    if let service {
      guard let number = try self.service(service)?.number else { return [] }
      (sql, arguments) = ("\(sql) AND \(Self.ofService)", [number])
    }
    let found = try rows("\(sql) ORDER BY oldest LIMIT 2", arguments)
    var list: [(node: Int64, sequence: Int64)] = []
    while let row = try found.next() {
      if let sequence: Int64 = row[1] { list.append((row[0], sequence)) }
    }
    return list
  }

  fileprivate func oldestItems(of source: Source, upTo edge: Int64, limit: Int) throws -> [(
    id: ItemID, bytes: Int, published: Int64
  )] {
    let found = try rows(
      """
      SELECT item.name, coalesce(length(item.payload), 0), item.published
      FROM item JOIN node ON node.id = item.node
      WHERE item.node = ? AND item.sequence > node.floor AND item.sequence <= ?
      ORDER BY item.sequence LIMIT ?
      """, [source.number, edge, limit])
    var list: [(id: ItemID, bytes: Int, published: Int64)] = []
    while let row = try found.next() { list.append((ItemID(stored: row[0]), row[1], row[2])) }
    return list
  }
}
