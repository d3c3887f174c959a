import PubSub
import Store
import XMPP

extension Context {
  func nodeSubscriptions(_ iq: IQ) throws(StanzaError) -> Work {
    let request = try NodeSubscriptionsRequest(try iq.request)
    let known = known
    return .read { snapshot in
      let node = try node(request.node, for: iq, snapshot, known, ManageSubscriptions.authorize)
      let page = try ListCursor(
        request.page, cipher.list(.subscriptions, of: node.number),
        limit: policy.maximumEntriesPerList)
      let list = try snapshot.subscriptions(of: node, page.range)
      return Reply(request.reply(list.entries.map(\.entry), page.response(list)))
    }
  }

  func changeSubscriptions(_ iq: IQ) throws(StanzaError) -> Work {
    let request = try NodeSubscriptionsRequest(try iq.request)
    try charge(iq, request.changes.count)
    let known = known
    let circumstances = circumstances(known)
    return .write { tx in
      let (node, actor) = try asked(request.node, by: iq.from, tx.snapshot, known)
      _ = try ManageSubscriptions.authorize(node?.facts, by: actor)
      var named = ManageSubscriptions.Named(present: [:], actors: [:])
      if let node {
        for jid in Set(request.changes.map(\.jid.bare)) {
          named.present[jid] = try tx.snapshot.subscriptions(of: jid, to: node)
          named.actors[jid] = try tx.snapshot.actor(jid, of: node, known)
        }
      }
      let decision = try ManageSubscriptions.decide(
        request, node?.facts, by: actor, named,
        lastItem: try node.flatMap { try lastItem(of: $0, tx.snapshot) },
        try tx.account(iq.from.bare), circumstances)
      var reply = try tx.carryOut(decision, self, known, now: circumstances.now)
      reply.posts = try presenceRequests(decision, node, tx)
      return reply
    }
  }
}
