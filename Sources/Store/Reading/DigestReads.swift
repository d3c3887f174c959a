import GRDB
package import PubSub
package import XMPP

/// A subscriber who gathers notifications, and what was gathered since the last digest.
package struct DueDigest: Sendable {
  package struct Member: Sendable {
    package let body: [UInt8]
  }

  let number: Int64
  package let node: NodeRecord
  package let subscription: SubscriptionFacts
  package let members: [Member]
  /// The last event of the digest before.
  let after: Int64
  /// The last event that was looked at, and how many were.
  let last: Int64
  let count: Int
  /// The time to look was over: the digest goes on at once.
  let isCut: Bool
}

/// What a digest may take.
package struct DigestBudget {
  /// It holds no more, one event aside; the rest comes in the next one.
  let bytes: Int
  package var search: SearchBudget

  package init(bytes: Int, search: SearchBudget = SearchBudget()) {
    self.bytes = bytes
    self.search = search
  }
}

extension Snapshot {
  /// At a node with so many events, digests do not wait for their time.
  private static let fullGathering = 1000

  /// The nodes with digests to send, or with something gathered that all have had: first those that have waited
  /// longest.
  package func gatheringNodes(in service: ServiceID, now: Timestamp, limit: Int) throws -> [Int64] {
    try Int64.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT id FROM node WHERE service = ? AND digest_due <= ? ORDER BY digest_due LIMIT ?
          """), arguments: [service.number, now.milliseconds, limit])
  }

  /// Whether fewer messages than `limit` wait that are for somebody alone, as digests are.
  package func hasRoomForDigests(in service: ServiceID, limit: Int) throws -> Bool {
    try number(
      "SELECT 1 FROM outbox WHERE service = ? AND audience = 'reader' LIMIT 1 OFFSET ?",
      [service.number, limit - 1]) == nil
  }

  /// When the first digest of a node is due, whatever was gathered; nil if nobody wants one.
  func firstDigest(of node: Int64) throws -> Int64? {
    try number(
      """
      SELECT digest_due FROM subscription
      WHERE node = ? AND digest = 1 AND state = 'subscribed' ORDER BY digest_due LIMIT 1
      """, [node])
  }

  /// When the next digest of a node is due that something was gathered for; nil if there is none.
  func nextDigest(of node: Int64, now: Timestamp) throws -> Int64? {
    guard let last = try gathering(node)?.last,
      let due = try number(
        """
        SELECT digest_due FROM subscription
        WHERE node = ? AND digest = 1 AND state = 'subscribed' AND digested < ?
        ORDER BY digest_due LIMIT 1
        """, [node, last])
    else { return nil }
    return try isFull(node) ? min(due, now.milliseconds) : due
  }

  /// A node with the last event that is gathered at it. Of one that is deleted nothing more is told.
  private func gathering(_ number: Int64) throws -> (node: NodeRecord, last: Int64)? {
    guard try isLive(number), let node = try node(number: number),
      let last = try self.number("SELECT max(id) FROM gathered WHERE node = ?", [number])
    else { return nil }
    return (node, last)
  }

  func isLive(_ node: Int64) throws -> Bool {
    try number("SELECT 1 FROM node WHERE id = ? AND deleted IS NULL", [node]) != nil
  }

  func isFull(_ node: Int64) throws -> Bool {
    try number(
      "SELECT id FROM gathered WHERE node = ? LIMIT 1 OFFSET ?", [node, Self.fullGathering - 1])
      != nil
  }

  /// Some of those whose digest is due at a node, at least one.
  package func dueDigests(
    _ number: Int64, now: Timestamp, limit: Int, _ budget: inout DigestBudget,
    _ known: Acquaintances
  ) throws -> [DueDigest] {
    guard let (node, last) = try gathering(number) else { return [] }
    let due = try isFull(number) ? Int64.max : now.milliseconds
    var list: [DueDigest] = []
    for one in try subscriptionsDue(number, due: due, last: last, limit: limit)
    where list.isEmpty || !budget.search.isSpent {
      list.append(try digest(one, node, last: last, &budget, known))
    }
    return list
  }

  /// What is gathered for a subscription, due or not; nil if that is nothing.
  package func digest(
    of subscription: SubscriptionFacts, to node: NodeRecord, _ budget: inout DigestBudget,
    _ known: Acquaintances
  ) throws -> DueDigest? {
    let found = try first(
      """
      SELECT id, digested FROM subscription
      WHERE node = ? AND jid = (SELECT id FROM jid WHERE jid = ?) AND subid = ? AND digest = 1
        AND state = 'subscribed'
      """, [node.number, subscription.jid.description, subscription.id.name]
    ) { (number: $0[0] as Int64, digested: $0[1] as Int64, facts: subscription) }
    guard let found, let last = try gathering(node.number)?.last, last > found.digested else {
      return nil
    }
    return try digest(found, node, last: last, &budget, known)
  }

  private func digest(
    _ one: (number: Int64, digested: Int64, facts: SubscriptionFacts), _ node: NodeRecord,
    last: Int64, _ budget: inout DigestBudget, _ known: Acquaintances
  ) throws -> DueDigest {
    var reader = GatheredReader(self, one.facts, known)
    try reader.read(node.number, after: one.digested, &budget)
    return DueDigest(
      number: one.number, node: node, subscription: one.facts, members: reader.members,
      after: one.digested, last: reader.isWhole ? last : reader.reached, count: reader.count,
      isCut: reader.isCut)
  }
}

/// Looks through what was gathered for what is for one subscriber.
private struct GatheredReader {
  private(set) var members: [DueDigest.Member] = []
  private(set) var reached: Int64 = 0
  private(set) var count = 0
  private(set) var isWhole = true
  private(set) var isCut = false
  private let snapshot: Snapshot
  private let facts: SubscriptionFacts
  private let known: Acquaintances
  private let keywords: Keywords
  /// By the number of the node.
  private var readable: [Int64: Bool] = [:]

  init(_ snapshot: Snapshot, _ facts: SubscriptionFacts, _ known: Acquaintances) {
    self.snapshot = snapshot
    self.facts = facts
    self.known = known
    keywords = Keywords(facts.options.keywords)
  }

  mutating func read(_ node: Int64, after id: Int64, _ budget: inout DigestBudget) throws {
    let found = try snapshot.rows(
      """
      SELECT id, origin, distance, linked, matter, text, body FROM gathered
      WHERE node = ? AND id > ? ORDER BY id
      """, [node, id])
    var size = 0
    while let row = try found.next() {
      if count > 0, budget.search.isSpent {
        (isWhole, isCut) = (false, true)
        return
      }
      if try isMeant(row, &budget.search) {
        let body = row[6] as [UInt8]
        size += body.count
        guard members.isEmpty || size <= budget.bytes else {
          isWhole = false
          return
        }
        members.append(DueDigest.Member(body: body))
      }
      reached = row[0]
      count += 1
    }
  }

  private mutating func isMeant(_ row: Columns, _ budget: inout SearchBudget) throws -> Bool {
    let options = facts.options
    guard options.deliver, options.depth < 0 || options.depth >= row[2] as Int,
      options.matters.contains(row[3] ? .linkedItems : .items)
    else { return false }
    if row[4] as String == "item", !keywords.isEmpty {
      let text = PlainWords(folded: row[5] as String? ?? "")
      budget.spend(text.cost(keywords))
      guard text.hold(oneOf: keywords) else { return false }
    }
    return try mayRead(row[1])
  }

  private mutating func mayRead(_ origin: Int64) throws -> Bool {
    if let answer = readable[origin] { return answer }
    let answer = try snapshot.mayRead(facts.jid, origin: origin, known)
    readable[origin] = answer
    return answer
  }
}
