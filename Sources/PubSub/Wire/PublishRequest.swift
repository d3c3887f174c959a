package import XML
package import XMPP

/// Publishes an item (XEP-0060, section 7.1), perhaps under preconditions (section 7.1.5).
/// ```xml
/// <pubsub xmlns='http://jabber.org/protocol/pubsub'>
///   <publish node='princely_musings'>
///     <item id='bnd81g37d61f49fgn581'><entry xmlns='http://www.w3.org/2005/Atom'>...</entry></item>
///   </publish>
/// </pubsub>
/// ```
package struct PublishRequest: Hashable, Sendable {
  package struct Item: Hashable, Sendable {
    package var id: ItemID?
    package var payload: Element?

    package init(id: ItemID?, payload: Element?) {
      self.id = id
      self.payload = payload
    }
  }

  package var node: NodeID
  package var item: Item?
  package var options: DataForm?

  package init(node: NodeID, item: Item?, options: DataForm? = nil) {
    self.node = node
    self.item = item
    self.options = options
  }

  package init(_ pubsub: Element) throws(StanzaError) {
    let publish = try pubsub.operation("publish")
    node = try publish.node()
    let items = publish.all("item", Namespace.pubsub)
    guard items.count <= 1 else {
      throw StanzaError(.badRequest, "A request publishes one item.")
    }
    if let element = items.first {
      item = try Item(element)
    }
    options = try pubsub.first("publish-options", Namespace.pubsub)?.form()
  }

  package var element: Element {
    var publish = Element("publish", Namespace.pubsub, ["node": node.name])
    if let item { publish.append(item.element) }
    var pubsub = Element.pubsub(publish)
    if let options {
      pubsub.append(Element("publish-options", Namespace.pubsub, [:], [options.element]))
    }
    return pubsub
  }
}

extension PublishRequest.Item {
  fileprivate init(_ element: Element) throws(StanzaError) {
    // An empty id asks for one, as a missing one does.
    if let name = element["id"], !name.isEmpty { id = try ItemID(name) }
    var payloads = element.elements.makeIterator()
    payload = payloads.next()
    guard payloads.next() == nil else { throw .pubsub(.badRequest, .invalidPayload) }
  }

  fileprivate var element: Element {
    Element("item", Namespace.pubsub, ["id": id?.name], payload.map { [$0] } ?? [])
  }
}

/// The answer, which names the item.
struct PublishReply {
  var node: NodeID
  var item: ItemID?

  var element: Element {
    let items = item.map { [Element("item", Namespace.pubsub, ["id": $0.name])] } ?? []
    return .pubsub(Element("publish", Namespace.pubsub, ["node": node.name], items))
  }
}
