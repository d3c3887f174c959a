package import XML
package import XMPP

/// Ends a subscription (XEP-0060, section 6.2).
/// ```xml
/// <pubsub xmlns='http://jabber.org/protocol/pubsub'>
///   <unsubscribe node='princely_musings' jid='francisco@denmark.lit'/>
/// </pubsub>
/// ```
package struct UnsubscribeRequest: Hashable, Sendable {
  package var node: NodeID
  package var jid: JID
  package var id: SubscriptionID?

  package init(node: NodeID, jid: JID, id: SubscriptionID? = nil) {
    self.node = node
    self.jid = jid
    self.id = id
  }

  package init(_ pubsub: Element) throws(StanzaError) {
    let unsubscribe = try pubsub.operation("unsubscribe")
    node = try unsubscribe.node()
    jid = try unsubscribe.jid()
    id = unsubscribe.subscriptionID
  }

  package var element: Element {
    .pubsub(
      Element(
        "unsubscribe", Namespace.pubsub,
        ["node": node.name, "jid": jid.description, "subid": id?.name]))
  }
}
