package import XML
package import XMPP

/// Reads (get) or changes (set) a node's configuration (XEP-0060, section 8.2).
/// ```xml
/// <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
///   <configure node='princely_musings'><x xmlns='jabber:x:data' type='submit'>...</x></configure>
/// </pubsub>
/// ```
package struct ConfigureRequest: Hashable, Sendable {
  package var node: NodeID
  /// Nil asks for the form.
  package var form: DataForm?

  package init(node: NodeID, form: DataForm? = nil) {
    self.node = node
    self.form = form
  }

  package init(_ pubsub: Element) throws(StanzaError) {
    let configure = try pubsub.operation("configure")
    node = try configure.node()
    form = try configure.form()
  }

  package var element: Element {
    .owner(
      Element(
        "configure", Namespace.pubsubOwner, ["node": node.name], form.map { [$0.element] } ?? []))
  }

  /// The answer to a get.
  static func reply(_ node: NodeFacts, _ policy: ServicePolicy) -> Element {
    .owner(
      Element(
        "configure", Namespace.pubsubOwner, ["node": node.id.name],
        [NodeForm.form(node.configuration, policy).element]))
  }
}

/// The default configuration of new nodes (XEP-0060, section 8.3), of which there is one type.
package enum DefaultRequest {
  package static func check(_ pubsub: Element) throws(StanzaError) {
    let type = try pubsub.operation("default")["type"]
    guard type == nil || type == "leaf" else { throw .collections }
  }

  package static func reply(_ policy: ServicePolicy) -> Element {
    .owner(
      Element(
        "default", Namespace.pubsubOwner, [:],
        [NodeForm.form(NodeConfiguration(), policy).element]))
  }
}
