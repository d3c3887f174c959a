import GRDB
package import PubSub
import Social
package import XMPP

// What those who write elsewhere say of the public web, and whether what they own there is followed for their sake. Their
// word counts more than the administrators'.
extension Transaction {
  /// So many nodes are shown to the public at once; others when they are looked at, which is soon.
  private static let shownAtOnce = 100

  /// What they write may be found here from now on. Of strangers who say nothing of the public web, nor of robots, that is
  /// nothing to be remembered.
  ///
  /// - Parameters:
  ///   - publication: whether it may be on the public web; nil: as they said before.
  ///   - robots: what robots may do with it there; nil: as they said before.
  ///   - isOurs: whether they are one of our own people, whose blog is followed if they want to be found.
  func consent(
    _ account: BareJID, _ publication: OptOutRequest.Publication?, _ robots: Robots?,
    isOurs: Bool, _ now: Timestamp
  ) throws {
    let wanted = try (
      publication: publication ?? snapshot.consent(account),
      robots: robots ?? snapshot.robots(account)
    )
    if isOurs || wanted != (.asDecided, .all) {
      try run(
        """
        INSERT INTO consent (jid, since, domain, public, robots) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (jid) DO UPDATE SET public = excluded.public, robots = excluded.robots
        """,
        [
          try intern(account), now.milliseconds, try intern(account.domain),
          wanted.publication.isAllowed, wanted.robots.rawValue,
        ])
      try setRobots(wanted.robots, of: account)
    } else {
      try withdrawConsent(account)
    }
    guard let publication else { return }
    // Whoever is at it asks anew.
    try concealSources(of: account)
    guard publication != .no else { return }
    if publication == .yes {
      for var source in try snapshot.sources(of: account, limit: Self.shownAtOnce) {
        source.isPublic = true
        try update(source)
      }
    }
    // What the administrators say of it, the next look finds.
    try wakeSources(of: account, for: .look, at: now)
  }

  func withdrawConsent(_ account: BareJID) throws {
    try run("DELETE FROM consent WHERE jid = ?", [try intern(account)])
    try setRobots(.all, of: account)
  }

  /// Those of their nodes that are followed already say so; others when that is begun.
  private func setRobots(_ robots: Robots, of account: BareJID) throws {
    guard let service = try snapshot.service(account) else { return }
    try run(
      "UPDATE node SET robots = ?1 WHERE service = ?2 AND followed IS NOT NULL AND robots <> ?1",
      [robots.rawValue, service.number])
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
      let blog = Follow(NodeProfile.blog, of: owner.jid, .owner)
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

  /// Who is none of our own people any more follows nothing here: what they asked for goes, so much at a time.
  ///
  /// - Returns: the last one that was looked at; nil: all were.
  package func unfollowAccounts(
    besides domains: Set<String>, after number: Int64, limit: Int, _ now: Timestamp
  ) throws -> Int64? {
    let found = try snapshot.rows(Snapshot.followsOfAccounts, [number, limit])
    var follows: [(number: Int64, follow: Follow)] = []
    while let row = try found.next() {
      let (service, account) = (try storedJID(row[1]).bare, try storedJID(row[3]).bare)
      follows.append((row[0], Follow(NodeID(stored: row[2]), of: service, for: account)))
    }
    for (_, follow) in follows {
      guard let account = follow.account, !domains.contains(account.domain) else { continue }
      _ = try unfollow(follow, now)
    }
    return follows.count == limit ? follows.last?.number : nil
  }
}

extension Snapshot {
  fileprivate static let followsOfAccounts = """
    SELECT follow.id, jid.jid, follow.node, account_jid.jid
    FROM follow JOIN jid ON jid.id = follow.service
    JOIN jid AS account_jid ON account_jid.id = follow.account
    WHERE follow.origin = 'account' AND follow.id > ? ORDER BY follow.id LIMIT ?
    """

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

  /// What robots may do on the public web with what somebody writes elsewhere.
  package func robots(_ account: BareJID) throws -> Robots {
    let said: String? = try first(
      "SELECT robots FROM consent WHERE jid = (SELECT id FROM jid WHERE jid = ?)",
      [account.description]
    ) { $0[0] }
    return said.map(Robots.init(stored:)) ?? .all
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
