import GRDB
package import PubSub
package import XMPP

/// A stored address, which was valid when it was stored.
func storedJID(_ text: String) throws -> JID {
  do {
    return try JID(text)
  } catch {
    throw StoreError.internalFailure("an address that was stored is not valid")
  }
}

extension Snapshot {
  /// Who asks, as the rights see them.
  package func actor(_ jid: BareJID, of node: NodeRecord?, _ policy: ServicePolicy) throws -> Actor
  {
    var actor = Actor(jid: jid, isAdmin: policy.isAdmin(jid))
    guard let node, let number = try number(of: jid.description) else { return actor }
    let found = try first(
      """
      SELECT
        (SELECT affiliation FROM affiliation WHERE node = ?1 AND jid = ?2),
        EXISTS (SELECT 1 FROM subscription WHERE bare = ?2 AND node = ?1)
      """, [node.number, number]
    ) { (affiliation: $0[0] as String?, isSubscribed: $0[1] as Bool) }
    actor.affiliation = (found?.affiliation).flatMap(Affiliation.init) ?? .none
    actor.isSubscribed = found?.isSubscribed ?? false
    return actor
  }

  package func isSubscribed(_ jid: JID, to node: NodeRecord) throws -> Bool {
    try number(
      """
      SELECT 1 FROM subscription WHERE node = ?
      AND jid = (SELECT id FROM jid WHERE jid = ?)
      """, [node.number, jid.description]) != nil
  }

  package func owners(of node: NodeRecord) throws -> Set<BareJID> {
    var owners: Set<BareJID> = []
    let found = try rows(
      """
      SELECT jid.jid FROM affiliation JOIN jid ON jid.id = affiliation.jid
      WHERE affiliation.node = ? AND affiliation.affiliation = 'owner'
      """, [node.number])
    while let row = try found.next() { owners.insert(try storedJID(row[0]).bare) }
    return owners
  }

  /// A node's subscribers, in the order in which they came.
  package func subscriptions(of node: NodeRecord, limit: Int) throws -> [Subscription] {
    let found = try rows(
      """
      SELECT jid.jid FROM subscription JOIN jid ON jid.id = subscription.jid
      WHERE subscription.node = ? ORDER BY subscription.id LIMIT ?
      """, [node.number, limit])
    var list: [Subscription] = []
    var budget = ListBudget(entries: limit)
    while budget.isLeft, let row = try found.next() {
      budget.spend(on: row[0])
      list.append(Subscription(node: nil, jid: try storedJID(row[0]), state: .subscribed))
    }
    return list
  }

  /// All subscribers of a node, and what they are to it.
  package func subscribers(of node: NodeRecord) throws -> [(jid: JID, affiliation: Affiliation)] {
    let found = try rows(
      """
      SELECT jid.jid, affiliation.affiliation
      FROM subscription JOIN jid ON jid.id = subscription.jid
      LEFT JOIN affiliation
        ON affiliation.node = subscription.node AND affiliation.jid = subscription.bare
      WHERE subscription.node = ? ORDER BY subscription.id
      """, [node.number])
    var list: [(jid: JID, affiliation: Affiliation)] = []
    while let row = try found.next() {
      list.append(
        (try storedJID(row[0]), (row[1] as String?).flatMap(Affiliation.init) ?? .none))
    }
    return list
  }

  /// The subscriptions to a node of one account, whatever its resources.
  package func subscriptions(of jid: BareJID, to node: NodeRecord) throws -> [JID] {
    let found = try rows(
      """
      SELECT jid.jid FROM subscription JOIN jid ON jid.id = subscription.jid
      WHERE subscription.bare = (SELECT id FROM jid WHERE jid = ?) AND subscription.node = ?
      """, [jid.description, node.number])
    var list: [JID] = []
    while let row = try found.next() { list.append(try storedJID(row[0])) }
    return list
  }

  /// An account's subscriptions in a service, or to one node of it.
  package func subscriptions(
    of jid: BareJID, in service: ServiceID, node: NodeID?, limit: Int
  ) throws -> [Subscription] {
    let found = try rows(
      """
      SELECT node.name, jid.jid FROM subscription
      JOIN node ON node.id = subscription.node JOIN jid ON jid.id = subscription.jid
      WHERE subscription.bare = (SELECT id FROM jid WHERE jid = ?1)
        AND node.service = ?2 AND node.deleted IS NULL AND (?3 IS NULL OR node.name = ?3)
      ORDER BY subscription.node LIMIT ?4
      """, [jid.description, service.number, node?.name, limit])
    var list: [Subscription] = []
    var budget = ListBudget(entries: limit)
    while budget.isLeft, let row = try found.next() {
      budget.spend(on: row[0], row[1])
      list.append(
        Subscription(
          node: NodeID(stored: row[0]), jid: try storedJID(row[1]), state: .subscribed))
    }
    return list
  }

  package func affiliations(of node: NodeRecord, limit: Int) throws -> [AffiliationEntry] {
    let found = try rows(
      """
      SELECT jid.jid, affiliation.affiliation FROM affiliation
      JOIN jid ON jid.id = affiliation.jid
      WHERE affiliation.node = ? ORDER BY affiliation.jid LIMIT ?
      """, [node.number, limit])
    var list: [AffiliationEntry] = []
    var budget = ListBudget(entries: limit)
    while budget.isLeft, let row = try found.next() {
      budget.spend(on: row[0])
      list.append(
        AffiliationEntry(
          jid: try storedJID(row[0]).bare, affiliation: Affiliation(rawValue: row[1]) ?? .none))
    }
    return list
  }

  /// An account's affiliations in a service, or with one node of it.
  package func affiliations(
    of jid: BareJID, in service: ServiceID, node: NodeID?, limit: Int
  ) throws -> [AffiliationEntry] {
    let found = try rows(
      """
      SELECT node.name, affiliation.affiliation FROM affiliation
      JOIN node ON node.id = affiliation.node
      WHERE affiliation.jid = (SELECT id FROM jid WHERE jid = ?1)
        AND node.service = ?2 AND node.deleted IS NULL AND (?3 IS NULL OR node.name = ?3)
      ORDER BY affiliation.node LIMIT ?4
      """, [jid.description, service.number, node?.name, limit])
    var list: [AffiliationEntry] = []
    var budget = ListBudget(entries: limit)
    while budget.isLeft, let row = try found.next() {
      budget.spend(on: row[0])
      list.append(
        AffiliationEntry(
          node: NodeID(stored: row[0]), affiliation: Affiliation(rawValue: row[1]) ?? .none))
    }
    return list
  }
}
