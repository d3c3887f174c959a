package import XMPP

/// Subscribing (XEP-0060, section 6.1).
package enum Subscribe {
  /// - Parameters:
  ///   - present: the account's addresses that are subscribed.
  ///   - lastItem: the newest item, where the node sends it to new subscribers.
  package static func decide(
    _ request: SubscribeRequest, _ node: NodeFacts?, by actor: Actor, present: [JID],
    lastItem: StoredItem?, _ policy: ServicePolicy
  ) throws(StanzaError) -> Decision {
    guard request.jid.bare == actor.jid else {
      throw .pubsub(
        .badRequest, .invalidJID, "You can subscribe your own address alone.")
    }
    guard let node else { throw .noSuchNode }
    try Rights.require(.subscribe, actor, node.configuration)
    let subscription = Subscription(node: node.id, jid: request.jid, state: .subscribed)
    var decision = Decision(reply: SubscribeReply(subscription: subscription).element)
    // Asking again is answered with what is (section 6.1.6).
    guard !present.contains(request.jid) else { return decision }
    guard present.count < policy.maximumSubscriptionsPerAccount else {
      throw .pubsub(.policyViolation, .tooManySubscriptions)
    }
    decision.effects = [.subscribe(node.id, request.jid)]
    decision.events = Event.subscriptionChanged(subscription, node)
    if node.configuration.sendLastItem == .onSubscribe, let lastItem {
      decision.events.append(
        Event(
          node: node.id, audience: .reader(request.jid),
          type: node.configuration.notificationType.messageKind,
          body: EventBody.item(lastItem, node.id, node.configuration)))
    }
    return decision
  }
}
