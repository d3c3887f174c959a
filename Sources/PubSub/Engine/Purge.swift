package import XMPP

/// Removing all items of a node (XEP-0060, section 8.5).
package enum Purge {
  package static func decide(_ node: NodeFacts?, by actor: Actor) throws(StanzaError) -> Decision {
    guard let node else { throw .noSuchNode }
    try Rights.require(.purge, actor, node.configuration)
    guard node.configuration.persistItems || node.items > 0 else { throw .noPersistentItems }
    var decision = Decision(effects: [.purge(node.id)], events: events(node))
    decision.keep(.purge, node.id, by: actor)
    return decision
  }

  /// What is told of a node that is empty now.
  package static func events(_ node: NodeFacts) -> [Event] {
    guard node.configuration.notifyRetract else { return [] }
    return Event.toSubscribers(node.id, node.configuration, EventBody.purge(node.id).element)
  }
}
