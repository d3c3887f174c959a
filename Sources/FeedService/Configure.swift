import PubSub
import Store
import XMPP

extension Context {
  func configuration(_ iq: IQ) throws(StanzaError) -> Work {
    let request = try ConfigureRequest(try iq.request)
    return .read { snapshot in
      let (node, actor) = try asked(request.node, by: iq, snapshot)
      return try Configure.read(node?.facts, by: actor)
    }
  }

  func defaultConfiguration(_ iq: IQ) throws(StanzaError) -> Work {
    .answer(DefaultRequest.reply())
  }

  func configure(_ iq: IQ) throws(StanzaError) -> Work {
    let request = try ConfigureRequest(try iq.request)
    let now = Timestamp.now
    return .write { tx in
      let (node, actor) = try asked(request.node, by: iq, tx.snapshot)
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
