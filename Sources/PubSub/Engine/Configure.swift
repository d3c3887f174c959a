package import XML
package import XMPP

/// Reading and changing a node's configuration (XEP-0060, section 8.2).
package enum Configure {
  package static func read(_ node: NodeFacts?, by actor: Actor, _ policy: ServicePolicy)
    throws(StanzaError) -> Element
  {
    ConfigureRequest.reply(try authorize(node, actor), policy)
  }

  /// - Parameters:
  ///   - relations: of the nodes that the request names as parent and link.
  ///   - rules: what the types of nodes ask of them.
  package static func decide(
    _ request: ConfigureRequest, _ node: NodeFacts?, by actor: Actor, _ relations: Lineage.Facts,
    _ policy: ServicePolicy, _ rules: NodeRules
  ) throws(StanzaError) -> Decision {
    let node = try authorize(node, actor)
    guard let form = request.form else {
      throw StanzaError(.badRequest, "The configuration form is missing.")
    }
    // Whoever cancels leaves all as it is.
    guard form.kind != .cancel else { return Decision() }
    let old = node.configuration
    let new = try Lineage.settle(
      try NodeForm.merge(form, into: old, policy), of: node.id, from: old, relations)
    guard new != old else { return Decision() }
    try rules.check(node.id, new, old, node.items)
    try policy.requireUnblocked(new, insteadOf: old, isAdmin: actor.isAdmin)
    var decision = Decision(effects: [.configure(node.id, new)])
    discardItems(node, new, &decision)
    if new.rules != old.rules || new.parent != old.parent
      || new.needsPresence && !old.needsPresence
    {
      decision.effects.append(.review(node.id))
    }
    if new.notifyConfiguration {
      let form = new.deliverPayloads ? NodeForm.result(new, policy) : nil
      decision.events += Event.toSubscribers(
        node.id, new, EventBody.configuration(node.id, form).element)
    }
    decision.events += changes(from: old, to: new, of: node.id)
    if let detail = logged(from: old, to: new, isOwner: actor.standing.affiliation == .owner) {
      decision.keep(.configure, node.id, by: actor, detail: detail)
    }
    return decision
  }

  /// What the log keeps of a change: what the models became, and where no owner makes it, the names of all other
  /// fields; nil for nothing.
  private static func logged(
    from old: NodeConfiguration, to new: NodeConfiguration, isOwner: Bool
  ) -> String? {
    let words = NodeOptions.all.filter { !$0.isSame(old, new) }.compactMap { option in
      let name = option.name.split { "#}".contains($0) }.last.map(String.init) ?? option.name
      guard NodeOptions.models.contains(option.name) else { return isOwner ? nil : name }
      return "\(name)=\(option.get(new).joined())"
    }
    return words.isEmpty ? nil : words.joined(separator: " ")
  }

  /// What is told of a changed node: the last thing that is heard of it where it does not stand any more
  /// (XEP-0497, section 4.2.2).
  private static func changes(
    from old: NodeConfiguration, to new: NodeConfiguration, of node: NodeID
  ) -> [Event] {
    guard new.deliverNotifications, let change = NodeMetaData.change(from: old, to: new) else {
      return []
    }
    var audiences = [Event.Audience.observers]
    if let parent = old.parent, new.parent != parent {
      audiences.append(.formerObservers(below: parent))
    }
    return audiences.map {
      Event(
        node: node, audience: $0, type: new.notificationType.messageKind,
        content: [EventBody.configuration(node, change).element])
    }
  }

  /// What a node may not keep any more goes.
  private static func discardItems(
    _ node: NodeFacts, _ new: NodeConfiguration, _ decision: inout Decision
  ) {
    guard node.items > 0 else { return }
    if !new.persistItems {
      decision.effects.append(.purge(node.id))
      guard new.notifyRetract else { return }
      decision.events += Event.toSubscribers(node.id, new, EventBody.purge(node.id).element)
    } else if let keep = new.maxItems, keep < node.items {
      decision.effects.append(.trim(node.id, keep: keep))
    }
  }

  private static func authorize(_ node: NodeFacts?, _ actor: Actor) throws(StanzaError)
    -> NodeFacts
  {
    guard let node else { throw .noSuchNode }
    try Rights.require(.configure, actor, node.configuration)
    return node
  }
}
