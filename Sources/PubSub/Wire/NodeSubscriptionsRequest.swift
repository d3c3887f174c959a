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
  package struct Change: Hashable, Sendable {
    package var jid: JID
    package var id: SubscriptionID?
    /// Nil: a word that stands for no state.
    package var state: Subscription.State?

    package init(_ jid: JID, _ state: Subscription.State?, id: SubscriptionID? = nil) {
      self.jid = jid
      self.state = state
      self.id = id
    }
  }

  package var node: NodeID
  /// What shall change; empty in a get.
  package var changes: [Change]
  package var page: ResultSet.Request?

  package init(node: NodeID, changes: [Change] = [], page: ResultSet.Request? = nil) {
    self.node = node
    self.changes = changes
    self.page = page
  }

  package init(_ pubsub: Element) throws(StanzaError) {
    let subscriptions = try pubsub.operation("subscriptions")
    node = try subscriptions.node()
    page = try ResultSet.Request(in: pubsub)
    changes = []
    // An entry without a state changes nothing.
    for entry in subscriptions.all("subscription", Namespace.pubsubOwner) {
      guard let word = entry["subscription"] else { continue }
      try EntityLimit.check(changes.count)
      changes.append(
        Change(
          try entry.jid(), Subscription.State(rawValue: word), id: entry.subscriptionID))
    }
  }

  package var element: Element {
    let entries = changes.map { change in
      Element(
        "subscription", Namespace.pubsubOwner,
        [
          "jid": change.jid.description, "subscription": change.state?.rawValue,
          "subid": change.id?.name,
        ])
    }
    return list(entries, page?.element)
  }

  /// The answer to a get, and what an error to a set names.
  package func reply(_ subscriptions: [Subscription], _ set: ResultSet.Response? = nil) -> Element {
    list(subscriptions.map { $0.element(Namespace.pubsubOwner) }, set?.element)
  }

  private func list(_ entries: [Element], _ set: Element?) -> Element {
    var pubsub = Element.owner(
      Element("subscriptions", Namespace.pubsubOwner, ["node": node.name], entries))
    if let set { pubsub.append(set) }
    return pubsub
  }
}
