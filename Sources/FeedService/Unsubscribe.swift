import PubSub
import Store
import XMPP

extension Context {
  func unsubscribe(_ iq: IQ) throws(StanzaError) -> Work {
    let request = try UnsubscribeRequest(try iq.request)
    let now = Timestamp.now
    return .write { tx in
      let (node, actor) = try asked(request.node, by: iq, tx.snapshot)
      let isSubscribed =
        try node.map { try tx.snapshot.isSubscribed(request.jid, to: $0) } ?? false
      let decision = try Unsubscribe.decide(
        request, node?.facts, by: actor, isSubscribed: isSubscribed)
      return try tx.carryOut(decision, self, now: now)
    }
  }
}
