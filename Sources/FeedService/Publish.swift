import PubSub
import Social
import Store
import XMPP

extension Context {
  func publish(_ iq: IQ) throws(StanzaError) -> Work {
    let candidate = Publish.Candidate(try PublishRequest(try iq.pubsub))
    let circumstances = circumstances
    let payload = candidate.request.item?.payload
    let isProbe = SocialNode.isProbe(payload)
    return .write { tx in
      let request = candidate.request
      let node = try tx.snapshot.node(request.node, in: service)
      let actor = try tx.snapshot.actor(iq.from.bare, of: node, policy)
      let publisher = try node.flatMap { node in
        try request.item?.id.flatMap { try tx.snapshot.publisher(of: $0, in: node) }
      }
      var decision = try Publish.decide(
        candidate, node?.facts, by: actor, publisher: publisher, circumstances)
      // Clients try out what a node can do with an empty entry; nobody else wants to know.
      if isProbe { decision.events = [] }
      let entry = payload.flatMap { payload in
        decision.storedItem.flatMap {
          Entry(
            payload: payload, itemID: $0.name, publisher: iq.from.bare,
            received: circumstances.now)
        }
      }
      try tx.apply(decision, in: service, now: circumstances.now, entry: entry)
      return decision.reply
    }
  }
}

extension Decision {
  /// The item that is stored, if one is.
  fileprivate var storedItem: ItemID? {
    for case .store(_, let item) in effects { return item.id }
    return nil
  }
}
