package import XML
package import XMPP

/// Deletes a node with all that it holds (XEP-0060, section 8.4).
/// ```xml
/// <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><delete node='princely_musings'/></pubsub>
/// ```
package struct DeleteRequest: Hashable, Sendable {
  package var node: NodeID

  package init(node: NodeID) { self.node = node }

  package init(_ pubsub: Element) throws(StanzaError) {
    node = try pubsub.operation("delete").node()
  }

  package var element: Element {
    .owner(Element("delete", Namespace.pubsubOwner, ["node": node.name]))
  }
}
