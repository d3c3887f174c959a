import Foundation
import GRDB
import PubSub
package import XMPP

extension Transaction {
  /// Keeps an event for the digests of all nodes whose subscribers may want it.
  func gather(
    _ id: Int64, _ event: Event, _ body: Data, _ text: String?, _ node: NodeRecord
  ) throws {
    var places = [(number: node.number, distance: 0, isLinked: false)]
    if let link = node.link { places.append((link, 0, true)) }
    for (index, level) in (node.keeping == nil ? node.above : []).enumerated() {
      places.append((level.number, index + 1, node.link != nil))
    }
    var folded: String?
    for place in places {
      guard let due = try snapshot.firstDigest(of: place.number) else { continue }
      folded = folded ?? text.map(PlainWords.folded)
      try run(
        """
        INSERT INTO gathered (node, id, origin, distance, linked, matter, text, body, item)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [
          place.number, id, node.number, place.distance, place.isLinked, event.matter.rawValue,
          folded, body, event.item?.name,
        ])
      let time = try snapshot.isFull(place.number) ? min(due, node.changed) : due
      try lookForDigests(of: place.number, at: time)
    }
  }

  /// The digests of a node are looked at no later than at a time, in milliseconds since 1970.
  private func lookForDigests(of node: Int64, at time: Int64) throws {
    try run(
      """
      UPDATE node SET digest_due = ?1
      WHERE id = ?2 AND deleted IS NULL AND (digest_due IS NULL OR digest_due > ?1)
      """, [time, node])
  }

  /// A subscription gathers from now on.
  func beginDigest(_ subscription: Int64) throws {
    try run(
      "UPDATE subscription SET digested = ? WHERE id = ?", [nextSequence(), subscription])
  }

  /// A subscription of a node gathers no more: what waited for it alone can go.
  func endDigest(_ node: Int64) throws {
    try run("UPDATE node SET digest_due = 0 WHERE id = ? AND digest_due IS NOT NULL", [node])
  }

  /// Takes note of a digest that goes out; false if the subscription, or what was gathered for it, has changed
  /// since it was read.
  package func digested(_ digest: DueDigest, now: Timestamp) throws -> Bool {
    guard try snapshot.isPresent(digest) else { return false }
    let next = now.milliseconds + Int64(digest.subscription.options.digestFrequency)
    try run(
      "UPDATE subscription SET digested = ?, digest_due = iif(?, digest_due, ?) WHERE id = ?",
      [digest.last, digest.isCut, next, digest.number])
    return true
  }

  /// Forgets what all who gather at a node have had, and notes when to look at it again.
  ///
  /// - Parameter limit: so much is forgotten at once.
  /// - Returns: whether anything was.
  package func settleDigests(of node: Int64, now: Timestamp, limit: Int) throws -> Bool {
    try run(
      """
      DELETE FROM gathered WHERE node = ?1 AND id IN (
        SELECT id FROM gathered WHERE node = ?1 AND id <= coalesce(
          (SELECT min(digested) FROM subscription
            WHERE node = ?1 AND digest = 1 AND state = 'subscribed'), ?2)
        ORDER BY id LIMIT ?3)
      """, [node, Int64.max, limit])
    let forgotten = db.changesCount
    let isCut = forgotten == limit
    let next = isCut ? now.milliseconds : try snapshot.nextDigest(of: node, now: now)
    try run("UPDATE node SET digest_due = ? WHERE id = ? AND deleted IS NULL", [next, node])
    return forgotten > 0
  }
}

extension Snapshot {
  fileprivate func isPresent(_ digest: DueDigest) throws -> Bool {
    guard try isLive(digest.node.number), try node(number: digest.node.number) != nil else {
      return false
    }
    return try number(
      """
      SELECT 1 FROM subscription
      WHERE id = ?1 AND digested = ?2 AND digest = 1 AND state = 'subscribed'
        AND ?5 = (SELECT count(*) FROM gathered WHERE node = ?3 AND id > ?2 AND id <= ?4)
      """, [digest.number, digest.after, digest.node.number, digest.last, digest.count]) != nil
  }
}
