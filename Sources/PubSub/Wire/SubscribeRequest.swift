package import XML
package import XMPP

/// Subscribes an address to a node (XEP-0060, section 6.1).
/// ```xml
/// <pubsub xmlns='http://jabber.org/protocol/pubsub'>
///   <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
/// </pubsub>
/// ```
package struct SubscribeRequest: Hashable, Sendable {
  package var node: NodeID
  package var jid: JID

  package init(node: NodeID, jid: JID) {
    self.node = node
    self.jid = jid
  }

  package init(_ pubsub: Element) throws(StanzaError) {
    let subscribe = try pubsub.operation("subscribe")
    node = try subscribe.node()
    jid = try subscribe.jid()
    guard pubsub.first("options", Namespace.pubsub) == nil else {
      throw .pubsub(.featureNotImplemented, .unsupported("subscription-options"))
    }
  }

  package var element: Element {
    .pubsub(
      Element("subscribe", Namespace.pubsub, ["node": node.name, "jid": jid.description]))
  }
}

/// The answer (section 6.1.2).
struct SubscribeReply {
  var subscription: Subscription

  var element: Element { .pubsub(subscription.element(Namespace.pubsub)) }
}
