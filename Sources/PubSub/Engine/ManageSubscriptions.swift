package import XMPP

/// An owner reads and changes a node's subscriptions (XEP-0060, section 8.8).
package enum ManageSubscriptions {
  package static func authorize(_ node: NodeFacts?, by actor: Actor) throws(StanzaError)
    -> NodeFacts
  {
    guard let node else { throw .noSuchNode }
    try Rights.require(.manage, actor, node.configuration)
    return node
  }

  /// All changes are made or none.
  /// - Parameter present: which of the addresses are subscribed.
  package static func decide(
    _ request: NodeSubscriptionsRequest, _ node: NodeFacts?, by actor: Actor,
    present: Set<JID>
  ) throws(StanzaError) -> Decision {
    let node = try authorize(node, by: actor)
    guard Set(request.changes.map(\.jid)).count == request.changes.count else {
      throw StanzaError(.badRequest, "An address is named twice.")
    }
    var decision = Decision()
    for change in request.changes {
      switch change.state {
      case .subscribed:
        guard !present.contains(change.jid) else { continue }
        decision.effects.append(.subscribe(node.id, change.jid))
      case .none:
        guard present.contains(change.jid) else { continue }
        decision.effects.append(.unsubscribe(node.id, change.jid))
      case .pending, .unconfigured:
        throw StanzaError(.notAcceptable, "A subscription can be \"subscribed\" or \"none\" here.")
      }
      // The affected address is told (section 8.8.4), whatever the node says of notifications.
      decision.events.append(
        Event(
          node: node.id, audience: .one(change.jid), type: .headline,
          body: EventBody.subscription(
            Subscription(node: node.id, jid: change.jid, state: change.state))))
    }
    return decision
  }
}
