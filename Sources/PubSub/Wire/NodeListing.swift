package import XMPP

extension DiscoItems {
  /// The nodes that a service lists as its own, or below a collection (XEP-0060, sections 5.2 and 5.2.2): items of another
  /// address are not its to name.
  package func nodes(of service: BareJID) -> [NodeID] {
    let nodes = items.lazy.compactMap { item in
      item.jid.bare == service ? item.node.flatMap { try? NodeID($0) } : nil
    }
    return Array(nodes.prefix(AnswerLimit.entries))
  }
}
