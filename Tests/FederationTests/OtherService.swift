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

  struct State: Sendable {
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
