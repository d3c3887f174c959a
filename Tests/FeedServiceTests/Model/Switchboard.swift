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
  private let count = Atomic<Int>(0)
  private let waiting: Waiting

  /// Where the answers arrive, each by itself: many wait at once.
  private final class Waiting: Sendable {
    let answers = Mutex<[String: Inbox<Element>]>([:])
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
      answer: { answer in
        waiting.answers.withLock { $0.removeValue(forKey: answer["id"] ?? "") }?.put(answer)
      }, post: { _ in })
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
    let id = "q\(count.wrappingAdd(1, ordering: .relaxed).newValue)"
    let text = """
      <stream xmlns='\(Namespace.component)'><iq type='\(kind.rawValue)' id='\(id)' \
      from='\(who)/phone' to='\(Self.address)'>\(payload)</iq></stream>
      """
    let stanza = try Element(parsing: Array(text.utf8)).elements.first { _ in true }
    guard let stanza else { throw Rules.Refusal(conditions: "no stanza") }
    let answers = Inbox<Element>("answer to \(text)")
    waiting.answers.withLock { $0[id] = answers }
    feeds.receive(stanza)
    let answer = try await answers.next(within: .seconds(60))
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
