import GRDB
package import PubSub
package import XMPP

/// A subscription with the node and the service that it belongs to.
package struct NodeSubscription: Sendable {
  package let number: Int64
  package let service: ServiceID
  package let node: NodeRecord
  package let subscription: SubscriptionFacts
}

extension Snapshot {
  /// The leases that have ended, or that end soon without that being announced (XEP-0060, section 12.19).
  package func leases(
    endingBefore moment: Timestamp, unannounced: Bool, in service: ServiceID, limit: Int
  ) throws -> [NodeSubscription] {
    try nodeSubscriptions(
      """
      subscription.expires < ? AND \(unannounced ? "subscription.noticed = 0 AND" : "")
        node.service = ?
      ORDER BY subscription.expires LIMIT ?
      """, [moment.milliseconds, service.number, limit])
  }

  /// The subscriptions of an account that last as long as it is online (section 12.5): of one address of it, or
  /// of all.
  package func temporarySubscriptions(
    of jid: JID, isGone: Bool, in service: ServiceID, limit: Int
  ) throws
    -> [NodeSubscription]
  {
    // Of the account itself only when its last resource has gone.
    let addresses = [jid.description, isGone ? jid.bare.description : jid.description]
    return try nodeSubscriptions(
      """
      subscription.bare = (SELECT id FROM jid WHERE jid = ?)
        AND subscription.jid IN (SELECT id FROM jid WHERE jid IN (?, ?))
        AND (subscription.temporary = 1 OR node.tempsub = 1) AND node.service = ?
      LIMIT ?
      """,
      [jid.bare.description, addresses[0], addresses[1], service.number, limit])
  }

  func nodeSubscriptions(_ condition: String, _ arguments: StatementArguments) throws
    -> [NodeSubscription]
  {
    let found = try rows(
      """
      SELECT subscription.id, subscription.node, node.service, \(Self.facts)
      FROM subscription CROSS JOIN node ON node.id = subscription.node
      JOIN jid ON jid.id = subscription.jid
      WHERE node.deleted IS NULL AND \(condition)
      """, arguments)
    var list: [(number: Int64, node: Int64, service: Int64, facts: SubscriptionFacts)] = []
    while let row = try found.next() {
      list.append((row[0], row[1], row[2], try Self.facts(row, from: 3)))
    }
    return try list.compactMap { entry in
      guard let node = try node(number: entry.node) else { return nil }
      return NodeSubscription(
        number: entry.number, service: ServiceID(number: entry.service), node: node,
        subscription: entry.facts)
    }
  }

  /// A node whose subscriptions are to be looked through again.
  ///
  /// - Parameter others: these are left out.
  package func nodeToReview(in service: ServiceID, besides others: Set<Int64> = []) throws
    -> Int64?
  {
    let found = try rows(
      """
      SELECT id FROM node
      WHERE review IS NOT NULL AND +service = ? AND deleted IS NULL LIMIT ?
      """, [service.number, others.count + 1])
    while let row = try found.next() {
      let number: Int64 = row[0]
      if !others.contains(number) { return number }
    }
    return nil
  }

  /// A page of the subscriptions of a node that are to be looked through again, and whether it is the last one.
  package func review(of number: Int64, in service: ServiceID, limit: Int) throws -> (
    node: NodeRecord, page: [NodeSubscription], isLast: Bool
  )? {
    let found = try first(
      "SELECT id, review FROM node WHERE id = ? AND review IS NOT NULL", [number]
    ) {
      (node: $0[0] as Int64, after: $0[1] as Int64)
    }
    // One whose parent is deleted goes with it.
    guard let found, let whole = try node(number: found.node) else { return nil }
    let rows = try rows(
      """
      SELECT subscription.id, \(Self.facts) FROM subscription
      JOIN jid ON jid.id = subscription.jid
      WHERE subscription.node = ? AND subscription.id > ? ORDER BY subscription.id LIMIT ?
      """, [found.node, found.after, limit])
    var page: [NodeSubscription] = []
    while let row = try rows.next() {
      page.append(
        NodeSubscription(
          number: row[0], service: service, node: whole,
          subscription: try Self.facts(row, from: 1)))
    }
    return (whole, page, page.count < limit)
  }
}

extension Snapshot {
  package func hasExpiredItems(_ now: Timestamp) throws -> Bool {
    try number(
      "SELECT 1 FROM node WHERE expires <= ? LIMIT 1", [now.milliseconds]) != nil
  }
}

extension Transaction {
  /// An announcement of a lease's end is made once.
  package func noticed(_ subscription: NodeSubscription) throws {
    try run("UPDATE subscription SET noticed = 1 WHERE id = ?", [subscription.number])
  }

  /// - Parameter last: the last subscription that was looked at; nil at the end.
  package func reviewed(_ node: NodeRecord, last: Int64?) throws {
    try run("UPDATE node SET review = ? WHERE id = ?", [last, node.number])
  }

  /// Lets items go whose time has come; false if there are none.
  package func expireItems(now: Timestamp, nodes limit: Int) throws -> Bool {
    let due = try Int64.fetchAll(
      db.cachedStatement(
        sql: "SELECT id FROM node WHERE expires <= ? ORDER BY expires LIMIT ?"),
      arguments: [now.milliseconds, limit])
    for number in due {
      guard let node = try snapshot.nodeAlone(number: number) else { continue }
      let seconds = node.facts.configuration.itemExpiry
      if let seconds {
        let moment = Timestamp(milliseconds: now.milliseconds - Int64(seconds) * 1000 + 1)
        try raiseFloor(node, to: try snapshot.place(of: moment, in: node) - 1)
      }
      try setExpiry(node, after: seconds)
      // Pages of the node are other ones now; its place in lists is that of its last real change.
      try run(
        "UPDATE node SET changed = max(changed, ?) WHERE id = ?", [now.milliseconds, number])
      changed()
    }
    return !due.isEmpty
  }
}
