import GRDB
import PubSub
import XMPP

extension Transaction {
  /// Keeps an act in the transaction that does it; the oldest ones of a node make room.
  func record(_ act: ModerationAct, _ node: NodeRecord, _ service: ServiceID, _ now: Timestamp)
    throws
  {
    try run(
      """
      INSERT INTO audit (service, time, actor, act, node, name, item, subject, detail)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        service.number, now.milliseconds, try intern(act.actor), act.kind.rawValue, node.number,
        act.node.name, act.item?.name, try act.subject.map { try intern($0) }, act.detail,
      ])
    try run(
      """
      DELETE FROM audit WHERE id = (
        SELECT id FROM audit WHERE node = ? ORDER BY id DESC LIMIT 1 OFFSET ?)
      """, [node.number, AuditLimits.perNode])
  }

  /// Forgets some acts that are too old, or too many; false if there are none.
  func forgetActs(_ now: Timestamp, limit: Int) throws -> Bool {
    let stale = try snapshot.staleActs(now, limit: limit)
    for id in stale { try run("DELETE FROM audit WHERE id = ?", [id]) }
    return !stale.isEmpty
  }
}
