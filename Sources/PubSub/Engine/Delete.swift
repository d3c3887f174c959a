package import XMPP

/// Deleting a node (XEP-0060, section 8.4). Those below it and those that belong to it go with it, little by
/// little (XEP-0496, sections 4.3 and 4.4).
package enum Delete {
  /// - Parameter isKnown: whether everybody sees that the node is there: who does not is not to learn where it went.
  package static func decide(
    _ request: DeleteRequest, _ node: NodeFacts?, isKnown: Bool, by actor: Actor
  ) throws(StanzaError) -> Decision {
    guard let node else { throw .noSuchNode }
    try Rights.require(.delete, actor, node.configuration)
    var decision = Decision(
      effects: [.delete(node.id, redirect: isKnown ? request.redirect : nil)],
      events: events(node, redirect: request.redirect))
    if actor.standing.affiliation != .owner {
      decision.keep(.delete, node.id, by: actor, subject: node.creator)
    }
    return decision
  }

  /// What is told of a deletion: to those too whose request is pending.
  package static func events(_ node: NodeFacts, redirect: String? = nil) -> [Event] {
    let configuration = node.configuration
    guard configuration.notifyDelete, configuration.deliverNotifications else { return [] }
    return [
      Event(
        node: node.id, audience: .everybody,
        type: configuration.notificationType.messageKind,
        content: [EventBody.delete(node.id, redirect: redirect).element])
    ]
  }
}
