import GRDB
package import PubSub
package import XMPP

// What is to be followed. Whoever follows nodes takes note of it: see `Snapshot.newFollows` and `Snapshot.origins`.
extension Transaction {
  /// - Parameter hops: how many addresses in a row have led there from the one that was asked for.
  package func follow(_ follow: Follow, hops: Int64 = 0, _ now: Timestamp) throws {
    try run(
      """
      INSERT INTO follow (service, node, origin, since, hops) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (service, node, origin) DO UPDATE SET begun = 0
      """,
      [
        try intern(follow.service), follow.node.name, follow.origin.rawValue, now.milliseconds,
        hops,
      ])
    // Whatever was wrong with it is tried anew.
    if let source = try snapshot.source(follow.node, of: follow.service) {
      try retry(source, for: .compare, now)
    }
  }

  /// False if nobody has asked for that.
  package func unfollow(_ follow: Follow, _ now: Timestamp) throws -> Bool {
    guard let service = try snapshot.number(of: follow.service.description) else { return false }
    try run(
      "DELETE FROM follow WHERE service = ? AND node = ? AND origin = ?",
      [service, follow.node.name, follow.origin.rawValue])
    guard db.changesCount > 0 else { return false }
    if let source = try snapshot.source(follow.node, of: follow.service) {
      // Nobody wants it: it is not seen from now on, and forgotten when its turn has come.
      guard try snapshot.origins(source).isEmpty else { return true }
      try close(source)
      try retry(source, for: .look, now)
    }
    return true
  }

  /// The configuration names these, and no others any more.
  package func setConfigured(_ wanted: [Follow], _ now: Timestamp) throws {
    let present = try snapshot.follows(.configuration)
    for follow in present where !wanted.contains(follow) { _ = try unfollow(follow, now) }
    for follow in wanted where !present.contains(follow) { try self.follow(follow, now) }
  }

  package func begun(_ follow: Follow) throws {
    try run(
      "UPDATE follow SET begun = 1 WHERE service = ? AND node = ? AND origin = ?",
      [try intern(follow.service), follow.node.name, follow.origin.rawValue])
  }
}

extension Snapshot {
  private static let followColumns = "jid.jid, follow.node, follow.origin"

  static let newFollows = """
    SELECT \(followColumns) FROM follow JOIN jid ON jid.id = follow.service
    WHERE follow.begun = 0 ORDER BY follow.since LIMIT ?
    """

  /// What was asked for since these were read last.
  package func newFollows(limit: Int) throws -> [Follow] { try follows(Self.newFollows, [limit]) }

  package func follows(_ origin: Follow.Origin) throws -> [Follow] {
    try follows(
      """
      SELECT \(Self.followColumns) FROM follow JOIN jid ON jid.id = follow.service
      WHERE follow.origin = ?
      """, [origin.rawValue])
  }

  private func follows(_ sql: String, _ arguments: StatementArguments) throws -> [Follow] {
    let found = try rows(sql, arguments)
    var list: [Follow] = []
    while let row = try found.next() {
      guard let origin = Follow.Origin(rawValue: row[2]) else { continue }
      list.append(
        Follow(NodeID(stored: row[1]), of: try storedJID(row[0]).bare, origin))
    }
    return list
  }

  /// Who has asked for a node to be followed; nobody: it is forgotten.
  package func origins(_ source: Source) throws -> [Follow.Origin] {
    try origins(of: source.node, at: source.service)
  }

  package func origins(of node: NodeID, at service: BareJID) throws -> [Follow.Origin] {
    guard let service = try number(of: service.description) else { return [] }
    let found = try rows(
      "SELECT origin FROM follow WHERE service = ? AND node = ?", [service, node.name])
    var list: [Follow.Origin] = []
    while let row = try found.next() {
      if let origin = Follow.Origin(rawValue: row[0]) { list.append(origin) }
    }
    return list
  }
}
