package import XML
package import XMPP

/// An owner reads (get) or changes (set) the subscriptions of a node (XEP-0060, section 8.8).
/// ```xml
/// <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
///   <subscriptions node='princely_musings'>
///     <subscription jid='bernardo@denmark.lit' subscription='subscribed'/>
///   </subscriptions>
/// </pubsub>
/// ```
package struct NodeSubscriptionsRequest: Hashable, Sendable {
  package var node: NodeID
  /// What shall change; empty in a get.
  package var changes: [Subscription]

  package init(node: NodeID, changes: [Subscription] = []) {
    self.node = node
    self.changes = changes
  }

  package init(_ pubsub: Element) throws(StanzaError) {
    let subscriptions = try pubsub.operation("subscriptions")
    node = try subscriptions.node()
    changes = []
    // An entry without a state changes nothing.
    for entry in subscriptions.all("subscription", Namespace.pubsubOwner)
    where entry["subscription"] != nil {
      try EntityLimit.check(changes.count)
      changes.append(try Subscription(entry))
    }
  }

  package var element: Element { Self.list(node, changes) }

  /// The answer to a get.
  package func reply(_ subscriptions: [Subscription]) -> Element { Self.list(node, subscriptions) }

  private static func list(_ node: NodeID, _ subscriptions: [Subscription]) -> Element {
    .owner(
      Element(
        "subscriptions", Namespace.pubsubOwner, ["node": node.name],
        subscriptions.map { $0.element(Namespace.pubsubOwner) }))
  }
}
