import Foundation
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
  /// The last event that was looked at.
  let last: Int64
}

extension Transaction {
  /// Keeps an event for the digests of all nodes whose subscribers may want it.
  func gather(
    _ id: Int64, _ matter: Event.Matter, _ body: Data, _ text: String?, _ node: NodeRecord
  ) throws {
    var places = [(number: node.number, distance: 0, isLinked: false)]
    if let link = node.link { places.append((link, 0, true)) }
    for (index, level) in node.above.enumerated() {
      places.append((level.number, index + 1, node.link != nil))
    }
    for place in places where try snapshot.hasDigests(place.number) {
      try run(
        """
        INSERT INTO gathered (node, id, origin, distance, linked, matter, body, text)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [
          place.number, id, node.number, place.distance, place.isLinked, matter.rawValue, body,
          text,
        ])
    }
  }

  /// A subscription gathers from now on.
  func beginDigest(_ subscription: Int64) throws {
    try run(
      "UPDATE subscription SET digested = ? WHERE id = ?", [nextSequence(), subscription])
  }

  /// Takes note of a digest that went out.
  package func digested(_ digest: DueDigest, now: Timestamp) throws {
    let next = now.milliseconds + Int64(digest.subscription.options.digestFrequency)
    try run(
      "UPDATE subscription SET digested = ?, digest_due = ? WHERE id = ?",
      [digest.last, next, digest.number])
  }

  /// Forgets what all who gather at a node have had.
  package func pruneGathered(_ node: Int64, limit: Int) throws {
    try run(
      """
      DELETE FROM gathered WHERE node = ?1 AND id IN (
        SELECT id FROM gathered WHERE node = ?1 AND id <= \(Snapshot.allHad)
        ORDER BY id LIMIT ?3)
      """, [node, Int64.max, limit])
  }
}

extension Snapshot {
  /// At a node with so many events, digests do not wait for their time.
  private static let fullGathering = 1000

  fileprivate func hasDigests(_ node: Int64) throws -> Bool {
    try number(
      """
      SELECT 1 FROM subscription WHERE node = ? AND digest = 1 AND state = 'subscribed' LIMIT 1
      """, [node]) != nil
  }

  /// The next node after `node` with a digest to send, or with something gathered that all have had.
  package func gatheringNode(after node: Int64, in service: ServiceID, now: Timestamp) throws
    -> Int64?
  {
    var last = node
    while let next = try number("SELECT min(node) FROM gathered WHERE node > ?", [last]) {
      if try self.service(ofNode: next) == service, try hasDigestWork(next, now) { return next }
      last = next
    }
    return nil
  }

  private func hasDigestWork(_ node: Int64, _ now: Timestamp) throws -> Bool {
    guard let (last, due) = try gathering(node, now) else { return false }
    if try !subscriptionsDue(node, due: due, last: last, limit: 1).isEmpty { return true }
    return try number(
      "SELECT 1 FROM gathered WHERE node = ?1 AND id <= \(Self.allHad) LIMIT 1",
      [node, Int64.max]) != nil
  }

  /// The last event that all have had who gather at a node `?1`, in SQL; `?2` if nobody does.
  fileprivate static let allHad = """
    coalesce(
      (SELECT min(digested) FROM subscription
        WHERE node = ?1 AND digest = 1 AND state = 'subscribed'), ?2)
    """

  /// The last event that is gathered at a node, and until when digests are due. Of a node that is deleted nothing
  /// more is told.
  private func gathering(_ node: Int64, _ now: Timestamp) throws -> (last: Int64, due: Int64)? {
    guard try number("SELECT 1 FROM node WHERE id = ? AND deleted IS NULL", [node]) != nil,
      let last = try number("SELECT max(id) FROM gathered WHERE node = ?", [node])
    else { return nil }
    let full = try number(
      "SELECT id FROM gathered WHERE node = ? LIMIT 1 OFFSET ?", [node, Self.fullGathering - 1])
    return (last, full == nil ? now.milliseconds : Int64.max)
  }

  /// Those whose digest is due at a node.
  ///
  /// - Parameter bytes: a digest holds no more, one event aside; the rest comes in the next one.
  package func dueDigests(
    _ number: Int64, now: Timestamp, limit: Int, bytes: Int, _ known: Acquaintances
  ) throws -> [DueDigest] {
    guard let (last, due) = try gathering(number, now), let node = try node(number: number) else {
      return []
    }
    return try subscriptionsDue(number, due: due, last: last, limit: limit).map {
      let (members, reached) = try members(
        number, after: $0.digested, $0.facts, bytes: bytes, known)
      return DueDigest(
        number: $0.number, node: node, subscription: $0.facts, members: members,
        last: reached ?? last)
    }
  }

  /// What is gathered for a subscription, due or not; nil if that is nothing.
  ///
  /// - Parameter bytes: as above.
  package func digest(
    of subscription: SubscriptionFacts, to node: NodeRecord, bytes: Int, _ known: Acquaintances
  ) throws -> DueDigest? {
    let found = try first(
      """
      SELECT id, digested FROM subscription
      WHERE node = ? AND jid = (SELECT id FROM jid WHERE jid = ?) AND subid = ? AND digest = 1
        AND state = 'subscribed'
      """, [node.number, subscription.jid.description, subscription.id.name]
    ) { (number: $0[0] as Int64, digested: $0[1] as Int64) }
    guard let found,
      let last = try number("SELECT max(id) FROM gathered WHERE node = ?", [node.number]),
      last > found.digested
    else { return nil }
    let (members, reached) = try members(
      node.number, after: found.digested, subscription, bytes: bytes, known)
    return DueDigest(
      number: found.number, node: node, subscription: subscription, members: members,
      last: reached ?? last)
  }

  /// What is gathered for a subscription, and how far that is if it is not all.
  private func members(
    _ node: Int64, after id: Int64, _ facts: SubscriptionFacts, bytes: Int,
    _ known: Acquaintances
  ) throws -> ([DueDigest.Member], reached: Int64?) {
    let found = try rows(
      """
      SELECT id, origin, distance, linked, matter, body, text FROM gathered
      WHERE node = ? AND id > ? ORDER BY id
      """, [node, id])
    var members: [DueDigest.Member] = []
    var (size, reached) = (0, id)
    var readable: [Int64: Bool] = [:]
    while let row = try found.next() {
      let (event, origin) = (row[0] as Int64, row[1] as Int64)
      let place = GatheredPlace(
        distance: row[2], isLinked: row[3], isItem: row[4] == "item", text: row[6])
      guard place.isMeant(facts.options) else { continue }
      let mayRead = try readable[origin] ?? mayRead(facts.jid, origin: origin, known)
      readable[origin] = mayRead
      guard mayRead else { continue }
      let body = [UInt8](row[5] as Data)
      size += body.count
      guard members.isEmpty || size <= bytes else { return (members, reached) }
      members.append(DueDigest.Member(body: body))
      reached = event
    }
    return (members, nil)
  }
}

/// Where a gathered event comes from, as seen by those who gather.
private struct GatheredPlace {
  let distance: Int
  let isLinked: Bool
  let isItem: Bool
  let text: String?

  func isMeant(_ options: SubscriptionOptions) -> Bool {
    guard options.deliver, options.depth < 0 || options.depth >= distance,
      options.matters.contains(isLinked ? .linkedItems : .items)
    else { return false }
    guard isItem, !options.keywords.isEmpty else { return true }
    return text.map { PlainWords($0).hold(oneOf: options.keywords) } ?? false
  }
}
