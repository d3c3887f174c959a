package import XMPP

/// Hiding an item, without retracting it, from all but its publisher and those who moderate its node; and showing it
/// again. To everybody else it is as if it were not there: subscribers are told of a retraction, and of the item
/// again, with its old date, when it is shown.
package enum Hide {
  /// So many items of one node may be hidden at a time.
  package static let maximumPerNode = 1000
  /// So many of them one form offers to be shown again.
  package static let perForm = 100

  /// Who moderates a node: its owners and the administrators.
  package static func authorize(_ node: NodeFacts?, by actor: Actor) throws(StanzaError)
    -> NodeFacts
  {
    try ManageSubscriptions.authorize(node, by: actor)
  }

  /// What somebody counts as where something belongs to a hidden item: an owner, or nothing. See `maySee`.
  package static func standing(_ affiliation: Affiliation, isPublisher: Bool) -> Affiliation {
    affiliation == .outcast ? .outcast : affiliation == .owner || isPublisher ? .owner : .none
  }

  /// - Parameters:
  ///   - item: nil if there is none of the name.
  ///   - hidden: how many items of the node are hidden.
  package static func hide(
    _ item: HeldItem?, _ node: NodeFacts?, by actor: Actor, hidden: Int, because: String? = nil
  ) throws(StanzaError) -> Decision {
    let node = try authorize(node, by: actor)
    guard let item else { throw .noSuchItem }
    guard !item.isHidden else { return Decision() }
    guard !node.configuration.purgeOffline else {
      throw StanzaError(
        .notAllowed, "Items of this node go when their publishers go offline; retract it.")
    }
    guard hidden < maximumPerNode else {
      throw StanzaError(
        .policyViolation,
        "A node has at most \(maximumPerNode) hidden items; retract some of them first.")
    }
    var decision = Decision(
      effects: [.hide(node.id, item.id)],
      events: Retract.told(item.id, node))
    decision.keep(
      .hide, node.id, by: actor, item: item.id, subject: item.publisher, detail: because)
    return decision
  }

  /// - Parameter item: a hidden one; nil if there is none of the name.
  package static func show(_ item: StoredItem?, _ node: NodeFacts?, by actor: Actor)
    throws(StanzaError) -> Decision
  {
    let node = try authorize(node, by: actor)
    guard let item else { throw .noSuchItem }
    var decision = Decision(effects: [.show(node.id, item.id)])
    for var event in Event.toSubscribers(
      node.id, node.configuration, about: .item,
      EventBody.item(item, node.id, node.configuration), text: item.text, item: item.id)
    {
      event.content.append(DelayedDelivery(item.published).element)
      decision.events.append(event)
    }
    decision.keep(.show, node.id, by: actor, item: item.id, subject: item.publisher)
    return decision
  }

  /// Whether somebody who asks for a hidden item by its name gets it.
  package static func maySee(_ publisher: BareJID, _ node: NodeFacts, _ actor: Actor) -> Bool {
    publisher == actor.jid || Rights.may(.manage, actor, node.configuration)
  }
}

extension StanzaError {
  static let noSuchItem = StanzaError(.itemNotFound, "There is no such item in this node.")
}
