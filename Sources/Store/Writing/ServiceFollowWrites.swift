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

  /// Once nobody asks for the service, the nodes that nobody else asks for are forgotten: see `unfollowNodes`.
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
    return true
  }

  /// Nodes are followed no more for the sake of a service that is not, so many at a time.
  ///
  /// - Returns: whether there may be more of them.
  package func unfollowNodes(of service: BareJID, atMost limit: Int, _ now: Timestamp) throws
    -> Bool
  {
    guard try snapshot.serviceFollow(service) == nil else { return false }
    let nodes = try snapshot.followedNodes(of: service, limit: limit)
    for node in nodes { _ = try unfollow(Follow(node, of: service, .service), now) }
    return nodes.count == limit
  }

  /// The same for whatever service was followed before a start, so many nodes at a time.
  ///
  /// - Returns: the last one that was looked at; nil: all were.
  package func unfollowNodes(after number: Int64, limit: Int, _ now: Timestamp) throws -> Int64? {
    let found = try snapshot.followed(as: .service, after: number, limit: limit)
    for one in found where try snapshot.serviceFollow(one.service) == nil {
      _ = try unfollow(Follow(one.node, of: one.service, .service), now)
    }
    return found.count == limit ? found.last?.number : nil
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

  /// Follows a node for the sake of its service; false if that is not followed, has opted out, or has as many nodes as it
  /// may.
  package func follow(_ node: NodeID, ofFollowed service: BareJID, limit: Int, _ now: Timestamp)
    throws -> Bool
  {
    guard let follow = try snapshot.serviceFollow(service), follow.nodes < limit,
      try !snapshot.hasOptedOut(service)
    else { return false }
    try self.follow(Follow(node, of: service, .service), now)
    return true
  }

  /// The link was away: nodes may have come.
  package func wakeAllServices(at moment: Timestamp) throws {
    try run(
      "UPDATE service_follow SET due = min(due, ?) WHERE problem IS NOT ?",
      [moment.milliseconds, Source.Problem.cutOff.rawValue])
  }
}
