package import XML
package import XMPP

/// An entity asks for its own affiliations, with all nodes or with one (XEP-0060, section 5.7).
package struct AffiliationsRequest: Hashable, Sendable {
  package var node: NodeID?

  package init(node: NodeID?) { self.node = node }

  package init(_ pubsub: Element) throws(StanzaError) {
    node = try pubsub.operation("affiliations").nodeIfAny()
  }

  package var element: Element {
    .pubsub(Element("affiliations", Namespace.pubsub, ["node": node?.name]))
  }

  /// The answer.
  package func reply(_ affiliations: [AffiliationEntry]) -> Element {
    .pubsub(
      Element(
        "affiliations", Namespace.pubsub, ["node": node?.name],
        affiliations.map { $0.element(Namespace.pubsub) }))
  }
}
