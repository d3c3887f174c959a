import PubSub
import Store
import XMPP

extension Context {
  func nodeSubscriptions(_ iq: IQ) throws(StanzaError) -> Work {
    let request = try NodeSubscriptionsRequest(try iq.pubsub)
    return .read { snapshot in
      let node = try snapshot.node(request.node, in: service)
      let actor = try snapshot.actor(iq.from.bare, of: node, policy)
      _ = try ManageSubscriptions.authorize(node?.facts, by: actor)
      let list = try node.map {
        try snapshot.subscriptions(of: $0, limit: policy.maximumEntitiesPerRequest)
      }
      return request.reply(list ?? [])
    }
  }

  func changeSubscriptions(_ iq: IQ) throws(StanzaError) -> Work {
    let request = try NodeSubscriptionsRequest(try iq.pubsub)
    let now = Timestamp.now
    return .write { tx in
      let node = try tx.snapshot.node(request.node, in: service)
      let actor = try tx.snapshot.actor(iq.from.bare, of: node, policy)
      _ = try ManageSubscriptions.authorize(node?.facts, by: actor)
      var present: Set<JID> = []
      if let node {
        for change in request.changes where try tx.snapshot.isSubscribed(change.jid, to: node) {
          present.insert(change.jid)
        }
      }
      let decision = try ManageSubscriptions.decide(
        request, node?.facts, by: actor, present: present)
      return try tx.carryOut(decision, self, now: now)
    }
  }
}
