package import XML
package import XMPP

/// Reading and changing the options of a subscription (XEP-0060, section 6.3).
package enum Options {
  /// - Parameter present: the subscriptions of the address that the request names.
  package static func read(
    _ request: OptionsRequest, _ node: NodeFacts?, by actor: Actor,
    present: [SubscriptionFacts], _ policy: ServicePolicy
  ) throws(StanzaError) -> Element {
    guard let node else { throw .noSuchNode }
    let subscription = try find(request, node, actor, present)
    return request.reply(subscription.options, of: node.configuration, policy)
  }

  package static func decide(
    _ request: OptionsRequest, _ node: NodeFacts?, by actor: Actor,
    present: [SubscriptionFacts], _ circumstances: Circumstances
  ) throws(StanzaError) -> Decision {
    guard let node else { throw .noSuchNode }
    var subscription = try find(request, node, actor, present)
    guard let form = request.form else {
      throw .pubsub(.badRequest, .invalidOptions, "The options form is missing.")
    }
    // Whoever cancels leaves all as it is.
    guard form.kind != .cancel else { return Decision() }
    var options = try SubscriptionForm.merge(form, into: subscription.options, circumstances)
    options.isPublic = options.isPublic && node.configuration.listsFollowers
    // Nobody is made to be seen by others, administrators among them.
    guard subscription.jid.bare == actor.jid || !options.isPublic || subscription.options.isPublic
    else {
      throw StanzaError(.forbidden, "Subscribers alone let everybody see that they are.")
    }
    guard options != subscription.options else { return Decision() }
    subscription.options = options
    return Decision(effects: [.change(node.id, subscription)])
  }

  private static func find(
    _ request: OptionsRequest, _ node: NodeFacts, _ actor: Actor, _ present: [SubscriptionFacts]
  ) throws(StanzaError) -> SubscriptionFacts {
    try actor.requireManaging(request.jid)
    return try present.one(request.id, elseKind: .modify)
  }
}
