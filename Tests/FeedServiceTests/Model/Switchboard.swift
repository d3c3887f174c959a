import PubSub
import Store
import Synchronization
import TestSupport
import XML
import XMPP

@testable import FeedService

/// A service at work that many ask at once.
final class Switchboard: Sendable {
  static let address = "social.verona.lit"

  let store: Store
  private let folder: TemporaryFolder
  private let feeds: FeedService
  private let keeper: SubscriptionKeeper
  private let waiting: Waiting

  private final class Waiting: Sendable {
    let askers = Mutex<[String: CheckedContinuation<Element, any Error>]>([:])
    let count = Atomic<Int>(0)

    func end(_ id: String, _ result: Result<Element, any Error>) {
      askers.withLock { $0.removeValue(forKey: id) }?.resume(with: result)
    }
  }

  init() async throws {
    folder = try TemporaryFolder()
    store = try Store(path: folder.path + "/martlet.sqlite", logger: silent)
    let jid = try BareJID(Self.address)
    let service = try await store.write { try $0.hostedService(jid) }
    var policy = ServicePolicy(
      domains: ["verona.lit"], admins: [try BareJID("escalus@verona.lit")])
    (policy.quota, policy.domainQuota) = (Quota(), Quota())
    let waiting = Waiting()
    self.waiting = waiting
    let port = StanzaPort(
      jid: jid, session: { throw StanzaPortError.disconnected },
      answer: { waiting.end($0["id"] ?? "", .success($0)) }, post: { _ in })
    let people = People(port, local: policy.domains)
    feeds = FeedService(
      port: port, service: service, store: store, policy: policy, people: people,
      identity: FeedServiceIdentity(name: "Verona", version: "1"), rates: Rates(),
      logger: silent)
    keeper = SubscriptionKeeper(
      port: port, service: service, store: store, policy: policy, people: people, logger: silent)
  }

  /// Sends a request; throws a `Rules.Refusal` where it is refused, and a `WaitFailure` where there is no answer.
  func ask(_ kind: IQ.Kind, _ who: String, _ payload: String) async throws -> Element {
    let id = "q\(waiting.count.wrappingAdd(1, ordering: .relaxed).newValue)"
    let text = """
      <stream xmlns='\(Namespace.component)'><iq type='\(kind.rawValue)' id='\(id)' \
      from='\(who)/phone' to='\(Self.address)'>\(payload)</iq></stream>
      """
    let stanza = try Element(parsing: Array(text.utf8)).elements.first { _ in true }
    guard let stanza else { throw Rules.Refusal(conditions: "no stanza") }
    let clock = Task { [waiting] in
      try await Task.sleep(for: .seconds(60))
      waiting.end(id, .failure(WaitFailure("No answer to \(text)")))
    }
    defer { clock.cancel() }
    let answer = try await withCheckedThrowingContinuation { continuation in
      waiting.askers.withLock { $0[id] = continuation }
      feeds.receive(stanza)
    }
    guard answer["type"] == "result" else { throw Rules.Refusal(conditions: outcome(answer)) }
    return answer
  }

  func pubsub(_ kind: IQ.Kind, _ who: String, _ inner: String) async throws -> Element {
    try await ask(kind, who, "<pubsub xmlns='\(Namespace.pubsub)'>\(inner)</pubsub>")
  }

  func owned(_ kind: IQ.Kind, _ who: String, _ inner: String) async throws -> Element {
    try await ask(kind, who, "<pubsub xmlns='\(Namespace.pubsubOwner)'>\(inner)</pubsub>")
  }

  /// All nodes that somebody sees, page by page: those that others have deleted stand in the way.
  func nodes(for who: String) async throws -> [String] {
    var nodes: [String] = []
    var set = ""
    while true {
      let query = "<query xmlns='\(Namespace.discoItems)'>\(set)</query>"
      let answer = try await ask(.get, who, query)
      let page = try answer.elements.first { _ in true }.map { try DiscoItems($0) }
      nodes += page?.items.compactMap(\.node) ?? []
      guard let last = page?.page?.last else { return nodes }
      set = resultSet("<after>\(last)</after>")
    }
  }

  /// Returns when nothing is left to be looked through.
  func review() async throws { try await keeper.catchUp() }
}
