import XML
import XMPP

extension XMLError {
  /// The stream error for XML that breaks the stream (RFC 6120, sections 4.9.3 and 11).
  var streamCondition: StreamFault.Condition {
    switch self {
    case .doctype, .comment, .processingInstruction, .undefinedEntity: .restrictedXML
    case .badUTF8, .unsupportedEncoding: .unsupportedEncoding
    case .undeclaredPrefix: .badNamespacePrefix
    case .outOfMemory: .resourceConstraint
    case .headerTooLarge, .stanzaTooLarge, .tooDeep, .tooManyAttributes, .tooManyChildren,
      .nameTooLong, .valueTooLong, .tooManyNames:
      .policyViolation
    case .notWellFormed, .duplicateAttribute, .unfinished: .notWellFormed
    }
  }

  /// The answer to a request that breaks a limit: `policy-violation` for its size, `not-acceptable`
  /// for its shape (RFC 6120, section 8.3.3).
  var stanzaError: StanzaError {
    switch self {
    case .stanzaTooLarge(let limit):
      StanzaError(.policyViolation, "The stanza is larger than \(limit) bytes.")
    case .tooDeep(let limit):
      StanzaError(.notAcceptable, "The elements are nested deeper than \(limit) levels.")
    case .tooManyAttributes(let limit):
      StanzaError(.notAcceptable, "An element has more than \(limit) attributes.")
    case .tooManyChildren(let limit):
      StanzaError(.notAcceptable, "An element has more than \(limit) children.")
    case .nameTooLong(let limit):
      StanzaError(.notAcceptable, "A name is longer than \(limit) bytes.")
    case .valueTooLong(let limit):
      StanzaError(.notAcceptable, "An attribute's value is longer than \(limit) bytes.")
    default: StanzaError(.badRequest)
    }
  }
}

extension IQ {
  /// The answer to a request of ours: as it came, or, if it is the request itself that the server
  /// routed back to us, an empty result.
  init(answer element: Element, id: String, from: JID, to: JID) {
    self.init(.result, id: id, from: from, to: to, lang: element.lang)
    if element["type"] == "error" {
      kind = .error
      error = StanzaError(
        element.first("error", Namespace.component) ?? Element("error", Namespace.component))
    } else if !element.isRequest {
      payload = element.elements.first { _ in true }
    }
  }
}

extension Element {
  /// An IQ that must be answered.
  var isRequest: Bool {
    self.is("iq", Namespace.component) && (self["type"] == "get" || self["type"] == "set")
  }

  /// The error answer to this request, of which the start tag is enough; nil where none is possible
  /// or allowed. Addresses go back as they came.
  func failure(_ error: StanzaError) -> Element? {
    guard isRequest, let from = self["from"], !from.isEmpty else { return nil }
    return Element(
      "iq", Namespace.component,
      ["type": "error", "id": self["id"] ?? "", "from": self["to"], "to": from], [error.element])
  }

  /// The bytes of an answer of ours or, if it is larger than the server takes, of the error that the
  /// asker gets instead. Nil: there is nothing that can be sent.
  func answerBytes(limit: Int) -> [UInt8]? {
    let bytes = xml(inNamespace: Namespace.component)
    if bytes.count <= limit { return bytes }
    let error = StanzaError(
      .policyViolation,
      "The answer is larger than the \(limit) bytes that the server takes; ask for less.")
    let instead = answerInstead(error)?.xml(inNamespace: Namespace.component)
    return instead.flatMap { $0.count <= limit ? $0 : nil }
  }

  /// The error that goes instead of this answer where there is no room for it; nil for what is no
  /// answer.
  var noRoomBytes: [UInt8]? {
    answerInstead(
      StanzaError(.resourceConstraint, "Too many answers wait to be sent; ask again later.")
    )?.xml(inNamespace: Namespace.component)
  }

  private func answerInstead(_ error: StanzaError) -> Element? {
    guard self.is("iq", Namespace.component), self["type"] == "result" || self["type"] == "error"
    else { return nil }
    return Element(
      "iq", Namespace.component,
      ["type": "error", "id": self["id"], "from": self["from"], "to": self["to"]],
      [error.element])
  }
}
