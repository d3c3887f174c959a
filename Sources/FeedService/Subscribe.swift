import PubSub
import Store
import XMPP

extension Context {
  func subscribe(_ iq: IQ) throws(StanzaError) -> Work {
    let request = try SubscribeRequest(try iq.pubsub)
    let now = Timestamp.now
    return .write { tx in
      let node = try tx.snapshot.node(request.node, in: service)
      let actor = try tx.snapshot.actor(iq.from.bare, of: node, policy)
      let present = try node.map { try tx.snapshot.subscriptions(of: iq.from.bare, to: $0) }
      let last = try node.flatMap { try lastItem(of: $0, tx.snapshot) }
      let decision = try Subscribe.decide(
        request, node?.facts, by: actor, present: present ?? [], lastItem: last, policy)
      return try tx.carryOut(decision, self, now: now)
    }
  }

  private func lastItem(of node: NodeRecord, _ snapshot: Snapshot) throws -> StoredItem? {
    guard node.facts.configuration.sendLastItem == .onSubscribe else { return nil }
    return try snapshot.items(
      of: node, .newestFirst, beyond: nil, limit: 1, bytes: policy.maximumBytesPerAnswer
    ).first
  }
}
