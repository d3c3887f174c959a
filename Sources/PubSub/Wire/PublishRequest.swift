package import XML
package import XMPP

/// Publishes items (XEP-0060, section 7.1), perhaps under preconditions (section 7.1.5). Several at a time
/// are published together or not at all (section 12.11).
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
  package var items: [Item]
  package var options: DataForm?

  package init(node: NodeID, items: [Item], options: DataForm? = nil) {
    self.node = node
    self.items = items
    self.options = options
  }

  package init(_ pubsub: Element) throws(StanzaError) {
    let publish = try pubsub.operation("publish", with: "publish-options")
    node = try publish.node()
    items = []
    for element in publish.all("item", Namespace.pubsub) {
      try BatchLimit.check(items.count)
      items.append(try Item(element))
    }
    let names = items.compactMap(\.id)
    guard Set(names).count == names.count else {
      throw StanzaError(.badRequest, "An item is there twice.")
    }
    guard let element = pubsub.first("publish-options", Namespace.pubsub) else { return }
    guard let form = try element.form() else {
      throw StanzaError(.badRequest, "<publish-options/> holds a form.")
    }
    options = form
  }

  package var element: Element {
    var publish = Element("publish", Namespace.pubsub, ["node": node.name])
    for item in items { publish.append(item.element) }
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
    guard payloads.next() == nil else {
      throw .pubsub(.badRequest, .invalidPayload, "An item holds one payload and no more.")
    }
  }

  fileprivate var element: Element {
    Element("item", Namespace.pubsub, ["id": id?.name], payload.map { [$0] } ?? [])
  }
}

/// The answer, which names the items.
struct PublishReply {
  var node: NodeID
  var items: [ItemID]

  var element: Element {
    .pubsub(
      Element(
        "publish", Namespace.pubsub, ["node": node.name],
        items.map { Element("item", Namespace.pubsub, ["id": $0.name]) }))
  }
}
