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

  package var element: Element { .subscriptions(node, [], page?.element) }

  /// The answer.
  package func reply(_ subscriptions: [Subscription], _ set: ResultSet.Response? = nil) -> Element {
    SubscriptionsReply(node: node, subscriptions: subscriptions, set: set).element
  }
}

/// The answer: what somebody is subscribed to at a service.
/// ```xml
/// <pubsub xmlns='http://jabber.org/protocol/pubsub'>
///   <subscriptions>
///     <subscription node='node1' jid='francisco@denmark.lit' subscription='subscribed'/>
///   </subscriptions>
/// </pubsub>
/// ```
package struct SubscriptionsReply: Hashable, Sendable {
  /// If they are those of one node.
  package var node: NodeID?
  package var subscriptions: [Subscription]
  package var set: ResultSet.Response?

  package init(
    node: NodeID? = nil, subscriptions: [Subscription], set: ResultSet.Response? = nil
  ) {
    self.node = node
    self.subscriptions = subscriptions
    self.set = set
  }

  /// Leaves out what is no subscription, and what is beyond the limit: one of them must not hide the
  /// others.
  package init(_ pubsub: Element) throws(StanzaError) {
    let list = try pubsub.answer("subscriptions")
    let subscriptions = list.elements.lazy.filter { $0.is("subscription", Namespace.pubsub) }
      .compactMap { try? Subscription($0) }
    self.init(
      node: try list.nodeIfAny(), subscriptions: Array(subscriptions.prefix(AnswerLimit.entries)),
      set: try? ResultSet.Response(in: pubsub))
  }

  package var element: Element {
    .subscriptions(node, subscriptions.map { $0.element(Namespace.pubsub) }, set?.element)
  }
}

extension Element {
  fileprivate static func subscriptions(
    _ node: NodeID?, _ entries: [Element], _ set: Element?
  ) -> Element {
    var pubsub = Element.pubsub(
      Element("subscriptions", Namespace.pubsub, ["node": node?.name], entries))
    if let set { pubsub.append(set) }
    return pubsub
  }
}
