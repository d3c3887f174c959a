package import XML
package import XMPP

/// An entity asks for its own affiliations, with all nodes or with one (XEP-0060, section 5.7), perhaps for
/// a page of them (XEP-0059).
package struct AffiliationsRequest: Hashable, Sendable {
  package var node: NodeID?
  package var page: ResultSet.Request?

  package init(node: NodeID?, page: ResultSet.Request? = nil) {
    self.node = node
    self.page = page
  }

  package init(_ pubsub: Element) throws(StanzaError) {
    node = try pubsub.operation("affiliations").nodeIfAny()
    page = try ResultSet.Request(in: pubsub)
  }

  package var element: Element { list([], page?.element) }

  /// The answer.
  package func reply(_ affiliations: [AffiliationEntry], _ set: ResultSet.Response? = nil)
    -> Element
  {
    list(affiliations, set?.element)
  }

  private func list(_ affiliations: [AffiliationEntry], _ set: Element?) -> Element {
    var pubsub = Element.pubsub(
      Element(
        "affiliations", Namespace.pubsub, ["node": node?.name],
        affiliations.map { $0.element(Namespace.pubsub) }))
    if let set { pubsub.append(set) }
    return pubsub
  }
}
