import GRDB
package import PubSub
package import XMPP

/// What somebody has asked for, and how following it goes.
package struct Followed: Hashable, Sendable {
  /// Why it is not begun, whoever asks for it.
  package enum Obstacle: Hashable, Sendable {
    /// Whoever it belongs to does not want it.
    case optedOut
    /// It is a node of our own.
    case ours
  }

  /// Its place in the list.
  package let number: Int64
  package let service: BareJID
  package let node: NodeID
  /// Nil: it was not begun.
  package let source: Source?
  /// Nil: it is followed, or will be unless the administrators have blocked its domain.
  package let obstacle: Obstacle?
}

extension Snapshot {
  private static let followedColumns =
    "SELECT follow.id, jid.jid, follow.node FROM follow JOIN jid ON jid.id = follow.service"

  static let followedByAccount = """
    \(followedColumns) WHERE follow.account = ? AND follow.id > ? ORDER BY follow.id LIMIT ?
    """

  static let followedByOrigin = """
    \(followedColumns) WHERE follow.origin = ? AND follow.id > ? ORDER BY follow.id LIMIT ?
    """

  static let unbegun = """
    \(followedColumns)
    WHERE follow.id > ? AND NOT EXISTS (
      SELECT 1 FROM service JOIN node ON node.service = service.id
      JOIN source ON source.node = node.id
      WHERE service.jid = follow.service AND node.name = follow.node AND node.deleted IS NULL)
    AND NOT EXISTS (
      SELECT 1 FROM follow AS other
      WHERE other.service = follow.service AND other.node = follow.node AND other.id < follow.id)
    ORDER BY follow.id LIMIT ?
    """

  /// What anybody has asked for and is not followed, each node once; see `askedSources` for what is.
  package func unbegun(after number: Int64 = 0, limit: Int) throws -> [Followed] {
    let found = try rows(Self.unbegun, [number, limit])
    return try followed { try found.next() }
  }

  /// What an account follows for itself, in the order in which it asked for that.
  package func followed(by account: BareJID, after number: Int64 = 0, limit: Int) throws
    -> [Followed]
  {
    guard let account = try self.number(of: account.description) else { return [] }
    let found = try rows(Self.followedByAccount, [account, number, limit])
    return try followed { try found.next() }
  }

  /// What is followed because an administrator, say, has asked for it.
  package func followed(as origin: Follow.Origin, after number: Int64 = 0, limit: Int) throws
    -> [Followed]
  {
    let found = try rows(Self.followedByOrigin, [origin.rawValue, number, limit])
    return try followed { try found.next() }
  }

  private func followed(_ next: () throws -> Columns?) throws -> [Followed] {
    var places: [(number: Int64, service: BareJID, node: NodeID)] = []
    while let row = try next() {
      places.append((row[0], try storedJID(row[1]).bare, NodeID(stored: row[2])))
    }
    return try places.map { place in
      let source = try source(place.node, of: place.service)
      return Followed(
        number: place.number, service: place.service, node: place.node, source: source,
        obstacle: source == nil ? try obstacle(to: place.node, of: place.service) : nil)
    }
  }

  private func obstacle(to node: NodeID, of service: BareJID) throws -> Followed.Obstacle? {
    if try isHosted(service) { return .ours }
    return try hasOptedOut(node, of: service) ? .optedOut : nil
  }

  /// How many nodes an account follows for itself.
  package func countFollowed(by account: BareJID) throws -> Int {
    let count = try number(
      """
      SELECT count(*) FROM follow WHERE account = (SELECT id FROM jid WHERE jid = ?)
      """, [account.description])
    return Int(count ?? 0)
  }

  package func isAskedFor(_ follow: Follow) throws -> Bool {
    guard let key = try key(follow) else { return false }
    return try number("SELECT 1 FROM follow WHERE \(Self.followKey)", key) != nil
  }
}
