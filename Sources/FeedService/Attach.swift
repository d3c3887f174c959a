import PubSub
import Social
import Store
import XMPP

extension Context {
  /// Publishing in a node that the service keeps for another one: what is attached to an item (XEP-0470). The options
  /// of the request count for nothing (section 4.3).
  func attach(_ iq: IQ, _ request: PublishRequest) throws(StanzaError) -> Work {
    try charge(iq, request.items.count, as: .publishes)
    guard case .attachments(let place)? = KeptName(request.node.name), place.service == jid else {
      throw unattachable(request.node)
    }
    let name = try NodeID(KeptName.attachments(to: place).name)
    let target = (node: NodeID(stored: place.node), item: ItemID(stored: place.item ?? ""))
    let known = known
    let circumstances = circumstances(known)
    let candidate = candidate(PublishRequest(node: name, items: request.items), iq, circumstances)
    let isNoticed = request.items.contains { item in
      item.payload.flatMap { Attachments($0) }?.isNoticed == true
    }
    let made = NodeConfiguration(
      Kept(.shared, for: target.node), type: Namespace.attachments,
      payloadBytes: Attachments.payloadBytes)
    return .write(bytes: candidate.bytes) { tx in
      let owner = try tx.snapshot.node(target.node, in: service)
      let node = try tx.snapshot.node(name, in: service).flatMap {
        $0.facts.configuration.kept == nil ? nil : $0
      }
      let decision = try Attach.decide(
        candidate, made,
        to: try owner.map {
          Attach.Target($0.facts, try tx.snapshot.held([target.item], in: $0).first?.id)
        }, node?.facts, by: try tx.snapshot.actor(iq.from.bare, of: owner, known),
        Publish.Present(
          replaced: try node.map { try tx.snapshot.held(candidate.items.map(\.id), in: $0) } ?? []),
        try tx.account(iq.from.bare), circumstances, service: jid)
      let place = try owner.flatMap {
        try isNoticed
          ? tx.snapshot.placeForHeart(on: target.item, in: $0, by: iq.from.bare) : nil
      }
      let reply = try tx.carryOut(decision, self, known, now: circumstances.now)
      if let place {
        try addHeart(by: iq.from.bare, in: place.node, place.service, tx, circumstances, known)
      }
      return reply
    }
  }

  /// Somebody notices a post: those who read comments alone see a heart of theirs, if they may write one.
  private func addHeart(
    by jid: BareJID, in comments: NodeRecord, _ service: ServiceID, _ tx: Transaction,
    _ circumstances: Circumstances, _ known: Acquaintances
  ) throws {
    let id = Heart.id(circumstances.newName())
    let payload = Heart.entry(id, by: jid, circumstances.now)
    let request = PublishRequest(
      node: comments.facts.id, items: [PublishRequest.Item(id: id, payload: payload)])
    let (candidate, projections) = prepare(request, by: jid, circumstances)
    let actor = try tx.snapshot.actor(jid, of: comments, known)
    let present = try present(candidate, in: comments, tx.snapshot)
    let account = try tx.account(jid)
    let decision: Decision
    do throws(StanzaError) {
      decision = try Publish.decide(
        candidate, comments.facts, by: actor, present, account, circumstances)
    } catch {
      // That they have noticed the post stands without it.
      return
    }
    try tx.apply(
      decision, in: service, now: circumstances.now, projections: projections, known)
  }

  private func candidate(
    _ request: PublishRequest, _ iq: IQ, _ circumstances: Circumstances
  ) -> Publish.Candidate {
    var candidate = Publish.Candidate(request, circumstances.policy, circumstances.newName) { _ in
      nil
    }
    do throws(StanzaError) {
      for item in request.items {
        try Attachments.check(item.payload, id: item.id?.name, by: iq.from.bare)
      }
    } catch {
      // Said once it is seen that the asker may publish at all.
      candidate.flaw = error
    }
    return candidate
  }

  /// Nobody publishes in a node that the service alone writes (section 4.6; XEP-0465, "Business Rules"); and nothing is
  /// attached here to what is not here.
  private func unattachable(_ node: NodeID) -> StanzaError {
    KeptName.isAttachments(node.name)
      ? StanzaError(.itemNotFound, "There is no such item here.")
      : StanzaError(.forbidden, "The service alone writes this node.")
  }
}
