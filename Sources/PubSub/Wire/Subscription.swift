import XML
package import XMPP

/// `<subscription/>`: a subscription as answers, lists and events write it (XEP-0060, sections 5.6,
/// 6.1.2, 8.8 and 8.8.4).
package struct Subscription: Hashable, Sendable {
  package enum State: String, Hashable, Sendable { case none, pending, unconfigured, subscribed }

  /// Nil where the element around it names the node.
  package var node: NodeID?
  package var jid: JID
  package var state: State

  package init(node: NodeID?, jid: JID, state: State) {
    self.node = node
    self.jid = jid
    self.state = state
  }

  init(_ element: Element) throws(StanzaError) {
    node = try element.nodeIfAny()
    jid = try element.jid()
    guard let state = element["subscription"].flatMap(State.init) else {
      throw StanzaError(.badRequest, "An unknown subscription state.")
    }
    self.state = state
  }

  func element(_ namespace: String) -> Element {
    Element(
      "subscription", namespace,
      ["node": node?.name, "jid": jid.description, "subscription": state.rawValue])
  }
}
