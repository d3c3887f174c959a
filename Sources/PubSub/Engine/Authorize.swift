import XML
package import XMPP

/// Letting subscribers in, request by request (XEP-0060, sections 8.6 and 8.7).
package enum Authorize {
  /// What the owners are asked: the first to answer decides (section 12.13).
  package static func question(_ subscription: SubscriptionFacts, _ node: NodeFacts) -> Event {
    question(subscription, node, to: .owners)
  }

  /// What one owner is asked who wants to see the requests that wait (section 8.7.4).
  package static func question(
    _ subscription: SubscriptionFacts, _ node: NodeFacts, to audience: Event.Audience
  ) -> Event {
    let form = AuthorizationForm(node: node.id, jid: subscription.jid, id: subscription.id)
    // A message of type normal waits for an owner who is away.
    return Event(
      node: node.id, audience: audience, type: .normal,
      content: [
        Element(
          "body", Namespace.component,
          text: "\(subscription.jid.bare) asks to subscribe to \(node.id)."), form.element,
      ])
  }

  /// An owner has answered.
  ///
  /// - Parameters:
  ///   - present: the subscriptions of the address that the answer names.
  ///   - subscriber: what it is to the node. Whom a node above has come to keep out is not let in.
  package static func decide(
    _ answer: AuthorizationForm, _ node: NodeFacts?, by actor: Actor,
    present: [SubscriptionFacts], subscriber: Actor, lastItem: StoredItem?
  ) throws(StanzaError) -> Decision {
    guard let node else { throw .noSuchNode }
    try Rights.require(.manage, actor, node.configuration)
    // Another owner may have been faster.
    guard
      let pending = present.first(where: {
        $0.state == .pending && (answer.id == nil || answer.id == $0.id)
      })
    else { return Decision() }
    var decision = Decision()
    if answer.isAllowed, subscriber.mayReadOnceSubscribed(to: node) {
      decision.approve(pending, node, lastItem)
    } else {
      decision.end(pending, node.id)
    }
    return decision
  }
}

extension Decision {
  /// Lets a subscriber in, and tells them and the owners.
  mutating func approve(
    _ pending: SubscriptionFacts, _ node: NodeFacts, _ lastItem: StoredItem? = nil
  ) {
    var subscription = pending
    subscription.state = .subscribed
    effects.append(.change(node.id, subscription))
    welcome(subscription, node, lastItem)
  }

  /// Tells a subscriber that they are one now, and the owners, and sends the last item (section 6.1.7).
  mutating func welcome(
    _ subscription: SubscriptionFacts, _ node: NodeFacts, _ lastItem: StoredItem?
  ) {
    events.append(Event.toSubscriber(subscription.wire(node.id), node.id))
    introduce(subscription, node, lastItem)
  }

  /// Tells the owners of a new subscriber, and sends the last item.
  mutating func introduce(
    _ subscription: SubscriptionFacts, _ node: NodeFacts, _ lastItem: StoredItem?
  ) {
    events += Event.toOwners(subscription.wire(node.id), node)
    if node.configuration.sendLastItem != .never, let lastItem {
      events.append(Event.lastItem(lastItem, node, to: subscription.jid))
    }
  }

  /// Ends a subscription as `end` does; the owners are told too, if it had been granted.
  mutating func dismiss(_ subscription: SubscriptionFacts, _ node: NodeFacts) {
    end(subscription, node.id)
    guard subscription.state == .subscribed else { return }
    events += Event.toOwners(subscription.ended(node.id), node)
  }

  /// Ends a subscription or refuses a request for one, and tells the subscriber (section 8.8.4).
  mutating func end(_ subscription: SubscriptionFacts, _ node: NodeID) {
    effects.append(.unsubscribe(node, subscription))
    events.append(Event.toSubscriber(subscription.ended(node), node))
  }
}
