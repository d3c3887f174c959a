import XMPP

/// What time and presence do to subscriptions.
package enum Upkeep {
  /// A lease has ended, or a temporary subscriber has gone (XEP-0060, sections 12.5 and 12.19).
  package static func end(_ subscription: SubscriptionFacts, _ node: NodeFacts) -> Decision {
    var decision = Decision()
    decision.dismiss(subscription, node)
    return decision
  }

  /// A lease will end soon (section 12.19): the subscriber is told when.
  package static func notice(_ subscription: SubscriptionFacts, _ node: NodeFacts) -> Decision {
    Decision(events: [Event.toSubscriber(subscription.wire(node.id), node.id)])
  }

  /// Whether a subscription may stay where the access has changed, or an owner's roster.
  package static func review(
    _ subscription: SubscriptionFacts, _ node: NodeFacts, _ subscriber: Actor
  ) -> Decision {
    var decision = Decision()
    decision.settle(subscription, node, subscriber)
    return decision
  }
}

extension Decision {
  /// Ends a subscription whose holder may not read any more; grants a request that waits where nobody need ask
  /// any more, and refuses it where nobody may.
  mutating func settle(
    _ subscription: SubscriptionFacts, _ node: NodeFacts, _ subscriber: Actor,
    _ lastItem: StoredItem? = nil
  ) {
    var subscriber = subscriber
    let isGranted = subscription.state == .subscribed
    // A request must not count for itself.
    subscriber.standing.subscription = isGranted ? .subscribed : .none
    if Rights.may(.retrieve, subscriber, node.configuration) {
      if !isGranted { approve(subscription, node, lastItem) }
    } else if isGranted || !Rights.may(.subscribe, subscriber, node.configuration) {
      end(subscription, node.id)
    }
  }
}
