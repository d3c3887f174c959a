package import XML
package import XMPP

/// Deletes an item (XEP-0060, section 7.2).
/// ```xml
/// <pubsub xmlns='http://jabber.org/protocol/pubsub'>
///   <retract node='princely_musings' notify='true'><item id='ae890ac52d0df67ed7cfdf51b644e901'/></retract>
/// </pubsub>
/// ```
package struct RetractRequest: Hashable, Sendable {
  package var node: NodeID
  package var item: ItemID
  /// Subscribers shall be told even where the node would not tell them.
  package var notify: Bool

  package init(node: NodeID, item: ItemID, notify: Bool = false) {
    self.node = node
    self.item = item
    self.notify = notify
  }

  package init(_ pubsub: Element) throws(StanzaError) {
    let retract = try pubsub.operation("retract")
    node = try retract.node()
    let items = retract.all("item", Namespace.pubsub)
    guard let first = items.first else { throw .pubsub(.badRequest, .itemRequired) }
    guard items.count == 1 else {
      throw StanzaError(.badRequest, "A request retracts one item.")
    }
    item = try ItemID(first["id"] ?? "")
    notify = retract.flag("notify")
  }

  package var element: Element {
    .pubsub(
      Element(
        "retract", Namespace.pubsub, ["node": node.name, "notify": notify ? "true" : nil],
        [Element("item", Namespace.pubsub, ["id": item.name])]))
  }
}
