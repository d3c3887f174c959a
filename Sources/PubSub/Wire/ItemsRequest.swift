package import XML
package import XMPP

/// Retrieves items (XEP-0060, section 6.5): the newest, some by their ids, or a page (XEP-0059), perhaps in
/// another order (XEP-0413).
/// ```xml
/// <pubsub xmlns='http://jabber.org/protocol/pubsub'>
///   <items node='princely_musings' max_items='2'/>
/// </pubsub>
/// ```
package struct ItemsRequest: Hashable, Sendable {
  package var node: NodeID
  package var ids: [ItemID]
  package var maxItems: Int?
  package var subscription: SubscriptionID?
  package var order: OrderBy<ItemOrderField>?
  package var page: ResultSet.Request?

  package init(
    node: NodeID, ids: [ItemID] = [], maxItems: Int? = nil, subscription: SubscriptionID? = nil,
    order: OrderBy<ItemOrderField>? = nil, page: ResultSet.Request? = nil
  ) {
    self.node = node
    self.ids = ids
    self.maxItems = maxItems
    self.subscription = subscription
    self.order = order
    self.page = page
  }

  package init(_ pubsub: Element) throws(StanzaError) {
    let items = try pubsub.operation("items")
    node = try items.node()
    ids = []
    for item in items.all("item", Namespace.pubsub) {
      ids.append(try ItemID(item["id"] ?? ""))
    }
    if let text = items["max_items"], text != "max" {
      guard let number = Element.count(text) else {
        throw StanzaError(.badRequest, "max_items is not a number.")
      }
      maxItems = number
    }
    subscription = items.subscriptionID
    order = try OrderBy(in: pubsub)
    page = try ResultSet.Request(in: pubsub)
  }

  package var element: Element {
    var pubsub = Element.pubsub(
      Element(
        "items", Namespace.pubsub,
        [
          "node": node.name, "max_items": maxItems.map(String.init),
          "subid": subscription?.name,
        ], ids.map { Element("item", Namespace.pubsub, ["id": $0.name]) }))
    if let order { pubsub.append(order.element) }
    if let page { pubsub.append(page.element) }
    return pubsub
  }
}

/// An item as it was stored; `sequence` is its place in the node's order, that of the last publish, and
/// `number` that in the order of creation.
package struct StoredItem: Hashable, Sendable {
  package var id: ItemID
  package var number: Int64
  package var sequence: Int64
  package var publisher: BareJID?
  /// When it was published last.
  package var published: Timestamp
  package var payload: [UInt8]?
  /// What it says in plain words, where that was read for those who want a body.
  package var text: String?

  package init(
    id: ItemID, number: Int64 = 0, sequence: Int64 = 0, publisher: BareJID?,
    published: Timestamp = Timestamp(milliseconds: 0), payload: [UInt8]?
  ) {
    self.id = id
    self.number = number
    self.sequence = sequence
    self.publisher = publisher
    self.published = published
    self.payload = payload
  }

  /// About how many bytes it takes in an answer; names may be six times as long once escaped.
  package var wireBytes: Int {
    (payload?.count ?? 0) + 12 * id.name.utf8.count + 6 * (publisher?.description.utf8.count ?? 0)
      + 160
  }

  /// `<item/>` in the namespace of the answer or of the event.
  func element(_ namespace: String, reply: NodeConfiguration.Reply) -> Element {
    var item = Element(
      "item", namespace,
      ["id": id.name, "publisher": reply == .publisher ? publisher?.description : nil])
    if let payload { item.children = [.written(payload)] }
    return item
  }
}

/// The answer. `<items/>` is always there, also when it is empty.
package struct ItemsReply: Sendable {
  package var node: NodeID
  package var items: [StoredItem]
  /// One for each item, by which a later publish can be made to depend on it (XEP-0395); none where nobody publishes.
  package var versions: [String]
  package var reply: NodeConfiguration.Reply
  package var set: ResultSet.Response?

  package init(
    node: NodeID, items: [StoredItem], versions: [String], reply: NodeConfiguration.Reply,
    set: ResultSet.Response? = nil
  ) {
    self.node = node
    self.items = items
    self.versions = versions
    self.reply = reply
    self.set = set
  }

  package var element: Element {
    var pubsub = Element.pubsub()
    // Clients exist that look for the set before the items.
    if let set { pubsub.append(set.element) }
    var list = Element(
      "items", Namespace.pubsub, ["node": node.name],
      items.map { $0.element(Namespace.pubsub, reply: reply) })
    if !versions.isEmpty { list.append(CompareAndPublish.map(zip(items.map(\.id), versions))) }
    pubsub.append(list)
    return pubsub
  }
}

/// An item as another service gives it, in an answer or in an event.
package struct RemoteItem: Hashable, Sendable {
  package var id: ItemID
  /// Whoever the service says: some say nobody.
  package var publisher: BareJID?
  package var payload: Element?

  package init(id: ItemID, publisher: BareJID? = nil, payload: Element? = nil) {
    self.id = id
    self.publisher = publisher
    self.payload = payload
  }

  /// Nil if it is something else, or without an id that could be one.
  init?(_ element: Element, _ namespace: String) {
    guard element.is("item", namespace), let id = element["id"].flatMap({ try? ItemID($0) })
    else { return nil }
    self.init(
      id: id, publisher: element["publisher"].flatMap { try? JID($0) }?.bare,
      payload: element.elements.first { _ in true })
  }

  func element(_ namespace: String) -> Element {
    Element(
      "item", namespace, ["id": id.name, "publisher": publisher?.description],
      payload.map { [$0] } ?? [])
  }
}

/// The answer as another service gives it: some give all that they have, whatever was asked for.
package struct ItemsAnswer: Hashable, Sendable {
  package var node: NodeID
  package var items: [RemoteItem]
  /// The page, from services that have pages of items (section 6.5.4).
  package var set: ResultSet.Response?

  package init(node: NodeID, items: [RemoteItem], set: ResultSet.Response? = nil) {
    self.node = node
    self.items = items
    self.set = set
  }

  /// Leaves out items without an id, and those beyond the limit, for the rest is still of use; so it is
  /// without a set, where that makes no sense.
  package init(_ pubsub: Element) throws(StanzaError) {
    let items = try pubsub.answer("items")
    self.init(
      node: try items.node(),
      items: Array(
        items.elements.lazy.compactMap { RemoteItem($0, Namespace.pubsub) }
          .prefix(AnswerLimit.items)),
      set: try? ResultSet.Response(in: pubsub))
  }
}
