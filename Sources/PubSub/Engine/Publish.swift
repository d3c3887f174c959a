import XML
package import XMPP

/// Publishing an item (XEP-0060, section 7.1).
package enum Publish {
  /// The item as it would be stored, if the request holds one; made before the transaction, since it
  /// is the costly part.
  package struct Candidate: Sendable {
    package let request: PublishRequest
    /// Canonical bytes: every namespace is declared where it is used.
    package let payload: [UInt8]?

    package init(_ request: PublishRequest) {
      self.request = request
      payload = request.item?.payload?.canonical
    }
  }

  /// - Parameters:
  ///   - node: nil if there is none.
  ///   - publisher: whose the present item of that id is; nil if there is none.
  package static func decide(
    _ candidate: Candidate, _ node: NodeFacts?, by actor: Actor, publisher: BareJID?,
    _ circumstances: Circumstances
  ) throws(StanzaError) -> Decision {
    guard let jid = actor.jid else { throw StanzaError(.forbidden) }
    let request = candidate.request
    var decision = Decision()
    let target =
      if let node { node } else { try create(request, jid, circumstances, &decision) }
    let configuration = target.configuration
    try Rights.require(.publish, actor.asOwner(in: decision), configuration)
    if node != nil, let options = request.options {
      try NodeForm.check(options, against: configuration, circumstances.policy)
    }
    try checkShape(candidate, configuration, circumstances.policy)
    if let publisher, publisher != jid {
      try Rights.require(.retractAny, actor, configuration)
    }
    guard let item = request.item else {
      decision.events = Event.toSubscribers(
        target.id, configuration, EventBody.item(nil, target.id, configuration))
      decision.reply = PublishReply(node: target.id, item: nil).element
      return decision
    }
    let id = item.id ?? ItemID(stored: circumstances.newName())
    if configuration.persistItems {
      decision.effects.append(
        .store(
          target.id, PublishedItem(id: id, publisher: jid, payload: candidate.payload)))
      if let keep = configuration.maxItems, target.items >= keep {
        decision.effects.append(.trim(target.id, keep: keep))
      }
    }
    let stored = StoredItem(id: id, sequence: 0, publisher: jid, payload: candidate.payload)
    decision.events = Event.toSubscribers(
      target.id, configuration, EventBody.item(stored, target.id, configuration))
    decision.reply = PublishReply(node: target.id, item: id).element
    return decision
  }

  /// A node that is not there yet is made, with the preconditions as its configuration (section 7.1.4).
  private static func create(
    _ request: PublishRequest, _ jid: BareJID, _ circumstances: Circumstances,
    _ decision: inout Decision
  ) throws(StanzaError) -> NodeFacts {
    guard circumstances.policy.mayCreate(jid) else { throw .noSuchNode }
    var configuration = NodeConfiguration()
    if let options = request.options {
      configuration = try NodeForm.apply(options, to: configuration, circumstances.policy)
    }
    decision.effects.append(.create(request.node, configuration, owner: jid))
    return NodeFacts(
      id: request.node, configuration: configuration, creator: jid, created: circumstances.now)
  }

  /// The error cases of section 7.1.3.
  private static func checkShape(
    _ candidate: Candidate, _ configuration: NodeConfiguration, _ policy: ServicePolicy
  ) throws(StanzaError) {
    let item = candidate.request.item
    if configuration.persistItems, item == nil { throw .pubsub(.badRequest, .itemRequired) }
    if !configuration.persistItems, configuration.isNotificationOnly, item != nil {
      throw .pubsub(.badRequest, .itemForbidden)
    }
    if !configuration.isNotificationOnly, item?.payload == nil {
      throw .pubsub(.badRequest, .payloadRequired)
    }
    let limit = min(
      configuration.maxPayloadSize ?? policy.maximumPayloadBytes, policy.maximumPayloadBytes)
    if let payload = candidate.payload, payload.count > limit {
      throw .pubsub(
        .notAcceptable, .payloadTooBig, "A payload has at most \(limit) bytes here.",
        kind: .modify)
    }
  }
}

extension Actor {
  /// Who makes a node owns it, from the same request on.
  fileprivate func asOwner(in decision: Decision) -> Actor {
    guard !decision.effects.isEmpty else { return self }
    var actor = self
    actor.affiliation = .owner
    return actor
  }
}
