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
    return try drop(excess, of: source, atMost: limit, now)
  }

  private func drop(
    _ excess: Holding, of source: Source, atMost limit: Int, _ now: Timestamp
  ) throws -> Bool {
    let oldest = try snapshot.oldestItems(of: source, limit: limit)
    let count = excess.count(of: oldest.map(\.bytes))
    return try drop(oldest.prefix(count).map(\.id), of: source, now) > 0
  }

  /// Items go that were found to be old, but for those that have changed since.
  ///
  /// - Returns: how many went.
  fileprivate func drop(_ items: some Sequence<OldItem>, _ now: Timestamp) throws -> Int {
    var dropped = 0
    for (number, items) in Dictionary(grouping: items, by: \.node) {
      guard let source = try snapshot.source(number), let node = try snapshot.node(number: number)
      else { continue }
      let same = try items.filter {
        try snapshot.itemPlace($0.id, in: node)?.sequence == $0.sequence
      }
      dropped += try drop(same.map(\.id), of: source, now)
    }
    return dropped
  }
}

extension Store {
  /// So many items are looked for at a time, and so many go in one transaction.
  private static let foundAtOnce = 1_000
  private static let droppedAtOnce = 200

  /// Of more items than are kept the oldest go, whichever nodes have them. Looking for them keeps nobody from writing.
  ///
  /// - Parameter service: of this one; nil: of all that is followed.
  package func trim(_ service: BareJID?, to budget: Budget) async throws {
    guard !budget.isUnlimited else { return }
    while case let surplus = try await read({
      try $0.surplus(of: service, beyond: budget, atMost: Self.foundAtOnce)
    }), !surplus.isEmpty {
      // What has changed meanwhile is for the next time.
      guard try await drop(surplus) > 0 else { return }
    }
  }

  /// What was published before a moment goes.
  package func dropOld(of source: Source, before moment: Timestamp) async throws {
    let number = source.number
    while case let old = try await read({
      try $0.items(of: number, before: moment, limit: Self.foundAtOnce)
    }), !old.isEmpty {
      guard try await drop(old) > 0 else { return }
    }
  }

  private func drop(_ items: [OldItem]) async throws -> Int {
    var (rest, dropped) = (items[...], 0)
    while !rest.isEmpty {
      let some = rest.prefix(Self.droppedAtOnce)
      rest = rest.dropFirst(Self.droppedAtOnce)
      dropped += try await write { try $0.drop(some, .now) }
    }
    return dropped
  }
}

extension Snapshot {
  /// What an item of a followed node counts for: its payload, and its id, which may be longer.
  static let heldBytes = "coalesce(length(item.payload), 0) + length(CAST(item.name AS BLOB))"

  func size(of item: Int64) throws -> Int {
    let size = try number("SELECT \(Self.heldBytes) FROM item WHERE id = ?", [item])
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

  static let ofService = "node.service = ? AND node.deleted IS NULL"

  private static func holding(_ row: Columns) -> Holding { Holding(items: row[0], bytes: row[1]) }
}
