import PubSub
import Store
import XMPP

extension Context {
  func nodeAffiliations(_ iq: IQ) throws(StanzaError) -> Work {
    let request = try NodeAffiliationsRequest(try iq.request)
    let known = known
    return .read { snapshot in
      let node = try node(request.node, for: iq, snapshot, known, ManageAffiliations.authorize)
      let page = try ListCursor(
        request.page, cipher.list(.affiliations, of: node.number),
        limit: policy.maximumEntriesPerList)
      let list = try snapshot.affiliations(of: node, page.range)
      return Reply(request.reply(list.entries.map(\.entry), page.response(list)))
    }
  }

  func changeAffiliations(_ iq: IQ) throws(StanzaError) -> Work {
    let request = try NodeAffiliationsRequest(try iq.request)
    try charge(iq, request.changes.count)
    let (known, now) = (known, Timestamp.now)
    return .write { tx in
      let (node, actor) = try asked(request.node, by: iq.from, tx.snapshot, known)
      _ = try ManageAffiliations.authorize(node?.facts, by: actor)
      let named =
        try node.map { try self.named(request.changes.map(\.jid), $0, tx.snapshot, known) }
        ?? ManageAffiliations.Named(actors: [:], present: [:], hasOtherOwner: true)
      let decision = try ManageAffiliations.decide(
        request, node?.facts, by: actor, named,
        lastItem: try node.flatMap { try lastItem(of: $0, tx.snapshot) }, policy)
      return try tx.carryOut(decision, self, known, now: now)
    }
  }
  /// What is known of some addresses whose affiliations are to change.
  func named(
    _ jids: [BareJID], _ node: NodeRecord, _ snapshot: Snapshot, _ known: Acquaintances
  ) throws -> ManageAffiliations.Named {
    var named = ManageAffiliations.Named(actors: [:], present: [:], hasOtherOwner: true)
    for jid in jids {
      named.actors[jid] = try snapshot.actor(jid, of: node, known)
      named.present[jid] = try snapshot.subscriptions(of: jid, to: node)
    }
    named.hasOtherOwner = try snapshot.hasOwner(node, besides: jids)
    named.count = try snapshot.countAffiliations(
      of: node, upTo: policy.maximumAffiliationsPerNode)
    return named
  }
}
