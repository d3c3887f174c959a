package import XMPP

/// Publishing what is attached to an item (XEP-0470, sections 4.3 and 4.5). The node for it is made by the service.
package enum Attach {
  /// The item that something is attached to.
  package struct Target: Sendable {
    package var node: NodeFacts
    /// Nil if it is not there.
    package var item: ItemID?

    package init(_ node: NodeFacts, _ item: ItemID?) {
      self.node = node
      self.item = item
    }
  }

  /// - Parameters:
  ///   - candidate: to be published in the node of its one name.
  ///   - made: the configuration of the node if it is made now.
  ///   - target: nil if there is no such node.
  ///   - node: what was attached so far; nil for nothing.
  ///   - actor: what the asker is to the target.
  ///   - service: whose node it is.
  package static func decide(
    _ candidate: Publish.Candidate, _ made: NodeConfiguration, to target: Target?,
    _ node: NodeFacts?, by actor: Actor, _ present: Publish.Present, _ account: Account,
    _ circumstances: Circumstances, service: BareJID
  ) throws(StanzaError) -> Decision {
    // Who may not read is not told what there is.
    guard let target, Rights.may(.retrieve, actor, target.node.configuration),
      target.node.configuration.kept == nil, let item = target.item
    else { throw StanzaError(.itemNotFound, "There is no such item here.") }
    if let node {
      return try Publish.decide(candidate, node, by: actor, present, account, circumstances)
    }
    var configuration = made
    configuration.follow(target.node.configuration.rules)
    let id = candidate.request.node
    let new = NodeFacts(
      id: id, configuration: configuration, creator: service, created: circumstances.now)
    var decision = try Publish.decide(candidate, new, by: actor, present, account, circumstances)
    decision.effects.insert(
      contentsOf: [.create(id, made, owner: service), .bind(id, to: item, of: target.node.id)],
      at: 0)
    return decision
  }

  /// What is told of an item that the service has written.
  package static func events(_ item: StoredItem, _ node: NodeFacts) -> [Event] {
    Event.toSubscribers(
      node.id, node.configuration, about: .item,
      EventBody.item(item, node.id, node.configuration))
  }
}
