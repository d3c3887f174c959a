import XML
package import XMPP

/// Publishing items (XEP-0060, section 7.1).
package enum Publish {
  /// The items as they would be stored; made before the transaction, since it is the costly part.
  package struct Candidate: Sendable {
    package struct Item: Sendable {
      package let id: ItemID
      /// Canonical bytes: every namespace is declared where it is used. Of one that is too big, a part.
      package let payload: [UInt8]?
      /// What it says in plain words.
      package let text: String?
    }

    package let request: PublishRequest
    package let items: [Item]
    /// What is wrong with an item by the rules of what the node is for.
    package var flaw: StanzaError?

    /// Payloads are larger than one, or than all of a request, may be anywhere on the service.
    let isTooBig: Bool
    /// An item holds words that administrators have blocked.
    let isBlocked: Bool
    package let bytes: Int

    /// All payloads of a request together have at most so many times the bytes that one may have.
    private static let payloadsPerRequest = 8

    /// - Parameters:
    ///   - text: what a payload says in plain words, if it is understood.
    ///   - words: all that people may read of it; asked for where words are blocked.
    package init(
      _ request: PublishRequest, _ policy: ServicePolicy, _ newName: () -> String,
      text: (PublishRequest.Item) -> String?, words: (PublishRequest.Item) -> [String] = { _ in [] }
    ) {
      self.request = request
      let limit = policy.maximumPayloadBytes
      var left = Self.payloadsPerRequest * limit
      var (isTooBig, isBlocked) = (false, false)
      items = request.items.map { item in
        let payload = item.payload.map { $0.canonical(upTo: max(0, min(limit, left))) }
        left -= payload?.count ?? 0
        isTooBig = isTooBig || payload?.count ?? 0 > limit || left < 0
        let text = text(item)
        if !policy.blockedWords.isEmpty, !isBlocked {
          isBlocked = ([text ?? ""] + words(item)).contains(where: policy.blockedWords.areIn)
        }
        return Item(id: item.id ?? ItemID(stored: newName()), payload: payload, text: text)
      }
      self.isTooBig = isTooBig
      self.isBlocked = isBlocked
      bytes = items.reduce(0) { $0 + ($1.payload?.count ?? 0) }
    }
  }

  /// What is there already.
  package struct Present: Sendable {
    /// Those that the request replaces.
    package var replaced: [HeldItem]
    /// Hidden ones of the same names.
    package var hidden: [HeldItem]
    /// The oldest ones, which may have to make room.
    package var oldest: [HeldItem]
    /// The value of the newest item, if the request depends on it (XEP-0395).
    package var newestVersion: String?

    package init(
      replaced: [HeldItem] = [], hidden: [HeldItem] = [], oldest: [HeldItem] = [],
      newestVersion: String? = nil
    ) {
      self.replaced = replaced
      self.hidden = hidden
      self.oldest = oldest
      self.newestVersion = newestVersion
    }
  }

  /// How many of a node's oldest items a request may push out.
  package static func surplus(_ candidate: Candidate, _ node: NodeFacts) -> Int {
    guard node.configuration.persistItems, let keep = node.configuration.maxItems else { return 0 }
    return min(node.items, max(0, node.items + candidate.items.count - keep))
  }

  /// - Parameter node: nil if there is none.
  package static func decide(
    _ candidate: Candidate, _ node: NodeFacts?, by actor: Actor, _ present: Present,
    _ account: Account, _ circumstances: Circumstances
  ) throws(StanzaError) -> Decision {
    guard let jid = actor.jid else { throw StanzaError(.forbidden, "Nobody publishes unnamed.") }
    let policy = circumstances.policy
    var decision = Decision()
    let target =
      if let node { node } else { try create(candidate, jid, account, circumstances, &decision) }
    let configuration = target.configuration
    try Rights.require(.publish, node == nil ? actor.asOwner : actor, configuration)
    if let flaw = candidate.flaw { throw flaw }
    if (present.replaced + present.hidden).contains(where: { $0.publisher != jid }) {
      try Rights.require(.retractAny, actor, configuration)
    }
    for item in present.replaced where item.publisher != jid {
      decision.keep(.replace, target.id, by: actor, item: item.id, subject: item.publisher)
    }
    guard present.hidden.isEmpty else {
      throw StanzaError(
        .notAllowed, "That item is hidden; it can be edited once an owner shows it again.")
    }
    guard !candidate.isBlocked || actor.isAdmin else { throw .blockedWords }
    try checkOptions(candidate, node, present, policy)
    try checkShape(candidate, configuration, policy)
    for item in candidate.request.items {
      try circumstances.rules.admit(item, target.id, configuration)
    }
    guard !candidate.items.isEmpty else {
      decision.events = Event.toSubscribers(
        target.id, configuration, about: .item, EventBody.item(nil, target.id, configuration))
      decision.reply = PublishReply(node: target.id, items: []).element
      return decision
    }
    if configuration.keepsItems {
      let gone = try makeRoom(candidate, target, present, &decision)
      try policy.require(growth(candidate, jid, present.replaced, gone), for: jid, account)
    }
    for item in candidate.items {
      tell(item, jid, target, &decision)
    }
    decision.reply = PublishReply(node: target.id, items: candidate.items.map(\.id)).element
    return decision
  }

  /// How much more the publisher has afterwards. What stays as an earlier version frees nothing: whoever has no room
  /// left edits no post, but may retract it.
  private static func growth(
    _ candidate: Candidate, _ jid: BareJID, _ replaced: [HeldItem], _ gone: [HeldItem]
  ) -> Usage {
    let replaced = replaced.filter { $0.publisher == jid }
    let gone = gone.filter { $0.publisher == jid }
    let freed = gone + replaced.filter { !$0.staysAsVersion }
    return Usage(
      items: candidate.items.count - replaced.count - gone.count,
      bytes: candidate.bytes - freed.reduce(0) { $0 + $1.bytes })
  }

  /// Stores an item, where the node does, and announces it.
  private static func tell(
    _ item: Candidate.Item, _ jid: BareJID, _ node: NodeFacts, _ decision: inout Decision
  ) {
    if node.configuration.keepsItems {
      decision.effects.append(
        .store(node.id, PublishedItem(id: item.id, publisher: jid, payload: item.payload)))
    }
    let stored = StoredItem(id: item.id, publisher: jid, payload: item.payload)
    decision.events += Event.toSubscribers(
      node.id, node.configuration, about: .item,
      EventBody.item(stored, node.id, node.configuration),
      text: item.text, item: item.id)
  }

  /// A node that is not there yet is made, with the preconditions as its configuration (section 7.1.4).
  private static func create(
    _ candidate: Candidate, _ jid: BareJID, _ account: Account, _ circumstances: Circumstances,
    _ decision: inout Decision
  ) throws(StanzaError) -> NodeFacts {
    let (request, policy) = (candidate.request, circumstances.policy)
    guard policy.mayCreate(jid) else { throw .noSuchNode }
    try policy.requireName(request.node, by: jid)
    var configuration = try circumstances.rules.defaults(request.node, request.options, policy)
    if let options = request.options {
      configuration = try NodeForm.apply(options, to: configuration, policy)
    }
    try check(configuration, request.node, circumstances.rules)
    try policy.requireUnblocked(configuration, isAdmin: policy.isAdmin(jid))
    guard configuration.parent == nil, configuration.link == nil else {
      throw .pubsub(
        .conflict, .preconditionNotMet, "Create a node with relations before you publish in it.")
    }
    try policy.require(Usage(nodes: 1), for: jid, account)
    decision.effects.append(.create(request.node, configuration, owner: jid))
    return NodeFacts(
      id: request.node, configuration: configuration, creator: jid, created: circumstances.now)
  }

  /// What a node of this type may not be is a precondition that cannot be met.
  private static func check(
    _ configuration: NodeConfiguration, _ node: NodeID, _ rules: NodeRules
  ) throws(StanzaError) {
    do {
      try rules.check(node, configuration, nil, 0)
    } catch {
      throw .pubsub(.conflict, .preconditionNotMet, error.text)
    }
  }

  private static func checkOptions(
    _ candidate: Candidate, _ node: NodeFacts?, _ present: Present, _ policy: ServicePolicy
  ) throws(StanzaError) {
    guard let options = candidate.request.options else { return }
    if let node { try NodeForm.check(options, against: node.configuration, policy) }
    // No value, like an empty one, says that nothing is there.
    guard let expected = options.values(of: CompareAndPublish.option) else { return }
    guard
      expected == [present.newestVersion ?? ""]
        || expected.isEmpty && present.newestVersion == nil
    else { throw CompareAndPublish.failure(newest: present.newestVersion) }
  }

  /// Types that are the namespace of their payloads (section 7.1.3.6). Most name a profile, as those of
  /// XEP-0472 do, and say nothing of what the payloads look like.
  private static let payloadTypes: Set<String> = [Namespace.atom]

  /// The error cases of section 7.1.3.
  private static func checkShape(
    _ candidate: Candidate, _ configuration: NodeConfiguration, _ policy: ServicePolicy
  ) throws(StanzaError) {
    if configuration.persistItems, candidate.items.isEmpty {
      throw .pubsub(.badRequest, .itemRequired, "This node keeps items: publish one.")
    }
    if !configuration.persistItems, configuration.isNotificationOnly, !candidate.items.isEmpty {
      throw .pubsub(.badRequest, .itemForbidden, "This node takes no items: publish without one.")
    }
    if !configuration.isNotificationOnly, candidate.lacksPayload {
      throw .pubsub(.badRequest, .payloadRequired, "An item of this node needs a payload.")
    }
    let known = candidate.request.items.compactMap { $0.payload?.name.namespace }
    guard
      !payloadTypes.contains(configuration.type ?? "")
        || known.allSatisfy({ $0 == configuration.type })
    else {
      throw .pubsub(
        .badRequest, .invalidPayload, "Payloads of this node have its type as their namespace.")
    }
    let limit = configuration.payloadLimit(policy)
    guard !candidate.isTooBig, candidate.items.allSatisfy({ $0.payload?.count ?? 0 <= limit })
    else {
      throw .pubsub(
        .notAcceptable, .payloadTooBig, "A payload has at most \(limit) bytes here.",
        kind: .modify)
    }
  }

  /// What a full node does (sections 7.1.2.5, 7.1.3.4 and 12.11); returns the items that go.
  private static func makeRoom(
    _ candidate: Candidate, _ node: NodeFacts, _ present: Present, _ decision: inout Decision
  ) throws(StanzaError) -> [HeldItem] {
    let configuration = node.configuration
    let new = candidate.items.count - present.replaced.count
    guard let keep = configuration.maxItems, new > 0, node.items + new > keep else { return [] }
    if candidate.items.count > keep {
      throw .pubsub(
        .notAllowed, .maxItemsExceeded, "The node keeps \(keep) items, fewer than these.")
    }
    guard configuration.full != .reject else {
      throw .pubsub(
        .conflict, .nodeFull, "The node is full: it keeps \(keep). Retract something first.")
    }
    let gone = present.oldest.filter { old in !candidate.items.contains { $0.id == old.id } }
      .prefix(node.items + new - keep)
    for item in gone {
      decision.effects.append(.retract(node.id, item.id))
      if configuration.full == .retractOldest, configuration.notifyRetract {
        decision.events += Retract.events(item.id, node.id, configuration)
      }
    }
    return Array(gone)
  }
}

extension Publish.Candidate {
  fileprivate var lacksPayload: Bool {
    items.isEmpty || items.contains { $0.payload == nil }
  }
}

extension Actor {
  /// Who makes a node owns it, from the same request on.
  fileprivate var asOwner: Actor {
    var actor = self
    actor.standing.affiliation = .owner
    return actor
  }
}
