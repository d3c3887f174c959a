import PubSub
import Social
import Store
import XMPP

extension Context {
  func retract(_ iq: IQ) throws(StanzaError) -> Work {
    let request = try RetractRequest(try iq.request)
    let now = Timestamp.now
    return .write { tx in
      let (node, actor) = try asked(request.node, by: iq, tx.snapshot)
      let publisher = try node.flatMap { try tx.snapshot.publisher(of: request.item, in: $0) }
      var decision = try Retract.decide(request, node?.facts, by: actor, item: publisher)
      // Nobody was told of a client's probe.
      if let node, let item = try tx.snapshot.item(request.item, in: node),
        SocialNode.isProbe(item.payload)
      {
        decision.events = []
      }
      return try tx.carryOut(decision, self, now: now)
    }
  }
}
