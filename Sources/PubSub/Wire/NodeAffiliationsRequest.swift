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

  package init(node: NodeID, changes: [Change] = []) {
    self.node = node
    self.changes = changes
  }

  package init(_ pubsub: Element) throws(StanzaError) {
    let affiliations = try pubsub.operation("affiliations")
    node = try affiliations.node()
    changes = []
    // An entry without an affiliation changes nothing.
    for entry in affiliations.all("affiliation", Namespace.pubsubOwner) {
      guard let text = entry["affiliation"] else { continue }
      guard let affiliation = Affiliation(rawValue: text) else {
        throw .pubsub(.featureNotImplemented, .unsupported("\(text.prefix(64))-affiliation"))
      }
      try EntityLimit.check(changes.count)
      changes.append(Change(try entry.jid().bare, affiliation))
    }
  }

  package var element: Element {
    Self.list(node, changes.map { AffiliationEntry(jid: $0.jid, affiliation: $0.affiliation) })
  }

  /// The answer to a get.
  package func reply(_ affiliations: [AffiliationEntry]) -> Element {
    Self.list(node, affiliations)
  }

  private static func list(_ node: NodeID, _ affiliations: [AffiliationEntry]) -> Element {
    .owner(
      Element(
        "affiliations", Namespace.pubsubOwner, ["node": node.name],
        affiliations.map { $0.element(Namespace.pubsubOwner) }))
  }
}
