import PubSub
import Store
import XMPP

extension Context {
  func subscribe(_ iq: IQ) throws(StanzaError) -> Work {
    let request = try SubscribeRequest(try iq.request)
    let now = Timestamp.now
    return .write { tx in
      let (node, actor) = try asked(request.node, by: iq, tx.snapshot)
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
