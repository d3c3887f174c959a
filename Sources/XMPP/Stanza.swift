package import XML

/// An IQ stanza (RFC 6120, section 8.2.3). In a request `payload` is the one child; in an answer it
/// may be absent.
package struct IQ: Hashable, Sendable {
  package enum Kind: String, Sendable { case get, set, result, error }

  package var kind: Kind
  package var id: String
  package var from: JID
  package var to: JID
  package var payload: Element?
  package var error: StanzaError?
  package var lang: String?

  package init(
    _ kind: Kind, id: String, from: JID, to: JID, payload: Element? = nil,
    error: StanzaError? = nil, lang: String? = nil
  ) {
    self.kind = kind
    self.id = id
    self.from = from
    self.to = to
    self.payload = payload
    self.error = error
    self.lang = lang
  }

  package var isRequest: Bool { kind == .get || kind == .set }

  package func result(_ payload: Element? = nil) -> IQ {
    IQ(.result, id: id, from: to, to: from, payload: payload)
  }

  package func failure(_ error: StanzaError) -> IQ {
    IQ(.error, id: id, from: to, to: from, error: error)
  }

  package var element: Element {
    var iq = Element(
      "iq", Namespace.component,
      ["type": kind.rawValue, "id": id, "from": from.description, "to": to.description])
    iq.lang = lang
    if let payload { iq.append(payload) }
    if let error { iq.append(error.element) }
    return iq
  }
}

/// A message stanza (RFC 6121, section 5).
package struct Message: Hashable, Sendable {
  package enum Kind: String, Sendable { case normal, chat, groupchat, headline, error }

  package var kind: Kind
  package var id: String?
  package var from: JID
  package var to: JID
  package var children: [Element]
  /// The language of what people read in it, where a child names no other.
  package var lang: String?

  package init(
    _ kind: Kind = .normal, id: String? = nil, from: JID, to: JID, children: [Element] = [],
    lang: String? = nil
  ) {
    self.kind = kind
    self.id = id
    self.from = from
    self.to = to
    self.children = children
    self.lang = lang
  }

  package var element: Element {
    var message = Element(
      "message", Namespace.component,
      [
        "type": kind == .normal ? nil : kind.rawValue, "id": id, "from": from.description,
        "to": to.description,
      ], children)
    message.lang = lang
    return message
  }
}

/// What arrives on a link, addresses prepared.
package enum Stanza: Hashable, Sendable {
  case iq(IQ)
  case message(Message)
  case presence(Presence)
}

extension Stanza {
  /// Why an element is not a stanza that can be served.
  package enum Failure: Error, Hashable, Sendable {
    /// No answer is possible or allowed: an address is missing (XEP-0114, section 3, wants both),
    /// it is no IQ, it is an answer itself, or presence of an unknown type.
    case ignored
    /// The answer to send. Its addresses are those of the request, unprepared.
    case refused(Element)
  }

  package init(_ element: Element) throws(Failure) {
    guard element.name.namespace == Namespace.component else { throw .ignored }
    let from: JID
    let to: JID
    do {
      from = try JID(element["from"] ?? "")
      to = try JID(element["to"] ?? "")
    } catch {
      throw Stanza.refusal(
        of: element, StanzaError(.jidMalformed, "An address is not a valid JID."))
    }
    switch element.name.name {
    case "iq": self = .iq(try IQ(element, from: from, to: to))
    case "message":
      // An unknown type is to be read as the default (RFC 6121, section 5.2.2).
      self = .message(
        Message(
          element["type"].flatMap(Message.Kind.init) ?? .normal, id: element["id"], from: from,
          to: to, children: Array(element.elements), lang: element.lang))
    case "presence": self = .presence(try Presence(element, from: from, to: to))
    default: throw .ignored
    }
  }

  /// The answer to an IQ that cannot be read or served as a request; `.ignored` for anything else.
  /// An answer is never answered (RFC 6120, section 8.2.3); one without `from` would end the
  /// stream.
  package static func refusal(of element: Element, _ error: StanzaError) -> Failure {
    guard element.is("iq", Namespace.component), element["type"] != "result",
      element["type"] != "error", let from = element["from"], !from.isEmpty,
      let to = element["to"], !to.isEmpty
    else { return .ignored }
    return .refused(
      Element(
        "iq", Namespace.component,
        ["type": "error", "id": element["id"], "from": to, "to": from], [error.element]))
  }
}

extension IQ {
  /// RFC 6120, section 8.2.3: the id is required, the type is one of four or the answer is
  /// bad-request, a request has one child element.
  fileprivate init(_ element: Element, from: JID, to: JID) throws(Stanza.Failure) {
    guard let kind = element["type"].flatMap(Kind.init) else {
      throw Stanza.refusal(
        of: element, StanzaError(.badRequest, "An IQ is of type get, set, result or error."))
    }
    guard let id = element["id"], !id.isEmpty else {
      throw Stanza.refusal(of: element, StanzaError(.badRequest, "An IQ needs an id."))
    }
    self.init(kind, id: id, from: from, to: to, lang: element.lang)
    switch kind {
    case .get, .set:
      var children = element.elements.makeIterator()
      guard let only = children.next(), children.next() == nil else {
        throw Stanza.refusal(
          of: element, StanzaError(.badRequest, "A request holds exactly one element."))
      }
      payload = only
    case .result:
      payload = element.elements.first { _ in true }
    case .error:
      error = StanzaError(
        element.first("error", Namespace.component) ?? Element("error", Namespace.component))
    }
  }
}
