package import XML
package import XMPP

/// Somebody who is publicly subscribed to a node, as the list of them says it (XEP-0465, "Retrieving Public Subscribers
/// to a node").
/// ```xml
/// <subscriber xmlns='urn:xmpp:pps:0' jid='benvolio@montague.lit'/>
/// ```
package struct Follower: Hashable, Sendable {
  package var jid: BareJID

  package init(_ jid: BareJID) { self.jid = jid }

  /// Nil if it is something else.
  package init?(_ payload: Element) {
    guard payload.is("subscriber", Namespace.publicSubscriptions),
      let jid = payload["jid"].flatMap({ try? JID($0) })
    else { return nil }
    self.jid = jid.bare
  }

  package var element: Element {
    Element("subscriber", Namespace.publicSubscriptions, ["jid": jid.description])
  }
}
