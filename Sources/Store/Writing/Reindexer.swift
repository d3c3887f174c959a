import Foundation
import GRDB
import PubSub
import Social
import XML
package import XMPP

/// Makes what is derived from the stored items again, in small transactions between the others: the index, tags,
/// mentions, counts. How far it has come is stored with what it did, so that it goes on from there whatever happens.
/// What is published meanwhile is derived as always.
package struct Reindexer: Sendable {
  /// What is gone through, one after the other; the raw values are stored.
  enum Stage: Int, CaseIterable {
    /// The items, in the order of creation, up to the newest one when it began.
    case items
    /// The nodes, whose posts are counted again.
    case nodes
  }

  /// How far it has come.
  package struct Progress: Hashable, Sendable {
    /// Between 0 and 1; the numbers of items are not without gaps, so that it may jump.
    package let fraction: Double
  }

  /// Items of one transaction at most, and so many bytes of payload, one item aside.
  private static let itemsAtOnce = 50
  private static let bytesAtOnce = 262_144
  private static let nodesAtOnce = 50

  private let store: Store

  package init(_ store: Store) { self.store = store }

  /// Begins, or goes on where it was interrupted.
  ///
  /// - Parameter isFresh: begins from the start whatever was done.
  package func begin(isFresh: Bool = false) async throws {
    try await store.write { try $0.beginReindexing(isFresh: isFresh) }
  }

  /// How far it has come; nil if it is not under way.
  package func progress() async throws -> Progress? {
    try await store.read { try $0.reindexing()?.progress }
  }

  /// Makes one portion again; false when nothing is left.
  package func step(now: Timestamp = .now) async throws -> Bool {
    guard try await progress() != nil else { return false }
    return try await store.write { tx in
      guard let state = try tx.snapshot.reindexing() else { return false }
      tx.changed()
      switch state.stage {
      case .items: try tx.reindexItems(state, Self.itemsAtOnce, Self.bytesAtOnce, now)
      case .nodes: try tx.countPosts(state, Self.nodesAtOnce)
      }
      return true
    }
  }
}

/// The row that says how far it has come.
struct ReindexState {
  var stage: Reindexer.Stage
  /// The last item or node that was done.
  var position: Int64
  var last: Int64

  /// The items are most of the work.
  private static let shareOfItems = 0.9

  var progress: Reindexer.Progress {
    // What was followed stands below zero.
    let done = last > 0 ? min(max(Double(position) / Double(last), 0), 1) : 1
    let fraction =
      switch stage {
      case .items: done * Self.shareOfItems
      case .nodes: Self.shareOfItems + done * (1 - Self.shareOfItems)
      }
    return Reindexer.Progress(fraction: fraction)
  }
}

extension Snapshot {
  func reindexing() throws -> ReindexState? {
    try first("SELECT stage, position, last FROM reindex", []) {
      ReindexState(
        stage: Reindexer.Stage(rawValue: $0[0]) ?? .items, position: $0[1], last: $0[2])
    }
  }

  /// The next items, and where they are.
  static let reindexable = """
    SELECT item.id, item.name, item.node, item.sequence, item.created, item.published, item.payload,
      publisher.jid, node.floor
    FROM item JOIN node ON node.id = item.node JOIN jid AS publisher ON publisher.id = item.publisher
    WHERE item.id > ? AND item.id <= ? ORDER BY item.id LIMIT ?
    """

  static let nextNodes = "SELECT id FROM node WHERE id > ? ORDER BY id LIMIT ?"
}

/// An item with what its projection depends on.
private struct ReindexedItem {
  let number: Int64
  let name: String
  let node: Int64
  let sequence: Int64
  let created: Timestamp
  let published: Timestamp
  let payload: Data?
  let publisher: String
  /// Not below the floor of its node.
  let isAlive: Bool

  init(_ row: Columns) {
    number = row[0]
    name = row[1]
    node = row[2]
    sequence = row[3]
    created = Timestamp(milliseconds: row[4])
    published = Timestamp(milliseconds: row[5])
    payload = row[6]
    publisher = row[7]
    isAlive = sequence > row[8]
  }

  func projection() throws -> Projection? {
    guard let payload, let element = try? Element(parsing: Array(payload)) else { return nil }
    return Projection(
      of: element, itemID: name, publisher: try storedJID(publisher).bare, received: published)
  }
}

extension Transaction {
  func beginReindexing(isFresh: Bool) throws {
    if isFresh { try run("DELETE FROM reindex") }
    try run(
      """
      INSERT OR IGNORE INTO reindex (id, stage, position, last)
      SELECT 1, 0, min(coalesce(min(id), 0) - 1, 0), coalesce(max(id), 0) FROM item
      """)
  }

  /// What another version has derived is made again.
  func reindexWhatIsOutdated() throws {
    guard try snapshot.number("SELECT projection FROM counter", []) != Int64(Projection.version)
    else { return }
    try run("UPDATE counter SET projection = ?", [Projection.version])
    guard try snapshot.number("SELECT 1 FROM item LIMIT 1", []) != nil else { return }
    try beginReindexing(isFresh: true)
  }

  fileprivate func reindexItems(
    _ state: ReindexState, _ limit: Int, _ bytes: Int, _ now: Timestamp
  ) throws {
    var state = state
    let found = try snapshot.rows(Snapshot.reindexable, [state.position, state.last, limit])
    var items: [ReindexedItem] = []
    var size = 0
    while size < bytes, let row = try found.next() {
      items.append(ReindexedItem(row))
      size += items.last?.payload?.count ?? 0
    }
    for item in items {
      if item.isAlive { try derive(item, now) }
      state.position = item.number
    }
    if items.isEmpty {
      (state.stage, state.position) = (.nodes, 0)
      state.last = try snapshot.number("SELECT id FROM node ORDER BY id DESC LIMIT 1", []) ?? 0
    }
    try remember(state)
  }

  private func derive(_ item: ReindexedItem, _ now: Timestamp) throws {
    guard let node = try snapshot.nodeAlone(number: item.node) else { return }
    let projection = try item.projection()
    // The indexes may hold what the table has lost.
    if try snapshot.searchRow(item.number) == nil,
      let entry = projection?.entry(received: item.published, firstSeen: item.created)
    {
      try takeOutOfIndex(SearchRow(item.number, entry))
    }
    // Posts are counted when all is done.
    try removeDerived(item.number, node, isAlive: false, now)
    try derive(
      projection,
      DerivedItem(
        number: item.number, sequence: item.sequence, publisher: try intern(item.publisher),
        received: item.published, firstSeen: item.created,
        payload: item.payload.map { [UInt8]($0) }), node, now)
  }

  /// The posts of some nodes, and the hearts among them.
  fileprivate func countPosts(_ state: ReindexState, _ limit: Int) throws {
    let nodes = try Int64.fetchAll(
      db.cachedStatement(sql: Snapshot.nextNodes), arguments: [state.position, limit])
    guard let last = nodes.last else {
      try indexWaiting()
      return try run("DELETE FROM reindex")
    }
    for node in nodes { try countPosts(of: node) }
    var state = state
    state.position = last
    try remember(state)
  }

  private func countPosts(of node: Int64) throws {
    try run(
      """
      UPDATE node SET
        posts = (
          SELECT count(*) FROM entry WHERE entry.node = node.id AND entry.sequence > node.floor),
        hearts = (
          SELECT count(*) FROM comment JOIN item ON item.id = comment.item
          WHERE comment.node = node.id AND comment.heart = 1 AND item.sequence > node.floor)
      WHERE id = ?
      """, [node])
  }

  private func remember(_ state: ReindexState) throws {
    try run(
      "UPDATE reindex SET stage = ?, position = ?, last = ?",
      [state.stage.rawValue, state.position, state.last])
  }
}
