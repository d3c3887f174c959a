import PubSub
import Social
import Store
import XMPP

extension Context {
  func publish(_ iq: IQ) throws(StanzaError) -> Work {
    var request = try PublishRequest(try iq.request)
    let circumstances = circumstances
    if let item = request.item, item.id == nil {
      request.item?.id = ItemID(stored: circumstances.newName())
    }
    // What is costly is done before the transaction, which others wait for.
    let candidate = Publish.Candidate(request)
    let entry = request.item.flatMap { projection($0, by: iq.from.bare, circumstances.now) }
    let isProbe = SocialNode.isProbe(request.item?.payload)
    // The payload is held twice: as bytes, and as what was understood of it.
    return .write(bytes: 2 * (candidate.payload?.count ?? 0)) { tx in
      let request = candidate.request
      let (node, actor) = try asked(request.node, by: iq, tx.snapshot)
      let publisher = try node.flatMap { node in
        try request.item?.id.flatMap { try tx.snapshot.publisher(of: $0, in: node) }
      }
      var decision = try Publish.decide(
        candidate, node?.facts, by: actor, publisher: publisher, circumstances)
      // Clients try out what a node can do with an empty entry; nobody else wants to know. One that
      // takes the place of a post is a change like any other.
      if isProbe, publisher == nil { decision.events = [] }
      try tx.apply(decision, in: service, now: circumstances.now, entry: entry)
      return decision.reply
    }
  }

  private func projection(_ item: PublishRequest.Item, by publisher: BareJID, _ now: Timestamp)
    -> Entry?
  {
    guard let payload = item.payload, let id = item.id else { return nil }
    return Entry(payload: payload, itemID: id.name, publisher: publisher, received: now)
  }
}
