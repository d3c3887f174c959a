package import XMPP

/// The settings of a node: each one does what its field of XEP-0060 (section 16.4.4) says. See
/// `NodeOption` for their names and forms.
package struct NodeConfiguration: Hashable, Sendable {
  package enum LastItem: String, Hashable, Sendable, CaseIterable {
    case never
    case onSubscribe = "on_sub"
  }

  /// Whose address items carry (`pubsub#itemreply`, XEP-0060, section 12.15).
  package enum Reply: String, Hashable, Sendable, CaseIterable {
    case publisher
    case none
  }

  package enum Notification: String, Hashable, Sendable, CaseIterable {
    case headline
    case normal

    package var messageKind: Message.Kind { self == .normal ? .normal : .headline }
  }

  package var title: String?
  package var description: String?
  /// A BCP 47 tag.
  package var language: String?
  /// What the items are, mostly a namespace; `urn:xmpp:pubsub-social-feed:1` for a community.
  package var type: String?
  package var accessModel = AccessModel.open
  package var publishModel = PublishModel.publishers
  package var persistItems = true
  /// Nil: no limit (`max`).
  package var maxItems: Int?
  /// Bytes of a payload; nil: the service's limit.
  package var maxPayloadSize: Int?
  package var deliverNotifications = true
  package var deliverPayloads = true
  package var notifyConfiguration = false
  package var notifyDelete = true
  package var notifyRetract = true
  /// Owners are told who subscribes and unsubscribes.
  package var notifySubscriptions = true
  package var notificationType = Notification.headline
  package var itemReply = Reply.publisher
  package var sendLastItem = LastItem.never

  package init() {}

  /// What items without an id, and requests without an item, mean (XEP-0060, section 4.3).
  package var isNotificationOnly: Bool { !deliverPayloads }
}
