import PubSub
import Social
import Store
import XMPP

extension Context {
  func retract(_ iq: IQ) throws(StanzaError) -> Work {
    let request = try RetractRequest(try iq.request)
    try charge(iq, request.items.count)
    let (known, now) = (known, Timestamp.now)
    return .write { tx in
      let (node, actor) = try asked(request.node, by: iq.from, tx.snapshot, known)
      let present = try node.map {
        try tx.snapshot.held(request.items, in: $0) + tx.snapshot.hidden(request.items, in: $0)
      }
      var decision = try Retract.decide(
        request, node?.facts, by: actor, present: present ?? [])
      // Nobody was told of a client's probe.
      if let node, let only = request.items.first, request.items.count == 1,
        let item = try tx.snapshot.item(only, in: node), SocialNode.isProbe(item.payload)
      {
        decision.events = []
      }
      return try tx.carryOut(decision, self, known, now: now)
    }
  }
}
