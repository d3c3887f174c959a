package import XMPP

/// An owner reads and changes a node's affiliations (XEP-0060, section 8.9).
package enum ManageAffiliations {
  package static func authorize(_ node: NodeFacts?, by actor: Actor) throws(StanzaError)
    -> NodeFacts
  {
    try ManageSubscriptions.authorize(node, by: actor)
  }

  /// All changes are made or none.
  /// - Parameters:
  ///   - owners: the node's present owners.
  ///   - subscriptions: those of the addresses that are named; who loses the right to read loses them.
  package static func decide(
    _ request: NodeAffiliationsRequest, _ node: NodeFacts?, by actor: Actor,
    owners: Set<BareJID>, subscriptions: [JID], _ policy: ServicePolicy
  ) throws(StanzaError) -> Decision {
    let node = try authorize(node, by: actor)
    guard Set(request.changes.map(\.jid)).count == request.changes.count else {
      throw StanzaError(.badRequest, "An address is named twice.")
    }
    var left = owners
    for change in request.changes {
      if change.affiliation == .owner { left.insert(change.jid) } else { left.remove(change.jid) }
    }
    guard !left.isEmpty else {
      throw StanzaError(.notAcceptable, "A node needs an owner.", kind: .cancel)
    }
    var decision = Decision()
    for change in request.changes {
      decision.effects.append(.affiliate(node.id, change.jid, change.affiliation))
      let actor = Actor(
        jid: change.jid, affiliation: change.affiliation, isAdmin: policy.isAdmin(change.jid))
      guard !Rights.may(.retrieve, actor, node.configuration) else { continue }
      for jid in subscriptions where jid.bare == change.jid {
        decision.end(jid, node.id)
      }
    }
    return decision
  }
}
