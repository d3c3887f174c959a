import PubSub
import XML
import XMPP

/// Another service, as a client asks it: one request after the other, each with a deadline, and not too many in a minute.
struct RemoteService: Sendable {
  /// Why there is no answer.
  enum Failure: Error, Hashable, Sendable {
    case refused(RemoteCondition)
    /// It said nothing in time.
    case noAnswer
    /// What it said is no answer to what was asked.
    case unusable
    /// Our own link is away, or has no room: nobody's fault.
    case disconnected
  }

  let address: BareJID
  let session: StanzaPort.Session
  let deadline: Duration
  let pace: Pace

  /// So many ids are listed on a page, of so many pages at most.
  private static let idsAtOnce = 500
  private static let maximumPages = 200

  /// - Parameter from: nil: our own address.
  func ask(_ kind: IQ.Kind, _ payload: Element, as from: JID? = nil) async throws(Failure)
    -> Element?
  {
    do {
      try await pace.wait()
      let answer =
        if let from {
          try await session.askAs(from, kind, JID(address), payload, deadline)
        } else {
          try await session.ask(kind, JID(address), payload, deadline)
        }
      guard answer.kind == .error else { return answer.payload }
      throw Failure.refused(answer.error.map(RemoteCondition.init) ?? .other)
    } catch let failure as Failure {
      throw failure
    } catch {
      throw error as? StanzaPortError == .timedOut ? .noAnswer : .disconnected
    }
  }

  private func read<Answer>(
    _ payload: Element, _ read: (Element) throws(StanzaError) -> Answer
  ) async throws(Failure) -> Answer {
    guard let answer = try await ask(.get, payload) else { throw .unusable }
    do throws(StanzaError) { return try read(answer) } catch { throw .unusable }
  }

  // MARK: Nodes

  /// What a node is (XEP-0060, section 5.3).
  func metaData(_ node: NodeID) async throws(Failure) -> NodeMetaData {
    NodeMetaData(
      try await read(DiscoInfo.Request(node: node.name).element) { element throws(StanzaError) in
        try DiscoInfo(element)
      })
  }

  // MARK: Subscriptions

  /// Subscribes, unless that was done before (XEP-0060, sections 5.6 and 6.1): some services take a second one on.
  func subscribe(_ jid: BareJID, to node: NodeID) async throws(Failure) -> Subscription.State {
    if let present = try? await subscriptions(to: node).first(where: { $0.jid.bare == jid }),
      present.state == .subscribed
    {
      return .subscribed
    }
    let answer = try await ask(.set, SubscribeRequest(node: node, jid: JID(jid)).element)
    // An empty result is a subscription too.
    guard let answer, let reply = try? SubscribeReply(answer) else { return .subscribed }
    return reply.subscription.state
  }

  private func subscriptions(to node: NodeID) async throws(Failure) -> [Subscription] {
    try await read(SubscriptionsRequest(node: node).element) { element throws(StanzaError) in
      try SubscriptionsReply(element)
    }.subscriptions.filter { $0.node == nil || $0.node == node }
  }

  func unsubscribe(_ jid: BareJID, from node: NodeID) async throws(Failure) {
    let present = try? await subscriptions(to: node).filter { $0.jid.bare == jid }
    for id in present?.map(\.id) ?? [nil] {
      _ = try await ask(.set, UnsubscribeRequest(node: node, jid: JID(jid), id: id).element)
    }
  }

  // MARK: Items

  /// The newest items, in whatever order the service gives them; with a set from those that have pages of items.
  func newest(_ node: NodeID, _ count: Int) async throws(Failure) -> ItemsAnswer {
    try await items(ItemsRequest(node: node, maxItems: count))
  }

  /// The page of items before a mark, or the newest one (XEP-0060, section 6.5.4).
  func page(_ node: NodeID, before mark: String, _ count: Int) async throws(Failure) -> ItemsAnswer
  {
    try await items(ItemsRequest(node: node, page: .init(max: count, before: mark)))
  }

  /// Throws if somebody whom nobody knows may not read a node.
  func tryToRead(_ node: NodeID, as stranger: JID) async throws(Failure) {
    _ = try await ask(.get, ItemsRequest(node: node, maxItems: 1).element, as: stranger)
  }

  func items(_ ids: [ItemID], of node: NodeID) async throws(Failure) -> [RemoteItem] {
    let wanted = Set(ids)
    return try await items(ItemsRequest(node: node, ids: ids)).items
      .filter { wanted.contains($0.id) }
  }

  private func items(_ request: ItemsRequest) async throws(Failure) -> ItemsAnswer {
    try await read(request.element) { element throws(StanzaError) in try ItemsAnswer(element) }
  }

  /// The ids of the items, in whatever order the service lists them (XEP-0060, section 5.5), page by page where it has
  /// pages; and whether these are all: a page without a new id ends the list, and so does its being too long.
  func itemIDs(_ node: NodeID) async throws(Failure) -> (ids: [ItemID], isWhole: Bool) {
    var (ids, seen): ([ItemID], Set<ItemID>) = ([], [])
    var mark: String?
    for _ in 0..<Self.maximumPages {
      let page = ResultSet.Request(max: Self.idsAtOnce, after: mark)
      let answer = try await read(DiscoItems.Request(node: node.name, page: page).element) {
        element throws(StanzaError) in try DiscoItems(element)
      }
      let fresh = answer.itemIDs.filter { seen.insert($0).inserted }
      ids += fresh
      guard let last = answer.page?.last else {
        return (ids, answer.items.count < AnswerLimit.entries)
      }
      if let count = answer.page?.count, ids.count >= count { return (ids, true) }
      guard !fresh.isEmpty else { break }
      mark = last
    }
    return (ids, false)
  }
}
