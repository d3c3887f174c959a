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
  let number: ServiceID
  let presence: OwnPresence
  let privileges = PrivilegeBook()

  init(
    _ services: [String: OtherService], largestAnswer: Int = .max,
    waitingWrites: Int = 4_096,
    _ change: (inout FederationSettings) -> Void = { _ in }
  ) async throws {
    let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    folder = try TemporaryFolder()
    var limits = StoreLimits()
    limits.waitingWrites = waitingWrites
    store = try Store(path: folder.database, limits: limits, logger: silent)
    jid = try BareJID("social.verona.lit")
    capulet = try BareJID(Self.service)
    var settings = FederationSettings()
    settings.firstRetry = .milliseconds(20)
    settings.longestRetry = .milliseconds(20)
    settings.deadline = .milliseconds(200)
    (settings.requestsPerMinute, settings.allRequestsPerMinute) = (60_000, 480_000)
    settings.restInterval = .milliseconds(50)
    // Nobody is asked who they are, but where that is what is tried.
    (settings.pictures, settings.authorInterval) = (0, .milliseconds(20))
    change(&settings)
    link = Link(services, jid, largestAnswer)
    number = try await store.write { [jid] in try $0.hostedService(jid) }
    presence = OwnPresence(jid)
    presence.describe(DiscoInfo(features: [Namespace.pubsub]))
    federation = Federation(
      port: link.port(jid), service: number, presence: presence, privileges: privileges,
      store: store, settings: settings, logger: silent)
  }

  /// Follows the blog of an account, of our own domain or another one.
  static func following(
    _ account: OtherService, of jid: String,
    _ change: (inout FederationSettings) -> Void = { _ in }
  ) async throws -> World {
    let world = try await World([jid: account]) { settings in
      settings.domains = ["verona.lit"]
      change(&settings)
    }
    try await world.follow(NodeProfile.microblogType, of: try BareJID(jid))
    world.start()
    return world
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

  /// The presence that was sent, in short.
  var sent: [String] { link.sent }

  /// An account answers whether it shares its presence, as its contacts are told and as those who look are woken.
  func share(_ isShared: Bool, _ account: BareJID) async throws {
    try await store.write { [number] tx in
      var contact = try tx.snapshot.contact(account, of: number)
      (contact.isSeen, contact.isAsked) = (isShared, false)
      try tx.setContact(account, contact, of: number)
      try tx.wakeSources(of: account, at: .now)
    }
  }

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

  /// Follows all that the service has.
  func followService() async throws {
    try await store.write { [capulet] in try $0.followService(capulet, .admin, .now) }
  }

  func unfollowService() async throws {
    _ = try await store.write { [capulet] in try $0.unfollowService(capulet, .admin, .now) }
  }

  /// How listing its nodes goes.
  func service() async throws -> ServiceFollow? {
    try await store.read { [capulet] in try $0.serviceFollow(capulet) }
  }

  /// The nodes that are here as they are there.
  func followed() async throws -> [String] {
    try await store.read { try $0.sources(limit: 9_999) }.filter { $0.stage == .following }
      .map(\.node.name).sorted()
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
    try await eventually("the node is here as it is there") {
      let (here, source) = (try await items(node), try await source(node))
      return here == service.ids && source?.stage == .following
    }
  }

  /// The texts that a local person finds.
  ///
  /// - Parameter friends: whose presence they see.
  func found(_ text: String, by who: String = "romeo", friends: Set<String> = []) async throws
    -> [String]
  {
    let friends = try Set(friends.map { try BareJID($0) })
    let known = Acquaintances(
      policy: ServicePolicy(domains: ["verona.lit"], admins: []), friends: { _ in friends })
    let query = try PostQuery(text)
    let reader = SearchReader.account(try BareJID("\(who)@verona.lit"), on: number, known)
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
  private let presences = Mutex<[String]>([])

  var sent: [String] { presences.withLock { $0 } }

  private func note(_ stanzas: [UInt8]) throws {
    let stream = Array("<s xmlns='\(Namespace.component)'>".utf8) + stanzas + Array("</s>".utf8)
    let words = try Element(parsing: stream).elements.map { stanza in
      let mark = stanza.first("c", Namespace.caps) == nil ? "" : " with capabilities"
      return "\(stanza["type"] ?? "available") \(stanza["to"] ?? "")\(mark)"
    }
    presences.withLock { $0 += words }
  }

  private let questions = Mutex(0)

  /// How often somebody asked for the connection.
  var timesAsked: Int { questions.withLock { $0 } }

  /// Bytes of an answer that is read.
  private let largest: Int

  init(_ services: [String: OtherService], _ jid: BareJID, _ largest: Int) {
    (self.services, self.jid, self.largest) = (services, jid, largest)
  }

  func reconnect() { number.withLock { $0 += 1 } }

  func port(_ jid: BareJID) -> StanzaPort {
    StanzaPort(
      jid: jid,
      session: { [self] in
        questions.withLock { $0 += 1 }
        return StanzaPort.Session(
          number: number.withLock { $0 }, notify: { [self] in try note($0) },
          request: { [self] kind, to, payload, _ in try await ask(kind, to, payload, .us) },
          askAs: { [self] from, kind, to, payload, _ in
            if from.bare != jid { services[to.description]?.noteStranger() }
            return try await ask(kind, to, payload, from.bare == jid ? .us : .stranger)
          })
      }, answer: { _ in })
  }

  private func ask(_ kind: IQ.Kind, _ to: JID, _ payload: Element, _ asker: Asker) async throws
    -> IQ
  {
    if payload.is("privileged_iq", Namespace.privilege2) {
      return try await askInItsName(to, payload)
    }
    guard let service = services[to.description] else {
      return IQ(
        .error, id: "1", from: to, to: JID(jid), error: StanzaError(.remoteServerNotFound, ""))
    }
    guard service.answers(payload) else { throw StanzaPortError.timedOut }
    switch try service.answer(kind, payload, for: asker) {
    case nil:
      // The link's patience is lost when the test says so.
      await service.answerIsWaitedFor()
      throw StanzaPortError.timedOut
    case .success(let payload):
      let bytes = payload?.xml().count ?? 0
      guard service.passesOn(bytes) else {
        guard service.endsLink else { throw StanzaPortError.timedOut }
        reconnect()
        throw StanzaPortError.cutOff
      }
      guard bytes <= largest else { throw StanzaPortError.answerTooLarge }
      return IQ(.result, id: "1", from: to, to: JID(jid), payload: payload)
    case .failure(let error):
      return IQ(.error, id: "1", from: to, to: JID(jid), error: error)
    }
  }

  /// The server of an account does what it has granted (XEP-0356, section 6).
  private func askInItsName(_ account: JID, _ payload: Element) async throws -> IQ {
    guard let request = payload.first("iq", Namespace.client),
      let kind = request["type"].flatMap(IQ.Kind.init), request["to"] == account.description,
      let inner = request.elements.first(where: { _ in true })
    else { throw StanzaPortError.timedOut }
    if services[account.description]?.grants == false {
      return IQ(.error, id: "1", from: account, to: JID(jid), error: StanzaError(.forbidden, ""))
    }
    let answer = try await ask(kind, account, inner, .account)
    let stanza = Element(
      "iq", Namespace.client, ["type": answer.kind.rawValue, "id": request["id"]],
      [answer.payload, answer.error.map(Self.ofClient)].compactMap { $0 })
    return IQ(
      .result, id: "1", from: account, to: JID(jid),
      payload: Element(
        "privilege", Namespace.privilege2, [:], [Forwarded(stanza: stanza).element]))
  }

  private static func ofClient(_ error: StanzaError) -> Element {
    let element = error.element
    return Element(
      "error", Namespace.client, ["type": element["type"]], Array(element.elements))
  }
}
