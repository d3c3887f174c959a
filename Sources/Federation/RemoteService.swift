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
    /// What it said broke one of our limits, and was not read.
    case tooLarge
    /// Our own link has ended before it said anything: perhaps by what it said.
    case cutOff
    /// Our own link is away, or has no room: nobody's fault.
    case disconnected

    fileprivate init(_ error: StanzaPortError?) {
      self =
        switch error {
        case .timedOut: .noAnswer
        case .answerTooLarge: .tooLarge
        case .cutOff: .cutOff
        case .disconnected, .tooLarge, .busy, nil: .disconnected
        }
    }

    /// Whether there may be an answer to whoever asks for less.
    var isTooMuch: Bool { self == .tooLarge || self == .refused(.tooMuch) }
  }

  /// Who asks.
  enum Asker: Hashable, Sendable {
    /// Whoever may read most: the account itself where its server allows that (XEP-0356), else we.
    case reader
    /// The component.
    case us
    /// Another address of ours.
    case other(JID)
  }

  let address: BareJID
  let session: StanzaPort.Session
  let deadline: Duration
  /// Its own, and that of all together.
  let paces: [Pace]
  /// How long all pages of a list may take.
  let patience: Duration
  /// What may be asked in the account's name; nil: nothing.
  var grant: Grant?

  /// So many names are listed on a page, of so many pages at most.
  private static let namesAtOnce = 500
  private static let fewestNames = 50
  private static let maximumPages = 200
  private static let maximumNames = 100_000
  /// So many bytes of names a list has at most.
  private static let maximumListBytes = 8_388_608

  func ask(_ kind: IQ.Kind, _ payload: Element, as asker: Asker = .us) async throws(Failure)
    -> Element?
  {
    do {
      for pace in paces { try await pace.wait() }
      let isPrivileged = asker == .reader && isLet(kind, in: payload.name.namespace)
      let request = isPrivileged ? inItsName(kind, payload) : payload
      let answer =
        if case .other(let from) = asker {
          try await session.askAs(from, kind, JID(address), request, deadline)
        } else {
          try await session.ask(kind, JID(address), request, deadline)
        }
      if answer.kind == .error {
        let error = answer.error ?? StanzaError(.undefinedCondition, "")
        guard isPrivileged, error.condition == .forbidden else { throw error }
        grant?.refuse()
        return try await ask(kind, payload)
      }
      return isPrivileged ? try PrivilegedIQ.payload(ofAnswer: answer.payload) : answer.payload
    } catch let failure as Failure {
      throw failure
    } catch let error as StanzaError {
      throw .refused(RemoteCondition(error))
    } catch {
      throw Failure(error as? StanzaPortError)
    }
  }

  private func isLet(_ kind: IQ.Kind, in namespace: String) -> Bool {
    grant?.lets(kind, in: namespace) == true
  }

  private func inItsName(_ kind: IQ.Kind, _ payload: Element) -> Element {
    let id = String(UInt64.random(in: 0 ... .max), radix: 36)
    return PrivilegedIQ(kind, id: id, to: JID(address), payload).element
  }

  /// Whether the items are read in the account's own name.
  var isPrivileged: Bool { isLet(.get, in: Namespace.pubsub) }

  func read<Answer>(
    _ payload: Element, as asker: Asker = .reader,
    _ read: (Element) throws(StanzaError) -> Answer
  ) async throws(Failure) -> Answer {
    guard let answer = try await ask(.get, payload, as: asker) else { throw .unusable }
    do throws(StanzaError) { return try read(answer) } catch { throw .unusable }
  }

  /// What the service can do (XEP-0030, section 3).
  func features() async throws(Failure) -> Set<String> {
    try await read(DiscoInfo.Request().element) { element throws(StanzaError) in
      try DiscoInfo(element).features
    }
  }

  // MARK: Nodes

  /// What a node is (XEP-0060, section 5.3).
  func metaData(_ node: NodeID) async throws(Failure) -> NodeMetaData {
    NodeMetaData(
      try await read(DiscoInfo.Request(node: node.name).element) { element throws(StanzaError) in
        try DiscoInfo(element)
      })
  }

  /// The same as an owner is told of it (section 8.2); nil where we may not ask.
  func configuration(of node: NodeID) async throws(Failure) -> NodeMetaData? {
    guard isLet(.get, in: Namespace.pubsubOwner) else { return nil }
    let form = try await read(ConfigureRequest(node: node).element) {
      element throws(StanzaError) in try ConfigureRequest(element).form
    }
    return form.map { NodeMetaData(configuration: $0) }
  }

  /// The nodes of the service, or below a collection (XEP-0060, section 5.2).
  ///
  /// - Parameter most: so many are read.
  func nodes(below node: NodeID?, most: Int) async throws(Failure) -> NameList<NodeID> {
    try await list(node, most: most) { $0.nodes(of: address) }
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
    try await read(SubscriptionsRequest(node: node).element, as: .us) {
      element throws(StanzaError) in
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
    _ = try await ask(.get, ItemsRequest(node: node, maxItems: 1).element, as: .other(stranger))
  }

  func items(_ ids: [ItemID], of node: NodeID) async throws(Failure) -> [RemoteItem] {
    let wanted = Set(ids)
    return try await items(ItemsRequest(node: node, ids: ids)).items
      .filter { wanted.contains($0.id) }
  }

  func items(_ request: ItemsRequest, as asker: Asker = .reader) async throws(Failure)
    -> ItemsAnswer
  {
    try await read(request.element, as: asker) { element throws(StanzaError) in
      try ItemsAnswer(element)
    }
  }

  /// The ids of the items, in whatever order the service lists them (XEP-0060, section 5.5).
  func itemIDs(_ node: NodeID) async throws(Failure) -> NameList<ItemID> {
    try await list(node, most: Self.maximumNames) { $0.itemIDs }
  }

  /// What disco#items lists, page by page where it has pages; and whether that is all: a page without a new name ends the
  /// list, and so does its being too long or too large. One that takes too long is none.
  private func list<Name: Hashable & CustomStringConvertible>(
    _ node: NodeID?, most: Int, _ named: (DiscoItems) -> [Name]
  ) async throws(Failure) -> NameList<Name> {
    var (list, seen): (NameList<Name>, Set<Name>) = (NameList(), [])
    var (mark, size, bytes): (String?, Int, Int) = (nil, Self.namesAtOnce, 0)
    let end = ContinuousClock.now + patience
    for _ in 0..<Self.maximumPages where list.names.count < most {
      guard .now < end else { throw .noAnswer }
      let answer = try await page(ofNames: node, after: mark, &size)
      let named = named(answer)
      let fresh = named.filter { seen.insert($0).inserted }
      if fresh.count < named.count { list.isOdd = true }
      list.names += fresh.prefix(most - list.names.count)
      guard let last = answer.page?.last else {
        list.isWhole =
          answer.items.count < AnswerLimit.entries && list.names.count == seen.count
        return list
      }
      if let count = answer.page?.count, list.names.count >= count {
        list.isWhole = true
        return list
      }
      bytes += fresh.heldBytes
      guard !fresh.isEmpty, bytes < Self.maximumListBytes else { break }
      mark = last
    }
    return list
  }

  /// Of names as long as they may be, fewer are asked for. Whoever has no pages gives all at once all the same.
  private func page(ofNames node: NodeID?, after mark: String?, _ size: inout Int)
    async throws(Failure) -> DiscoItems
  {
    while true {
      let page = ResultSet.Request(max: size, after: mark)
      do throws(Failure) {
        return try await read(DiscoItems.Request(node: node?.name, page: page).element) {
          element throws(StanzaError) in try DiscoItems(element)
        }
      } catch {
        guard error.isTooMuch, size > Self.fewestNames else { throw error }
        size = Self.fewestNames
      }
    }
  }
}

/// What a service lists.
struct NameList<Name: Sendable>: Sendable {
  var names: [Name] = []
  /// Whether these are all.
  var isWhole = false
  /// Whether it names something twice.
  var isOdd = false
}
