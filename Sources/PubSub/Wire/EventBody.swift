package import XML
package import XMPP

/// The `<event/>` of notifications (XEP-0060, sections 7.1.2, 7.2.2, 8.2.5, 8.4.2, 8.5.2, 8.8.4 and 12.8).
/// Written with one item or one change each, for clients exist that read the first one alone; those of
/// other services are read whole.
package enum EventBody: Hashable, Sendable {
  case items(NodeID, [Change])
  case purge(NodeID)
  case delete(NodeID, redirect: String?)
  case configuration(NodeID, DataForm?)
  case subscription(Subscription)

  /// What became of an item.
  package enum Change: Hashable, Sendable {
    case published(RemoteItem)
    case retracted(ItemID)
  }
}

extension EventBody {
  /// Nil for a subscription that names none, which is never read.
  package var node: NodeID? {
    switch self {
    case .items(let node, _), .purge(let node), .delete(let node, _), .configuration(let node, _):
      node
    case .subscription(let subscription): subscription.node
    }
  }

  /// Nil if the message tells of nothing. One that came back is of our own making.
  package init?(in message: Message) {
    let event = message.children.first { $0.is("event", Namespace.pubsubEvent) }
    guard message.kind != .error, let event else { return nil }
    self.init(event)
  }

  /// Reads the first child that it knows, and what is of use of that: nil if its node has no name, or
  /// its subscription no state.
  package init?(_ event: Element) {
    guard event.is("event", Namespace.pubsubEvent),
      let (kind, body) = event.elements.lazy.compactMap({ child in
        Kind(child).map { ($0, child) }
      }).first(where: { _ in true }), let node = try? body.node()
    else { return nil }
    switch kind {
    case .items: self = .items(node, Self.changes(body))
    case .purge: self = .purge(node)
    case .delete:
      let redirect = body.first("redirect", Namespace.pubsubEvent)?["uri"]
      self = .delete(node, redirect: redirect.flatMap(DeleteRequest.address))
    case .configuration: self = .configuration(node, try? body.form())
    case .subscription:
      guard let subscription = try? Subscription(body) else { return nil }
      self = .subscription(subscription)
    }
  }

  private enum Kind: String {
    case items, purge, delete, configuration, subscription

    init?(_ child: Element) {
      guard child.name.namespace == Namespace.pubsubEvent else { return nil }
      self.init(rawValue: child.name.name)
    }
  }

  /// Leaves out what has no id, and what is beyond the limit.
  private static func changes(_ items: Element) -> [Change] {
    let changes = items.elements.lazy.compactMap { child -> Change? in
      if child.is("retract", Namespace.pubsubEvent) {
        return child["id"].flatMap { try? ItemID($0) }.map(Change.retracted)
      }
      return RemoteItem(child, Namespace.pubsubEvent).map(Change.published)
    }
    return Array(changes.prefix(AnswerLimit.items))
  }

  /// ```xml
  /// <event xmlns='http://jabber.org/protocol/pubsub#event'>
  ///   <items node='princely_musings'>
  ///     <retract id='ae890ac52d0df67ed7cfdf51b644e901'/>
  ///   </items>
  /// </event>
  /// ```
  package var element: Element {
    switch self {
    case .items(let node, let changes):
      Self.items(node, changes.map(\.element))
    case .purge(let node):
      Self.event(Element("purge", Namespace.pubsubEvent, ["node": node.name]))
    case .delete(let node, let redirect):
      Self.event(DeleteRequest.delete(node, redirect, Namespace.pubsubEvent))
    case .configuration(let node, let form):
      Self.event(
        Element(
          "configuration", Namespace.pubsubEvent, ["node": node.name],
          form.map { [$0.element] } ?? []))
    case .subscription(let subscription):
      Self.event(subscription.element(Namespace.pubsubEvent))
    }
  }

  /// Of a stored item, whose payload is written already.
  static func item(_ item: StoredItem?, _ node: NodeID, _ configuration: NodeConfiguration)
    -> Element
  {
    guard var item else { return items(node, []) }
    if !configuration.deliverPayloads { item.payload = nil }
    return items(
      node, [item.element(Namespace.pubsubEvent, reply: configuration.itemReply)])
  }

  private static func items(_ node: NodeID, _ children: [Element]) -> Element {
    event(Element("items", Namespace.pubsubEvent, ["node": node.name], children))
  }

  private static func event(_ child: Element) -> Element {
    Element("event", Namespace.pubsubEvent, [:], [child])
  }
}

extension EventBody.Change {
  fileprivate var element: Element {
    switch self {
    case .published(let item): item.element(Namespace.pubsubEvent)
    case .retracted(let item): Element("retract", Namespace.pubsubEvent, ["id": item.name])
    }
  }
}

/// What somebody whose affiliation has changed is told (XEP-0060, section 8.9.4).
/// ```xml
/// <pubsub xmlns='http://jabber.org/protocol/pubsub'>
///   <affiliations node='princely_musings'>
///     <affiliation jid='polonius@denmark.lit' affiliation='none'/>
///   </affiliations>
/// </pubsub>
/// ```
enum AffiliationNotice {
  static func element(_ node: NodeID, _ jid: BareJID, _ affiliation: Affiliation) -> Element {
    .pubsub(
      Element(
        "affiliations", Namespace.pubsub, ["node": node.name],
        [AffiliationEntry(jid: jid, affiliation: affiliation).element(Namespace.pubsub)]))
  }
}
