import PubSub
import Store
import XMPP

extension Context {
  func options(_ iq: IQ) throws(StanzaError) -> Work {
    let request = try OptionsRequest(try iq.request)
    // slixmpp sends options with a get: with a form it can mean nothing else.
    guard request.form == nil else { return try change(request, iq) }
    let known = known
    return .read { snapshot in
      let (node, actor) = try asked(request.node, by: iq.from, snapshot, known)
      let present = try node.map { try snapshot.subscriptions(of: request.jid, to: $0) }
      return Reply(
        try Options.read(request, node?.facts, by: actor, present: present ?? [], known.policy))
    }
  }

  func changeOptions(_ iq: IQ) throws(StanzaError) -> Work {
    try change(try OptionsRequest(try iq.request), iq)
  }

  private func change(_ request: OptionsRequest, _ iq: IQ) throws(StanzaError) -> Work {
    try charge(iq)
    let known = known
    let circumstances = circumstances(known)
    return .write { tx in
      let (node, actor) = try asked(request.node, by: iq.from, tx.snapshot, known)
      let present = try node.map { try tx.snapshot.subscriptions(of: request.jid, to: $0) }
      let decision = try Options.decide(
        request, node?.facts, by: actor, present: present ?? [], circumstances)
      if let node, let present {
        try tx.sendLastDigests(
          decision, present, node, in: service, now: circumstances.now, known)
      }
      var reply = try tx.carryOut(decision, self, known, now: circumstances.now)
      reply.posts = try presenceRequests(decision, node, tx)
      return reply
    }
  }

  func defaultOptions(_ iq: IQ) throws(StanzaError) -> Work {
    let request = try DefaultOptionsRequest(try iq.request)
    let known = known
    return .read { snapshot in
      guard let id = request.node else { return Reply(request.reply) }
      let (node, actor) = try asked(id, by: iq.from, snapshot, known)
      return Reply(try DefaultOptions.read(request, node?.facts, by: actor))
    }
  }
}
