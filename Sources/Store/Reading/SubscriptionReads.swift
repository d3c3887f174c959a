import GRDB
package import PubSub
package import XMPP

/// A page of a list: its entries with their cursors.
package struct ListPage<Entry: Sendable>: Sendable {
  package var entries: [(cursor: Int64, entry: Entry)]
  /// How many entries the whole list has; told with its first page.
  package var count: Int?
  /// Whether there are more entries than these.
  package var isCut: Bool
  /// The cursor to go on from, where the page is short because enough was looked through.
  package var reached: Int64?

  /// - Parameter isCut: nil if `count` says it.
  package init(
    entries: [(cursor: Int64, entry: Entry)], count: Int? = nil, isCut: Bool? = nil,
    reached: Int64? = nil
  ) {
    self.entries = entries
    self.reached = reached
    self.count = count
    self.isCut = isCut ?? (entries.count < count ?? 0)
  }

  /// Leaves those that were read first.
  package mutating func cut(to count: Int, isBackwards: Bool) {
    guard count < entries.count else { return }
    entries = Array(isBackwards ? entries.suffix(count) : entries.prefix(count))
    isCut = true
    reached = nil
  }
}

/// Which page of a list is wanted: so many entries after a cursor, or before it.
package struct ListRange: Hashable, Sendable {
  package var after: Int64?
  package var before: Int64?
  /// The page that ends before `before`, or at the end of the list.
  package var isBackwards: Bool
  package var limit: Int

  package init(
    after: Int64? = nil, before: Int64? = nil, isBackwards: Bool = false, limit: Int
  ) {
    self.after = after
    self.before = before
    self.isBackwards = isBackwards
    self.limit = limit
  }

  var arguments: StatementArguments { [after ?? 0, before ?? Int64.max, limit] }
  var direction: String { isBackwards ? "DESC" : "ASC" }
  /// No page was read before this one.
  var isFirst: Bool { after == nil && before == nil }

  /// Reads a page in its direction, until the list is long enough, and turns it the right way round.
  func page<Entry: Sendable>(
    _ found: FastDatabaseValueCursor<Columns>, count: Int?,
    _ read: (Columns) throws -> (Int64, Entry, [String?])
  ) throws -> ListPage<Entry> {
    var entries: [(cursor: Int64, entry: Entry)] = []
    var budget = ListBudget(entries: limit)
    while budget.isLeft, let row = try found.next() {
      let (cursor, entry, texts) = try read(row)
      budget.spend(on: texts)
      entries.append((cursor, entry))
    }
    return ListPage(entries: isBackwards ? entries.reversed() : entries, count: count)
  }
}

extension Snapshot {
  static let facts =
    "jid.jid, subscription.subid, subscription.state, "
    + SubscriptionColumns.names.map { "subscription." + $0 }.joined(separator: ", ")

  static func facts(_ row: Columns, from start: Int) throws -> SubscriptionFacts {
    SubscriptionFacts(
      jid: try storedJID(row[start]), id: SubscriptionID(row[start + 1]),
      state: row[start + 2] == "pending" ? .pending : .subscribed,
      options: SubscriptionColumns.options(row, from: start + 3))
  }

  /// The subscriptions to a node of one account, whatever its resources.
  package func subscriptions(of jid: BareJID, to node: NodeRecord) throws -> [SubscriptionFacts] {
    let found = try rows(
      """
      SELECT \(Self.facts) FROM subscription JOIN jid ON jid.id = subscription.jid
      WHERE subscription.bare = (SELECT id FROM jid WHERE jid = ?) AND subscription.node = ?
      ORDER BY subscription.id
      """, [jid.description, node.number])
    var list: [SubscriptionFacts] = []
    while let row = try found.next() { list.append(try Self.facts(row, from: 0)) }
    return list
  }

  /// The subscriptions to a node of one address.
  package func subscriptions(of jid: JID, to node: NodeRecord) throws -> [SubscriptionFacts] {
    try subscriptions(of: jid.bare, to: node).filter { $0.jid == jid }
  }

  /// A page of a node's subscriptions that were granted, in the order in which they came.
  package func subscriptions(of node: NodeRecord, _ range: ListRange) throws
    -> ListPage<Subscription>
  {
    let found = try rows(
      """
      SELECT subscription.id, \(Self.facts) FROM subscription
      JOIN jid ON jid.id = subscription.jid
      WHERE subscription.node = ? AND subscription.id > ? AND subscription.id < ?
        AND subscription.state = 'subscribed'
      ORDER BY subscription.id \(range.direction) LIMIT ?
      """, [node.number] + range.arguments)
    return try range.page(found, count: range.isFirst ? node.facts.subscribers : nil) { row in
      let facts = try Self.facts(row, from: 1)
      return (row[0], facts.wire(nil), [facts.jid.description])
    }
  }

  /// A page of an account's subscriptions in a service, or to one node of it.
  package func subscriptions(
    of jid: BareJID, in service: ServiceID, node: NodeRecord?, _ range: ListRange
  ) throws -> ListPage<Subscription> {
    guard let account = try number(of: jid.description) else {
      return ListPage(entries: [], count: 0)
    }
    let condition =
      "subscription.bare = ? AND node.service = ? AND node.deleted IS NULL"
      + (node == nil ? "" : " AND subscription.node = ?")
    var arguments: StatementArguments = [account, service.number]
    if let node { arguments += [node.number] }
    let count =
      range.isFirst
      ? try number(
        """
        SELECT count(*) FROM subscription JOIN node ON node.id = subscription.node
        WHERE \(condition)
        """, arguments) : nil
    let found = try rows(
      """
      SELECT subscription.id, node.name, \(Self.facts) FROM subscription
      JOIN node ON node.id = subscription.node JOIN jid ON jid.id = subscription.jid
      WHERE \(condition) AND subscription.id > ? AND subscription.id < ?
      ORDER BY subscription.id \(range.direction) LIMIT ?
      """, arguments + range.arguments)
    return try range.page(found, count: count.map { Int($0) }) { row in
      let (node, facts) = (row[1] as String, try Self.facts(row, from: 2))
      return (row[0], facts.wire(NodeID(stored: node)), [node, facts.jid.description])
    }
  }

  /// The subscriptions of one address to a node that began before an event, with their numbers.
  func subscriptions(of jid: JID, to node: Int64, before event: Int64, _ withPending: Bool) throws
    -> [(number: Int64, facts: SubscriptionFacts)]
  {
    let found = try rows(
      """
      SELECT subscription.id, \(Self.facts) FROM subscription
      JOIN jid ON jid.id = subscription.jid
      WHERE subscription.node = ? AND subscription.jid = (SELECT id FROM jid WHERE jid = ?)
        AND subscription.since < ? AND (subscription.state = 'subscribed' OR ?)
      """, [node, jid.description, event, withPending])
    var list: [(number: Int64, facts: SubscriptionFacts)] = []
    while let row = try found.next() { list.append((row[0], try Self.facts(row, from: 1))) }
    // There are few, and an index in this order would lead through those of everybody.
    return list.sorted { $0.number < $1.number }
  }

  /// The subscriptions of a node whose digest is due and that something was gathered for since the last one.
  func subscriptionsDue(_ node: Int64, due: Int64, last: Int64, limit: Int) throws -> [(
    number: Int64, digested: Int64, facts: SubscriptionFacts
  )] {
    let found = try rows(
      """
      SELECT subscription.id, subscription.digested, \(Self.facts) FROM subscription
      JOIN jid ON jid.id = subscription.jid
      WHERE subscription.node = ? AND subscription.digest = 1
        AND subscription.state = 'subscribed' AND subscription.digest_due <= ?
        AND subscription.digested < ?
      ORDER BY subscription.digest_due LIMIT ?
      """, [node, due, last, limit])
    var list: [(number: Int64, digested: Int64, facts: SubscriptionFacts)] = []
    while let row = try found.next() {
      list.append((row[0], row[1], try Self.facts(row, from: 2)))
    }
    return list
  }

  /// The requests to subscribe to a node that wait for an owner.
  package func pending(_ node: NodeRecord, limit: Int) throws -> [SubscriptionFacts] {
    let found = try rows(
      """
      SELECT \(Self.facts) FROM subscription JOIN jid ON jid.id = subscription.jid
      WHERE subscription.node = ? AND subscription.state = 'pending'
      ORDER BY subscription.id LIMIT ?
      """, [node.number, limit])
    var list: [SubscriptionFacts] = []
    while let row = try found.next() { list.append(try Self.facts(row, from: 0)) }
    return list
  }

  /// The nodes of an owner with requests that wait, as many as a list may have.
  package func nodesWithPending(
    ownedBy jid: BareJID, in service: ServiceID, limit: Int
  ) throws -> [NodeID] {
    guard let owner = try number(of: jid.description) else { return [] }
    let found = try rows(
      """
      SELECT node.name FROM affiliation JOIN node ON node.id = affiliation.node
      WHERE affiliation.jid = ? AND affiliation.affiliation = 'owner'
        AND node.service = ? AND node.deleted IS NULL
        AND EXISTS (
          SELECT 1 FROM subscription
          WHERE subscription.node = node.id AND subscription.state = 'pending')
      ORDER BY affiliation.node LIMIT ?
      """, [owner, service.number, limit])
    var nodes: [NodeID] = []
    var budget = ListBudget(entries: limit)
    while budget.isLeft, let row = try found.next() {
      nodes.append(NodeID(stored: row[0]))
      budget.spend(on: row[0])
    }
    return nodes
  }

  package func ownsNodes(_ jid: BareJID, in service: ServiceID) throws -> Bool {
    try number(
      """
      SELECT 1 FROM affiliation JOIN node ON node.id = affiliation.node
      WHERE affiliation.jid = (SELECT id FROM jid WHERE jid = ?)
        AND affiliation.affiliation = 'owner' AND node.service = ? AND node.deleted IS NULL
      LIMIT 1
      """, [jid.description, service.number]) != nil
  }
}
