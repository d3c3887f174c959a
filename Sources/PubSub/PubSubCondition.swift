import XML
package import XMPP

/// The application conditions of XEP-0060 (`pubsub#errors`), as far as this service sends them.
package enum PubSubCondition: Hashable, Sendable {
  case closedNode
  case invalidJID
  case invalidOptions
  case invalidPayload
  case itemForbidden
  case itemRequired
  case jidRequired
  case nodeIDRequired
  case notSubscribed
  case payloadRequired
  case payloadTooBig
  case preconditionNotMet
  case tooManySubscriptions
  /// A feature of XEP-0060, section 10, that is not there, e.g. `subscription-options`.
  case unsupported(String)
  case unsupportedAccessModel

  var element: Element {
    switch self {
    case .closedNode: named("closed-node")
    case .invalidJID: named("invalid-jid")
    case .invalidOptions: named("invalid-options")
    case .invalidPayload: named("invalid-payload")
    case .itemForbidden: named("item-forbidden")
    case .itemRequired: named("item-required")
    case .jidRequired: named("jid-required")
    case .nodeIDRequired: named("nodeid-required")
    case .notSubscribed: named("not-subscribed")
    case .payloadRequired: named("payload-required")
    case .payloadTooBig: named("payload-too-big")
    case .preconditionNotMet: named("precondition-not-met")
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

  static let noSuchNode = StanzaError(.itemNotFound, "There is no such node here.")
}
