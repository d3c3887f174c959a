import PubSub
import Store
import XMPP

extension Context {
  func delete(_ iq: IQ) throws(StanzaError) -> Work {
    let request = try DeleteRequest(try iq.request)
    try charge(iq)
    let (known, now) = (known, Timestamp.now)
    return .write { tx in
      let (node, actor) = try asked(request.node, by: iq.from, tx.snapshot, known)
      let isKnown = try node.map { try tx.snapshot.isShown($0) } ?? false
      let decision = try Delete.decide(request, node?.facts, isKnown: isKnown, by: actor)
      return try tx.carryOut(decision, self, known, now: now)
    }
  }
}
