import XML
import XMPP

/// The `<event/>` of notifications (XEP-0060, sections 7.1.2, 7.2.2, 8.2.5, 8.4.2, 8.5.2 and 12.8). One item
/// or one change each: clients exist that read the first one alone.
enum EventBody {
  /// ```xml
  /// <event xmlns='http://jabber.org/protocol/pubsub#event'>
  ///   <items node='princely_musings'>
  ///     <item id='ae890ac52d0df67ed7cfdf51b644e901' publisher='hamlet@denmark.lit'>...</item>
  ///   </items>
  /// </event>
  /// ```
  static func item(_ item: StoredItem?, _ node: NodeID, _ configuration: NodeConfiguration)
    -> Element
  {
    var items = Element("items", Namespace.pubsubEvent, ["node": node.name])
    if var item {
      if !configuration.deliverPayloads { item.payload = nil }
      items.append(item.element(Namespace.pubsubEvent, reply: configuration.itemReply))
    }
    return event(items)
  }

  static func retract(_ item: ItemID, _ node: NodeID) -> Element {
    event(
      Element(
        "items", Namespace.pubsubEvent, ["node": node.name],
        [Element("retract", Namespace.pubsubEvent, ["id": item.name])]))
  }

  static func purge(_ node: NodeID) -> Element {
    event(Element("purge", Namespace.pubsubEvent, ["node": node.name]))
  }

  static func delete(_ node: NodeID, redirect: String?) -> Element {
    event(DeleteRequest.delete(node, redirect, Namespace.pubsubEvent))
  }

  static func configuration(_ node: NodeID, _ form: DataForm?) -> Element {
    event(
      Element(
        "configuration", Namespace.pubsubEvent, ["node": node.name],
        form.map { [$0.element] } ?? []))
  }

  static func subscription(_ subscription: Subscription) -> Element {
    event(subscription.element(Namespace.pubsubEvent))
  }

  private static func event(_ child: Element) -> Element {
    Element("event", Namespace.pubsubEvent, [:], [child])
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
