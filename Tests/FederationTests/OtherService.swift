import PubSub
import Social
import Synchronization
import XML
import XMPP

/// Who asks a service.
enum Asker: Hashable, Sendable { case us, stranger, account }

/// A service that is followed, as a script: it answers as real ones do, in the many ways in which they differ.
final class OtherService: Sendable {
  /// How it behaves.
  struct Manners: Sendable {
    var access = "open"
    /// The order in which it lists ids, and gives the newest items.
    var listsNewestFirst = false
    /// Whether it has pages of items.
    var hasPages = false
    /// Whether an edit leaves an item in its place.
    var editsInPlace = false
    /// It lists neither nodes nor items.
    var isTaciturn = false
    /// So many items at a time at most.
    var mostItems: Int?
    var refusesItems = false
    /// So many ids on a page of a list; nil: all at once.
    var idsOnPage: Int?
    var takesSubscribers = true
    /// It does not know its own marks a moment later.
    var forgetsMarks = false
    /// The same page again and again.
    var isEndless = false
    var isSilent = false
    /// It is an account, whose server answers for it to itself and its contacts alone.
    var isAccount = false
    /// We are a contact.
    var isShared = false
    /// Its server lets nobody act in its name.
    var grantsNothing = false
    /// It has but one word for all that is closed.
    var isBlunt = false
    var refusal: StanzaError?
    /// So large an answer arrives; nil: any. Whether our link ends of a larger one.
    var mostBytes: Int?
    var endsLink = false
    /// It names each item twice.
    var repeats = false
    /// It says each time that it has another number of items.
    var countsAnyhow = false
    /// Of these nodes it says nothing.
    var silentNodes: Set<String> = []
    /// Of these it gives no items.
    var slowNodes: Set<String> = []
    /// What it lists of its nodes, and what it says of each; nil: of whatever node it is asked, it is the same one.
    var nodes: [Node]?
    /// Who owns them, as it says.
    var owners: [String] = []
    /// What it says that it can do.
    var features: Set<String> = [Namespace.pubsub]
  }

  struct Node: Sendable {
    let name: String
    var access: String? = "open"
    /// It is a collection of these.
    var children: [Node]?

    init(_ name: String, access: String? = "open", children: [Node]? = nil) {
      (self.name, self.access, self.children) = (name, access, children)
    }

    /// Those below it too.
    var all: [Node] { [self] + (children ?? []).flatMap(\.all) }
  }

  fileprivate struct State: Sendable {
    var manners: Manners
    /// In the order in which they were published.
    var items: [(id: String, payload: Element)] = []
    /// Who has published an item, as it says.
    var publishers: [String: String] = [:]
    var subscribers: [String] = []
    var requests: [String] = []
    var strangers = 0
    var asked = 0
    var profile = Profile()
    /// What happens after so many more answers with items.
    var surprise: (after: Int, act: @Sendable () throws -> Void)?
  }

  let node: String
  /// What is attached to its items, summed up (XEP-0470): another node of it; nil: there is none.
  let summary: OtherService?
  private let state: Mutex<State>

  private let (waits, end) = AsyncStream<Void>.makeStream()

  /// Who waits for an answer of a service that is silent waits until `waitIsOver`, which is for one question.
  func answerIsWaitedFor() async { for await _ in waits { break } }

  func waitIsOver() { end.yield() }

  /// Whether its server lets us act in its name.
  var grants: Bool { state.withLock { !$0.manners.grantsNothing } }

  init(_ manners: Manners = Manners(), node: String = "news", summary: OtherService? = nil) {
    (self.node, self.summary) = (node, summary)
    state = Mutex(State(manners: manners))
  }

  func behave(_ change: @Sendable (inout Manners) -> Void) {
    state.withLock { change(&$0.manners) }
  }

  /// What it says of itself, if it is an account.
  func say(_ change: @Sendable (inout Profile) -> Void) {
    state.withLock { change(&$0.profile) }
  }

  /// - Parameter comments: the address of the node with its comments.
  @discardableResult
  func publish(_ id: String, _ text: String, day: Int = 1, comments: String? = nil) throws
    -> Element
  {
    var payload = try OtherService.entry(text, day: day)
    if let comments {
      payload.append(Element("link", Namespace.atom, ["rel": "replies", "href": comments]))
    }
    put(id, payload)
    return payload
  }

  func put(_ id: String, _ payload: Element) {
    state.withLock { state in
      if state.manners.editsInPlace, let place = state.items.firstIndex(where: { $0.id == id }) {
        state.items[place].payload = payload
      } else {
        state.items.removeAll { $0.id == id }
        state.items.append((id, payload))
      }
    }
  }

  static func entry(_ text: String, day: Int = 1) throws -> Element {
    let date = "2024-\(day > 330 ? 12 : 1 + day / 28)-\(1 + day % 28)"
      .split(separator: "-").map { $0.count == 1 ? "0\($0)" : String($0) }.joined(separator: "-")
    let text = """
      <entry xmlns='\(Namespace.atom)'><title>\(text)</title><updated>\(date)T00:00:00Z</updated></entry>
      """
    return try Element(parsing: Array(text.utf8))
  }

  func attribute(_ id: String, to publisher: BareJID) {
    state.withLock { $0.publishers[id] = publisher.description }
  }

  func retract(_ id: String) { state.withLock { $0.items.removeAll { $0.id == id } } }

  /// The newest first.
  var ids: [String] { state.withLock { $0.items.map(\.id).reversed() } }
  var subscribers: [String] { state.withLock { $0.subscribers } }
  /// How often somebody asked whom nobody knows.
  var strangers: Int { state.withLock { $0.strangers } }
  func noteStranger() { state.withLock { $0.strangers += 1 } }
  /// What it was asked, in short.
  var requests: [String] { state.withLock { $0.requests } }

  /// How often it was asked something, whether it has answered or not.
  var timesAsked: Int { state.withLock { $0.asked } }

  /// Whether it says anything when it is asked that.
  func answers(_ payload: Element) -> Bool {
    state.withLock { state in
      state.asked += 1
      let asksForItems = payload.first("items", Namespace.pubsub) != nil
      let (silent, slow) = (state.manners.silentNodes, state.manners.slowNodes)
      return !(asksForItems ? silent.union(slow) : silent).contains(Self.node(in: payload) ?? "")
    }
  }

  func passesOn(_ bytes: Int) -> Bool {
    state.withLock { bytes <= $0.manners.mostBytes ?? .max }
  }

  var endsLink: Bool { state.withLock { $0.manners.endsLink } }

  // MARK: Answers

  /// Something happens there as soon as it has given items so many times more.
  func afterItems(_ count: Int, _ act: @escaping @Sendable () throws -> Void) {
    state.withLock { $0.surprise = (count, act) }
  }

  /// Nil: it says nothing.
  func answer(_ kind: IQ.Kind, _ payload: Element, for asker: Asker = .us) throws -> Result<
    Element?, StanzaError
  >? {
    let answer = try given(kind, payload, for: asker)
    if payload.first("items", Namespace.pubsub) != nil {
      try state.withLock { $0.countDown() }?()
    }
    return answer
  }

  private func given(_ kind: IQ.Kind, _ payload: Element, for asker: Asker) throws -> Result<
    Element?, StanzaError
  >? {
    if NodeID(stored: Self.node(in: payload) ?? "").summedUp != nil, node != Self.node(in: payload)
    {
      return try summary?.answer(kind, payload, for: asker)
        ?? .failure(StanzaError(.itemNotFound, "No."))
    }
    return try state.withLock { state -> Result<Element?, StanzaError>? in
      guard !state.manners.isSilent else { return nil }
      if let (what, answer) = state.profile.answer(
        payload, isContact: asker == .us && state.manners.isShared)
      {
        state.requests.append(what)
        return answer
      }
      if let refusal = state.refusal(of: payload, for: asker) { return .failure(refusal) }
      if let refusal = state.manners.refusal { return .failure(refusal) }
      switch payload.name {
      case DiscoInfo.name where state.manners.isTaciturn,
        DiscoItems.name where state.manners.isTaciturn:
        return .failure(StanzaError(.serviceUnavailable, "No."))
      case DiscoInfo.name where Self.node(in: payload) == nil:
        state.requests.append("features")
        return .success(DiscoInfo(features: state.manners.features).element)
      case DiscoInfo.name:
        state.requests.append("info")
        guard let nodes = state.manners.nodes else { return .success(state.info(Node(node))) }
        let name = try DiscoInfo.Request(payload).node
        guard let found = nodes.flatMap(\.all).first(where: { $0.name == name }) else {
          return .failure(StanzaError(.itemNotFound, "No."))
        }
        return .success(state.info(found))
      case DiscoItems.name:
        let request = try DiscoItems.Request(payload)
        if let answer = try state.listNodes(request) { return .success(answer) }
        state.requests.append("ids")
        return .success(try state.list(DiscoItems.Request(payload), node))
      default: return try state.pubsub(kind, payload, node)
      }
    }
  }

  /// Which node a request is about.
  private static func node(in payload: Element) -> String? {
    payload["node"] ?? payload.elements.compactMap { $0["node"] }.first
  }
}

extension OtherService.State {
  /// What happens now.
  fileprivate mutating func countDown() -> (@Sendable () throws -> Void)? {
    guard let (count, act) = surprise else { return nil }
    surprise = count > 1 ? (count - 1, act) : nil
    return count > 1 ? nil : act
  }

  fileprivate func info(_ node: OtherService.Node) -> Element {
    let access = manners.nodes == nil ? manners.access : node.access
    let form = DataForm(
      .result,
      fields: [
        .init("FORM_TYPE", .hidden, values: [Namespace.pubsub + "#meta-data"]),
        .init("pubsub#title", .textSingle, values: ["News"]),
        .init("pubsub#access_model", .listSingle, values: access.map { [$0] } ?? []),
        .init("pubsub#owner", .jidMulti, values: manners.owners),
      ])
    return DiscoInfo(
      node: node.name,
      identities: [.init("pubsub", node.children == nil ? "leaf" : "collection")],
      features: [Namespace.pubsub],
      forms: [form]
    ).element
  }

  /// Nil: it is asked for the items of a node.
  fileprivate mutating func listNodes(_ request: DiscoItems.Request) throws -> Element? {
    guard let nodes = manners.nodes else { return nil }
    let above = request.node.flatMap { name in nodes.flatMap(\.all).first { $0.name == name } }
    guard request.node == nil || above?.children != nil else { return nil }
    requests.append("nodes")
    let names = (above?.children ?? nodes).map(\.name)
    var (answer, page) = cut(names, request, DiscoItems(node: request.node))
    let jid = try JID("pubsub.capulet.lit")
    answer.items = page.map { .init(jid, node: $0, name: "Called \($0)") }
    return answer.element
  }

  fileprivate func list(_ request: DiscoItems.Request, _ node: String) throws -> Element {
    var ids = items.map(\.id)
    if manners.listsNewestFirst { ids.reverse() }
    if manners.repeats { ids = ids.flatMap { [$0, $0] } }
    var (answer, page) = cut(ids, request, DiscoItems(node: node))
    let jid = try JID("pubsub.capulet.lit")
    answer.items = page.map { .init(jid, name: $0) }
    return answer.element
  }

  /// A page of a list.
  private func cut(_ ids: [String], _ request: DiscoItems.Request, _ answer: DiscoItems) -> (
    DiscoItems, ArraySlice<String>
  ) {
    var (answer, page) = (answer, ids[...])
    if let most = manners.idsOnPage {
      let size = min(most, request.page?.max ?? most)
      let start = request.page?.after.flatMap { ids.firstIndex(of: $0) }.map { $0 + 1 } ?? 0
      page = manners.isEndless ? ids.prefix(size) : ids[start...].prefix(size)
      answer.page = ResultSet.Response(
        first: page.first, last: page.last, count: manners.isEndless ? 9_999_999 : ids.count)
    }
    return (answer, page)
  }

  fileprivate mutating func pubsub(_ kind: IQ.Kind, _ payload: Element, _ node: String) throws
    -> Result<Element?, StanzaError>
  {
    if payload.first("subscriptions", Namespace.pubsub) != nil {
      let node = NodeID(stored: node)
      return .success(
        SubscriptionsReply(
          subscriptions: try subscribers.map {
            Subscription(node: node, jid: try JID($0), state: .subscribed)
          }
        ).element)
    }
    if let configure = payload.first("configure", Namespace.pubsubOwner) {
      requests.append("configuration")
      let form = DataForm(
        .form,
        fields: [
          .init("FORM_TYPE", .hidden, values: [Namespace.pubsub + "#node_config"]),
          .init("pubsub#access_model", .listSingle, values: [manners.access]),
        ])
      return .success(
        Element(
          "pubsub", Namespace.pubsubOwner, [:],
          [Element("configure", configure.name.namespace, ["node": node], [form.element])]))
    }
    if let subscribe = payload.first("subscribe", Namespace.pubsub) {
      requests.append("subscribe")
      guard manners.takesSubscribers else {
        return .failure(StanzaError(.featureNotImplemented, "No."))
      }
      subscribers.append(subscribe["jid"] ?? "")
      return .success(nil)
    }
    if payload.first("unsubscribe", Namespace.pubsub) != nil {
      requests.append("unsubscribe")
      subscribers = []
      return .success(nil)
    }
    guard !manners.refusesItems else { return .failure(StanzaError(.forbidden, "No.")) }
    do { return .success(try read(ItemsRequest(payload), node)) } catch let error as StanzaError {
      return .failure(error)
    }
  }

  /// What an account's server says to those whom a request is not for.
  fileprivate func refusal(of payload: Element, for asker: Asker) -> StanzaError? {
    guard manners.isAccount, asker != .account else { return nil }
    let isContact = manners.isShared && asker == .us
    if [DiscoInfo.name, DiscoItems.name].contains(payload.name) {
      return isContact ? nil : StanzaError(.serviceUnavailable, "No.")
    }
    if manners.access == "open" || manners.access == "presence" && isContact { return nil }
    guard manners.access == "presence", !manners.isBlunt else {
      return StanzaError(.forbidden, "No.")
    }
    return .pubsub(.notAuthorized, .presenceSubscriptionRequired, "No.")
  }

  private mutating func read(_ request: ItemsRequest, _ node: String) throws -> Element {
    var found = items
    var set: [Element] = []
    if let newest = request.maxItems ?? request.page?.max, request.ids.isEmpty {
      let end = request.page?.before.flatMap { mark in found.firstIndex { "@\($0.id)" == mark } }
      // XEP-0059, section 2.2.
      if request.page?.before?.isEmpty == false, end == nil || manners.forgetsMarks,
        !manners.isEndless
      {
        throw StanzaError(.itemNotFound, "No.")
      }
      found = found[..<(manners.mostItems == nil ? end ?? found.count : found.count)]
        .suffix(min(newest, manners.mostItems ?? newest))
      let answer = ResultSet.Response(
        first: found.first.map { "@\($0.id)" }, last: found.last.map { "@\($0.id)" },
        count: manners.countsAnyhow ? requests.count % 2 * 1_000 : items.count)
      if manners.hasPages { set = [answer.element] }
    }
    if manners.listsNewestFirst { found.reverse() }
    if !request.ids.isEmpty {
      let wanted = Set(request.ids.map(\.name))
      found = found.filter { wanted.contains($0.id) }
    }
    if manners.repeats { found = found.flatMap { [$0, $0] } }
    requests.append("items \(found.count)")
    let children = found.map {
      Element(
        "item", Namespace.pubsub, ["id": $0.id, "publisher": publishers[$0.id]], [$0.payload])
    }
    return Element(
      "pubsub", Namespace.pubsub, [:],
      [Element("items", Namespace.pubsub, ["node": node], children)] + set)
  }
}
