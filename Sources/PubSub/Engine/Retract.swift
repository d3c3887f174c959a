package import XMPP

/// Deleting an item (XEP-0060, section 7.2).
package enum Retract {
  /// - Parameter publisher: who published the item; nil if there is no such item.
  package static func decide(
    _ request: RetractRequest, _ node: NodeFacts?, by actor: Actor, item publisher: BareJID?
  ) throws(StanzaError) -> Decision {
    guard let node else { throw .noSuchNode }
    let configuration = node.configuration
    guard configuration.persistItems || node.items > 0 else {
      throw .pubsub(.featureNotImplemented, .unsupported("persistent-items"))
    }
    let isOwn = publisher != nil && publisher == actor.jid
    // Who may retract nothing at all is not told which items there are.
    try Rights.require(.retractOwn, actor, configuration)
    guard publisher != nil else {
      throw StanzaError(.itemNotFound, "There is no such item in this node.")
    }
    if !isOwn { try Rights.require(.retractAny, actor, configuration) }
    var decision = Decision(effects: [.retract(node.id, request.item)])
    if request.notify || configuration.notifyRetract {
      decision.events = Event.toSubscribers(
        node.id, configuration, EventBody.retract(request.item, node.id))
    }
    return decision
  }
}
