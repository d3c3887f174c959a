import PubSub
import Store
import XMPP

extension Context {
  func purge(_ iq: IQ) throws(StanzaError) -> Work {
    let request = try PurgeRequest(try iq.request)
    try charge(iq)
    let (known, now) = (known, Timestamp.now)
    return .write { tx in
      let (node, actor) = try asked(request.node, by: iq.from, tx.snapshot, known)
      return try tx.carryOut(
        try Purge.decide(node?.facts, by: actor), self, known, now: now)
    }
  }
}
