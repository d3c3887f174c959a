package import XMPP

/// An owner reads and changes a node's subscriptions (XEP-0060, section 8.8).
package enum ManageSubscriptions {
  package static func authorize(_ node: NodeFacts?, by actor: Actor) throws(StanzaError)
    -> NodeFacts
  {
    guard let node else { throw .noSuchNode }
    try Rights.require(.manage, actor, node.configuration)
    return node
  }

  /// What is known of the addresses that a request names.
  package struct Named: Sendable {
    /// Their subscriptions to the node.
    package var present: [JID: [SubscriptionFacts]]
    /// What they are to the node.
    package var actors: [BareJID: Actor]

    package init(present: [JID: [SubscriptionFacts]], actors: [BareJID: Actor]) {
      self.present = present
      self.actors = actors
    }
  }

  /// What cannot be done is named by the error with the state that stays; the rest is done (section
  /// 8.8.2.4).
  package static func decide(
    _ request: NodeSubscriptionsRequest, _ node: NodeFacts?, by actor: Actor, _ named: Named,
    lastItem: StoredItem?, _ circumstances: Circumstances
  ) throws(StanzaError) -> Decision {
    let node = try authorize(node, by: actor)
    guard !namesTwice(request.changes) else {
      throw StanzaError(.badRequest, "A subscription is named twice.")
    }
    var decision = Decision()
    var refused: [Subscription] = []
    for change in request.changes {
      // Without an id, all of an address are meant.
      let meant = (named.present[change.jid] ?? []).filter {
        change.id == nil || change.id == $0.id
      }
      let isDone = apply(
        change, meant, node, named.actors[change.jid.bare], lastItem, circumstances, &decision)
      guard !isDone else { continue }
      refused +=
        meant.isEmpty
        ? [Subscription(node: nil, jid: change.jid, state: .none, id: change.id)]
        : meant.map { $0.wire(nil) }
    }
    if !refused.isEmpty {
      decision.failure = StanzaError(
        .notAcceptable, "These subscriptions cannot be changed so; all others were.")
      decision.reply = request.reply(refused)
    }
    return decision
  }

  /// An address that is named several times needs another id each time.
  private static func namesTwice(_ changes: [NodeSubscriptionsRequest.Change]) -> Bool {
    Dictionary(grouping: changes, by: \.jid).values.contains { same in
      same.count > 1 && Set(same.compactMap(\.id)).count < same.count
    }
  }

  /// False if it cannot be done.
  private static func apply(
    _ change: NodeSubscriptionsRequest.Change, _ meant: [SubscriptionFacts], _ node: NodeFacts,
    _ actor: Actor?, _ lastItem: StoredItem?, _ circumstances: Circumstances,
    _ decision: inout Decision
  ) -> Bool {
    switch change.state {
    case .subscribed?:
      guard mayRead(actor, node) else { return false }
      guard !meant.isEmpty else {
        guard change.id == nil else { return false }
        let new = SubscriptionFacts(
          jid: change.jid, id: SubscriptionID(circumstances.newName()), state: .subscribed)
        decision.effects.append(.subscribe(node.id, new))
        decision.events.append(Event.toSubscriber(new.wire(node.id), node.id))
        return true
      }
      for pending in meant where pending.state == .pending {
        decision.approve(pending, node, lastItem)
      }
      return true
    case Subscription.State.none?:
      for subscription in meant { decision.end(subscription, node.id) }
      return !meant.isEmpty || change.id == nil
    case .pending?, .unconfigured?, nil: return false
    }
  }

  /// Whether somebody could read once they are subscribed.
  private static func mayRead(_ actor: Actor?, _ node: NodeFacts) -> Bool {
    guard var actor else { return false }
    actor.standing.subscription = .subscribed
    return Rights.may(.retrieve, actor, node.configuration)
  }
}
