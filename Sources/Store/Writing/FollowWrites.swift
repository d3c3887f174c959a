import GRDB
package import PubSub
package import XMPP

// What is to be followed. Whoever follows nodes takes note of it: see `Snapshot.newFollows` and `Snapshot.origins`.
extension Transaction {
  /// - Parameter hops: how many addresses in a row have led there from the one that was asked for.
  package func follow(_ follow: Follow, hops: Int64 = 0, _ now: Timestamp) throws {
    try run(
      """
      INSERT INTO follow (service, node, origin, account, since, hops) VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (service, node, origin, coalesce(account, 0)) DO UPDATE SET begun = 0
      """,
      [
        try intern(follow.service), follow.node.name, follow.origin.rawValue,
        try follow.account.map(intern), now.milliseconds, hops,
      ])
    // Whatever was wrong with it is tried anew.
    if let source = try snapshot.source(follow.node, of: follow.service) {
      try cutLoose(source)
      try retry(source, for: .compare, now)
    }
  }

  /// False if nobody has asked for that.
  package func unfollow(_ follow: Follow, _ now: Timestamp) throws -> Bool {
    guard let key = try snapshot.key(follow) else { return false }
    try run("DELETE FROM follow WHERE \(Snapshot.followKey)", key)
    guard db.changesCount > 0 else { return false }
    if let source = try snapshot.source(follow.node, of: follow.service) {
      // Nobody wants it: it is not seen from now on, and forgotten when its turn has come.
      guard try snapshot.origins(source).isEmpty else { return true }
      try close(source)
      try retry(source, for: .look, now)
    }
    return true
  }

  /// What was asked for and came to nothing is tried again: the reason may be no more.
  ///
  /// - Returns: the last one that was looked at; nil: all were.
  package func retryUnbegun(after number: Int64, limit: Int) throws -> Int64? {
    let found = try snapshot.unbegun(after: number, limit: limit)
    for one in found {
      guard let service = try snapshot.number(of: one.service.description) else { continue }
      try run(
        "UPDATE follow SET begun = 0 WHERE service = ? AND node = ?", [service, one.node.name])
    }
    return found.count == limit ? found.last?.number : nil
  }

  /// The configuration names these, and no others any more.
  package func setConfigured(_ wanted: [Follow], _ now: Timestamp) throws {
    let present = Set(try snapshot.follows(.configuration))
    for follow in present.subtracting(wanted) { _ = try unfollow(follow, now) }
    for follow in wanted where !present.contains(follow) { try self.follow(follow, now) }
  }

  package func begun(_ follow: Follow) throws {
    guard let key = try snapshot.key(follow) else { return }
    try run("UPDATE follow SET begun = 1 WHERE \(Snapshot.followKey)", key)
  }
}

extension Snapshot {
  static let followKey =
    "service = ? AND node = ? AND origin = ? AND coalesce(account, 0) = ?"

  /// Nil if nobody has asked for it: one of the addresses was never seen.
  func key(_ follow: Follow) throws -> StatementArguments? {
    guard let service = try number(of: follow.service.description) else { return nil }
    var account: Int64 = 0
    if let jid = follow.account {
      guard let number = try number(of: jid.description) else { return nil }
      account = number
    }
    return [service, follow.node.name, follow.origin.rawValue, account]
  }

  private static let followColumns = "jid.jid, follow.node, follow.origin, account_jid.jid"

  private static let followTables = """
    follow JOIN jid ON jid.id = follow.service
    LEFT JOIN jid AS account_jid ON account_jid.id = follow.account
    """

  static let newFollows = """
    SELECT \(followColumns) FROM \(followTables)
    WHERE follow.begun = 0 ORDER BY follow.since LIMIT ?
    """

  /// What was asked for since these were read last.
  package func newFollows(limit: Int) throws -> [Follow] { try follows(Self.newFollows, [limit]) }

  package func follows(_ origin: Follow.Origin) throws -> [Follow] {
    try follows(
      """
      SELECT \(Self.followColumns) FROM \(Self.followTables)
      WHERE follow.origin = ?
      """, [origin.rawValue])
  }

  private func follows(_ sql: String, _ arguments: StatementArguments) throws -> [Follow] {
    let found = try rows(sql, arguments)
    var list: [Follow] = []
    while let row = try found.next() {
      guard let origin = Follow.Origin(rawValue: row[2]) else { continue }
      let (node, service) = (NodeID(stored: row[1]), try storedJID(row[0]).bare)
      let account = try (row[3] as String?).map { try storedJID($0).bare }
      list.append(
        account.map { Follow(node, of: service, for: $0) } ?? Follow(node, of: service, origin))
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
      "SELECT DISTINCT origin FROM follow WHERE service = ? AND node = ?", [service, node.name])
    var list: [Follow.Origin] = []
    while let row = try found.next() {
      if let origin = Follow.Origin(rawValue: row[0]) { list.append(origin) }
    }
    return list
  }
}
