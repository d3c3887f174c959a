import GRDB
package import PubSub
package import XMPP

/// What somebody has asked for, and how following it goes.
package struct Followed: Hashable, Sendable {
  /// Its place in the list.
  package let number: Int64
  package let service: BareJID
  package let node: NodeID
  /// Nil: it was not begun.
  package let source: Source?
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
      Followed(
        number: place.number, service: place.service, node: place.node,
        source: try source(place.node, of: place.service))
    }
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
