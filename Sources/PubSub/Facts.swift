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

/// What a request is decided in: the moment, the service, chance. The engine has no clock of its own.
package struct Circumstances: Sendable {
  package var now: Timestamp
  package var policy: ServicePolicy
  /// A fresh name, for an instant node or an item without id.
  package var newName: @Sendable () -> String

  package init(
    now: Timestamp, policy: ServicePolicy, newName: @escaping @Sendable () -> String
  ) {
    self.now = now
    self.policy = policy
    self.newName = newName
  }
}

/// What the admin decided for the whole service.
package struct ServicePolicy: Hashable, Sendable {
  /// Whose users may create nodes.
  package var domains: Set<String>
  package var admins: Set<BareJID>
  /// The largest payload of one item, in bytes as it is stored; also the ceiling of
  /// `pubsub#max_payload_size`. Well below the 512 KiB that servers take in one stanza.
  package var maximumPayloadBytes = 262_144
  /// How many items one answer holds at most.
  package var maximumItemsPerAnswer = 100
  /// How many bytes of payload one answer holds at most, the first item aside.
  package var maximumBytesPerAnswer = 262_144
  /// How many addresses of one account (its resources) may be subscribed to one node.
  package var maximumSubscriptionsPerAccount = 20
  /// How many subscriptions or affiliations one answer lists at most.
  package var maximumEntriesPerList = 1000

  package init(domains: Set<String>, admins: Set<BareJID>) {
    self.domains = domains
    self.admins = admins
  }

  package func isAdmin(_ jid: BareJID) -> Bool { admins.contains(jid) }

  package func mayCreate(_ jid: BareJID) -> Bool {
    isAdmin(jid) || (jid.local != nil && domains.contains(jid.domain))
  }
}
