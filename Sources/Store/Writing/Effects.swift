import GRDB
package import PubSub
package import Social
package import XMPP

extension Transaction {
  /// Carries out what the engine decided, and announces its events in the same transaction.
  ///
  /// - Parameters:
  ///   - seen: a node that was decided on, as this transaction has it.
  ///   - projections: what Martlet understands of the items that are published.
  package func apply(
    _ decision: Decision, in service: ServiceID, now: Timestamp, seen: NodeRecord? = nil,
    projections: [ItemID: Projection] = [:],
    _ known: Acquaintances
  ) throws {
    hasAudience = known.hasAudience
    // Nodes as the effects so far left them.
    var nodes: [NodeID: NodeRecord] = [:]
    if let seen, seen.isStored { nodes[seen.facts.id] = seen }
    // A node may be deleted next.
    for act in decision.acts {
      let node = try nodes[act.node] ?? node(act.node, service, now)
      nodes[act.node] = node
      try record(act, node, service, now)
    }
    for effect in decision.effects {
      if case .create(let id, let configuration, let owner) = effect {
        try create(id, configuration, owner, service, now)
        try changed(self.node(id, service, now))
        continue
      }
      let node = try nodes[effect.node] ?? node(effect.node, service, now)
      try apply(effect, node, service, now, projections)
      nodes[effect.node] = effect.changesNode ? nil : node
    }
    for event in decision.events {
      let node = try nodes[event.node] ?? node(event.node, service, now)
      nodes[event.node] = node
      try announce(event, node, service)
    }
  }

  private func apply(
    _ effect: Effect, _ node: NodeRecord, _ service: ServiceID, _ now: Timestamp,
    _ projections: [ItemID: Projection]
  ) throws {
    switch effect {
    case .create: break
    case .configure(_, let configuration): try configure(node, configuration, service, now)
    case .review: try review(node)
    case .delete(_, let redirect): try delete(node, service, now, redirect: redirect)
    case .purge: try purge(node, now)
    case .store(_, let item): try store(item, node, now, projections[item.id])
    case .retract(_, let item): try retract(item, node, now)
    case .trim(_, let keep): try trim(node, keep: keep, now)
    case .subscribe(_, let subscription): try subscribe(subscription, node, now)
    case .change(_, let subscription): try change(subscription, node, now)
    case .unsubscribe(_, let subscription): try unsubscribe(subscription, node, now)
    case .affiliate(_, let jid, let affiliation): try affiliate(jid, affiliation, node)
    case .bind(_, let item, let owner, let jid):
      try bind(node, to: item, of: owner, try jid.map(hostedService) ?? service, now)
    case .hide(_, let item): try hide(item, node, now)
    case .show(_, let item): try show(item, node, now, projections[item])
    case .report(_, let report): try store(report, node, service, now)
    case .dismiss(_, let item): try dismissReports(of: item, node)
    case .removeAll(_, let publisher): try removeAll(of: publisher, node, service)
    }
    switch effect.reach {
    case .node: try changed(node)
    case .post: try changed(self.node(effect.node, service, now))
    case .everything: changed()
    }
  }

  /// The engine decided on what this transaction showed it, so the node is there.
  private func node(_ id: NodeID, _ service: ServiceID, _ now: Timestamp) throws -> NodeRecord {
    // Somebody may subscribe to a list that nobody is on yet.
    if let list = try snapshot.followerList(id, in: service) {
      return try stored(list, service, now)
    }
    guard let node = try snapshot.node(id, in: service) else {
      throw StoreError.internalFailure("a node that was decided on is not there")
    }
    return node
  }
}

extension Effect {
  fileprivate var node: NodeID {
    switch self {
    case .create(let node, _, _), .configure(let node, _), .review(let node), .delete(let node, _),
      .purge(let node), .store(let node, _), .retract(let node, _), .trim(let node, _),
      .subscribe(let node, _), .change(let node, _), .unsubscribe(let node, _),
      .affiliate(let node, _, _), .bind(let node, _, _, _), .hide(let node, _), .show(let node, _),
      .report(let node, _), .dismiss(let node, _), .removeAll(let node, _):
      node
    }
  }

  /// What of pages may be other than before.
  fileprivate enum Reach {
    case node
    /// What is around the post to which the node belongs from now on.
    case post
    case everything
  }

  fileprivate var reach: Reach {
    switch self {
    case .create, .store, .retract, .trim, .subscribe, .change, .unsubscribe, .affiliate: .node
    case .bind: .post
    case .configure, .review, .delete, .purge, .hide, .show, .report, .dismiss, .removeAll:
      .everything
    }
  }

  /// Whether what follows has to look at the node again. One that is deleted is not found any more: its subscribers
  /// are told of the node as it was.
  fileprivate var changesNode: Bool {
    switch self {
    case .store, .retract, .delete, .hide, .show, .report, .dismiss, .removeAll: false
    default: true
    }
  }
}
