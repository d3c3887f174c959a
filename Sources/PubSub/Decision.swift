package import XML
package import XMPP

/// What a request leads to: applied in one transaction, then answered.
package struct Decision: Sendable {
  package var effects: [Effect] = []
  package var events: [Event] = []
  /// The child of the answering IQ.
  package var reply: Element?

  package init(effects: [Effect] = [], events: [Event] = [], reply: Element? = nil) {
    self.effects = effects
    self.events = events
    self.reply = reply
  }
}

/// A change of what is stored.
package enum Effect: Hashable, Sendable {
  case create(NodeID, NodeConfiguration, owner: BareJID)
  case configure(NodeID, NodeConfiguration)
  case delete(NodeID)
  case purge(NodeID)
  case store(NodeID, PublishedItem)
  case retract(NodeID, ItemID)
  /// Drops the oldest items until so many are left.
  case trim(NodeID, keep: Int)
  case subscribe(NodeID, JID)
  case unsubscribe(NodeID, JID)
  case affiliate(NodeID, BareJID, Affiliation)
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
    /// Who is subscribed and may still read.
    case subscribers
    /// The node's owners, whether subscribed or not.
    case owners
    /// One address, whatever its rights: it is told of a change of its own standing.
    case one(JID)
    /// One address, if it may still read when the time comes.
    case reader(JID)
  }

  package var node: NodeID
  package var audience: Audience
  package var type: Message.Kind
  /// The `<event/>`.
  package var body: Element

  package init(node: NodeID, audience: Audience, type: Message.Kind, body: Element) {
    self.node = node
    self.audience = audience
    self.type = type
    self.body = body
  }
}
