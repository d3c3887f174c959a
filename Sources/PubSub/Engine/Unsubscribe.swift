package import XMPP

/// Ending a subscription (XEP-0060, section 6.2).
package enum Unsubscribe {
  /// - Parameter present: the subscriptions of that very address.
  package static func decide(
    _ request: UnsubscribeRequest, _ node: NodeFacts?, by actor: Actor,
    present: [SubscriptionFacts]
  ) throws(StanzaError) -> Decision {
    guard let node else { throw .noSuchNode }
    try actor.requireManaging(request.jid)
    let gone = try present.one(request.id, elseKind: .cancel)
    let subscription = gone.ended(node.id)
    return Decision(
      effects: [.unsubscribe(node.id, gone)],
      events: gone.state == .subscribed ? Event.toOwners(subscription, node) : [],
      reply: .pubsub(subscription.element(Namespace.pubsub)))
  }
}

extension Actor {
  /// Throws unless somebody may act for an address: their own, or any if they are an administrator.
  func requireManaging(_ jid: JID) throws(StanzaError) {
    guard jid.bare == self.jid || isAdmin else {
      throw StanzaError(.forbidden, "The subscriptions of others are not for you to change.")
    }
  }
}

extension [SubscriptionFacts] {
  /// The one that a request means: which it must say if there are several (XEP-0060, sections 6.2.3 and
  /// 6.3.4).
  func one(_ id: SubscriptionID?, elseKind kind: StanzaError.Kind) throws(StanzaError)
    -> SubscriptionFacts
  {
    guard let first else {
      throw .pubsub(
        .unexpectedRequest, .notSubscribed, "This address is not subscribed to the node.",
        kind: kind)
    }
    guard let id else {
      guard count == 1 else { throw .severalSubscriptions }
      return first
    }
    guard let named = self.first(where: { $0.id == id }) else { throw .noSuchSubscription }
    return named
  }
}

extension StanzaError {
  static let severalSubscriptions = StanzaError.pubsub(
    .badRequest, .subscriptionIDRequired,
    "There are several subscriptions; name one by its subid.")
  static let noSuchSubscription = StanzaError.pubsub(
    .notAcceptable, .invalidSubscriptionID, "There is no subscription of that subid.")
}
