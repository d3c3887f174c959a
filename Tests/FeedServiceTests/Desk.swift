import PubSub
import Store
import Synchronization
import TestSupport
import Testing
import XML
import XMPP

@testable import FeedService

/// A service at work, with a real store and nobody on the other side: what goes in is text of
/// stanzas, what comes out is kept.
final class Desk: Sendable {
  final class Switch: Sendable {
    private let state = Atomic(true)
    var isOn: Bool { state.load(ordering: .relaxed) }
    func turn(on: Bool) { state.store(on, ordering: .relaxed) }
  }

  static let address = "social.verona.lit"

  let folder: TemporaryFolder
  let store: Store
  let number: ServiceID
  let feeds: FeedService
  let port: StanzaPort
  let policy: ServicePolicy
  let people: People
  /// What goes to those who ask: answers, and the messages that go before them.
  let answers = Inbox<Element>()
  /// What goes to others unasked: presence, and errors to messages.
  let posts = Inbox<Element>()
  /// What the service asks others, and what they answer.
  let questions: Questions
  /// Whether there is room for answers.
  let hasRoom = Switch()
  private let count = Atomic<Int>(0)

  init(
    limits: StoreLimits = StoreLimits(), feedLimits: FeedServiceLimits = FeedServiceLimits(),
    rates: Rates = Rates(), _ change: (inout ServicePolicy) -> Void = { _ in }
  )
    async throws
  {
    folder = try TemporaryFolder()
    store = try Store(path: folder.path + "/martlet.sqlite", limits: limits, logger: silent)
    let jid = try BareJID(Self.address)
    number = try await store.write { try $0.hostedService(jid) }
    var policy = ServicePolicy(
      domains: ["verona.lit"], admins: [try BareJID("escalus@verona.lit")])
    change(&policy)
    self.policy = policy
    let (answers, posts, questions, hasRoom) = (answers, posts, Questions(jid), hasRoom)
    self.questions = questions
    port = StanzaPort(
      jid: jid, session: { questions.session }, answer: { answers.put($0) },
      post: { posts.put($0) }, hasRoom: { hasRoom.isOn })
    people = People(port, local: policy.domains)
    feeds = FeedService(
      port: port, service: number, store: store, policy: policy, people: people,
      identity: FeedServiceIdentity(name: "Verona", version: "1.2.3"), rates: rates,
      limits: feedLimits,
      logger: silent)
  }

  /// Hands a stanza over as it comes from the link.
  func receive(_ text: String) throws {
    let stream = "<stream xmlns='\(Namespace.component)'>\(text)</stream>"
    for element in try Element(parsing: Array(stream.utf8)).elements { feeds.receive(element) }
  }

  /// Sends presence; `romeo` stands for `romeo@verona.lit/phone`.
  func presence(_ who: String, _ type: String? = nil, _ inner: String = "") throws {
    let type = type.map { " type='\($0)'" } ?? ""
    try receive("<presence from='\(full(who))' to='\(Self.address)'\(type)>\(inner)</presence>")
  }

  func message(_ from: String, _ attributes: String = "", _ inner: String) throws {
    try receive("<message from='\(from)' to='\(Self.address)' \(attributes)>\(inner)</message>")
  }

  /// Sends a request and returns its id.
  @discardableResult
  func send(_ kind: IQ.Kind, _ who: String, _ inner: String) throws -> String {
    let id = "q\(count.wrappingAdd(1, ordering: .relaxed).newValue)"
    let people = "from='\(full(who))' to='\(Self.address)'"
    try receive("<iq type='\(kind.rawValue)' id='\(id)' \(people)>\(inner)</iq>")
    return id
  }

  /// `romeo` stands for `romeo@verona.lit/phone`.
  func full(_ who: String) -> String {
    who.contains("@") || who.contains(".") ? who : "\(who)@verona.lit/phone"
  }

  /// Sends a request and returns what the one answer to it says; all before it are answered then.
  @discardableResult
  func ask(_ kind: IQ.Kind, _ who: String, _ inner: String) async throws -> String {
    outcome(try await answer(kind, who, inner))
  }

  /// Sends a request and returns the one answer to it; all before it are answered then.
  func answer(_ kind: IQ.Kind, _ who: String, _ inner: String) async throws -> Element {
    let before = answers.all.count
    let id = try send(kind, who, inner)
    func new(_ all: [Element]) -> [Element] {
      all.dropFirst(before).filter { $0.is("iq", Namespace.component) }
    }
    var all = try await answers.first(before + 1)
    // Messages may go before the answer.
    while new(all).isEmpty { all = try await answers.first(all.count + 1) }
    let answer = try #require(new(all).first)
    #expect(new(all).count == 1)
    #expect(answer["id"] == id)
    #expect(answer["from"] == Self.address)
    #expect(answer["to"] == full(who))
    return answer
  }

  @discardableResult
  func get(_ who: String, _ inner: String) async throws -> String {
    try await ask(.get, who, "<pubsub xmlns='\(Namespace.pubsub)'>\(inner)</pubsub>")
  }

  @discardableResult
  func set(_ who: String, _ inner: String) async throws -> String {
    try await ask(.set, who, "<pubsub xmlns='\(Namespace.pubsub)'>\(inner)</pubsub>")
  }

  @discardableResult
  func getOwned(_ who: String, _ inner: String) async throws -> String {
    try await ask(.get, who, "<pubsub xmlns='\(Namespace.pubsubOwner)'>\(inner)</pubsub>")
  }

  @discardableResult
  func setOwned(_ who: String, _ inner: String) async throws -> String {
    try await ask(.set, who, "<pubsub xmlns='\(Namespace.pubsubOwner)'>\(inner)</pubsub>")
  }

  /// Romeo's node, configured.
  func create(_ node: String, _ fields: KeyValuePairs<String, String> = [:]) async throws {
    let made = try await set(
      "romeo", "<create node='\(node)'/><configure>\(submit(fields))</configure>")
    #expect(made == "<pubsub xmlns='\(Namespace.pubsub)'><create node='\(node)'/></pubsub>")
  }

  /// The events that wait for their delivery.
  func outbox() async throws -> [OutboxEvent] {
    let number = number
    return try await store.read { snapshot in
      try snapshot.waiting(for: number, after: 0, limit: 10_000).compactMap {
        try snapshot.event($0.id)
      }
    }
  }

  /// What they say, without what chance has made.
  func events() async throws -> [String] {
    try await outbox().map { masked(String(decoding: $0.body, as: UTF8.self)) }
  }

  /// Forgets all events that wait.
  func clear() async throws {
    let done = try await outbox().map(\.id)
    try await store.write { try $0.acknowledge(done: done, partial: [:]) }
  }

  /// Returns when all that was handed over before is stored.
  func settle() async throws { try await store.write { _ in } }

  /// Reads something of a node, which is there.
  func read<Value: Sendable>(
    _ node: String, _ body: @escaping @Sendable (Snapshot, NodeRecord) throws -> Value
  ) async throws -> Value {
    let number = number
    return try await store.read { snapshot in
      try body(snapshot, try #require(try snapshot.node(NodeID(node), in: number)))
    }
  }

  /// The service runs for as long as the body takes.
  func running(_ body: () async throws -> Void) async throws {
    let feeds = feeds
    let running = Task { try await feeds.run() }
    do { try await body() } catch {
      running.cancel()
      throw error
    }
    running.cancel()
    try await running.value
  }

  var keeper: SubscriptionKeeper {
    SubscriptionKeeper(
      port: port, service: number, store: store, policy: policy, people: people, logger: silent)
  }
}
