package import XML
package import XMPP

/// Reads (get) or changes (set) the options of a subscription (XEP-0060, section 6.3).
/// ```xml
/// <pubsub xmlns='http://jabber.org/protocol/pubsub'>
///   <options node='princely_musings' jid='francisco@denmark.lit'/>
/// </pubsub>
/// ```
package struct OptionsRequest: Hashable, Sendable {
  package var node: NodeID
  package var jid: JID
  package var id: SubscriptionID?
  /// Nil asks for the form.
  package var form: DataForm?

  package init(node: NodeID, jid: JID, id: SubscriptionID? = nil, form: DataForm? = nil) {
    self.node = node
    self.jid = jid
    self.id = id
    self.form = form
  }

  package init(_ pubsub: Element) throws(StanzaError) {
    let options = try pubsub.operation("options")
    node = try options.node()
    jid = try options.jid()
    id = options.subscriptionID
    form = try options.form()
  }

  package var element: Element { element(form) }

  /// The answer to a get.
  func reply(
    _ options: SubscriptionOptions, of node: NodeConfiguration, _ policy: ServicePolicy
  ) -> Element {
    element(SubscriptionForm.form(options, of: node, policy))
  }

  private func element(_ form: DataForm?) -> Element {
    .pubsub(
      Element(
        "options", Namespace.pubsub,
        ["node": node.name, "jid": jid.description, "subid": id?.name],
        form.map { [$0.element] } ?? []))
  }
}

/// Asks for the options that a subscription has when none are set (XEP-0060, section 6.4), of one node or
/// of all: they are the same.
/// ```xml
/// <pubsub xmlns='http://jabber.org/protocol/pubsub'><default node='princely_musings'/></pubsub>
/// ```
package struct DefaultOptionsRequest: Hashable, Sendable {
  package var node: NodeID?

  package init(node: NodeID?) { self.node = node }

  package init(_ pubsub: Element) throws(StanzaError) {
    node = try pubsub.operation("default").nodeIfAny()
  }

  package var element: Element {
    .pubsub(Element("default", Namespace.pubsub, ["node": node?.name]))
  }

  package var reply: Element {
    .pubsub(
      Element(
        "default", Namespace.pubsub, ["node": node?.name],
        [SubscriptionForm.result(SubscriptionOptions()).element]))
  }
}
