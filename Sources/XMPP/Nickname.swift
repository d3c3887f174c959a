package import XML

/// XEP-0172, User Nickname, as an account publishes it for all in the PEP node of the same name:
/// ```xml
/// <nick xmlns='http://jabber.org/protocol/nick'>Ishmael</nick>
/// ```
package struct Nickname: Hashable, Sendable {
  package var text: String

  package init(_ text: String) { self.text = text }

  package init(_ element: Element) throws(StanzaError) {
    try element.expect("nick", Namespace.nickname)
    self.init(element.text)
  }

  package var element: Element { Element("nick", Namespace.nickname, text: text) }
}
