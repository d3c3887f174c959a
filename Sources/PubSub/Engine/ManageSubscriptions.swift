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
    /// Their subscriptions to the node, of all resources of an account.
    package var present: [BareJID: [SubscriptionFacts]]
    /// What they are to the node.
    package var actors: [BareJID: Actor]

    package init(present: [BareJID: [SubscriptionFacts]], actors: [BareJID: Actor]) {
      self.present = present
      self.actors = actors
    }
  }

  /// What cannot be done is named by the error with the state that stays; the rest is done (section
  /// 8.8.2.4).
  ///
  /// Whom an owner adds has not asked: the subscription counts against the owner's quota, as long as it is there.
  ///
  /// - Parameter account: the asker's.
  package static func decide(
    _ request: NodeSubscriptionsRequest, _ node: NodeFacts?, by actor: Actor, _ named: Named,
    lastItem: StoredItem?, _ account: Account, _ circumstances: Circumstances
  ) throws(StanzaError) -> Decision {
    let node = try authorize(node, by: actor)
    guard !namesTwice(request.changes) else {
      throw StanzaError(.badRequest, "A subscription is named twice.")
    }
    var decision = Decision()
    var refused: [Subscription] = []
    var work = Work(
      node: node, actor: actor, named: named, lastItem: lastItem, circumstances: circumstances)
    for change in request.changes {
      // Without an id, all of an address are meant.
      let meant = (named.present[change.jid.bare] ?? []).filter {
        $0.jid == change.jid && (change.id == nil || change.id == $0.id)
      }
      guard !work.apply(change, meant, &decision) else { continue }
      refused +=
        meant.isEmpty
        ? [Subscription(node: nil, jid: change.jid, state: .none, id: change.id)]
        : meant.map { $0.wire(nil) }
    }
    if let jid = actor.jid, !work.added.isEmpty {
      try circumstances.policy.require(
        Usage(subscriptions: work.added.values.reduce(0, +)), for: jid, account)
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
}

extension ManageSubscriptions {
  /// What one change after the other is decided on.
  private struct Work {
    let node: NodeFacts
    let actor: Actor
    let named: Named
    let lastItem: StoredItem?
    let circumstances: Circumstances
    /// How many subscriptions each account has got so far.
    var added: [BareJID: Int] = [:]

    /// False if it cannot be done.
    mutating func apply(
      _ change: NodeSubscriptionsRequest.Change, _ meant: [SubscriptionFacts],
      _ decision: inout Decision
    ) -> Bool {
      switch change.state {
      case .subscribed?:
        guard named.actors[change.jid.bare]?.mayReadOnceSubscribed(to: node) == true else {
          return false
        }
        guard !meant.isEmpty else { return add(change, &decision) }
        for pending in meant where pending.state == .pending {
          decision.approve(pending, node, lastItem)
        }
        return true
      case Subscription.State.none?:
        for subscription in meant { end(subscription, &decision) }
        return !meant.isEmpty || change.id == nil
      case .pending?, .unconfigured?, nil: return false
      }
    }

    /// Whom somebody else has sent away is remembered; a request that is refused was no subscription yet.
    private func end(_ subscription: SubscriptionFacts, _ decision: inout Decision) {
      decision.dismiss(subscription, node)
      let account = subscription.jid.bare
      guard subscription.state == .subscribed, account != actor.jid else { return }
      decision.keep(.expel, node.id, by: actor, subject: account)
    }

    private mutating func add(
      _ change: NodeSubscriptionsRequest.Change, _ decision: inout Decision
    ) -> Bool {
      let account = change.jid.bare
      let count = (named.present[account]?.count ?? 0) + (added[account] ?? 0)
      guard change.id == nil, count < circumstances.policy.maximumSubscriptionsPerAccount else {
        return false
      }
      let new = SubscriptionFacts(
        jid: change.jid, id: SubscriptionID(circumstances.newName()), state: .subscribed,
        payer: actor.jid)
      decision.effects.append(.subscribe(node.id, new))
      decision.welcome(new, node, lastItem)
      added[account, default: 0] += 1
      return true
    }
  }
}

extension Actor {
  /// Whether somebody could read a node, and those above it, once they are subscribed.
  func mayReadOnceSubscribed(to node: NodeFacts) -> Bool {
    guard !isBlocked else { return false }
    var actor = self
    actor.standing.subscription = .subscribed
    return Rights.may(.retrieve, actor, node.configuration)
  }
}
