package import XMPP

/// An owner reads and changes a node's affiliations (XEP-0060, section 8.9).
///
/// The transitions that the chart of section 4.1 has no single step for (such as from publisher to member)
/// are taken as the two steps by way of `none`.
package enum ManageAffiliations {
  package static func authorize(_ node: NodeFacts?, by actor: Actor) throws(StanzaError)
    -> NodeFacts
  {
    try ManageSubscriptions.authorize(node, by: actor)
  }

  /// What is known of the addresses that a request names.
  package struct Named: Sendable {
    /// What they are to the node.
    package var actors: [BareJID: Actor]
    /// Their subscriptions to the node.
    package var present: [BareJID: [SubscriptionFacts]]
    /// Whether the node has an owner who is not among them.
    package var hasOtherOwner: Bool
    /// How many affiliations the node has.
    package var count: Int

    package init(
      actors: [BareJID: Actor], present: [BareJID: [SubscriptionFacts]], hasOtherOwner: Bool,
      count: Int = 0
    ) {
      self.actors = actors
      self.present = present
      self.hasOtherOwner = hasOtherOwner
      self.count = count
    }
  }

  /// What cannot be done is named by the error with the affiliation that stays; the rest is done (section
  /// 8.9.2.4).
  package static func decide(
    _ request: NodeAffiliationsRequest, _ node: NodeFacts?, by actor: Actor, _ named: Named,
    lastItem: StoredItem?, _ policy: ServicePolicy
  ) throws(StanzaError) -> Decision {
    let node = try authorize(node, by: actor)
    guard Set(request.changes.map(\.jid)).count == request.changes.count else {
      throw StanzaError(.badRequest, "An address is named twice.")
    }
    let owners = request.changes.filter { isOwner(named.actors[$0.jid]) }
    let keepsOwner =
      named.hasOtherOwner || request.changes.contains { $0.affiliation == .owner }
    // If nobody would be left, all who own it stay; nobody of a blocked domain is let in.
    let blocked = request.changes.filter {
      named.actors[$0.jid]?.isBlocked == true && ![.none, .outcast].contains($0.affiliation)
    }
    let refused = (keepsOwner ? [] : owners) + blocked
    let accepted = request.changes.filter { !refused.contains($0) }
    let new = accepted.count { $0.affiliation != .none && !isSomething(named.actors[$0.jid]) }
    guard new == 0 || actor.isAdmin || named.count + new <= policy.maximumAffiliationsPerNode else {
      throw StanzaError(
        .policyViolation,
        "A node has at most \(policy.maximumAffiliationsPerNode) affiliations; take some back first."
      )
    }
    var decision = Decision()
    for change in accepted {
      apply(change, node, named, lastItem, &decision)
      keep(change, node.id, by: actor, named, &decision)
    }
    if needsReview(accepted, node, named) { decision.effects.append(.review(node.id)) }
    if !refused.isEmpty {
      decision.failure = StanzaError(
        .notAcceptable,
        blocked.isEmpty
          ? "A node needs an owner; name another one first."
          : "Accounts of a blocked domain are not let in; a node needs an owner.")
      decision.reply = request.reply(
        refused.map {
          AffiliationEntry(
            jid: $0.jid, affiliation: named.actors[$0.jid]?.standing.affiliation ?? .none)
        })
    }
    return decision
  }

  private static func isOwner(_ actor: Actor?) -> Bool { actor?.standing.affiliation == .owner }

  private static func isSomething(_ actor: Actor?) -> Bool {
    actor.map { $0.standing.affiliation != .none } ?? false
  }

  private static func apply(
    _ change: NodeAffiliationsRequest.Change, _ node: NodeFacts, _ named: Named,
    _ lastItem: StoredItem?, _ decision: inout Decision
  ) {
    var actor = named.actors[change.jid] ?? Actor(jid: change.jid)
    guard actor.standing.affiliation != change.affiliation else { return }
    actor.standing.affiliation = change.affiliation
    decision.effects.append(.affiliate(node.id, change.jid, change.affiliation))
    decision.events.append(
      Event.toAffected(
        JID(change.jid), node.id,
        AffiliationNotice.element(node.id, change.jid, change.affiliation)))
    // Whether rosters let them in is found out by the review.
    guard change.affiliation != .none || !node.configuration.accessModel.needsRosters else {
      return
    }
    // A request is granted to who may read now, and refused to who may not ask (section 8.7.4).
    for subscription in named.present[change.jid] ?? [] {
      decision.settle(subscription, node, actor, lastItem)
    }
  }

  /// What somebody becomes is remembered.
  private static func keep(
    _ change: NodeAffiliationsRequest.Change, _ node: NodeID, by actor: Actor, _ named: Named,
    _ decision: inout Decision
  ) {
    let old = named.actors[change.jid]?.standing.affiliation ?? .none
    let new = change.affiliation
    guard old != new else { return }
    let kind: ModerationAct.Kind =
      new == .outcast ? .ban : old == .outcast ? .unban : .affiliate
    let isSaid = kind == .ban || kind == .unban && new == .none
    decision.keep(
      kind, node, by: actor, subject: change.jid, detail: isSaid ? nil : new.rawValue)
  }

  /// Whether somebody now depends on rosters, or on other ones: those of the owners count.
  private static func needsReview(
    _ changes: [NodeAffiliationsRequest.Change], _ node: NodeFacts, _ named: Named
  ) -> Bool {
    guard node.configuration.accessModel.needsRosters else { return false }
    return changes.contains { change in
      let old = named.actors[change.jid]?.standing.affiliation ?? .none
      return old != change.affiliation
        && (change.affiliation == .none || old == .owner || change.affiliation == .owner)
    }
  }
}
