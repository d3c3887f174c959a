package import XMPP

/// Ending a subscription (XEP-0060, section 6.2).
package enum Unsubscribe {
  /// - Parameter isSubscribed: whether that very address is subscribed.
  package static func decide(
    _ request: UnsubscribeRequest, _ node: NodeFacts?, by actor: Actor, isSubscribed: Bool
  ) throws(StanzaError) -> Decision {
    guard let node else { throw .noSuchNode }
    guard request.jid.bare == actor.jid else { throw StanzaError(.forbidden) }
    guard isSubscribed else { throw .pubsub(.unexpectedRequest, .notSubscribed, kind: .cancel) }
    let gone = Subscription(node: node.id, jid: request.jid, state: .none)
    return Decision(
      effects: [.unsubscribe(node.id, request.jid)],
      events: Event.subscriptionChanged(gone, node))
  }
}
