import GRDB
import PubSub
import Social
import XMPP

extension Transaction {
  func create(
    _ id: NodeID, _ configuration: NodeConfiguration, _ owner: BareJID, _ service: ServiceID,
    _ now: Timestamp
  ) throws {
    let creator = try intern(owner)
    let names = ["service", "name", "creator", "created", "changed", "latest"]
    let columns = NodeColumns(id, configuration)
    let row: StatementArguments = [
      service.number, id.name, creator, now.milliseconds, now.milliseconds, nextSequence(),
    ]
    try run(NodeColumns.insert(names), row + columns.arguments)
    try run(
      "INSERT INTO affiliation (node, jid, affiliation) VALUES (?, ?, 'owner')",
      [db.lastInsertedRowID, creator])
  }

  func configure(_ node: NodeRecord, _ configuration: NodeConfiguration, _ now: Timestamp) throws {
    try run(
      NodeColumns.update,
      NodeColumns(node.facts.id, configuration).arguments + [node.number])
    try touch(node, now, sequence: nextSequence())
  }

  /// The name is free at once; subscribers are still told, and the `Sweeper` removes the rows.
  func delete(_ node: NodeRecord, _ now: Timestamp) throws {
    try run("UPDATE node SET deleted = ? WHERE id = ?", [now.milliseconds, node.number])
  }

  /// Remembers the node's last real change.
  func touch(_ node: NodeRecord, _ now: Timestamp, sequence: Int64) throws {
    try run(
      "UPDATE node SET changed = ?, latest = ? WHERE id = ?",
      [now.milliseconds, sequence, node.number])
  }

  func subscribe(_ jid: JID, _ node: NodeRecord) throws {
    try run(
      "INSERT INTO subscription (node, jid, bare, since) VALUES (?, ?, ?, ?)",
      [node.number, try intern(jid.description), try intern(jid.bare), nextSequence()])
    try run("UPDATE node SET subscribers = subscribers + 1 WHERE id = ?", [node.number])
  }

  func unsubscribe(_ jid: JID, _ node: NodeRecord) throws {
    try run(
      "DELETE FROM subscription WHERE node = ? AND jid = ?",
      [node.number, try intern(jid.description)])
    guard db.changesCount > 0 else { return }
    try run("UPDATE node SET subscribers = subscribers - 1 WHERE id = ?", [node.number])
  }

  func affiliate(_ jid: BareJID, _ affiliation: Affiliation, _ node: NodeRecord) throws {
    let number = try intern(jid)
    guard affiliation != .none else {
      return try run(
        "DELETE FROM affiliation WHERE node = ? AND jid = ?", [node.number, number])
    }
    try run(
      """
      INSERT INTO affiliation (node, jid, affiliation) VALUES (?, ?, ?)
      ON CONFLICT (node, jid) DO UPDATE SET affiliation = excluded.affiliation
      """, [node.number, number, affiliation.rawValue])
  }
}
