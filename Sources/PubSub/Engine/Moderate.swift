package import XMPP

/// What those who moderate a node do about reports of an item.
package enum Moderate {
  package enum Act: String, Hashable, Sendable, CaseIterable {
    /// The item is all right.
    case dismiss
    case hide
    case retract
    /// Its publisher becomes an outcast.
    case ban
  }

  /// So many reports are shown, and dealt with, at a time.
  package static let reportsPerPage = 20

  /// Nobody judges reports of what they have published themselves, administrators aside.
  package static func mayJudge(_ publisher: BareJID, _ actor: Actor) -> Bool {
    actor.isAdmin || publisher != actor.jid
  }

  /// - Parameters:
  ///   - named: the publisher.
  ///   - hidden: how many items of the node are hidden.
  package static func decide(
    _ acts: Set<Act>, on item: HeldItem, _ node: NodeFacts?, by actor: Actor,
    _ named: ManageAffiliations.Named, hidden: Int, _ policy: ServicePolicy
  ) throws(StanzaError) -> Decision {
    let node = try Hide.authorize(node, by: actor)
    guard mayJudge(item.publisher, actor) else {
      throw StanzaError(.forbidden, "Nobody decides on reports of their own items.")
    }
    guard !acts.isEmpty, acts == [.dismiss] || !acts.contains(.dismiss) else {
      throw .command(.badPayload, "To dismiss a report is to do nothing else about it.")
    }
    var decision = Decision(effects: [.dismiss(node.id, item.id)])
    if acts.contains(.dismiss) {
      decision.keep(.dismiss, node.id, by: actor, item: item.id, subject: item.publisher)
    }
    if acts.contains(.retract) {
      decision.effects.append(.retract(node.id, item.id))
      decision.events += Retract.told(item.id, node)
      decision.keep(
        .retract, node.id, by: actor, item: item.id, subject: item.publisher, detail: reported)
    } else if acts.contains(.hide) {
      decision.add(try Hide.hide(item, node, by: actor, hidden: hidden, because: reported))
    }
    if acts.contains(.ban) {
      decision.add(try ban(item.publisher, node, by: actor, named, policy))
    }
    return decision
  }

  /// What the log says of acts that a report led to.
  private static let reported = "reported"

  /// Throws if it cannot be done.
  package static func ban(
    _ account: BareJID, _ node: NodeFacts, by actor: Actor, _ named: ManageAffiliations.Named,
    _ policy: ServicePolicy
  ) throws(StanzaError) -> Decision {
    let request = NodeAffiliationsRequest(node: node.id, changes: [.init(account, .outcast)])
    let decision = try ManageAffiliations.decide(
      request, node, by: actor, named, lastItem: nil, policy)
    if let failure = decision.failure { throw failure }
    return decision
  }
}

extension Decision {
  /// Takes over what another decision leads to.
  package mutating func add(_ other: Decision) {
    effects += other.effects
    events += other.events
    acts += other.acts
  }
}

// MARK: - Who moderates at all

extension Moderate {
  /// Whoever owns a node moderates that one, administrators all of them.
  package static func isModerator(_ jid: BareJID, ownsNodes: Bool, _ policy: ServicePolicy) -> Bool
  {
    ownsNodes || policy.isAdmin(jid)
  }

  package static func authorize(_ jid: BareJID, ownsNodes: Bool, _ policy: ServicePolicy)
    throws(StanzaError)
  {
    guard isModerator(jid, ownsNodes: ownsNodes, policy) else {
      throw StanzaError(.forbidden, "You own no node here.")
    }
  }

  /// What was done in all nodes together is for administrators.
  package static func authorizeAllNodes(_ jid: BareJID, _ policy: ServicePolicy)
    throws(StanzaError)
  {
    guard policy.isAdmin(jid) else {
      throw StanzaError(.forbidden, "Name a node that you own.")
    }
  }
}
