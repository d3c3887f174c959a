import PubSub
import Store
import XML
import XMPP

extension Context {
  func subscribe(_ iq: IQ) throws(StanzaError) -> Work {
    let request = try SubscribeRequest(try iq.request)
    try Subscribe.check(request, by: iq.from.bare)
    try charge(iq)
    let known = known
    let circumstances = circumstances(known)
    return .write { tx in
      let (node, actor) = try asked(request.node, by: iq.from, tx.snapshot, known)
      let present = try node.map { try tx.snapshot.subscriptions(of: iq.from.bare, to: $0) }
      let decision = try Subscribe.decide(
        request, node?.facts, by: actor, present: present ?? [],
        lastItem: try node.flatMap { try lastItem(of: $0, tx.snapshot) },
        try tx.account(iq.from.bare), circumstances)
      // A request shows that the subscriber is there.
      if present?.isEmpty == false { try tx.resume(iq.from.bare) }
      var reply = try tx.carryOut(decision, self, known, now: circumstances.now, seen: node)
      reply.posts = try presenceRequests(decision, node, tx)
      return reply
    }
  }

  /// The newest item, where the node sends it to those who come.
  func lastItem(of node: NodeRecord, _ snapshot: Snapshot) throws -> StoredItem? {
    guard node.facts.configuration.sendLastItem != .never else { return nil }
    return try snapshot.newestItem(of: node).flatMap {
      try withText(delivered([$0], of: node, snapshot), snapshot).first
    }
  }

  /// What depends on a subscriber's presence needs it: we ask to see it (XEP-0060, section 12.6).
  func presenceRequests(_ decision: Decision, _ node: NodeRecord?, _ tx: Transaction) throws
    -> [Element]
  {
    guard let isPresenceBased = node?.facts.configuration.needsPresence else { return [] }
    var posts: [Element] = []
    for effect in decision.effects {
      let subscription: SubscriptionFacts
      switch effect {
      case .subscribe(_, let facts), .change(_, let facts): subscription = facts
      default: continue
      }
      let options = subscription.options
      guard isPresenceBased || options.expiry == .presence || !options.showValues.isEmpty else {
        continue
      }
      posts += try askForPresence(of: subscription.jid.bare, tx)
    }
    return posts
  }
}
