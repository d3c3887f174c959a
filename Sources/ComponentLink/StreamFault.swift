package import XML
import XMPP

/// A stream error (RFC 6120, section 4.9), received or sent:
/// ```xml
/// <stream:error>
///   <host-unknown xmlns='urn:ietf:params:xml:ns:xmpp-streams'/>
///   <text xmlns='urn:ietf:params:xml:ns:xmpp-streams'>No such component</text>
/// </stream:error>
/// ```
package struct StreamFault: Hashable, Sendable {
  /// The defined conditions of RFC 6120, section 4.9.3.
  package enum Condition: String, Sendable, CaseIterable {
    case badFormat = "bad-format"
    case badNamespacePrefix = "bad-namespace-prefix"
    case conflict
    case connectionTimeout = "connection-timeout"
    case hostGone = "host-gone"
    case hostUnknown = "host-unknown"
    case improperAddressing = "improper-addressing"
    case internalServerError = "internal-server-error"
    case invalidFrom = "invalid-from"
    case invalidNamespace = "invalid-namespace"
    case invalidXML = "invalid-xml"
    case notAuthorized = "not-authorized"
    case notWellFormed = "not-well-formed"
    case policyViolation = "policy-violation"
    case remoteConnectionFailed = "remote-connection-failed"
    case reset
    case resourceConstraint = "resource-constraint"
    case restrictedXML = "restricted-xml"
    case seeOtherHost = "see-other-host"
    case systemShutdown = "system-shutdown"
    case undefinedCondition = "undefined-condition"
    case unsupportedEncoding = "unsupported-encoding"
    case unsupportedFeature = "unsupported-feature"
    case unsupportedStanzaType = "unsupported-stanza-type"
    case unsupportedVersion = "unsupported-version"
  }

  package var condition: Condition
  package var text: String?

  /// The longest text that is kept from a peer, in characters.
  package static let maxTextLength = 200

  package init(_ condition: Condition, _ text: String? = nil) {
    self.condition = condition
    self.text = text
  }

  /// Reads `<stream:error/>`; nil for any other element. An unknown condition is
  /// `undefined-condition`.
  package init?(_ element: Element) {
    guard element.is("error", Namespace.streams) else { return nil }
    condition = .undefinedCondition
    for child in element.elements where child.name.namespace == Namespace.streamErrors {
      if child.name.name == "text" {
        text = String(child.text.prefix(Self.maxTextLength))
      } else if let known = Condition(rawValue: child.name.name) {
        condition = known
      }
    }
  }

  /// With the prefix `stream`, which the stream's header declares: servers look for it by name.
  package var xml: [UInt8] {
    var writer = Writer(capacity: 200)
    writer.append(raw: Array("<stream:error>".utf8))
    writer.write(
      Element(condition.rawValue, Namespace.streamErrors), inNamespace: Namespace.component)
    if let text {
      writer.write(
        Element("text", Namespace.streamErrors, text: text), inNamespace: Namespace.component)
    }
    writer.append(raw: Array("</stream:error>".utf8))
    return writer.bytes
  }
}

extension StreamFault: CustomStringConvertible {
  package var description: String {
    text.map { "\(condition.rawValue) (\($0))" } ?? condition.rawValue
  }
}
