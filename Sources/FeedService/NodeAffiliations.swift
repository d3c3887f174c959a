import PubSub
import Store
import XMPP

extension Context {
  func nodeAffiliations(_ iq: IQ) throws(StanzaError) -> Work {
    let request = try NodeAffiliationsRequest(try iq.pubsub)
    return .read { snapshot in
      let node = try snapshot.node(request.node, in: service)
      let actor = try snapshot.actor(iq.from.bare, of: node, policy)
      _ = try ManageAffiliations.authorize(node?.facts, by: actor)
      let list = try node.map {
        try snapshot.affiliations(of: $0, limit: policy.maximumEntitiesPerRequest)
      }
      return request.reply(list ?? [])
    }
  }

  func changeAffiliations(_ iq: IQ) throws(StanzaError) -> Work {
    let request = try NodeAffiliationsRequest(try iq.pubsub)
    let now = Timestamp.now
    return .write { tx in
      let node = try tx.snapshot.node(request.node, in: service)
      let actor = try tx.snapshot.actor(iq.from.bare, of: node, policy)
      _ = try ManageAffiliations.authorize(node?.facts, by: actor)
      let subscriptions = try node.map { node in
        try request.changes.flatMap { try tx.snapshot.subscriptions(of: $0.jid, to: node) }
      }
      let decision = try ManageAffiliations.decide(
        request, node?.facts, by: actor,
        owners: try node.map { try tx.snapshot.owners(of: $0) } ?? [],
        subscriptions: subscriptions ?? [], policy)
      return try tx.carryOut(decision, self, now: now)
    }
  }
}
