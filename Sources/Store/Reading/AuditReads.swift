import GRDB
package import PubSub
package import XMPP

/// An act that the log of moderation has kept.
package struct KeptAct: Sendable {
  package let time: Timestamp
  package let act: ModerationAct
}

/// Some of what the log of moderation has kept, the newest first.
package struct ActPage: Sendable {
  package fileprivate(set) var acts: [KeptAct] = []
  /// What the next page comes before; nil if there is nothing older. A page may be short, even empty, and not the last.
  package fileprivate(set) var next: Int64?
}

extension Snapshot {
  /// A page of what was done to a node, or anywhere in a service.
  ///
  /// - Parameter before: only what is older than this one.
  package func acts(
    of node: NodeRecord?, in service: ServiceID, before: Int64?, limit: Int
  ) throws -> ActPage {
    let condition = node == nil ? "audit.service = ?" : "audit.node = ?"
    let found = try rows(
      """
      SELECT audit.id, audit.time, audit.act, audit.name, actor.jid, audit.item, subject.jid,
        audit.detail
      FROM audit JOIN jid AS actor ON actor.id = audit.actor
      LEFT JOIN jid AS subject ON subject.id = audit.subject
      WHERE \(condition) AND audit.id < ? ORDER BY audit.id DESC LIMIT ?
      """, [node?.number ?? service.number, before ?? .max, limit + 1])
    var page = ActPage()
    var budget = ListBudget(entries: limit)
    var last: Int64?
    while let row = try found.next() {
      guard budget.isLeft else {
        page.next = last
        break
      }
      last = row[0]
      budget.spend(on: row[3], row[5], row[7])
      if let act = try Self.act(row) {
        page.acts.append(KeptAct(time: Timestamp(milliseconds: row[1]), act: act))
      }
    }
    return page
  }

  /// Nil if a later version keeps it, and it is not known here.
  private static func act(_ row: Columns) throws -> ModerationAct? {
    guard let kind = ModerationAct.Kind(rawValue: row[2]) else { return nil }
    return ModerationAct(
      kind, NodeID(stored: row[3]), by: try storedJID(row[4]).bare,
      item: (row[5] as String?).map { ItemID(stored: $0) },
      subject: try (row[6] as String?).map { try storedJID($0).bare }, detail: row[7])
  }

  /// Some of those that are too old, or too many.
  func staleActs(_ now: Timestamp, limit: Int) throws -> [Int64] {
    let old = try Int64.fetchAll(
      db.cachedStatement(sql: "SELECT id FROM audit WHERE time < ? ORDER BY time LIMIT ?"),
      arguments: [now.milliseconds - AuditLimits.age, limit])
    guard old.isEmpty else { return old }
    return try Int64.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT id FROM audit WHERE id <= (SELECT max(id) FROM audit) - ? ORDER BY id LIMIT ?
          """), arguments: [AuditLimits.all, limit])
  }
}
