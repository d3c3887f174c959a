package import XMPP

/// Deleting a node (XEP-0060, section 8.4).
package enum Delete {
  package static func decide(_ node: NodeFacts?, by actor: Actor) throws(StanzaError) -> Decision {
    guard let node else { throw .noSuchNode }
    try Rights.require(.delete, actor, node.configuration)
    var decision = Decision(effects: [.delete(node.id)])
    if node.configuration.notifyDelete {
      decision.events = Event.toSubscribers(
        node.id, node.configuration, EventBody.delete(node.id))
    }
    return decision
  }
}
