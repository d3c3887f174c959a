package import XML
package import XMPP

/// Subscribes an address to a node (XEP-0060, section 6.1), perhaps with options (section 6.3.7), perhaps so that
/// everybody may see it (XEP-0465, "Public Subscription").
/// ```xml
/// <pubsub xmlns='http://jabber.org/protocol/pubsub'>
///   <subscribe node='princely_musings' jid='francisco@denmark.lit'>
///     <public xmlns='urn:xmpp:pps:0'/>
///   </subscribe>
///   <options><x xmlns='jabber:x:data' type='submit'>...</x></options>
/// </pubsub>
/// ```
package struct SubscribeRequest: Hashable, Sendable {
  package var node: NodeID
  package var jid: JID
  package var options: DataForm?
  package var isPublic: Bool

  package init(node: NodeID, jid: JID, options: DataForm? = nil, isPublic: Bool = false) {
    self.node = node
    self.jid = jid
    self.options = options
    self.isPublic = isPublic
  }

  package init(_ pubsub: Element) throws(StanzaError) {
    let subscribe = try pubsub.operation("subscribe", with: "options")
    node = try subscribe.node()
    jid = try subscribe.jid()
    isPublic = subscribe.first("public", Namespace.publicSubscriptions) != nil
    guard let options = pubsub.first("options", Namespace.pubsub) else { return }
    guard options["node"] == nil, options["jid"] == nil else {
      throw StanzaError(
        .badRequest, "Here <options/> has neither node nor jid: <subscribe/> names them.")
    }
    guard pubsub.begins(with: "subscribe") else {
      throw StanzaError(.badRequest, "<options/> follows <subscribe/>.")
    }
    self.options = try options.form()
  }

  package var element: Element {
    var subscribe = Element(
      "subscribe", Namespace.pubsub, ["node": node.name, "jid": jid.description])
    if isPublic { subscribe.append(Element("public", Namespace.publicSubscriptions)) }
    var pubsub = Element.pubsub(subscribe)
    if let options {
      pubsub.append(Element("options", Namespace.pubsub, [:], [options.element]))
    }
    return pubsub
  }
}

/// The answer (sections 6.1.2 and 6.3.7).
package struct SubscribeReply: Hashable, Sendable {
  package var subscription: Subscription
  /// Those that came with the request, as they are now. Those of other services are not read.
  var options: SubscriptionOptions?

  init(subscription: Subscription, options: SubscriptionOptions? = nil) {
    self.subscription = subscription
    self.options = options
  }

  package init(_ pubsub: Element) throws(StanzaError) {
    self.init(subscription: try Subscription(pubsub.answer("subscription")))
  }

  var element: Element {
    var subscription = subscription.element(Namespace.pubsub)
    // Options can be set and need not be (section 6.1.5).
    if self.subscription.state == .subscribed {
      subscription.append(Element("subscribe-options", Namespace.pubsub))
    }
    var pubsub = Element.pubsub(subscription)
    if let options {
      pubsub.append(
        Element("options", Namespace.pubsub, [:], [SubscriptionForm.result(options).element]))
    }
    return pubsub
  }
}
