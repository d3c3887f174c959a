import PubSub
import Store
import XMPP

extension Context {
  func nodeSubscriptions(_ iq: IQ) throws(StanzaError) -> Work {
    let request = try NodeSubscriptionsRequest(try iq.request)
    return .read { snapshot in
      let node = try node(request.node, for: iq, snapshot, ManageSubscriptions.authorize)
      return request.reply(
        try snapshot.subscriptions(of: node, limit: policy.maximumEntriesPerList))
    }
  }

  func changeSubscriptions(_ iq: IQ) throws(StanzaError) -> Work {
    let request = try NodeSubscriptionsRequest(try iq.request)
    let now = Timestamp.now
    return .write { tx in
      let (node, actor) = try asked(request.node, by: iq, tx.snapshot)
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
