package import XMPP

/// Creating a node (XEP-0060, section 8.1).
package enum Create {
  /// - Parameters:
  ///   - taken: whether a node of that name exists.
  ///   - relations: of the nodes that the request names as parent and link.
  package static func decide(
    _ request: CreateRequest, by actor: BareJID, taken: Bool, _ relations: Lineage.Facts,
    _ account: Account, _ circumstances: Circumstances
  ) throws(StanzaError) -> Decision {
    let policy = circumstances.policy
    // Whoever asks, and whether it is there.
    if let node = request.node { try policy.requireUnkept(node) }
    try policy.requireCreator(actor)
    guard !taken else { throw StanzaError(.conflict, "A node of this name exists already.") }
    if let node = request.node { try policy.requireName(node, by: actor) }
    let node = request.node ?? NodeID(stored: circumstances.newName())
    let form = request.configuration.flatMap { $0.kind == .cancel ? nil : $0 }
    var configuration = try circumstances.rules.defaults(request.node, form, policy)
    if let form { configuration = try NodeForm.merge(form, into: configuration, policy) }
    configuration = try Lineage.settle(configuration, of: node, from: nil, relations)
    try circumstances.rules.check(node, configuration, nil, 0)
    try policy.requireUnblocked(configuration, isAdmin: policy.isAdmin(actor))
    try policy.require(Usage(nodes: 1), for: actor, account)
    var decision = Decision(
      effects: [.create(node, configuration, owner: actor)],
      reply: CreateReply(node: node).element)
    // Who watches the hierarchy learns of the new node.
    if configuration.deliverNotifications,
      configuration.parent != nil || configuration.link != nil
    {
      decision.events.append(
        Event(
          node: node, audience: .observers,
          type: configuration.notificationType.messageKind,
          content: [
            EventBody.configuration(node, NodeMetaData.relations(of: configuration)).element
          ]))
    }
    return decision
  }
}
