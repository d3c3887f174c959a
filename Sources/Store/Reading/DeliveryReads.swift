import GRDB
import PubSub
import XMPP

// What the delivery of an event looks up.

extension Snapshot {
  /// What the delivery of an event needs of its node, which may be deleted meanwhile. Above one that is kept for
  /// another node stands that node.
  ///
  /// - Parameter formerParent: what stood above it, if that is meant.
  func deliveryNode(_ number: Int64, formerlyBelow formerParent: Int64? = nil) throws -> (
    rules: AccessRules, onlyAvailable: Bool, link: Int64?, isKept: Bool,
    levels: [NodeRecord.Level], home: [NodeRecord.Level]
  ) {
    var home: [NodeRecord.Level] = []
    var rules = AccessRules(access: .whitelist)
    var (onlyAvailable, link, isKept, levels) = (false, Int64?.none, false, [NodeRecord.Level]())
    var next: Int64? = number
    // What guards a node guards what is kept for it.
    var isGuarded = true
    while let id = next, levels.count <= Lineage.maximumDepth {
      let found = try first(
        """
        SELECT \(NodeColumns.rules), presence_based_delivery, link,
          coalesce(kept_for, parent), kept_for IS NOT NULL, post FROM node WHERE id = ?
        """, [id]
      ) {
        (
          rules: NodeColumns.rules($0, from: 0), onlyAvailable: $0[4] as Bool,
          link: $0[5] as Int64?, parent: $0[6] as Int64?, isKept: $0[7] as Bool,
          post: $0[8] as Int64?
        )
      }
      guard let found else { break }
      if id == number {
        (rules, onlyAvailable, link) = (found.rules, found.onlyAvailable, found.link)
        isKept = found.isKept
        next = formerParent ?? found.parent
      } else {
        levels.append(NodeRecord.Level(number: id, rules: found.rules))
        next = found.parent
      }
      if id == number, isKept, let post = found.post, let closed = try hiddenLevel(of: post) {
        home.append(closed)
      }
      guard isGuarded, !found.isKept else { continue }
      isGuarded = false
      if let post = found.post {
        // What belongs to a post that is gone is for its own people alone.
        home +=
          try self.home(of: post)?.levels
          ?? [NodeRecord.Level(number: id, rules: AccessRules(access: .whitelist))]
      }
    }
    return (rules, onlyAvailable, link, isKept, levels, home)
  }

  /// Whether an address has a subscription of its own, or its account has one for all of them.
  func isSubscribed(_ jid: JID, to node: Int64) throws -> Bool {
    try number(
      """
      SELECT 1 FROM subscription
      WHERE node = ? AND jid IN (SELECT id FROM jid WHERE jid IN (?, ?)) LIMIT 1
      """, [node, jid.description, jid.bare.description]) != nil
  }

  /// Whether one of the subscriptions that `isSubscribed` counts asks for a text (XEP-0060, registered option
  /// `pubsub#include_body`).
  func wantsBody(_ jid: JID, of node: Int64) throws -> Bool {
    try number(
      """
      SELECT 1 FROM subscription
      WHERE node = ? AND jid IN (SELECT id FROM jid WHERE jid IN (?, ?))
        AND state = 'subscribed' AND include_body = 1 LIMIT 1
      """, [node, jid.description, jid.bare.description]) != nil
  }

  func nodeName(_ number: Int64) throws -> String? {
    try first("SELECT name FROM node WHERE id = ?", [number]) { $0[0] }
  }

  /// Whether somebody may read what was published in a node.
  func mayRead(_ jid: JID, origin: Int64, _ known: Acquaintances) throws -> Bool {
    let node = try deliveryNode(origin)
    return try mayRead(jid, node.rules, node.levels + node.home, origin, known)
  }

  /// Whether a subscriber may still read.
  func mayRead(
    _ jid: JID, _ rules: AccessRules, _ levels: [NodeRecord.Level], _ node: Int64,
    _ known: Acquaintances
  ) throws -> Bool {
    let bare = jid.bare
    if known.policy.isAdmin(bare) { return true }
    let number = try number(of: bare.description)
    let actor = Actor(
      jid: bare, try standing(bare, number, node, rules, known),
      above: try self.levels(bare, number, levels, known))
    return Rights.may(.retrieve, actor, rules)
  }
}
