package import XMPP

/// The settings of a node: each one does what its field of XEP-0060 (section 16.4.4) says. See
/// `NodeOption` for their names and forms.
package struct NodeConfiguration: Hashable, Sendable {
  package enum LastItem: String, Hashable, Sendable, CaseIterable {
    case never
    case onSubscribe = "on_sub"
    case onSubscribeAndPresence = "on_sub_and_presence"
  }

  /// Whose address items carry (`pubsub#itemreply`, XEP-0060, section 12.17).
  package enum Reply: String, Hashable, Sendable, CaseIterable {
    case publisher
    case none
  }

  package enum Notification: String, Hashable, Sendable, CaseIterable {
    case headline
    case normal

    package var messageKind: Message.Kind { self == .normal ? .normal : .headline }
  }

  /// What becomes of an item that is one too many (XEP-0060, section 7.1.2.5).
  package enum Full: String, Hashable, Sendable, CaseIterable {
    case retractOldest = "retract-oldest"
    case discardOldest = "discard-oldest"
    case reject
  }

  package var title: String?
  package var description: String?
  /// A BCP 47 tag.
  package var language: String?
  /// What the items are, mostly a namespace; `urn:xmpp:pubsub-social-feed:1` for a community.
  package var type: String?
  /// Whom to ask about the node.
  package var contacts: [BareJID] = []
  package var accessModel = AccessModel.open
  package var rosterGroups: [String] = []
  package var publishModel = PublishModel.publishers
  /// Who may react to the items (XEP-0470).
  package var reactors = Reactors.publishers
  package var allowsSubscriptions = true
  package var persistItems = true
  /// Nil: no limit (`max`).
  package var maxItems: Int?
  package var full = Full.retractOldest
  /// How long an item is kept after its last publish, in seconds; nil: for ever (`max`).
  package var itemExpiry: Int?
  /// Bytes of a payload; nil: the service's limit.
  package var maxPayloadSize: Int?
  package var deliverNotifications = true
  package var deliverPayloads = true
  /// Only to those whose presence says that they are there.
  package var presenceBasedDelivery = false
  package var notifyConfiguration = false
  package var notifyDelete = true
  package var notifyRetract = true
  /// Owners are told who subscribes and unsubscribes.
  package var notifySubscriptions = true
  /// Owners are told when somebody reports an item.
  package var notifyReports = true
  package var notificationType = Notification.headline
  package var itemReply = Reply.publisher
  package var sendLastItem = LastItem.onSubscribeAndPresence
  /// A publisher's items go when the publisher goes offline.
  package var purgeOffline = false
  /// Every subscription lasts as long as the subscriber is online (XEP-0060, section 12.5).
  package var temporarySubscriptions = false
  /// XEP-0460: whether clients may suggest the node to people who do not know it.
  package var allowedForSuggestions = false
  /// The service makes a comments node for each post that names none.
  package var makesComments = false
  /// The service adds what it knows of a post's addresses as the post is delivered.
  package var addsLinks = false
  /// Where a post was written is shown with it, if it says so.
  package var showsLocation = false
  /// What robots may do with what is on the web.
  package var robots = Robots.all
  /// The node above this one in the hierarchy (XEP-0496).
  package var parent: NodeID?
  /// The node that this one belongs to and is deleted with (XEP-0496).
  package var link: NodeID?
  /// The service keeps the node for another one. Nothing that clients see or set.
  package var kept: Kept?

  package init() {}

  /// What items without an id, and requests without an item, mean (XEP-0060, section 4.3).
  package var isNotificationOnly: Bool { !deliverPayloads }

  /// Whether items may be posts, which have a text that any client can show: unless the type says something else.
  var mayHoldPosts: Bool {
    guard let type else { return true }
    return type == Namespace.atom
      || ["urn:xmpp:microblog:0", "urn:xmpp:pubsub-social-"].contains(where: type.hasPrefix)
  }

  /// Whether an item can be had after it was published.
  package var keepsItems: Bool { persistItems && maxItems != 0 }

  /// Whether what subscribers are told, or how long they stay, depends on their presence.
  package var needsPresence: Bool { presenceBasedDelivery || temporarySubscriptions }

  /// The largest payload in bytes, as node and service have it.
  func payloadLimit(_ policy: ServicePolicy) -> Int {
    min(maxPayloadSize ?? policy.maximumPayloadBytes, policy.maximumPayloadBytes)
  }

  /// With the service's own limits where the node has none.
  func effective(_ policy: ServicePolicy) -> NodeConfiguration {
    var configuration = self
    configuration.maxPayloadSize = payloadLimit(policy)
    return configuration
  }

  package var rules: AccessRules {
    AccessRules(
      access: accessModel, rosterGroups: rosterGroups, publish: publishModel, reactors: reactors,
      keeping: kept?.keeping)
  }
}
