import GRDB
package import PubSub
package import XMPP

// What those who write elsewhere say of the public web, and whether what they own there is followed for their sake. Their
// word counts more than the administrators'.
extension Transaction {
  /// What they write may be found here from now on.
  ///
  /// - Parameter publication: whether it may be on the public web; nil: as they said before.
  func consent(_ account: BareJID, _ publication: OptOutRequest.Publication?, _ now: Timestamp)
    throws
  {
    let number = try intern(account)
    try run(
      "INSERT INTO consent (jid, since) VALUES (?, ?) ON CONFLICT (jid) DO NOTHING",
      [number, now.milliseconds])
    guard let publication else { return }
    try run(
      "UPDATE consent SET public = ? WHERE jid = ?", [publication.isAllowed, number])
    for source in try snapshot.sources(of: account) {
      // Whoever is at it asks anew.
      guard var source = try changeEpoch(source) else { continue }
      source.isPublic = publication == .yes
      try update(source)
      // What the administrators say of it, the next look finds.
      if publication == .asDecided { try wake(source, for: .look, at: now) }
    }
  }

  func withdrawConsent(_ account: BareJID) throws {
    try run("DELETE FROM consent WHERE jid = ?", [try intern(account)])
  }

  /// A policy: the blogs of these domains' accounts are followed if they want what they write to be found.
  ///
  /// - Returns: the last one that was looked at; nil: all were.
  package func followOwners(
    of domains: Set<String>, after number: Int64, limit: Int, _ now: Timestamp
  ) throws -> Int64? {
    let found = try snapshot.rows(
      """
      SELECT consent.jid, jid.jid FROM consent JOIN jid ON jid.id = consent.jid
      WHERE consent.jid > ? ORDER BY consent.jid LIMIT ?
      """, [number, limit])
    var owners: [(number: Int64, jid: BareJID)] = []
    while let row = try found.next() { owners.append((row[0], try storedJID(row[1]).bare)) }
    for owner in owners where domains.contains(owner.jid.domain) {
      let blog = Follow(Self.blog, of: owner.jid, .owner)
      if try !snapshot.isAskedFor(blog) { try follow(blog, now) }
    }
    return owners.count == limit ? owners.last?.number : nil
  }

  /// The policy is another one now: some of those that are followed for it go, so many at a time.
  ///
  /// - Returns: the last one that was looked at; nil: all were.
  package func unfollowOwners(
    besides domains: Set<String>, after number: Int64, limit: Int, _ now: Timestamp
  ) throws -> Int64? {
    let found = try snapshot.followed(as: .owner, after: number, limit: limit)
    for one in found where !domains.contains(one.service.domain) {
      _ = try unfollow(Follow(one.node, of: one.service, .owner), now)
    }
    return found.count == limit ? found.last?.number : nil
  }

  static let blog = NodeID(stored: "urn:xmpp:microblog:0")
}

extension Snapshot {
  /// Whether somebody wants what they write elsewhere to be on the public web.
  package func consent(_ account: BareJID) throws -> OptOutRequest.Publication {
    let said: Int64?? = try first(
      "SELECT public FROM consent WHERE jid = (SELECT id FROM jid WHERE jid = ?)",
      [account.description]
    ) { $0[0] as Int64? }
    return switch said ?? nil {
    case 1: .yes
    case 0: .no
    default: .asDecided
    }
  }

  /// Whether the open nodes of an account or a service may be on the public web: as the owner says, or else a policy.
  package func mayBePublic(_ service: BareJID, _ policy: (BareJID) -> Bool) throws -> Bool {
    try consent(service).isAllowed ?? policy(service)
  }

  /// The same of one node: comments are where the post is that they are about.
  package func mayBePublic(_ source: Source, _ policy: (BareJID) -> Bool) throws -> Bool {
    guard let feed = try feed(of: source) else { return try mayBePublic(source.service, policy) }
    return try mayBePublic(feed.service, policy)
      && mayBePublic(source.service, withPostsOf: feed.service, policy)
  }

  /// Whether comments may be on the web below posts that are: at the same domain unless their owner says no, elsewhere if
  /// they might be there by themselves.
  func mayBePublic(
    _ comments: BareJID, withPostsOf service: BareJID, _ policy: (BareJID) -> Bool
  ) throws -> Bool {
    if ThreadPolicy.isAtHome(comments, service) { return try consent(comments) != .no }
    return try mayBePublic(comments, policy)
  }
}
