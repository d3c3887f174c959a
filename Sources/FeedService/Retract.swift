import PubSub
import Social
import Store
import XMPP

extension Context {
  func retract(_ iq: IQ) throws(StanzaError) -> Work {
    let request = try RetractRequest(try iq.pubsub)
    let now = Timestamp.now
    return .write { tx in
      let node = try tx.snapshot.node(request.node, in: service)
      let actor = try tx.snapshot.actor(iq.from.bare, of: node, policy)
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
