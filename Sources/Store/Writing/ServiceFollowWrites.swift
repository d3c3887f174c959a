import GRDB
package import PubSub
package import XMPP

// Services that are followed as a whole.
extension Transaction {
  /// Its nodes are listed at once, also if they were before.
  package func followService(_ service: BareJID, _ origin: Follow.Origin, _ now: Timestamp) throws {
    let isConfigured = origin == .configuration
    try run(
      """
      INSERT INTO service_follow (service, configuration, admin, due) VALUES (?, ?, ?, ?)
      ON CONFLICT (service) DO UPDATE SET configuration = max(configuration, excluded.configuration),
        admin = max(admin, excluded.admin), due = excluded.due, failures = 0, problem = NULL
      """, [try intern(service), isConfigured, !isConfigured, now.milliseconds])
  }

  /// Once nobody asks for the service, the nodes that nobody else asks for are forgotten.
  ///
  /// - Returns: false if nobody has asked for that.
  package func unfollowService(_ service: BareJID, _ origin: Follow.Origin, _ now: Timestamp) throws
    -> Bool
  {
    guard let follow = try snapshot.serviceFollow(service), follow.origins.contains(origin) else {
      return false
    }
    let number = try intern(service)
    guard follow.origins == [origin] else {
      try run(
        "UPDATE service_follow SET configuration = ?, admin = ? WHERE service = ?",
        [origin != .configuration, origin == .configuration, number])
      return true
    }
    try run("DELETE FROM service_follow WHERE service = ?", [number])
    for node in try snapshot.followedNodes(of: service) {
      _ = try unfollow(Follow(node, of: service, .service), now)
    }
    return true
  }

  /// The configuration names these, and no others any more.
  package func setConfigured(services wanted: [BareJID], _ now: Timestamp) throws {
    let present = try snapshot.serviceFollows.filter { $0.origins.contains(.configuration) }
      .map(\.service)
    for service in present where !wanted.contains(service) {
      _ = try unfollowService(service, .configuration, now)
    }
    for service in wanted where !present.contains(service) {
      try followService(service, .configuration, now)
    }
  }

  /// Remembers how listing its nodes went; false if it is not followed any more.
  ///
  /// - Parameter due: when it was to be listed as that began; if somebody has asked for it since, it is listed again.
  @discardableResult
  package func update(_ follow: ServiceFollow, wasDue due: Timestamp) throws -> Bool {
    try run(
      """
      UPDATE service_follow SET due = CASE due WHEN ? THEN ? ELSE due END, listed = ?, failures = ?,
        problem = ? WHERE service = ?
      """,
      [
        due.milliseconds, follow.due.milliseconds, follow.listed?.milliseconds, follow.failures,
        follow.problem?.rawValue, try intern(follow.service),
      ])
    return db.changesCount > 0
  }

  /// Follows a node for the sake of its service; false if that is not followed, or has as many nodes as it may.
  package func follow(_ node: NodeID, ofFollowed service: BareJID, limit: Int, _ now: Timestamp)
    throws -> Bool
  {
    guard let follow = try snapshot.serviceFollow(service), follow.nodes < limit else {
      return false
    }
    try self.follow(Follow(node, of: service, .service), now)
    return true
  }

  /// Nodes that their service lists no more, and says that it does not have, make room for others.
  package func unfollowGone(of service: BareJID, besides listed: Set<NodeID>, _ now: Timestamp)
    throws
  {
    for node in try snapshot.followedNodes(of: service) where !listed.contains(node) {
      let problem = try snapshot.source(node, of: service)?.problem
      guard problem == .notFound || problem == .gone else { continue }
      _ = try unfollow(Follow(node, of: service, .service), now)
    }
  }

  /// The link was away: nodes may have come.
  package func wakeAllServices(at moment: Timestamp) throws {
    try run("UPDATE service_follow SET due = min(due, ?)", [moment.milliseconds])
  }
}
