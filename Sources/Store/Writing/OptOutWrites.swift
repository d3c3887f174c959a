import GRDB
package import PubSub
import Social
package import XMPP

// Those who want nothing of what they write elsewhere to be found here: it goes at once, and is not taken in again, whoever
// asks for it.
extension Transaction {
  /// So many posts, and nodes with all of theirs, go in one transaction.
  private static let atOnce = 500
  private static let nodesAtOnce = 100

  package func optOut(_ account: BareJID, _ now: Timestamp) throws {
    let number = try intern(account)
    try run(
      """
      INSERT INTO opt_out (jid, since, domain) VALUES (?, ?, ?)
      ON CONFLICT (jid) DO UPDATE SET cleared = 0
      """, [number, now.milliseconds, try intern(account.domain)])
    try closeSources(of: account)
    // Whatever has become of them, they are looked at once more, and left.
    try retrySources(of: account, now)
    try withdrawConsent(account)
    try forgetPerson(account)
    _ = try unfollow(Follow(NodeProfile.blog, of: account, .owner), now)
    _ = try clearOptedOut(now)
    changed()
  }

  /// They may be found; whoever wanted to follow them does. In communities they are found as those are compared.
  ///
  /// - Parameters:
  ///   - publication: whether their blog may be on the public web; nil: as they said before.
  ///   - robots: what robots may do with it; nil: as they said before.
  ///   - isOurs: they are one of our own people.
  ///   - isIndexed: their blog is followed for their own sake.
  package func optIn(
    _ account: BareJID, publication: OptOutRequest.Publication? = nil, robots: Robots? = nil,
    isOurs: Bool = false, isIndexed: Bool = false, _ now: Timestamp
  ) throws {
    try consent(account, publication, robots, isOurs: isOurs, now)
    if isIndexed { try follow(Follow(NodeProfile.blog, of: account, .owner), now) }
    let number = try intern(account)
    try run("DELETE FROM opt_out WHERE jid = ?", [number])
    // Whoever never opted out has lost nothing.
    guard db.changesCount > 0 else { return changed() }
    try run("UPDATE follow SET begun = 0 WHERE service = ?", [number])
    try retrySources(of: account, now)
    changed()
  }

  /// Removes some of what is in their own nodes, and of what they have written in communities elsewhere; false when nothing
  /// is left.
  package func clearOptedOut(_ now: Timestamp) throws -> Bool {
    guard let account = try snapshot.number(Snapshot.uncleared, []) else { return false }
    let sources = try snapshot.filledSources(of: account, limit: Self.nodesAtOnce)
    for source in sources { try dropAll(of: source, now) }
    guard sources.count < Self.nodesAtOnce else { return true }
    let found = try snapshot.rows(Snapshot.writtenElsewhere, [account, Self.atOnce])
    var items: [(number: Int64, node: Int64)] = []
    while let row = try found.next() { items.append((row[0], row[1])) }
    for item in items {
      guard let node = try snapshot.nodeAlone(number: item.node) else { continue }
      // No trace is left of it, a retraction's neither.
      try removeItem(item.number, node, isAlive: true, now)
    }
    if items.count < Self.atOnce {
      try run("UPDATE opt_out SET cleared = 1 WHERE jid = ?", [account])
    }
    changed()
    return true
  }
}

extension Snapshot {
  static let uncleared = "SELECT jid FROM opt_out WHERE cleared = 0 LIMIT 1"

  /// The followed nodes of an account that hold anything.
  fileprivate func filledSources(of account: Int64, limit: Int) throws -> [Source] {
    try sources(
      """
      SELECT \(Self.sourceColumns) FROM \(Self.sourceTables)
      WHERE node.service = (SELECT id FROM service WHERE jid = ?) AND node.deleted IS NULL
        AND node.items > 0
      LIMIT ?
      """, [account, limit])
  }

  static let writtenElsewhere = """
    SELECT item.id, item.node FROM item JOIN node ON node.id = item.node
    WHERE (item.publisher = ?1 OR item.claimed = ?1) AND node.followed IS NOT NULL
      AND item.sequence > node.floor
    LIMIT ?2
    """

  package var hasUnclearedOptOuts: Bool {
    get throws { try number(Self.uncleared, []) != nil }
  }

  /// Whether somebody wants nothing of theirs to be found here.
  package func hasOptedOut(_ account: BareJID) throws -> Bool {
    try number(
      "SELECT 1 FROM opt_out JOIN jid ON jid.id = opt_out.jid WHERE jid.jid = ?",
      [account.description]) != nil
  }
}
