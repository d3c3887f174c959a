package import XMPP

/// Deleting items (XEP-0060, section 7.2).
package enum Retract {
  /// - Parameter present: those of the items that are there.
  package static func decide(
    _ request: RetractRequest, _ node: NodeFacts?, by actor: Actor,
    present: [HeldItem]
  ) throws(StanzaError) -> Decision {
    guard let node else { throw .noSuchNode }
    let configuration = node.configuration
    // Who may retract nothing at all is not told which items there are.
    try Rights.require(.retractOwn, actor, configuration)
    guard configuration.persistItems || node.items > 0 else { throw .noPersistentItems }
    var decision = Decision(effects: request.items.map { .retract(node.id, $0) })
    let isTold = request.notify || configuration.notifyRetract
    for id in request.items {
      guard let item = present.first(where: { $0.id == id }),
        !item.isHidden || Hide.maySee(item.publisher, node, actor)
      else { throw .noSuchItem }
      if item.publisher != actor.jid {
        try Rights.require(.retractAny, actor, configuration)
        decision.keep(.retract, node.id, by: actor, item: id, subject: item.publisher)
      }
      // That a hidden item goes is no news.
      if isTold, !item.isHidden { decision.events += events(id, node.id, configuration) }
    }
    return decision
  }

  /// What is told of an item that somebody else than its publisher takes away: nothing, unless the node says so.
  package static func told(_ item: ItemID, _ node: NodeFacts) -> [Event] {
    node.configuration.notifyRetract ? events(item, node.id, node.configuration) : []
  }

  package static func events(
    _ item: ItemID, _ node: NodeID, _ configuration: NodeConfiguration
  ) -> [Event] {
    Event.toSubscribers(
      node, configuration, about: .retraction, EventBody.items(node, [.retracted(item)]).element)
  }
}
