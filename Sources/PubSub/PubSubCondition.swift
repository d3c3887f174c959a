import XML
package import XMPP

/// The application conditions of XEP-0060 (`pubsub#errors`), as far as this service sends or understands them.
package enum PubSubCondition: Hashable, Sendable {
  case closedNode
  case invalidJID
  /// A relation to another node that cannot be (XEP-0496, section 4.2, spells it so).
  case invalidOption
  case invalidOptions
  case invalidPayload
  case invalidSubscriptionID
  case itemForbidden
  case itemRequired
  case jidRequired
  case maxItemsExceeded
  case maxNodesExceeded
  case nodeFull
  case nodeIDRequired
  case notInRosterGroup
  case notSubscribed
  case payloadRequired
  case payloadTooBig
  case pendingSubscription
  case preconditionNotMet
  case presenceSubscriptionRequired
  case subscriptionIDRequired
  case tooManySubscriptions
  /// A feature of XEP-0060, section 10, that is not there, e.g. `subscription-options`.
  case unsupported(String)
  case unsupportedAccessModel

  /// Nil if it is of something else, or no condition that is known here.
  init?(_ element: Element) {
    guard element.name.namespace == Namespace.pubsubErrors else { return nil }
    let name = element.name.name
    if name == "unsupported" {
      self = .unsupported(element["feature"] ?? "")
    } else if let condition = Self.plain.first(where: { $0.name == name }) {
      self = condition
    } else {
      return nil
    }
  }

  var element: Element {
    guard case .unsupported(let feature) = self else {
      return Element(name, Namespace.pubsubErrors)
    }
    return Element(name, Namespace.pubsubErrors, ["feature": feature])
  }

  /// Those that say nothing more.
  static let plain: [PubSubCondition] = [
    .closedNode, .invalidJID, .invalidOption, .invalidOptions, .invalidPayload,
    .invalidSubscriptionID, .itemForbidden, .itemRequired, .jidRequired, .maxItemsExceeded,
    .maxNodesExceeded, .nodeFull, .nodeIDRequired, .notInRosterGroup, .notSubscribed,
    .payloadRequired, .payloadTooBig, .pendingSubscription, .preconditionNotMet,
    .presenceSubscriptionRequired, .subscriptionIDRequired, .tooManySubscriptions,
    .unsupportedAccessModel,
  ]

  private var name: String {
    switch self {
    case .closedNode: "closed-node"
    case .invalidJID: "invalid-jid"
    case .invalidOption: "invalid-option"
    case .invalidOptions: "invalid-options"
    case .invalidPayload: "invalid-payload"
    case .invalidSubscriptionID: "invalid-subid"
    case .itemForbidden: "item-forbidden"
    case .itemRequired: "item-required"
    case .jidRequired: "jid-required"
    case .maxItemsExceeded: "max-items-exceeded"
    case .maxNodesExceeded: "max-nodes-exceeded"
    case .nodeFull: "node-full"
    case .nodeIDRequired: "nodeid-required"
    case .notInRosterGroup: "not-in-roster-group"
    case .notSubscribed: "not-subscribed"
    case .payloadRequired: "payload-required"
    case .payloadTooBig: "payload-too-big"
    case .pendingSubscription: "pending-subscription"
    case .preconditionNotMet: "precondition-not-met"
    case .presenceSubscriptionRequired: "presence-subscription-required"
    case .subscriptionIDRequired: "subid-required"
    case .tooManySubscriptions: "too-many-subscriptions"
    case .unsupported: "unsupported"
    case .unsupportedAccessModel: "unsupported-access-model"
    }
  }
}

extension StanzaError {
  /// An error with a condition of XEP-0060 beside that of RFC 6120.
  package static func pubsub(
    _ condition: Condition, _ application: PubSubCondition, _ text: String? = nil,
    kind: Kind? = nil
  ) -> StanzaError {
    StanzaError(condition, text, kind: kind, application: application.element)
  }

  /// An access model that asks rosters, before the server has said whether it lets us see them.
  package static let undecided = StanzaError(
    .resourceConstraint, "Whether rosters can be seen is not known yet; try again in a moment.")

  /// What is asked for by a type of node (XEP-0248), of which this service has one.
  package static let collections = StanzaError.pubsub(
    .featureNotImplemented, .unsupported("collections"),
    "There are no collections here; a node can have another one as its parent (XEP-0496).")

  /// What a node is asked for that keeps no items.
  static let noPersistentItems = StanzaError.pubsub(
    .featureNotImplemented, .unsupported("persistent-items"), "This node keeps no items.")

  /// What users of a blocked domain are told.
  static let blockedDomain = StanzaError(
    .forbidden, "Accounts of your domain may not do that here.")

  /// What holds words that are blocked; which ones, it does not say.
  static let blockedWords = StanzaError(
    .notAcceptable, "The text holds something that this service does not take.",
    kind: .modify, application: ModerationForm.policyViolation)

  package static let noSuchNode = StanzaError(.itemNotFound, "There is no such node here.")
}
