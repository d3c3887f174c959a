import GRDB
package import PubSub
package import XMPP

/// An act that the log of moderation has kept.
package struct KeptAct: Sendable {
  package let id: Int64
  package let time: Timestamp
  package let act: ModerationAct
}

extension Snapshot {
  /// A page of what was done to a node, or anywhere in a service, the newest first.
  ///
  /// - Parameter before: only what is older than this one.
  package func acts(
    of node: NodeRecord?, in service: ServiceID, before: Int64?, limit: Int
  ) throws -> [KeptAct] {
    let condition = node == nil ? "audit.service = ?" : "audit.node = ?"
    let found = try rows(
      """
      SELECT audit.id, audit.time, audit.act, audit.name, actor.jid, audit.item, subject.jid,
        audit.detail
      FROM audit JOIN jid AS actor ON actor.id = audit.actor
      LEFT JOIN jid AS subject ON subject.id = audit.subject
      WHERE \(condition) AND audit.id < ? ORDER BY audit.id DESC LIMIT ?
      """, [node?.number ?? service.number, before ?? .max, limit])
    var acts: [KeptAct] = []
    var budget = ListBudget(entries: limit)
    while budget.isLeft, let row = try found.next() {
      // An act that a later version keeps is not known here.
      guard let kind = ModerationAct.Kind(rawValue: row[2]) else { continue }
      let (name, item, detail) = (row[3] as String, row[5] as String?, row[7] as String?)
      budget.spend(on: name, item, detail)
      acts.append(
        KeptAct(
          id: row[0], time: Timestamp(milliseconds: row[1]),
          act: ModerationAct(
            kind, NodeID(stored: name), by: try storedJID(row[4]).bare,
            item: item.map { ItemID(stored: $0) },
            subject: try (row[6] as String?).map { try storedJID($0).bare }, detail: detail)))
    }
    return acts
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
