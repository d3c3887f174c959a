package import XMPP

/// A node as the list of a service names it (XEP-0060, section 5.2).
package struct NodeListing: Hashable, Sendable {
  /// Where the node is: mostly, not always, the service that was asked.
  package var service: BareJID
  package var node: NodeID
  package var name: String?

  package init(service: BareJID, node: NodeID, name: String? = nil) {
    self.service = service
    self.node = node
    self.name = name
  }
}

extension DiscoItems {
  /// The nodes that a service or an account has, or that are below a node.
  package var nodes: [NodeListing] {
    let nodes = items.lazy.compactMap { item in
      item.node.flatMap { try? NodeID($0) }.map {
        NodeListing(service: item.jid.bare, node: $0, name: item.name)
      }
    }
    return Array(nodes.prefix(AnswerLimit.entries))
  }

  /// The items of a node, which have a name and no node (section 5.5).
  package var itemIDs: [ItemID] {
    let ids = items.lazy.compactMap { item in
      item.node == nil ? item.name.flatMap { try? ItemID($0) } : nil
    }
    return Array(ids.prefix(AnswerLimit.entries))
  }
}
