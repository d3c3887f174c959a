import PubSub
import Store
import XMPP

extension Context {
  func configuration(_ iq: IQ) throws(StanzaError) -> Work {
    let request = try ConfigureRequest(try iq.pubsub)
    return .read { snapshot in
      let node = try snapshot.node(request.node, in: service)
      let actor = try snapshot.actor(iq.from.bare, of: node, policy)
      return try Configure.read(node?.facts, by: actor)
    }
  }

  func defaultConfiguration(_ iq: IQ) throws(StanzaError) -> Work {
    .answer(DefaultRequest.reply())
  }

  func configure(_ iq: IQ) throws(StanzaError) -> Work {
    let request = try ConfigureRequest(try iq.pubsub)
    let now = Timestamp.now
    return .write { tx in
      let node = try tx.snapshot.node(request.node, in: service)
      let actor = try tx.snapshot.actor(iq.from.bare, of: node, policy)
      // Only an owner's request is worth looking all subscribers up for.
      _ = try Configure.read(node?.facts, by: actor)
      let subscribers = try node.map { node in
        Configure.mayNarrow(request, node.facts) ? try tx.snapshot.subscribers(of: node) : []
      }
      let decision = try Configure.decide(
        request, node?.facts, by: actor, subscribers: subscribers ?? [], policy)
      return try tx.carryOut(decision, self, now: now)
    }
  }
}
