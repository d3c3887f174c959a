import PubSub
import Store
import XMPP

extension Context {
  func nodeAffiliations(_ iq: IQ) throws(StanzaError) -> Work {
    let request = try NodeAffiliationsRequest(try iq.request)
    return .read { snapshot in
      let node = try node(request.node, for: iq, snapshot, ManageAffiliations.authorize)
      return request.reply(
        try snapshot.affiliations(of: node, limit: policy.maximumEntriesPerList))
    }
  }

  func changeAffiliations(_ iq: IQ) throws(StanzaError) -> Work {
    let request = try NodeAffiliationsRequest(try iq.request)
    let now = Timestamp.now
    return .write { tx in
      let (node, actor) = try asked(request.node, by: iq, tx.snapshot)
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
