import PubSub
import Store
import XMPP

/// Somebody goes offline: subscriptions that last as long as their presence end, and items go that are to go with
/// their publisher (XEP-0060, section 12.5; registered field `pubsub#purge_offline`).
extension Context {
  /// So much goes in one transaction.
  static let departuresAtOnce = 100

  /// Takes note of a departure, if a presence stanza is one; says which resources have gone, and whether they were the
  /// last of their account. Who shares presence no more is as good as gone.
  func departure(_ presence: Presence) -> (gone: [JID], isLast: Bool) {
    switch presence.kind {
    case .unavailable, .error: people.presence.leave(presence.from)
    case .unsubscribed: people.presence.leave(JID(presence.from.bare))
    default: ([], false)
    }
  }

  /// Does a portion of what is due when resources of an account have gone; true if there is more.
  ///
  /// - Parameter isLast: whether nobody of the account is there any more.
  func depart(_ gone: [JID], isLast: Bool, _ tx: Transaction) throws -> Bool {
    var left = Self.departuresAtOnce
    for jid in gone {
      left -= try endTemporary(jid, isLast: isLast, limit: left, tx)
      guard left > 0 else { return true }
    }
    guard isLast, let account = gone.first?.bare else { return false }
    left -= try purge(of: account, limit: left, tx)
    return left == 0
  }

  private func endTemporary(_ jid: JID, isLast: Bool, limit: Int, _ tx: Transaction) throws -> Int {
    let (known, now) = (known, Timestamp.now)
    let ended = try tx.snapshot.temporarySubscriptions(
      of: jid, isGone: isLast, in: service, limit: limit)
    for one in ended {
      try tx.apply(Upkeep.end(one.subscription, one.node.facts), in: service, now: now, known)
    }
    return ended.count
  }

  private func purge(of publisher: BareJID, limit: Int, _ tx: Transaction) throws -> Int {
    let (known, now) = (known, Timestamp.now)
    let found = try tx.snapshot.itemsToPurge(of: publisher, in: service, limit: limit)
    for (node, items) in found {
      let events = items.flatMap { Retract.told($0, node.facts) }
      try tx.apply(
        Decision(effects: items.map { .retract(node.facts.id, $0) }, events: events),
        in: service, now: now, known)
    }
    return found.reduce(0) { $0 + $1.items.count }
  }
}
