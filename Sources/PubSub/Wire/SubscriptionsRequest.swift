package import XML
package import XMPP

/// An entity asks for its own subscriptions, of all nodes or of one (XEP-0060, section 5.6), perhaps for a
/// page of them (XEP-0059).
package struct SubscriptionsRequest: Hashable, Sendable {
  package var node: NodeID?
  package var page: ResultSet.Request?

  package init(node: NodeID?, page: ResultSet.Request? = nil) {
    self.node = node
    self.page = page
  }

  package init(_ pubsub: Element) throws(StanzaError) {
    node = try pubsub.operation("subscriptions").nodeIfAny()
    page = try ResultSet.Request(in: pubsub)
  }

  package var element: Element { list([], page?.element) }

  /// The answer.
  package func reply(_ subscriptions: [Subscription], _ set: ResultSet.Response? = nil) -> Element {
    list(subscriptions, set?.element)
  }

  private func list(_ subscriptions: [Subscription], _ set: Element?) -> Element {
    var pubsub = Element.pubsub(
      Element(
        "subscriptions", Namespace.pubsub, ["node": node?.name],
        subscriptions.map { $0.element(Namespace.pubsub) }))
    if let set { pubsub.append(set) }
    return pubsub
  }
}
