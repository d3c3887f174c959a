package import XMPP

/// What the engine knows of a node.
package struct NodeFacts: Hashable, Sendable {
  package var id: NodeID
  package var configuration: NodeConfiguration
  package var creator: BareJID
  package var created: Timestamp
  package var items: Int
  package var subscribers: Int

  package init(
    id: NodeID, configuration: NodeConfiguration, creator: BareJID, created: Timestamp,
    items: Int = 0, subscribers: Int = 0
  ) {
    self.id = id
    self.configuration = configuration
    self.creator = creator
    self.created = created
    self.items = items
    self.subscribers = subscribers
  }
}

/// A subscription as it is kept.
package struct SubscriptionFacts: Hashable, Sendable {
  package var jid: JID
  package var id: SubscriptionID
  package var state: Subscription.State
  package var options: SubscriptionOptions
  /// Against whose quota a new one counts, where it is not the subscriber's.
  package var payer: BareJID?

  package init(
    jid: JID, id: SubscriptionID, state: Subscription.State,
    options: SubscriptionOptions = SubscriptionOptions(), payer: BareJID? = nil
  ) {
    self.jid = jid
    self.id = id
    self.state = state
    self.options = options
    self.payer = payer
  }

  /// As answers, lists and events write it.
  package func wire(_ node: NodeID?) -> Subscription {
    var subscription = Subscription(node: node, jid: jid, state: state, id: id)
    if case .at(let time) = options.expiry { subscription.expiry = time }
    return subscription
  }

  /// The same once it is no more.
  package func ended(_ node: NodeID) -> Subscription {
    Subscription(node: node, jid: jid, state: .none, id: id)
  }
}

/// An item that is there, as far as who replaces or removes it has to know it.
package struct HeldItem: Hashable, Sendable {
  package var id: ItemID
  package var publisher: BareJID
  /// Of its payload.
  package var bytes: Int
  /// Its publisher and those who moderate the node alone know that it is there.
  package var isHidden: Bool
  /// Once it is replaced it is kept as an earlier version, and goes on to count against its publisher.
  package var staysAsVersion: Bool

  package init(
    _ id: ItemID, by publisher: BareJID, bytes: Int = 0, isHidden: Bool = false,
    staysAsVersion: Bool = false
  ) {
    self.id = id
    self.publisher = publisher
    self.bytes = bytes
    self.isHidden = isHidden
    self.staysAsVersion = staysAsVersion
  }
}

/// What a request is decided in: the moment, the service, chance. The engine has no clock of its own.
package struct Circumstances: Sendable {
  package var now: Timestamp
  package var policy: ServicePolicy
  /// A fresh name, for an instant node, an item without id, a subscription.
  package var newName: @Sendable () -> String
  /// What the types of nodes ask of them.
  package var rules: NodeRules

  package init(
    now: Timestamp, policy: ServicePolicy, rules: NodeRules = .none,
    newName: @escaping @Sendable () -> String
  ) {
    self.now = now
    self.policy = policy
    self.rules = rules
    self.newName = newName
  }
}
