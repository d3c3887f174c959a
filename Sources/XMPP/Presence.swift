package import XML

/// A presence stanza (RFC 6121, section 4):
/// ```xml
/// <presence from='romeo@example.net/orchard' to='social.example.org'>
///   <show>away</show>
///   <c xmlns='http://jabber.org/protocol/caps' hash='sha-1' node='...' ver='...'/>
/// </presence>
/// ```
package struct Presence: Hashable, Sendable {
  /// Section 4.7.1; `available` is written without a type.
  package enum Kind: String, Sendable {
    case available, unavailable, subscribe, subscribed, unsubscribe, unsubscribed, probe, error
  }

  /// How available somebody is (section 4.7.2.1); `online` is written without `<show/>`.
  package enum Show: String, Sendable, CaseIterable { case online, chat, away, dnd, xa }

  package var kind: Kind
  package var id: String?
  package var from: JID
  package var to: JID
  package var children: [Element]
  /// The language of what people read in it, where a child names no other.
  package var lang: String?

  package init(
    _ kind: Kind = .available, id: String? = nil, from: JID, to: JID, children: [Element] = [],
    lang: String? = nil
  ) {
    self.kind = kind
    self.id = id
    self.from = from
    self.to = to
    self.children = children
    self.lang = lang
  }

  /// An unknown word is as good as none.
  package var show: Show {
    first("show", Namespace.component).flatMap { Show(rawValue: String($0.text.trimmed)) }
      ?? .online
  }

  package var capabilities: EntityCapabilities.Mark? {
    first("c", Namespace.caps).flatMap { EntityCapabilities.Mark($0) }
  }

  /// For how many seconds the sender was not online before this, as the sender says; only in initial
  /// presence (XEP-0312, section 2): `<ago xmlns='urn:xmpp:ago:0' secs='86511'/>`.
  package var secondsAway: Int? {
    first("ago", Namespace.ago)?["secs"].flatMap { Int(digits: $0) }
  }

  private func first(_ name: String, _ namespace: String) -> Element? {
    children.first { $0.is(name, namespace) }
  }
}

extension Presence {
  /// No type stands for `available`, which is no type itself; what is of another type than these says
  /// nothing that is known here.
  init(_ element: Element, from: JID, to: JID) throws(Stanza.Failure) {
    var kind = Kind.available
    if let type = element["type"] {
      guard let known = Kind(rawValue: type), known != .available else { throw .ignored }
      kind = known
    }
    self.init(
      kind, id: element["id"], from: from, to: to, children: Array(element.elements),
      lang: element.lang)
  }

  package var element: Element {
    var presence = Element(
      "presence", Namespace.component,
      [
        "type": kind == .available ? nil : kind.rawValue, "id": id, "from": from.description,
        "to": to.description,
      ], children)
    presence.lang = lang
    return presence
  }
}
