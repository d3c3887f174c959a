package import XML
package import XMPP

/// Reading and changing a node's configuration (XEP-0060, section 8.2).
package enum Configure {
  package static func read(_ node: NodeFacts?, by actor: Actor) throws(StanzaError) -> Element {
    ConfigureRequest.reply(try authorize(node, actor))
  }

  /// Whether a request may take the right to read from somebody: then `decide` needs to know who is
  /// subscribed.
  package static func mayNarrow(_ request: ConfigureRequest, _ node: NodeFacts) -> Bool {
    guard let model = request.form?.value(of: "pubsub#access_model") else { return false }
    return model != node.configuration.accessModel.rawValue
  }

  /// - Parameter subscribers: who is subscribed, if the request may narrow the access: those who lose
  ///   the right to read lose their subscriptions, and are told.
  package static func decide(
    _ request: ConfigureRequest, _ node: NodeFacts?, by actor: Actor,
    subscribers: [(jid: JID, affiliation: Affiliation)] = [], _ policy: ServicePolicy
  ) throws(StanzaError) -> Decision {
    let node = try authorize(node, actor)
    guard let form = request.form else {
      throw StanzaError(.badRequest, "The configuration form is missing.")
    }
    // Whoever cancels leaves all as it is.
    guard form.kind != .cancel else { return Decision() }
    let configuration = try NodeForm.merge(form, into: node.configuration, policy)
    guard configuration != node.configuration else { return Decision() }
    var decision = Decision(effects: [.configure(node.id, configuration)])
    if !configuration.persistItems, node.items > 0 {
      decision.effects.append(.purge(node.id))
      decision.events += Event.toSubscribers(node.id, configuration, EventBody.purge(node.id))
    } else if let keep = configuration.maxItems, keep < node.items {
      decision.effects.append(.trim(node.id, keep: keep))
    }
    for (jid, affiliation) in subscribers {
      let reader = Actor(
        jid: jid.bare, affiliation: affiliation, isAdmin: policy.isAdmin(jid.bare))
      guard !Rights.may(.retrieve, reader, configuration) else { continue }
      decision.end(jid, node.id)
    }
    if configuration.notifyConfiguration {
      decision.events += Event.toSubscribers(
        node.id, configuration, EventBody.configuration(node.id, configuration))
    }
    return decision
  }

  private static func authorize(_ node: NodeFacts?, _ actor: Actor) throws(StanzaError)
    -> NodeFacts
  {
    guard let node else { throw .noSuchNode }
    try Rights.require(.configure, actor, node.configuration)
    return node
  }
}
