import XML
package import XMPP

/// Subscribing (XEP-0060, section 6.1).
///
/// An address may be subscribed several times, with other options each time (section 6.1.6): asking again
/// with the options of a subscription that is there, or with none, is answered with that one. Each time it says anew
/// whether everybody may see it (XEP-0465).
package enum Subscribe {
  /// - Parameters:
  ///   - present: the account's subscriptions to the node, all of its addresses'.
  ///   - lastItem: the newest item, where the node sends it to new subscribers.
  package static func decide(
    _ request: SubscribeRequest, _ node: NodeFacts?, by actor: Actor,
    present: [SubscriptionFacts], lastItem: StoredItem?, _ account: Account,
    _ circumstances: Circumstances
  ) throws(StanzaError) -> Decision {
    try check(request, by: actor.jid)
    guard let node else { throw .noSuchNode }
    try Rights.require(.subscribe, actor, node.configuration)
    guard node.configuration.allowsSubscriptions else {
      throw .pubsub(
        .featureNotImplemented, .unsupported("subscribe"), "Nobody can subscribe to this node.")
    }
    // Whom a node above keeps out would be told of nothing (XEP-0496, section 4.1).
    try Rights.requireAbove(.retrieve, actor)
    let own = present.filter { $0.jid == request.jid }
    guard !own.contains(where: { $0.state == .pending }) else {
      throw .pubsub(
        .notAuthorized, .pendingSubscription, "An owner has not answered your request yet.")
    }
    // Whoever cancels the form wants no options.
    let form = request.options?.kind == .cancel ? nil : request.options
    var options = try form.map { (form) throws(StanzaError) in
      try SubscriptionForm.merge(form, into: SubscriptionOptions(), circumstances)
    }
    let isPublic =
      node.configuration.listsFollowers && (request.isPublic || options?.isPublic == true)
    options?.isPublic = isPublic
    let same = own.filter { options == nil || $0.options.delivery == options?.delivery }
    if let first = same.first {
      return again(same, first, isPublic: isPublic, node, options)
    }
    try checkNumber(present, for: request.jid.bare, account, circumstances.policy)
    var new = SubscriptionFacts(
      jid: request.jid, id: SubscriptionID(circumstances.newName()),
      state: isApproved(actor, node) ? .subscribed : .pending,
      options: options ?? SubscriptionOptions())
    new.options.isPublic = isPublic
    var decision = Decision(
      effects: [.subscribe(node.id, new)], reply: reply(new, node, options))
    if new.state == .subscribed {
      decision.introduce(new, node, lastItem)
    } else {
      decision.events.append(Authorize.question(new, node))
    }
    return decision
  }

  /// What is wrong with a request whatever the node is (section 6.1.3.1).
  package static func check(_ request: SubscribeRequest, by jid: BareJID?) throws(StanzaError) {
    guard request.jid.bare == jid else {
      throw .pubsub(.badRequest, .invalidJID, "You can subscribe your own address alone.")
    }
  }

  /// Who asks without a word that everybody may see it lets nobody see any of the subscriptions that are meant
  /// (XEP-0465, "Retracting Public Subscriptions"); else one of them is enough.
  private static func again(
    _ same: [SubscriptionFacts], _ first: SubscriptionFacts, isPublic: Bool, _ node: NodeFacts,
    _ options: SubscriptionOptions?
  ) -> Decision {
    let listed = same.filter(\.options.isPublic)
    let changed = isPublic ? (listed.isEmpty ? [first] : []) : listed
    var told = isPublic ? listed.first ?? first : first
    told.options.isPublic = isPublic
    return Decision(
      effects: changed.map { subscription in
        var subscription = subscription
        subscription.options.isPublic = isPublic
        return .change(node.id, subscription)
      }, reply: reply(told, node, options))
  }

  private static func reply(
    _ subscription: SubscriptionFacts, _ node: NodeFacts, _ options: SubscriptionOptions?
  ) -> Element {
    SubscribeReply(
      subscription: subscription.wire(node.id),
      options: options == nil ? nil : subscription.options
    ).element
  }

  private static func checkNumber(
    _ present: [SubscriptionFacts], for jid: BareJID, _ account: Account, _ policy: ServicePolicy
  ) throws(StanzaError) {
    guard present.count < policy.maximumSubscriptionsPerAccount else {
      throw .pubsub(
        .policyViolation, .tooManySubscriptions,
        "You have \(present.count) subscriptions to this node; end one of them first.",
        kind: .wait)
    }
    try policy.require(Usage(subscriptions: 1), for: jid, account)
  }

  /// Who may read already need not ask (section 6.1.4).
  private static func isApproved(_ actor: Actor, _ node: NodeFacts) -> Bool {
    node.configuration.accessModel != .authorize
      || Rights.may(.retrieve, actor, node.configuration)
  }
}

extension Event {
  /// The newest item for somebody who has just come (section 6.1.7), marked as one from the past.
  package static func lastItem(_ item: StoredItem, _ node: NodeFacts, to jid: JID) -> Event {
    Event(
      node: node.id, audience: .reader(jid), matter: .item,
      type: node.configuration.notificationType.messageKind,
      content: [
        EventBody.item(item, node.id, node.configuration),
        DelayedDelivery(item.published).element,
      ], text: item.text, item: item.id)
  }
}
