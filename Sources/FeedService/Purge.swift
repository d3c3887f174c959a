import PubSub
import Store
import XMPP

extension Context {
  func purge(_ iq: IQ) throws(StanzaError) -> Work {
    let request = try PurgeRequest(try iq.request)
    let now = Timestamp.now
    return .write { tx in
      let (node, actor) = try asked(request.node, by: iq, tx.snapshot)
      return try tx.carryOut(try Purge.decide(node?.facts, by: actor), self, now: now)
    }
  }
}
