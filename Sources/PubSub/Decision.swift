package import XML
package import XMPP

/// What a request leads to: applied in one transaction, then answered.
package struct Decision: Sendable {
  package var effects: [Effect] = []
  package var events: [Event] = []
  /// What the log of moderation keeps of it.
  package var acts: [ModerationAct] = []
  /// The child of the answering IQ.
  package var reply: Element?
  /// What is wrong with a part of the request, the rest of which is carried out (XEP-0060, sections
  /// 8.8.2.4 and 8.9.2.4); `reply` then names that part.
  package var failure: StanzaError?

  package init(
    effects: [Effect] = [], events: [Event] = [], acts: [ModerationAct] = [],
    reply: Element? = nil
  ) {
    self.effects = effects
    self.events = events
    self.acts = acts
    self.reply = reply
  }
}

extension Decision {
  /// The configuration of a node that it makes.
  package func made(_ node: NodeID) -> NodeConfiguration? {
    for case .create(node, let configuration, _) in effects { return configuration }
    return nil
  }
}

/// A change of what is stored.
package enum Effect: Hashable, Sendable {
  case create(NodeID, NodeConfiguration, owner: BareJID)
  case configure(NodeID, NodeConfiguration)
  /// Looks, little by little, through the subscriptions: ends those of who may not read any more, and asks for the
  /// presence of the others where the node needs it.
  case review(NodeID)
  /// `redirect`: where requests to the node are sent from now on.
  case delete(NodeID, redirect: String?)
  case purge(NodeID)
  case store(NodeID, PublishedItem)
  case retract(NodeID, ItemID)
  /// Drops the oldest items until so many are left.
  case trim(NodeID, keep: Int)
  case subscribe(NodeID, SubscriptionFacts)
  /// The state and the options of a subscription that is there.
  case change(NodeID, SubscriptionFacts)
  case unsubscribe(NodeID, SubscriptionFacts)
  case affiliate(NodeID, BareJID, Affiliation)
  /// The node belongs to an item of another one, and is deleted with it.
  case bind(NodeID, to: ItemID, of: NodeID, at: BareJID? = nil)
  case hide(NodeID, ItemID)
  case show(NodeID, ItemID)
  /// A report, in the place of one that the reporter made of the item before.
  case report(NodeID, ReportFacts)
  /// Forgets the reports of an item.
  case dismiss(NodeID, ItemID)
  /// Removes, little by little, what somebody has published so far.
  case removeAll(NodeID, BareJID)
}

/// An item as it is published: `payload` in canonical bytes.
package struct PublishedItem: Hashable, Sendable {
  package var id: ItemID
  package var publisher: BareJID
  package var payload: [UInt8]?

  package init(id: ItemID, publisher: BareJID, payload: [UInt8]?) {
    self.id = id
    self.publisher = publisher
    self.payload = payload
  }
}

/// A notification: one for all who receive it, announced in the transaction that causes it.
package struct Event: Hashable, Sendable {
  package enum Audience: Hashable, Sendable {
    /// Who is subscribed to items and may still read.
    case subscribers
    /// Who is subscribed to changes of the node itself (XEP-0497).
    case observers
    /// Who is subscribed to changes of the nodes above, as they were when the node stood below this one.
    case formerObservers(below: NodeID)
    /// All subscribers, those too whose request is pending.
    case everybody
    /// The node's owners, whether subscribed or not.
    case owners
    /// One address, whatever its rights: it is told of a change of its own standing.
    case one(JID)
    /// One address, if it may still read when the time comes.
    case reader(JID)
  }

  package enum Matter: String, Hashable, Sendable {
    case item
    case retraction
    /// The node itself, or somebody's standing.
    case node
  }

  package var node: NodeID
  package var audience: Audience
  package var matter: Matter
  package var type: Message.Kind
  /// The children of the message, the `<event/>` first.
  package var content: [Element]
  /// What the item says in plain words, for those who want a body or wait for a word.
  package var text: String?
  /// The item that it brings: what waits for delivery goes when the item is hidden.
  package var item: ItemID?

  package init(
    node: NodeID, audience: Audience, matter: Matter = .node, type: Message.Kind = .headline,
    content: [Element], text: String? = nil, item: ItemID? = nil
  ) {
    self.node = node
    self.audience = audience
    self.matter = matter
    self.type = type
    self.content = content
    self.text = text
    self.item = item
  }
}

extension Event {
  /// Tells the subscribers of a node, unless the node tells nobody anything.
  static func toSubscribers(
    _ node: NodeID, _ configuration: NodeConfiguration, about matter: Matter = .node,
    _ body: Element, text: String? = nil, item: ItemID? = nil
  ) -> [Event] {
    guard configuration.deliverNotifications else { return [] }
    return [
      Event(
        node: node, audience: .subscribers, matter: matter,
        type: configuration.notificationType.messageKind, content: [body], text: text,
        item: item)
    ]
  }

  /// Tells the owners that somebody comes or goes.
  static func toOwners(_ subscription: Subscription, _ node: NodeFacts) -> [Event] {
    guard node.configuration.notifySubscriptions else { return [] }
    return [
      Event(
        node: node.id, audience: .owners,
        type: node.configuration.notificationType.messageKind,
        content: [EventBody.subscription(subscription).element])
    ]
  }

  /// Tells the subscriber what became of a subscription (XEP-0060, sections 8.8.4 and 12.14), whatever the
  /// node says of notifications.
  static func toSubscriber(_ subscription: Subscription, _ node: NodeID) -> Event {
    toAffected(subscription.jid, node, EventBody.subscription(subscription).element)
  }

  /// Tells somebody of a change of their standing. A message of type normal waits for one who is away.
  static func toAffected(_ jid: JID, _ node: NodeID, _ body: Element) -> Event {
    Event(node: node, audience: .one(jid), type: .normal, content: [body])
  }
}

extension Event {
  /// The same event with another payload of its item, if it has one.
  package func changingPayload(_ change: ([UInt8]) -> [UInt8]) -> Event {
    var event = self
    event.content = content.map { $0.changingWritten(change) }
    return event
  }
}

extension Element {
  /// What is written already is the payload of an item, in `<event><items><item>`.
  fileprivate func changingWritten(_ change: ([UInt8]) -> [UInt8]) -> Element {
    var element = self
    element.children = children.map { child in
      switch child {
      case .element(let inner): .element(inner.changingWritten(change))
      case .written(let bytes): .written(change(bytes))
      case .text: child
      }
    }
    return element
  }
}
