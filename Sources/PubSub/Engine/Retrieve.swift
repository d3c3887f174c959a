package import XML
package import XMPP

/// Reading items (XEP-0060, section 6.5).
package enum Retrieve {
  package static func authorize(_ node: NodeFacts?, by actor: Actor) throws(StanzaError)
    -> NodeFacts
  {
    guard let node else { throw .noSuchNode }
    try Rights.require(.retrieve, actor, node.configuration)
    return node
  }

  /// An item as the event that told of it (XEP-0442, section 3).
  package static func event(_ item: StoredItem, _ node: NodeFacts) -> Element {
    EventBody.item(item, node.id, node.configuration)
  }

  /// The error cases of sections 6.5.9.1, 6.5.9.2 and 6.5.9.4.
  ///
  /// - Parameter present: the asker's subscriptions to the node.
  package static func check(
    _ request: ItemsRequest, _ node: NodeFacts, from jid: JID, present: [SubscriptionFacts]
  ) throws(StanzaError) {
    if let id = request.subscription {
      guard present.contains(where: { $0.id == id }) else {
        throw .noSuchSubscription
      }
    } else if [jid, JID(jid.bare)].contains(where: { address in
      present.count { $0.jid == address } > 1
    }) {
      throw .severalSubscriptions
    }
    guard node.configuration.persistItems || node.items > 0 else { throw .noPersistentItems }
  }
}
