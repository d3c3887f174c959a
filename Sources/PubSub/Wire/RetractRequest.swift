package import XML
package import XMPP

/// Deletes items (XEP-0060, section 7.2), all that are named or none (section 12.11).
/// ```xml
/// <pubsub xmlns='http://jabber.org/protocol/pubsub'>
///   <retract node='princely_musings' notify='true'><item id='ae890ac52d0df67ed7cfdf51b644e901'/></retract>
/// </pubsub>
/// ```
package struct RetractRequest: Hashable, Sendable {
  package var node: NodeID
  package var items: [ItemID]
  /// Subscribers shall be told even where the node would not tell them.
  package var notify: Bool

  package init(node: NodeID, items: [ItemID], notify: Bool = false) {
    self.node = node
    self.items = items
    self.notify = notify
  }

  package init(_ pubsub: Element) throws(StanzaError) {
    let retract = try pubsub.operation("retract")
    node = try retract.node()
    items = []
    for element in retract.all("item", Namespace.pubsub) {
      try BatchLimit.check(items.count)
      let item = try ItemID(element["id"] ?? "")
      if !items.contains(item) { items.append(item) }
    }
    guard !items.isEmpty else {
      throw .pubsub(.badRequest, .itemRequired, "Name the item to be retracted.")
    }
    notify = retract.flag("notify")
  }

  package var element: Element {
    .pubsub(
      Element(
        "retract", Namespace.pubsub, ["node": node.name, "notify": notify ? "true" : nil],
        items.map { Element("item", Namespace.pubsub, ["id": $0.name]) }))
  }
}
