package import XML
package import XMPP

/// Ends a subscription (XEP-0060, section 6.2).
package struct UnsubscribeRequest: Hashable, Sendable {
  package var node: NodeID
  package var jid: JID

  package init(node: NodeID, jid: JID) {
    self.node = node
    self.jid = jid
  }

  package init(_ pubsub: Element) throws(StanzaError) {
    let unsubscribe = try pubsub.operation("unsubscribe")
    node = try unsubscribe.node()
    jid = try unsubscribe.jid()
  }

  package var element: Element {
    .pubsub(
      Element("unsubscribe", Namespace.pubsub, ["node": node.name, "jid": jid.description]))
  }
}
