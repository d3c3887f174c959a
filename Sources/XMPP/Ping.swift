package import XML

/// XEP-0199, XMPP Ping: `<ping xmlns='urn:xmpp:ping'/>`, answered with an empty result.
package struct Ping: Hashable, Sendable {
  package static let name = QName("ping", Namespace.ping)

  package init() {}

  package init(_ element: Element) throws(StanzaError) {
    try element.expect("ping", Namespace.ping)
  }

  package var element: Element { Element(Ping.name) }
}
