import PubSub
import Store
import XMPP

/// Notifications that are gathered for subscribers (XEP-0060, registered field `pubsub#digest`).
enum Digests {
  /// The most bytes of one, one event aside.
  static let bytes = 131_072
  /// So many go out at once to somebody who wants no more of them.
  static let lastOnes = 16
  /// So many messages that are for somebody alone may wait for their delivery; further digests wait until some of
  /// them are sent.
  static let maximumWaiting = 256
}

extension Transaction {
  /// Sends a digest. Where nothing of what was gathered is for the subscriber any more, or something has changed since
  /// it was read, nothing is sent.
  func send(_ digest: DueDigest, in service: ServiceID, now: Timestamp, _ known: Acquaintances)
    throws
  {
    guard try digested(digest, now: now) else { return }
    let event = Digest.event(
      digest.members.map(\.body), digest.node.facts, to: digest.subscription.jid)
    if let event { try apply(Decision(events: [event]), in: service, now: now, known) }
  }

  /// Sends what was gathered for those whose digests a decision turns off: later notifications must not overtake it.
  ///
  /// - Parameter present: the subscriptions before it.
  func sendLastDigests(
    _ decision: Decision, _ present: [SubscriptionFacts], _ node: NodeRecord,
    in service: ServiceID, now: Timestamp, _ known: Acquaintances
  ) throws {
    for case .change(_, let new) in decision.effects where !new.options.digest {
      guard let old = present.first(where: { $0.jid == new.jid && $0.id == new.id }) else {
        continue
      }
      var budget = DigestBudget(bytes: Digests.bytes)
      for _ in 0..<Digests.lastOnes where !budget.search.isSpent {
        let digest = try snapshot.digest(of: old, to: node, &budget, known)
        guard let digest else { break }
        try send(digest, in: service, now: now, known)
      }
    }
  }
}
