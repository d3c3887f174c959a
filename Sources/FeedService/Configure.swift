import PubSub
import Social
import Store
import XMPP

extension Context {
  func configuration(_ iq: IQ) throws(StanzaError) -> Work {
    let request = try ConfigureRequest(try iq.request)
    let known = known(to: iq.from.bare)
    return .read { snapshot in
      let (node, actor) = try asked(request.node, by: iq.from, snapshot, known)
      return Reply(try Configure.read(node?.facts, by: actor, known.policy))
    }
  }

  func defaultConfiguration(_ iq: IQ) throws(StanzaError) -> Work {
    try DefaultRequest.check(try iq.request)
    return .answer(DefaultRequest.reply(known(to: iq.from.bare).policy))
  }

  func configure(_ iq: IQ) throws(StanzaError) -> Work {
    let request = try ConfigureRequest(try iq.request)
    try charge(iq)
    let (known, now) = (known(to: iq.from.bare), Timestamp.now)
    return .write { tx in
      try deciding(for: iq.from.bare, known) { known in
        let (node, actor) = try asked(request.node, by: iq.from, tx.snapshot, known)
        let relations = try relations(
          request.form, of: node, for: iq.from.bare, tx.snapshot, known)
        let decision = try Configure.decide(
          request, node?.facts, by: actor, relations, known.policy, NodeProfile.rules)
        return try tx.carryOut(decision, self, known, now: now)
      }
    }
  }

  /// What the relations lead to that a form names, or that a node has.
  func relations(
    _ form: DataForm?, of node: NodeRecord?, for jid: BareJID, _ snapshot: Snapshot,
    _ known: Acquaintances
  ) throws -> Lineage.Facts {
    let named = NodeForm.relations(form, or: node?.facts.configuration)
    return try snapshot.relations(
      parent: named.parent, link: named.link, of: node, in: service
    ) { other in
      Rights.may(
        .publish, try snapshot.actor(jid, of: other, known), other.facts.configuration)
    }
  }
}
