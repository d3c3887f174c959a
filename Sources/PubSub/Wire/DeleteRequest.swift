package import XML
package import XMPP

/// Deletes a node with all that it holds (XEP-0060, section 8.4), perhaps saying where to go instead.
/// ```xml
/// <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
///   <delete node='princely_musings'><redirect uri='xmpp:hamlet@denmark.lit?;node=blog'/></delete>
/// </pubsub>
/// ```
package struct DeleteRequest: Hashable, Sendable {
  package var node: NodeID
  /// An address of any scheme.
  package var redirect: String?

  /// The longest address, in bytes.
  package static let maximumRedirectBytes = 2048

  package init(node: NodeID, redirect: String? = nil) {
    self.node = node
    self.redirect = redirect
  }

  package init(_ pubsub: Element) throws(StanzaError) {
    let delete = try pubsub.operation("delete")
    node = try delete.node()
    guard let element = delete.first("redirect", Namespace.pubsubOwner) else { return }
    redirect = element["uri"].flatMap(Self.address)
    guard redirect != nil else { throw StanzaError(.badRequest, "<redirect/> needs a URI.") }
  }

  /// What a text says where to go instead; nil if it is no address.
  static func address(_ text: String) -> String? {
    guard text.utf8.count <= maximumRedirectBytes, text.utf8.contains(UInt8(ascii: ":")),
      text.utf8.allSatisfy({ $0 > 0x20 })
    else { return nil }
    return text
  }

  package var element: Element {
    .owner(DeleteRequest.delete(node, redirect, Namespace.pubsubOwner))
  }

  /// In a request and in an event.
  static func delete(_ node: NodeID, _ redirect: String?, _ namespace: String) -> Element {
    Element(
      "delete", namespace, ["node": node.name],
      redirect.map { [Element("redirect", namespace, ["uri": $0])] } ?? [])
  }
}
