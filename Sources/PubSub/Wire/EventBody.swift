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

  static func delete(_ node: NodeID) -> Element {
    event(Element("delete", Namespace.pubsubEvent, ["node": node.name]))
  }

  static func configuration(_ node: NodeID, _ configuration: NodeConfiguration) -> Element {
    let form = configuration.deliverPayloads ? [NodeForm.result(configuration).element] : []
    return event(Element("configuration", Namespace.pubsubEvent, ["node": node.name], form))
  }

  static func subscription(_ subscription: Subscription) -> Element {
    event(subscription.element(Namespace.pubsubEvent))
  }

  private static func event(_ child: Element) -> Element {
    Element("event", Namespace.pubsubEvent, [:], [child])
  }
}

extension Event {
  /// Tells subscribers, unless the node tells nobody anything.
  static func toSubscribers(
    _ node: NodeID, _ configuration: NodeConfiguration, _ body: Element
  ) -> [Event] {
    guard configuration.deliverNotifications else { return [] }
    return [
      Event(
        node: node, audience: .subscribers, type: configuration.notificationType.messageKind,
        body: body)
    ]
  }

  static func subscriptionChanged(_ subscription: Subscription, _ node: NodeFacts) -> [Event] {
    guard node.configuration.notifySubscriptions else { return [] }
    return [
      Event(
        node: node.id, audience: .owners,
        type: node.configuration.notificationType.messageKind,
        body: EventBody.subscription(subscription))
    ]
  }
}

extension Decision {
  /// Ends a subscription whose holder may not read any more, and tells them (XEP-0060, section 8.8.4).
  mutating func end(_ jid: JID, _ node: NodeID) {
    effects.append(.unsubscribe(node, jid))
    events.append(
      Event(
        node: node, audience: .one(jid), type: .headline,
        body: EventBody.subscription(Subscription(node: node, jid: jid, state: .none))))
  }
}
