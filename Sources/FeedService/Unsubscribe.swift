import PubSub
import Store
import XMPP

extension Context {
  func unsubscribe(_ iq: IQ) throws(StanzaError) -> Work {
    let request = try UnsubscribeRequest(try iq.request)
    try charge(iq)
    let (known, now) = (known, Timestamp.now)
    return .write { tx in
      let (node, actor) = try asked(request.node, by: iq.from, tx.snapshot, known)
      let present = try node.map { try tx.snapshot.subscriptions(of: request.jid, to: $0) }
      let decision = try Unsubscribe.decide(
        request, node?.facts, by: actor, present: present ?? [])
      return try tx.carryOut(decision, self, known, now: now, seen: node)
    }
  }
}
