package import XML

/// A request that a component makes in the name of a user, as far as the user's server lets it (XEP-0356, section 6.2):
/// the outer IQ goes to the user's bare address and is of the same type.
/// ```xml
/// <privileged_iq xmlns='urn:xmpp:privilege:2'>
///   <iq xmlns='jabber:client' id='1' type='get' to='juliet@capulet.lit'>
///     <pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='urn:xmpp:microblog:0'/></pubsub>
///   </iq>
/// </privileged_iq>
/// ```
package struct PrivilegedIQ: Hashable, Sendable {
  package var kind: IQ.Kind
  /// Of the inner request; the server needs one that no other has.
  package var id: String
  /// Whom the inner request is for: of one's own account, the account.
  package var to: JID
  package var payload: Element

  package init(_ kind: IQ.Kind, id: String, to: JID, _ payload: Element) {
    self.kind = kind
    self.id = id
    self.to = to
    self.payload = payload
  }

  package var element: Element {
    let request = Element(
      "iq", Namespace.client,
      ["id": id, "type": kind.rawValue, "to": to.description], [payload])
    return Element("privileged_iq", Namespace.privilege2, [:], [request])
  }

  /// The payload of the inner answer, which stands in the outer one:
  /// ```xml
  /// <privilege xmlns='urn:xmpp:privilege:2'>
  ///   <forwarded xmlns='urn:xmpp:forward:0'><iq xmlns='jabber:client' type='result' id='1'/></forwarded>
  /// </privilege>
  /// ```
  /// Throws the error of the inner answer, and bad-request if there is none.
  package static func payload(ofAnswer outer: Element?) throws(StanzaError) -> Element? {
    guard let outer, outer.is("privilege", Namespace.privilege2),
      let iq = try Forwarded(in: outer)?.stanza, iq.is("iq", Namespace.client)
    else { throw StanzaError(.badRequest, "There is no answer in the answer.") }
    switch iq["type"] {
    case "result": return iq.elements.first { _ in true }
    case "error":
      guard let error = iq.first("error", Namespace.client) else { break }
      throw StanzaError(error)
    default: break
    }
    throw StanzaError(.badRequest, "What is in the answer is no answer.")
  }
}

extension Privileges {
  /// Whether requests may be made in a user's name. Only the newer of the two versions has them.
  package func lets(_ kind: IQ.Kind, in payload: String) -> Bool {
    guard namespace == Namespace.privilege2, let access = iq[payload] else { return false }
    return kind == .get ? access.canGet : access.canSet
  }
}
