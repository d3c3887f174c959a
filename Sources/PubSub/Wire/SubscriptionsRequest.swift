package import XML
package import XMPP

/// An entity asks for its own subscriptions, of all nodes or of one (XEP-0060, section 5.6).
package struct SubscriptionsRequest: Hashable, Sendable {
  package var node: NodeID?

  package init(node: NodeID?) { self.node = node }

  package init(_ pubsub: Element) throws(StanzaError) {
    node = try pubsub.operation("subscriptions").nodeIfAny()
  }

  package var element: Element {
    .pubsub(Element("subscriptions", Namespace.pubsub, ["node": node?.name]))
  }

  /// The answer.
  package func reply(_ subscriptions: [Subscription]) -> Element {
    .pubsub(
      Element(
        "subscriptions", Namespace.pubsub, ["node": node?.name],
        subscriptions.map { $0.element(Namespace.pubsub) }))
  }
}
