import XML
package import XMPP

/// `<affiliation/>`: an affiliation as lists write it. An entity's own list names nodes, a node's list
/// names addresses (XEP-0060, sections 5.7 and 8.9).
package struct AffiliationEntry: Hashable, Sendable {
  package var node: NodeID?
  package var jid: BareJID?
  package var affiliation: Affiliation

  package init(node: NodeID? = nil, jid: BareJID? = nil, affiliation: Affiliation) {
    self.node = node
    self.jid = jid
    self.affiliation = affiliation
  }

  func element(_ namespace: String) -> Element {
    Element(
      "affiliation", namespace,
      ["node": node?.name, "jid": jid?.description, "affiliation": affiliation.rawValue])
  }
}
