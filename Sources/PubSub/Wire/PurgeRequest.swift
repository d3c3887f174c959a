package import XML
package import XMPP

/// Removes all items of a node (XEP-0060, section 8.5).
package struct PurgeRequest: Hashable, Sendable {
  package var node: NodeID

  package init(node: NodeID) { self.node = node }

  package init(_ pubsub: Element) throws(StanzaError) {
    node = try pubsub.operation("purge").node()
  }

  package var element: Element {
    .owner(Element("purge", Namespace.pubsubOwner, ["node": node.name]))
  }
}
