package import XML
package import XMPP

/// Creates a node (XEP-0060, section 8.1); without `node` the service names it.
/// ```xml
/// <pubsub xmlns='http://jabber.org/protocol/pubsub'>
///   <create node='princely_musings'/>
///   <configure><x xmlns='jabber:x:data' type='submit'>...</x></configure>
/// </pubsub>
/// ```
package struct CreateRequest: Hashable, Sendable {
  package var node: NodeID?
  package var configuration: DataForm?

  package init(node: NodeID?, configuration: DataForm? = nil) {
    self.node = node
    self.configuration = configuration
  }

  package init(_ pubsub: Element) throws(StanzaError) {
    node = try pubsub.operation("create", with: "configure").nodeIfAny()
    if let configure = pubsub.first("configure", Namespace.pubsub) {
      guard configure["node"] == nil else {
        throw StanzaError(.badRequest, "Here <configure/> has no node: <create/> names it.")
      }
      guard pubsub.begins(with: "create") else {
        throw StanzaError(.badRequest, "<configure/> follows <create/>.")
      }
      configuration = try configure.form()
    }
  }

  package var element: Element {
    var pubsub = Element.pubsub(Element("create", Namespace.pubsub, ["node": node?.name]))
    if let configuration {
      pubsub.append(Element("configure", Namespace.pubsub, [:], [configuration.element]))
    }
    return pubsub
  }
}

/// The answer, which names an instant node.
struct CreateReply {
  var node: NodeID

  var element: Element { .pubsub(Element("create", Namespace.pubsub, ["node": node.name])) }
}
