package import XMPP

/// Creating a node (XEP-0060, section 8.1).
package enum Create {
  /// - Parameter taken: whether a node of that name exists.
  package static func decide(
    _ request: CreateRequest, by actor: BareJID, taken: Bool, _ circumstances: Circumstances
  ) throws(StanzaError) -> Decision {
    let policy = circumstances.policy
    guard policy.mayCreate(actor) else {
      throw StanzaError(.forbidden, "Only users of this service's own domains may create nodes.")
    }
    guard !taken else { throw StanzaError(.conflict, "A node of this name exists already.") }
    let node = request.node ?? NodeID(stored: circumstances.newName())
    var configuration = NodeConfiguration()
    if let form = request.configuration, form.kind != .cancel {
      configuration = try NodeForm.merge(form, into: configuration, policy)
    }
    return Decision(
      effects: [.create(node, configuration, owner: actor)],
      reply: CreateReply(node: node).element)
  }
}
