package import Logging
import PubSub
package import ServiceLifecycle
package import Store
import Synchronization
package import XML
package import XMPP

/// Follows nodes of other services for a component: subscribes, fetches what was published before, takes news in, and
/// finds out after every absence what was missed.
///
/// The store says what is to be followed and when something is to be done about it next; here is only what is under way.
/// To one service goes one request after the other, to several at the same time.
package final class Federation: Service {
  let port: StanzaPort
  let component: Component
  let presence: OwnPresence
  let store: Store
  let settings: FederationSettings
  let events = EventGate()
  let intake: Intake
  let missed = Missed()
  let underway = Underway()
  let portions = Portions()
  let privileges: PrivilegeBook
  let logger: Logger
  private let errors: QuietLog
  let floods: QuietLog
  /// One bell for all that may have come up; several rings are one.
  private let (rings, bell) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
  private let state = Mutex(State())
  let grown = Mutex(Grown())
  let authors = Mutex(AuthorWalk())
  let closed: ClosedNodes
  /// Of all requests.
  private let pace: Pace

  private struct State {
    /// Domains that are being asked.
    var busy: Set<String> = []
    /// How many of them are asked about people.
    var asking = 0
    var paces: [String: Pace] = [:]
    /// Services whose nodes were listed since that was looked at.
    var listed: Set<BareJID> = []
    /// What is followed: nobody's notification of anything else is looked at.
    var followed: Set<Place> = []
    /// How many of them each server has.
    var counts: [String: Int] = [:]
    /// Services that gave no answer when they were asked last, and for which node that was so first.
    var silent: [BareJID: Int64] = [:]
  }

  private struct Place: Hashable {
    let service: BareJID
    let node: NodeID
  }

  /// - Parameters:
  ///   - service: the component's own.
  ///   - presence: the component's, which says of which nodes it wants to be told.
  ///   - privileges: what the servers of our own people have granted.
  package init(
    port: StanzaPort, service: ServiceID, presence: OwnPresence, privileges: PrivilegeBook,
    store: Store, settings: FederationSettings = FederationSettings(), logger: Logger
  ) {
    self.port = port
    component = Component(jid: port.jid, service: service)
    self.presence = presence
    self.privileges = privileges
    self.store = store
    self.settings = settings
    pace = Pace(perMinute: settings.allRequestsPerMinute)
    self.logger = logger
    errors = QuietLog(logger)
    floods = QuietLog(logger)
    intake = Intake(count: settings.waitingEvents, bytes: settings.waitingEventBytes)
    if settings.asksPeople { presence.wantBesides(PersonLook.nodes) }
    closed = ClosedNodes(for: settings.closedInterval)
  }

  package func run() async throws {
    await cancelWhenGracefulShutdown {
      async let _: Void = self.tick()
      async let _: Void = self.tidy()
      var last: Int?
      while !Task.isCancelled {
        do {
          if last == nil { try await self.prepare() }
          let session = try await self.port.session()
          // What was published while the link was away was told to nobody.
          if session.number != last {
            self.underway.beginAnew()
            try await self.store.write { tx in
              try tx.wakeAllSources(at: .now)
              try tx.wakeAllServices(at: .now)
            }
            try await self.showPresence(session)
            try await self.giveBackPresence(session)
          }
          last = session.number
          try await self.serve(session)
        } catch {
          if !(error is CancellationError) { self.report(error) }
          try? await Task.sleep(for: self.settings.restInterval)
        }
      }
    }
  }

  /// What becomes due by itself, and commands of other processes, ring nobody.
  private func tick() async {
    while !Task.isCancelled {
      ring()
      await makeUpForMissed()
      try? await Task.sleep(for: settings.restInterval)
    }
  }

  /// Visits what is due, until the connection has ended.
  private func serve(_ session: StanzaPort.Session) async throws {
    try await withThrowingDiscardingTaskGroup { visits in
      // A stream has one end for all: only a shutdown may cancel whoever reads it.
      for await _ in rings {
        try await beginNew()
        try await meetAuthors()
        try await visitLate()
        while let errand = try await nextDue() {
          visits.addTask { await self.run(errand, session) }
        }
        guard try await port.session().number == session.number else { return }
      }
    }
  }

  func ring() { bell.yield() }

  func report(_ error: any Error) {
    errors.error("Following nodes of other services fails: \(error.reason)")
  }
}

// MARK: - What is done next

extension Federation {
  /// So many nodes of a server are visited in a row.
  private static let visitsAtOnce = 20

  /// What is to be done at one server.
  private enum Errand {
    case visit([Source], domain: String)
    case list(ServiceFollow)
    case ask([Person], domain: String)

    var isAboutPeople: Bool { if case .ask = self { true } else { false } }

    var domain: String {
      switch self {
      case .visit(_, let domain), .ask(_, let domain): domain
      case .list(let follow): follow.service.domain
      }
    }
  }

  /// What is due the longest at a server that is not busy; it is from now on. People wait for the nodes of their server; one
  /// place is theirs, and most are kept for nodes.
  private func nextDue() async throws -> Errand? {
    let (busy, asking) = state.withLock { ($0.busy, $0.asking) }
    guard busy.count < settings.serversAtOnce else { return nil }
    let mayAsk = settings.asksPeople && asking < max(1, settings.serversAtOnce / 4)
    let mayVisit = busy.count - asking < max(1, settings.serversAtOnce - (mayAsk ? 1 : 0))
    let errand: Errand? = try await store.read { snapshot in
      let sources =
        mayVisit
        ? try snapshot.sources(dueAt: .now, besides: busy, limit: Self.visitsAtOnce) : []
      let list = mayVisit ? try snapshot.serviceFollow(dueAt: .now, besides: busy) : nil
      guard let source = sources.first, source.due <= list?.due ?? source.due else {
        if let list { return .list(list) }
        guard mayAsk else { return nil }
        let people = try snapshot.people(dueAt: .now, besides: busy, limit: Self.peopleAtOnce)
        return people.first.map { .ask(people, domain: $0.jid.domain) }
      }
      return .visit(sources, domain: source.service.domain)
    }
    guard let errand else { return nil }
    state.withLock { state in
      state.busy.insert(errand.domain)
      if errand.isAboutPeople { state.asking += 1 }
    }
    return errand
  }

  private func run(_ errand: Errand, _ session: StanzaPort.Session) async {
    switch errand {
    case .visit(let sources, _): await visit(sources, session)
    case .list(let follow): await list(follow, session)
    case .ask(let people, _): await ask(people, session)
    }
    state.withLock { state in
      state.busy.remove(errand.domain)
      if errand.isAboutPeople { state.asking -= 1 }
    }
    ring()
  }

}

// MARK: - What is under way

extension Federation {
  func noteFollowed(_ sources: [Source]) {
    state.withLock { state in
      for source in sources {
        let place = Place(service: source.service, node: source.node)
        guard state.followed.insert(place).inserted else { continue }
        state.counts[source.service.domain, default: 0] += 1
      }
    }
  }

  func isFollowed(_ node: NodeID, of service: BareJID) -> Bool {
    state.withLock { $0.followed.contains(Place(service: service, node: node)) }
  }

  /// How many nodes of a server are followed.
  func followedNodes(of domain: String) -> Int { state.withLock { $0.counts[domain] ?? 0 } }

  var followedNodes: Int { state.withLock { $0.followed.count } }

  func forgetFollowed(_ source: Source) {
    state.withLock { state in
      let (place, domain) = (
        Place(service: source.service, node: source.node), source.service.domain
      )
      guard state.followed.remove(place) != nil, let count = state.counts[domain] else { return }
      state.counts[domain] = count > 1 ? count - 1 : nil
    }
  }

  /// So many services are remembered that gave no answer.
  private static let maximumSilent = 10_000

  /// A service gives no answer for a node; nil: it has answered.
  ///
  /// - Returns: whether it has given none for another one before, and none since.
  func noteSilence(of service: BareJID, _ node: Int64?) -> Bool {
    state.withLock { state in
      guard let node else {
        state.silent[service] = nil
        return false
      }
      if let first = state.silent[service] { return first != node }
      if state.silent.count >= Self.maximumSilent { state.silent = [:] }
      state.silent[service] = node
      return false
    }
  }

  /// The nodes of a service are listed, and some of them may be followed.
  func noteListed(_ service: BareJID) { state.withLock { _ = $0.listed.insert(service) } }

  /// Those of which that was noted since this was called last.
  func takeListed() -> Set<BareJID> {
    state.withLock { state in
      defer { state.listed = [] }
      return state.listed
    }
  }

  func remote(_ service: BareJID, _ session: StanzaPort.Session) -> RemoteService {
    RemoteService(
      address: service, session: session, deadline: settings.deadline,
      paces: [pace(of: service.domain), pace],
      patience: max(settings.turn, settings.deadline))
  }

  private func pace(of domain: String) -> Pace {
    state.withLock { state in
      if state.paces.count > 1_000 { state.paces = state.paces.filter { !$0.value.isRested } }
      if let pace = state.paces[domain] { return pace }
      let pace = Pace(perMinute: settings.requestsPerMinute)
      state.paces[domain] = pace
      return pace
    }
  }
}

/// Who follows.
struct Component: Hashable, Sendable {
  let jid: BareJID
  /// What it has itself.
  let service: ServiceID

  /// Nobody of our domain has that name, or is subscribed to anything, or is anybody's contact: what it may read, anybody may.
  var stranger: JID {
    get throws(RemoteService.Failure) {
      guard let bare = try? BareJID(local: "stranger", domain: jid.domain) else { throw .unusable }
      return JID(bare)
    }
  }
}
