import Logging
import PubSub
import Social
import Store
import Synchronization
import TestSupport
import Testing
import XML
import XMPP

@testable import Federation

/// A component that follows, and services that it reaches.
final class World: Sendable {
  let folder: TemporaryFolder
  let store: Store
  let federation: Federation
  private let link: Link
  private let running = Mutex<Task<Void, any Error>?>(nil)

  static let service = "pubsub.capulet.lit"
  let jid: BareJID
  let capulet: BareJID

  init(
    _ services: [String: OtherService], _ change: (inout FederationSettings) -> Void = { _ in }
  ) async throws {
    let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    folder = try TemporaryFolder()
    store = try Store(path: folder.database, logger: silent)
    jid = try BareJID("social.verona.lit")
    capulet = try BareJID(Self.service)
    var settings = FederationSettings()
    settings.firstRetry = .milliseconds(20)
    settings.longestRetry = .milliseconds(20)
    settings.deadline = .milliseconds(200)
    settings.requestsPerMinute = 60_000
    settings.restInterval = .milliseconds(50)
    change(&settings)
    link = Link(services, jid)
    federation = Federation(
      port: link.port(jid), store: store, settings: settings, logger: silent)
  }

  /// Follows the node of a service, and has it as that has it.
  static func following(
    _ service: OtherService, _ change: (inout FederationSettings) -> Void = { _ in }
  ) async throws -> World {
    let world = try await World([Self.service: service], change)
    try await world.follow()
    world.start()
    try await world.equals(service)
    return world
  }

  func start() {
    running.withLock { $0 = Task { try await federation.run() } }
  }

  func stop() async throws {
    let task = running.withLock { $0 }
    task?.cancel()
    _ = await task?.result
    try await store.close()
  }

  /// How often was looked whether there is anything to do.
  var rounds: Int { link.timesAsked }

  /// The link is lost and made again.
  func reconnect() { link.reconnect() }

  func follow(_ node: String = "news", of service: BareJID? = nil) async throws {
    let follow = Follow(try NodeID(node), of: service ?? capulet, .admin)
    try await store.write { try $0.follow(follow, .now) }
  }

  func unfollow(_ node: String = "news") async throws {
    let follow = Follow(try NodeID(node), of: capulet, .admin)
    _ = try await store.write { try $0.unfollow(follow, .now) }
  }

  /// Hands a notification over, as the link does.
  @discardableResult
  func hear(_ event: EventBody, from service: String = World.service, isOld: Bool = false) throws
    -> Bool
  {
    var message = Message(
      .headline, from: try JID(service), to: JID(jid), children: [event.element])
    if isOld { message.children.append(Element("delay", Namespace.delay)) }
    return federation.receive(message.element)
  }

  func source(_ node: String = "news", of service: BareJID? = nil) async throws -> Source? {
    let (node, service) = (try NodeID(node), service ?? capulet)
    return try await store.read { try $0.source(node, of: service) }
  }

  /// What is here of a node, the newest first.
  func items(_ node: String = "news", of service: BareJID? = nil) async throws -> [String] {
    guard let source = try await source(node, of: service) else { return [] }
    return try await store.read { try $0.itemNames(of: source) }.map(\.name)
  }

  /// Waits until a node is here as its service has it.
  func equals(_ service: OtherService, _ node: String = "news") async throws {
    try await eventually("the node is here as it is there", within: .seconds(20)) {
      let (here, source) = (try await items(node), try await source(node))
      return here == service.ids && source?.stage == .following
    }
  }

  /// The texts that a local person finds.
  func found(_ text: String) async throws -> [String] {
    let known = Acquaintances(policy: ServicePolicy(domains: ["verona.lit"], admins: []))
    let (jid, query) = (jid, try PostQuery(text))
    let service = try await store.write { try $0.hostedService(jid) }
    let reader = SearchReader.account(try BareJID("romeo@verona.lit"), on: service, known)
    return try await store.search(within: .seconds(20)) { snapshot in
      try snapshot.search(query, for: reader, after: nil, SearchBounds(posts: 50)).posts
        .map(\.post.item)
    }
  }
}

/// The way to the services, and a number for each connection.
private final class Link: Sendable {
  private let services: [String: OtherService]
  private let jid: BareJID
  private let number = Mutex(1)
  private let questions = Mutex(0)

  /// How often somebody asked for the connection.
  var timesAsked: Int { questions.withLock { $0 } }

  init(_ services: [String: OtherService], _ jid: BareJID) {
    (self.services, self.jid) = (services, jid)
  }

  func reconnect() { number.withLock { $0 += 1 } }

  func port(_ jid: BareJID) -> StanzaPort {
    StanzaPort(
      jid: jid,
      session: { [self] in
        questions.withLock { $0 += 1 }
        return StanzaPort.Session(
          number: number.withLock { $0 }, notify: { _ in },
          request: { [self] in try await ask($0, $1, $2, $3) },
          askAs: { [self] from, kind, to, payload, deadline in
            if from.bare != jid { services[to.description]?.noteStranger() }
            return try await ask(kind, to, payload, deadline)
          })
      }, answer: { _ in })
  }

  private func ask(_ kind: IQ.Kind, _ to: JID, _ payload: Element, _ deadline: Duration)
    async throws -> IQ
  {
    guard let service = services[to.description] else {
      return IQ(
        .error, id: "1", from: to, to: JID(jid), error: StanzaError(.remoteServerNotFound, ""))
    }
    switch try service.answer(kind, payload) {
    case nil:
      // The link's patience is lost when the test says so.
      await service.answerIsWaitedFor()
      throw StanzaPortError.timedOut
    case .success(let payload):
      return IQ(.result, id: "1", from: to, to: JID(jid), payload: payload)
    case .failure(let error):
      return IQ(.error, id: "1", from: to, to: JID(jid), error: error)
    }
  }
}
