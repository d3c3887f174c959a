import XML
package import XMPP

/// The application conditions of XEP-0060 (`pubsub#errors`), as far as this service sends them.
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

  var element: Element {
    switch self {
    case .closedNode: named("closed-node")
    case .invalidJID: named("invalid-jid")
    case .invalidOption: named("invalid-option")
    case .invalidOptions: named("invalid-options")
    case .invalidPayload: named("invalid-payload")
    case .invalidSubscriptionID: named("invalid-subid")
    case .itemForbidden: named("item-forbidden")
    case .itemRequired: named("item-required")
    case .jidRequired: named("jid-required")
    case .maxItemsExceeded: named("max-items-exceeded")
    case .maxNodesExceeded: named("max-nodes-exceeded")
    case .nodeFull: named("node-full")
    case .nodeIDRequired: named("nodeid-required")
    case .notInRosterGroup: named("not-in-roster-group")
    case .notSubscribed: named("not-subscribed")
    case .payloadRequired: named("payload-required")
    case .payloadTooBig: named("payload-too-big")
    case .pendingSubscription: named("pending-subscription")
    case .preconditionNotMet: named("precondition-not-met")
    case .presenceSubscriptionRequired: named("presence-subscription-required")
    case .subscriptionIDRequired: named("subid-required")
    case .tooManySubscriptions: named("too-many-subscriptions")
    case .unsupported(let feature):
      Element("unsupported", Namespace.pubsubErrors, ["feature": feature])
    case .unsupportedAccessModel: named("unsupported-access-model")
    }
  }

  private func named(_ name: String) -> Element { Element(name, Namespace.pubsubErrors) }
}

extension StanzaError {
  /// An error with a condition of XEP-0060 beside that of RFC 6120.
  package static func pubsub(
    _ condition: Condition, _ application: PubSubCondition, _ text: String? = nil,
    kind: Kind? = nil
  ) -> StanzaError {
    StanzaError(condition, text, kind: kind, application: application.element)
  }

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
