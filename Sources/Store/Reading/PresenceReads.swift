import GRDB
package import PubSub
package import XMPP

// What somebody who comes online, or goes, makes due.

extension Snapshot {
  /// The nodes of which a subscriber is told who comes online (XEP-0060, registered field
  /// `pubsub#send_last_published_item`), and whether only those count who are told while they are available. Those
  /// that changed last come first. Who wants to be told in some way of their own (in digests, by keywords) is not.
  ///
  /// - Parameter show: as which the subscriber has come.
  package func nodesForArrival(
    of jid: JID, _ show: Presence.Show, in service: ServiceID, limit: Int
  ) throws -> [(node: NodeRecord, isPresenceBased: Bool)] {
    let found = try rows(
      """
      SELECT subscription.node,
        max(node.presence_based_delivery = 1 OR subscription.show_values <> '')
      FROM subscription JOIN node ON node.id = subscription.node
      WHERE subscription.bare = (SELECT id FROM jid WHERE jid = ?)
        AND subscription.jid IN (SELECT id FROM jid WHERE jid IN (?, ?))
        AND subscription.state = 'subscribed' AND subscription.deliver = 1
        AND subscription.digest = 0 AND subscription.keywords = ''
        AND \(TextList.holds("subscription.matters"))
        AND (subscription.show_values = '' OR \(TextList.holds("subscription.show_values")))
        AND node.service = ? AND node.deleted IS NULL AND node.items > 0
        AND (node.send_last_published_item = 'on_sub_and_presence'
          OR node.presence_based_delivery = 1 OR subscription.show_values <> '')
      GROUP BY subscription.node ORDER BY node.latest DESC LIMIT ?
      """,
      [
        jid.bare.description, jid.description, jid.bare.description,
        SubscriptionOptions.Matter.items.rawValue, show.rawValue, service.number, limit,
      ])
    var list: [(number: Int64, isPresenceBased: Bool)] = []
    while let row = try found.next() { list.append((row[0], row[1])) }
    return try list.compactMap { entry in
      try node(number: entry.number).map { ($0, entry.isPresenceBased) }
    }
  }

  /// Whether an item is still there as it was read.
  package func isCurrent(_ item: StoredItem) throws -> Bool {
    try number(
      """
      SELECT 1 FROM item JOIN node ON node.id = item.node
      WHERE item.id = ? AND item.sequence = ? AND item.sequence > node.floor
        AND node.deleted IS NULL
      """, [item.number, item.sequence]) != nil
  }

  /// Items that go when their publisher goes offline, so many in all, by the nodes that lose them.
  package func itemsToPurge(of publisher: BareJID, in service: ServiceID, limit: Int) throws -> [(
    node: NodeRecord, items: [ItemID]
  )] {
    guard let number = try number(of: publisher.description) else { return [] }
    let nodes = try Int64.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT id FROM node WHERE service = ?1 AND purge_offline = 1 AND deleted IS NULL
            AND EXISTS (
              SELECT 1 FROM item WHERE item.publisher = ?2 AND item.node = node.id
                AND item.sequence > node.floor)
          LIMIT ?3
          """), arguments: [service.number, number, limit])
    var list: [(node: NodeRecord, items: [ItemID])] = []
    var left = limit
    for id in nodes where left > 0 {
      guard let node = try node(number: id) else { continue }
      let items = try String.fetchAll(
        db.cachedStatement(
          sql: """
            SELECT name FROM item WHERE publisher = ? AND node = ? AND sequence > ?
            ORDER BY sequence LIMIT ?
            """), arguments: [number, id, node.floor, left])
      left -= items.count
      list.append((node, items.map { ItemID(stored: $0) }))
    }
    return list
  }

  /// A page of those whose subscriptions last as long as they are online; `cursor` is for the next page. First come
  /// those who wanted that, then the subscribers of nodes that are so.
  package func temporarySubscribers(
    in service: ServiceID, after cursor: NodeCursor, limit: Int
  ) throws -> (page: [JID], cursor: NodeCursor?) {
    var place = cursor
    var page: [JID] = []
    while true {
      let found =
        try place.node == 0
        ? subscribers(
          """
          SELECT subscription.id, jid.jid FROM subscription
          CROSS JOIN node ON node.id = subscription.node JOIN jid ON jid.id = subscription.jid
          WHERE subscription.temporary = 1 AND subscription.id > ? AND node.service = ?
          ORDER BY subscription.id LIMIT ?
          """, [place.beyond, service.number, limit - page.count])
        : subscribers(
          """
          SELECT subscription.id, jid.jid FROM subscription JOIN jid ON jid.id = subscription.jid
          WHERE subscription.node = ? AND subscription.id > ?
          ORDER BY subscription.id LIMIT ?
          """, [place.node, place.beyond, limit - page.count])
      page += found.map(\.jid)
      if page.count == limit {
        return (page, NodeCursor(node: place.node, beyond: found.last?.number ?? place.beyond))
      }
      let next = try number(
        """
        SELECT id FROM node
        WHERE service = ? AND tempsub = 1 AND deleted IS NULL AND id > ? ORDER BY id LIMIT 1
        """, [service.number, place.node])
      guard let next else { return (page, nil) }
      place = NodeCursor(node: next, beyond: 0)
    }
  }

  private func subscribers(_ sql: String, _ arguments: StatementArguments) throws -> [(
    number: Int64, jid: JID
  )] {
    let found = try rows(sql, arguments)
    var list: [(number: Int64, jid: JID)] = []
    while let row = try found.next() { list.append((row[0], try storedJID(row[1]))) }
    return list
  }

  /// A page of those who published in nodes that keep items only while their publishers are online; `cursor` is for
  /// the next page. Somebody may come once for each node.
  package func fleetingPublishers(
    in service: ServiceID, after cursor: NodeCursor, limit: Int
  ) throws -> (page: [BareJID], cursor: NodeCursor?) {
    var place = cursor
    var page: [BareJID] = []
    while true {
      // One after the other in their index, however many items each has.
      while page.count < limit, place.node > 0,
        let next = try number(
          "SELECT min(publisher) FROM item WHERE node = ? AND publisher > ?",
          [place.node, place.beyond])
      {
        place = NodeCursor(node: place.node, beyond: next)
        let jid = try first("SELECT jid FROM jid WHERE id = ?", [next]) { try storedJID($0[0]) }
        if let jid { page.append(jid.bare) }
      }
      if page.count == limit { return (page, place) }
      let next = try number(
        """
        SELECT id FROM node
        WHERE service = ? AND purge_offline = 1 AND deleted IS NULL AND id > ?
        ORDER BY id LIMIT 1
        """, [service.number, place.node])
      guard let next else { return (page, nil) }
      place = NodeCursor(node: next, beyond: 0)
    }
  }
}

/// How far a list has come that leads through nodes.
package struct NodeCursor: Hashable, Sendable {
  let node: Int64
  /// What of the node is done.
  let beyond: Int64

  package static let start = NodeCursor(node: 0, beyond: 0)
}
