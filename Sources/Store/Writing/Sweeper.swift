import GRDB
import PubSub
import Synchronization
package import XMPP

/// Removes what deleted nodes, purges and limits leave behind, in small transactions between the others. A
/// process that is killed in between goes on where it was.
package final class Sweeper: Sendable {
  /// Nodes that something failed for, and until when they are left alone.
  private let failed = Mutex<[Int64: ContinuousClock.Instant]>([:])
  let addresses = Mutex(AddressSweep())
  let store: Store

  /// How long requests to a deleted node are told of the address in its place, in milliseconds.
  package static let redirection: Int64 = 365 * 86_400_000
  /// So long a node is left alone that something failed for, and so many at most.
  static let pause = Duration.seconds(60)
  static let maximumFailed = 100

  package init(_ store: Store) { self.store = store }

  /// Removes one portion; false when nothing is left to remove.
  package func sweep(now: Timestamp) async throws -> Bool {
    let others = waiting(at: .now)
    guard let task = try await store.read({ try $0.sweeping(besides: others) }) else {
      if try await forgetMoved(now) { return true }
      return try await tidy(now, store)
    }
    let limit = store.limits.rowsPerSweep
    do {
      return try await store.write { try $0.sweep(task, limit: limit, now) }
    } catch {
      leave(task.node, at: .now)
      throw error
    }
  }

  private func forgetMoved(_ now: Timestamp) async throws -> Bool {
    let moment = now.milliseconds - Self.redirection
    guard try await store.read({ try $0.number(Snapshot.stale, [moment]) != nil }) else {
      return false
    }
    let limit = store.limits.rowsPerSweep
    return try await store.write { try $0.forgetMoved(before: moment, limit: limit) }
  }

  private func waiting(at now: ContinuousClock.Instant) -> Set<Int64> {
    failed.withLock { failed in
      failed = failed.filter { $0.value > now }
      return Set(failed.keys)
    }
  }

  private func leave(_ node: Int64, at now: ContinuousClock.Instant) {
    failed.withLock { failed in
      if failed.count < Self.maximumFailed { failed[node] = now + Self.pause }
    }
  }
}

/// What is to be removed of a node.
private struct SweepTask: Sendable {
  enum Kind: Sendable, CaseIterable {
    case orphans, dead, all
  }

  let kind: Kind
  let node: Int64
}

extension Snapshot {
  /// A node that is deleted and waits for no delivery any more. Those that depend on it come first: its
  /// subscribers may have to be told of them.
  static let sweepable = """
    SELECT id FROM node WHERE deleted IS NOT NULL AND parting = 0
      AND NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.node = node.id)
      AND NOT EXISTS (SELECT 1 FROM node AS other WHERE other.parent = node.id)
      AND NOT EXISTS (SELECT 1 FROM node AS other WHERE other.link = node.id)
      AND NOT EXISTS (SELECT 1 FROM node AS other WHERE other.kept_for = node.id)
    ORDER BY deleted LIMIT ?
    """

  /// A node that is deleted, and that others go with.
  static let parting = "SELECT id FROM node WHERE parting = 1 LIMIT ?"

  /// Those that go with it.
  static let orphans = """
    SELECT id FROM node WHERE parent = ?1 AND deleted IS NULL
    UNION ALL
    SELECT id FROM node WHERE link = ?1 AND deleted IS NULL
    UNION ALL
    SELECT id FROM node WHERE kept_for = ?1 AND deleted IS NULL
    LIMIT ?2
    """

  /// A node with items that are gone.
  static let withDead = "SELECT id FROM node WHERE dead > 0 LIMIT ?"

  /// An address in the place of a node that was deleted long ago.
  static let stale = "SELECT 1 FROM moved WHERE since < ? LIMIT 1"

  fileprivate func sweeping(besides others: Set<Int64>) throws -> SweepTask? {
    for (kind, sql) in [
      (SweepTask.Kind.orphans, Self.parting), (.dead, Self.withDead), (.all, Self.sweepable),
    ] {
      let nodes = try Int64.fetchAll(
        db.cachedStatement(sql: sql), arguments: [others.count + 1])
      if let node = nodes.first(where: { !others.contains($0) }) {
        return SweepTask(kind: kind, node: node)
      }
    }
    return nil
  }
}

extension Transaction {
  fileprivate func sweep(_ task: SweepTask, limit: Int, _ now: Timestamp) throws -> Bool {
    switch task.kind {
    case .orphans: try buryOrphans(of: task.node, limit: limit, now)
    case .dead: try sweepDead(task.node, limit: limit, now)
    case .all: try sweepDeleted(task.node, limit: limit, now)
    }
    return true
  }

  private func buryOrphans(of number: Int64, limit: Int, _ now: Timestamp) throws {
    let orphans = try Int64.fetchAll(
      db.cachedStatement(sql: Snapshot.orphans), arguments: [number, limit])
    for orphan in orphans {
      guard let node = try snapshot.nodeAlone(number: orphan),
        let service = try snapshot.service(ofNode: orphan)
      else { continue }
      try bury(node, service, now)
      changed()
    }
    // Nobody has come to depend on it since.
    if orphans.count < limit {
      try run("UPDATE node SET parting = 0 WHERE id = ?", [number])
    }
  }

  /// Items below the floor; their posts say so where the public could read them.
  private func sweepDead(_ number: Int64, limit: Int, _ now: Timestamp) throws {
    guard let node = try snapshot.nodeAlone(number: number) else { return }
    let items = try Int64.fetchAll(
      db.cachedStatement(
        sql: "SELECT id FROM item WHERE node = ? AND sequence <= ? ORDER BY sequence LIMIT ?"),
      arguments: [number, node.floor, limit])
    let traces = items.isEmpty ? 0 : try tombstonesLeft(node)
    for (index, item) in items.enumerated() {
      if index < traces { try leaveTombstone(item, now) }
      try removeItem(item, node, isAlive: false, now)
    }
    if items.isEmpty, try sweepHidden(node, upTo: node.floor, limit: limit, now) { return }
    // Nothing is left below the floor, whatever was counted.
    if items.isEmpty { try run("UPDATE node SET dead = 0 WHERE id = ?", [number]) }
  }

  private func sweepDeleted(_ number: Int64, limit: Int, _ now: Timestamp) throws {
    guard let node = try snapshot.nodeAlone(number: number) else { return }
    let items = try Int64.fetchAll(
      db.cachedStatement(sql: "SELECT id FROM item WHERE node = ? ORDER BY sequence LIMIT ?"),
      arguments: [number, limit])
    guard items.isEmpty else {
      for item in items { try removeItem(item, node, isAlive: true, now) }
      return
    }
    if try sweepHidden(node, upTo: .max, limit: limit, now) { return }
    try run("DELETE FROM removal WHERE node = ?", [number])
    if try sweepSubscriptions(number, limit: limit) { return }
    for column in ["node", "origin"] {
      try run(
        """
        DELETE FROM gathered WHERE rowid IN
          (SELECT rowid FROM gathered WHERE \(column) = ? LIMIT ?)
        """, [number, limit])
      if db.changesCount > 0 { return }
    }
    for (table, key) in [("tombstone", "name"), ("affiliation", "jid")] {
      try run(
        """
        DELETE FROM \(table) WHERE node = ?1 AND \(key) IN
          (SELECT \(key) FROM \(table) WHERE node = ?1 LIMIT ?2)
        """, [number, limit])
      if db.changesCount > 0 { return }
    }
    try run("DELETE FROM node WHERE id = ?", [number])
    changed()
    return
  }

  private func sweepSubscriptions(_ node: Int64, limit: Int) throws -> Bool {
    let found = try snapshot.rows(
      """
      SELECT subscription.id, jid.jid FROM subscription JOIN jid ON jid.id = subscription.payer
      WHERE subscription.node = ? ORDER BY subscription.id LIMIT ?
      """, [node, limit])
    var list: [(number: Int64, payer: String)] = []
    while let row = try found.next() { list.append((row[0], row[1])) }
    for (number, payer) in list {
      try run("DELETE FROM subscription WHERE id = ?", [number])
      use(try storedJID(payer).bare, Usage(subscriptions: -1))
    }
    return !list.isEmpty
  }
}

extension Snapshot {
  package func service(ofNode number: Int64) throws -> ServiceID? {
    try self.number("SELECT service FROM node WHERE id = ?", [number]).map(ServiceID.init)
  }
}
