package import XML
package import XMPP

/// An owner reads (get) or changes (set) the affiliations of a node (XEP-0060, section 8.9).
/// ```xml
/// <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
///   <affiliations node='princely_musings'>
///     <affiliation jid='bard@shakespeare.lit' affiliation='publisher'/>
///   </affiliations>
/// </pubsub>
/// ```
package struct NodeAffiliationsRequest: Hashable, Sendable {
  package struct Change: Hashable, Sendable {
    package var jid: BareJID
    package var affiliation: Affiliation

    package init(_ jid: BareJID, _ affiliation: Affiliation) {
      self.jid = jid
      self.affiliation = affiliation
    }
  }

  package var node: NodeID
  /// What shall change; empty in a get.
  package var changes: [Change]
  package var page: ResultSet.Request?

  package init(node: NodeID, changes: [Change] = [], page: ResultSet.Request? = nil) {
    self.node = node
    self.changes = changes
    self.page = page
  }

  package init(_ pubsub: Element) throws(StanzaError) {
    let affiliations = try pubsub.operation("affiliations")
    node = try affiliations.node()
    page = try ResultSet.Request(in: pubsub)
    changes = []
    // An entry without an affiliation changes nothing.
    for entry in affiliations.all("affiliation", Namespace.pubsubOwner) {
      guard let text = entry["affiliation"] else { continue }
      guard !text.isEmpty else {
        throw StanzaError(.badRequest, "The attribute affiliation is empty.")
      }
      guard let affiliation = Affiliation(rawValue: text) else {
        throw .pubsub(
          .featureNotImplemented, .unsupported("\(text.prefix(64))-affiliation"),
          "There is no such affiliation.")
      }
      try EntityLimit.check(changes.count)
      changes.append(Change(try entry.jid().bare, affiliation))
    }
  }

  package var element: Element {
    list(
      changes.map { AffiliationEntry(jid: $0.jid, affiliation: $0.affiliation) }, page?.element)
  }

  /// The answer to a get, and what an error to a set names.
  package func reply(_ affiliations: [AffiliationEntry], _ set: ResultSet.Response? = nil)
    -> Element
  {
    list(affiliations, set?.element)
  }

  private func list(_ affiliations: [AffiliationEntry], _ set: Element?) -> Element {
    var pubsub = Element.owner(
      Element(
        "affiliations", Namespace.pubsubOwner, ["node": node.name],
        affiliations.map { $0.element(Namespace.pubsubOwner) }))
    if let set { pubsub.append(set) }
    return pubsub
  }
}
