package import XMPP

/// Removing all that an account has published in a node, little by little.
package enum RemoveAll {
  /// So many items go in one transaction.
  package static let portion = 100

  package static func decide(
    _ account: BareJID, from node: NodeFacts?, by actor: Actor
  ) throws(StanzaError) -> Decision {
    let node = try Hide.authorize(node, by: actor)
    guard account.local != nil || account == actor.jid else {
      throw StanzaError(.badRequest, "That is the address of a server, not of an account.")
    }
    var decision = Decision(effects: [.removeAll(node.id, account)])
    decision.keep(.removeAll, node.id, by: actor, subject: account)
    return decision
  }

  /// Some of the items go.
  package static func decide(_ items: [HeldItem], from node: NodeFacts) -> Decision {
    Decision(
      effects: items.map { .retract(node.id, $0.id) },
      events: items.filter { !$0.isHidden }.flatMap { Retract.told($0.id, node) })
  }
}
