package import XML

/// XEP-0297, Stanza Forwarding: a stanza in another one, with the time when it was sent.
/// ```xml
/// <forwarded xmlns='urn:xmpp:forward:0'>
///   <delay xmlns='urn:xmpp:delay' stamp='2010-07-10T23:08:25Z'/>
///   <message xmlns='jabber:client' from='juliet@capulet.lit/orchard' to='romeo@montague.lit'>
///     <body>Yet I should kill thee with much cherishing.</body>
///   </message>
/// </forwarded>
/// ```
/// What is in it says nothing about who sent it: that is for who wraps it to answer for (section 7).
package struct Forwarded: Hashable, Sendable {
  /// In the namespace `jabber:client`, if it was in that of a component before.
  package var stanza: Element
  package var delay: DelayedDelivery?

  package init(stanza: Element, delay: DelayedDelivery? = nil) {
    self.stanza = stanza.ofClient
    self.delay = delay
  }

  /// The `<forwarded/>` in a wrapper; nil if there is none.
  package init?(in parent: Element) throws(StanzaError) {
    guard let forwarded = parent.first("forwarded", Namespace.forward) else { return nil }
    try self.init(forwarded)
  }

  /// One without a stanza, as an archive may send for what was removed (XEP-0313, section 3.2), is
  /// bad-request.
  package init(_ element: Element) throws(StanzaError) {
    try element.expect("forwarded", Namespace.forward)
    let names = ["message", "presence", "iq"]
    guard let stanza = element.elements.first(where: { names.contains($0.name.name) }) else {
      throw StanzaError(.badRequest, "A <forwarded/> holds a stanza.")
    }
    self.init(stanza: stanza, delay: try DelayedDelivery(in: element))
  }

  package var element: Element {
    var forwarded = Element("forwarded", Namespace.forward)
    if let delay { forwarded.append(delay.element) }
    forwarded.append(stanza)
    return forwarded
  }
}

extension Element {
  /// With what is in the stream's own namespace, the body too, as a client's stream has it.
  fileprivate var ofClient: Element {
    guard name.namespace == Namespace.component else { return self }
    var element = self
    element.name = QName(name.name, Namespace.client)
    element.children = children.map {
      if case .element(let child) = $0 { .element(child.ofClient) } else { $0 }
    }
    return element
  }
}
