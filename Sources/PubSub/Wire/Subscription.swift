package import XML
package import XMPP

/// `<subscription/>`: a subscription as answers, lists and events write it (XEP-0060, sections 5.6,
/// 6.1.2, 8.8, 8.8.4 and 12.19).
/// ```xml
/// <subscription node='princely_musings' jid='francisco@denmark.lit'
///               subid='ba49252aaa4f5d320c24d3766f0bdcade78c78d3' subscription='subscribed'/>
/// ```
package struct Subscription: Hashable, Sendable {
  package enum State: String, Hashable, Sendable { case none, pending, unconfigured, subscribed }

  /// Nil where the element around it names the node.
  package var node: NodeID?
  package var jid: JID
  package var state: State
  package var id: SubscriptionID?
  /// When a lease ends.
  package var expiry: Timestamp?

  package init(node: NodeID?, jid: JID, state: State, id: SubscriptionID? = nil) {
    self.node = node
    self.jid = jid
    self.state = state
    self.id = id
  }

  package init(_ element: Element) throws(StanzaError) {
    node = try element.nodeIfAny()
    jid = try element.jid()
    guard let state = element["subscription"].flatMap(State.init) else {
      throw StanzaError(.badRequest, "An unknown subscription state.")
    }
    self.state = state
    id = element.subscriptionID
    expiry = element["expiry"].flatMap { Timestamp($0) }
  }

  package func element(_ namespace: String) -> Element {
    Element(
      "subscription", namespace,
      [
        "node": node?.name, "jid": jid.description, "subscription": state.rawValue,
        "subid": id?.name, "expiry": expiry?.text,
      ])
  }
}
