import PubSub
import Store
import XMPP

extension Context {
  /// An owner answers a request to subscribe by a message (XEP-0060, section 8.6).
  func authorize(_ answer: AuthorizationForm, from jid: JID)
    -> @Sendable (Transaction) throws
    -> Reply
  {
    let (known, now) = (known, Timestamp.now)
    return { tx in
      let (node, actor) = try asked(answer.node, by: jid, tx.snapshot, known)
      let present = try node.map { try tx.snapshot.subscriptions(of: answer.jid, to: $0) }
      let decision = try Authorize.decide(
        answer, node?.facts, by: actor, present: present ?? [],
        subscriber: try tx.snapshot.actor(answer.jid.bare, of: node, known),
        lastItem: try node.flatMap { try lastItem(of: $0, tx.snapshot) })
      var reply = try tx.carryOut(decision, self, known, now: now)
      reply.posts = try presenceRequests(decision, node, tx)
      return reply
    }
  }
}
