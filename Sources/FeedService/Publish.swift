import PubSub
import Social
import Store
import XMPP

extension Context {
  func publish(_ iq: IQ) throws(StanzaError) -> Work {
    let request = try PublishRequest(try iq.request)
    if KeptName.isKept(request.node.name) { return try attach(iq, request) }
    try charge(iq, request.items.count, as: .publishes)
    let known = known(to: iq.from.bare)
    let circumstances = circumstances(known)
    // What is costly is done before the transaction, which others wait for.
    let (candidate, projections) = prepare(request, by: iq.from.bare, circumstances)
    let isProbe = request.items.count == 1 && SocialNode.isProbe(request.items.first?.payload)
    // The payload is held twice: as bytes, and as what was understood of it.
    return .write(bytes: 2 * candidate.bytes) { tx in
      let (node, actor) = try asked(request.node, by: iq.from, tx.snapshot, known)
      let present = try node.map { try self.present(candidate, in: $0, tx.snapshot) }
      var decision = try deciding(for: iq.from.bare, known) { known in
        try Publish.decide(
          candidate, node?.facts, by: actor, present ?? Publish.Present(),
          try tx.account(iq.from.bare), self.circumstances(known))
      }
      // Clients try out what a node can do with an empty entry; nobody else wants to know. One that
      // takes the place of a post is a change like any other.
      if isProbe, present?.replaced.isEmpty != false { decision.events = [] }
      let configuration = node?.facts.configuration ?? decision.made(request.node)
      try carryOut(
        decision, in: request.node, configuration, tx, now: circumstances.now,
        seen: node, projections: projections, known
      ) {
        guard configuration?.makesComments == true else { return }
        let new = projections.filter { id, _ in
          present?.replaced.contains { $0.id == id } != true
        }
        try makeComments(request.node, new, by: iq.from.bare, tx, circumstances, known)
      }
      var reply = Reply(decision.reply)
      if node?.facts.configuration.purgeOffline == true {
        reply.posts = try askForPresence(of: iq.from.bare, tx)
      }
      return reply
    }
  }

  func prepare(
    _ request: PublishRequest, by publisher: BareJID, _ circumstances: Circumstances
  ) -> (Publish.Candidate, [ItemID: Projection]) {
    var request = request
    for index in request.items.indices where request.items[index].id == nil {
      request.items[index].id = ItemID(stored: circumstances.newName())
    }
    var projections: [ItemID: Projection] = [:]
    for item in request.items {
      guard let payload = item.payload, let id = item.id else { continue }
      projections[id] = Projection(
        of: payload, itemID: id.name, publisher: publisher, received: circumstances.now)
    }
    let candidate = Publish.Candidate(request, circumstances.policy, circumstances.newName) {
      item in
      item.id.flatMap { projections[$0]?.text }
    } words: { item in
      item.payload.map(EntryWords.all) ?? []
    }
    return (candidate, projections)
  }

  /// Makes the comments nodes of new posts that name none, where the node wants that.
  private func makeComments(
    _ id: NodeID, _ new: [ItemID: Projection], by publisher: BareJID, _ tx: Transaction,
    _ circumstances: Circumstances, _ known: Acquaintances
  ) throws {
    guard new.values.contains(where: \.lacksComments),
      let node = try tx.snapshot.node(id, in: service)
    else { return }
    let posts = new.sorted { $0.key.name < $1.key.name }.compactMap { item, projection in
      projection.lacksComments
        ? Comments.Post(item: item, headline: projection.headline) : nil
    }
    let effects = try Comments.make(
      for: posts, in: node.facts, of: jid, by: publisher, try tx.account(publisher),
      circumstances
    ) { name throws in try tx.snapshot.node(name, in: commentsService) != nil }
    try tx.apply(
      Decision(effects: effects), in: commentsService, now: circumstances.now, known)
  }

  func present(
    _ candidate: Publish.Candidate, in node: NodeRecord, _ snapshot: Snapshot
  ) throws -> Publish.Present {
    var present = Publish.Present(
      replaced: try snapshot.held(candidate.items.map(\.id), in: node),
      hidden: try snapshot.hidden(candidate.items.map(\.id), in: node),
      oldest: try snapshot.oldest(of: node, limit: Publish.surplus(candidate, node.facts)))
    if candidate.request.options?.field(CompareAndPublish.option) != nil {
      present.newestVersion = try snapshot.newestItem(of: node).map(version)
    }
    return present
  }

  /// What changes with every publish of an item (XEP-0395).
  func version(_ item: StoredItem) -> String { cipher.name(item.sequence) }
}
