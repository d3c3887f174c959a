package import XML

/// A stanza error (RFC 6120, section 8.3): what a request that cannot be served is answered with.
///
/// `text` goes to strangers: it says what is wrong with *their* request and never holds internals.
/// Written with the application condition first and `<text/>` last, since clients exist that look
/// at the first child alone:
/// ```xml
/// <error type='cancel'>
///   <closed-node xmlns='http://jabber.org/protocol/pubsub#errors'/>
///   <not-allowed xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
/// </error>
/// ```
package struct StanzaError: Error, Hashable, Sendable {
  package enum Kind: String, Sendable { case auth, cancel, `continue`, modify, wait }

  /// The defined conditions of RFC 6120, section 8.3.3.
  package enum Condition: String, Sendable, CaseIterable {
    case badRequest = "bad-request"
    case conflict
    case featureNotImplemented = "feature-not-implemented"
    case forbidden
    case gone
    case internalServerError = "internal-server-error"
    case itemNotFound = "item-not-found"
    case jidMalformed = "jid-malformed"
    case notAcceptable = "not-acceptable"
    case notAllowed = "not-allowed"
    case notAuthorized = "not-authorized"
    case policyViolation = "policy-violation"
    case recipientUnavailable = "recipient-unavailable"
    case redirect
    case registrationRequired = "registration-required"
    case remoteServerNotFound = "remote-server-not-found"
    case remoteServerTimeout = "remote-server-timeout"
    case resourceConstraint = "resource-constraint"
    case serviceUnavailable = "service-unavailable"
    case subscriptionRequired = "subscription-required"
    case undefinedCondition = "undefined-condition"
    case unexpectedRequest = "unexpected-request"

    /// The error type that RFC 6120 gives the condition.
    package var kind: Kind {
      switch self {
      case .badRequest, .jidMalformed, .notAcceptable, .policyViolation, .redirect: .modify
      case .forbidden, .notAuthorized, .registrationRequired, .subscriptionRequired: .auth
      case .recipientUnavailable, .remoteServerTimeout, .resourceConstraint, .unexpectedRequest:
        .wait
      default: .cancel
      }
    }
  }

  package var condition: Condition
  package var kind: Kind
  package var application: Element?
  /// More that an application has to say, behind the conditions.
  package var details: [Element] = []
  package var text: String?
  /// With `gone` and `redirect`: where to go instead, as an IRI (sections 8.3.3.5 and 8.3.3.14).
  package var address: String?

  package init(
    _ condition: Condition, _ text: String? = nil, kind: Kind? = nil, application: Element? = nil,
    address: String? = nil
  ) {
    self.condition = condition
    self.kind = kind ?? condition.kind
    self.application = application
    self.text = text
    self.address = address
  }
}

extension StanzaError {
  package var element: Element {
    var error = Element("error", Namespace.component, ["type": kind.rawValue])
    if let application { error.append(application) }
    error.append(Element(condition.rawValue, Namespace.stanzaErrors, text: address ?? ""))
    for detail in details { error.append(detail) }
    if let text { error.append(Element("text", Namespace.stanzaErrors, text: text)) }
    return error
  }

  /// Reads `<error/>` leniently: an unknown or missing condition is `undefined-condition`, a
  /// missing or unknown type the condition's own; of several texts, in several languages, the first
  /// counts.
  package init(_ element: Element) {
    var condition: Condition?
    var application: Element?
    var text: String?
    var address: String?
    var details: [Element] = []
    for child in element.elements {
      if child.name.namespace != Namespace.stanzaErrors {
        if application == nil { application = child } else { details.append(child) }
      } else if child.name.name == "text" {
        text = text ?? child.text
      } else if condition == nil, let known = Condition(rawValue: child.name.name) {
        condition = known
        address = known == .gone || known == .redirect ? String(child.text.trimmed) : nil
      }
    }
    self.init(
      condition ?? .undefinedCondition, text, kind: element["type"].flatMap(Kind.init),
      application: application, address: address?.isEmpty == true ? nil : address)
    self.details = details
  }
}
