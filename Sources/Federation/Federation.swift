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
  let events: EventGate
  let underway = Underway()
  private let privileges: PrivilegeBook
  private let logger: Logger
  private let errors: QuietLog
  /// One bell for all that may have come up; several rings are one.
  private let (rings, bell) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
  private let state = Mutex(State())

  private struct State {
    /// Domains that are being asked.
    var busy: Set<String> = []
    var paces: [String: Pace] = [:]
    /// What is followed: nobody's notification of anything else is looked at.
    var followed: Set<Place> = []
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
    self.logger = logger
    errors = QuietLog(logger)
    events = EventGate(perMinute: settings.eventsPerMinute)
  }

  package func run() async throws {
    await cancelWhenGracefulShutdown {
      async let _: Void = self.tick()
      var last: Int?
      while !Task.isCancelled {
        do {
          if last == nil { try await self.prepare() }
          let session = try await self.port.session()
          // What was published while the link was away was told to nobody.
          if session.number != last {
            try await self.store.write { try $0.wakeAllSources(at: .now) }
            try await self.showPresence(session)
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
      try? await Task.sleep(for: settings.restInterval)
    }
  }

  /// Visits what is due, until the connection has ended.
  private func serve(_ session: StanzaPort.Session) async throws {
    try await withThrowingDiscardingTaskGroup { visits in
      // A stream has one end for all: only a shutdown may cancel whoever reads it.
      for await _ in rings {
        try await beginNew()
        try await clearOptedOut()
        while let sources = try await nextDue() {
          visits.addTask { await self.visit(sources, session) }
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

// MARK: - Visits

extension Federation {
  private static let followsAtOnce = 100
  private static let sourcesAtOnce = 500
  /// So many nodes of a server are visited in a row.
  private static let visitsAtOnce = 20

  /// What the public may read is as the policy of now has it; and what is followed is known.
  private func prepare() async throws {
    let settings = settings
    var next: Int64? = 0
    while let number = next {
      next = try await store.write { tx in
        try tx.publish(after: number, limit: Self.sourcesAtOnce, settings.publishes)
      }
    }
    var last: Int64 = 0
    while true {
      let sources = try await store.read { [last] in
        try $0.sources(after: last, limit: Self.sourcesAtOnce)
      }
      state.withLock { state in
        for source in sources {
          state.followed.insert(Place(service: source.service, node: source.node))
        }
      }
      try await wantNews(of: sources)
      guard let number = sources.last?.number else { return }
      last = number
    }
  }

  func isFollowed(_ node: NodeID, of service: BareJID) -> Bool {
    state.withLock { $0.followed.contains(Place(service: service, node: node)) }
  }

  /// Takes note of what is to be followed since now; one that cannot be begun holds up no other.
  private func beginNew() async throws {
    let settings = settings
    for follow in try await store.read({ try $0.newFollows(limit: Self.followsAtOnce) }) {
      let isBegun = try await store.write { tx in
        try tx.begun(follow)
        guard try !tx.snapshot.hasOptedOut(follow.service) else { return false }
        let isPublic = settings.publishes(follow.service)
        return try tx.begin(follow.node, of: follow.service, isPublic: isPublic, .now)
      }
      guard isBegun else { continue }
      state.withLock {
        _ = $0.followed.insert(Place(service: follow.service, node: follow.node))
      }
    }
  }

  /// What people want not to be found here goes, a portion at a time.
  private func clearOptedOut() async throws {
    while try await store.read({ try $0.hasUnclearedOptOuts }) {
      _ = try await store.write { try $0.clearOptedOut(.now) }
    }
  }

  /// Some nodes of a server that is not busy; it is from now on.
  private func nextDue() async throws -> [Source]? {
    let busy = state.withLock { $0.busy }
    guard busy.count < settings.serversAtOnce else { return nil }
    let sources = try await store.read {
      try $0.sources(dueAt: .now, besides: busy, limit: Self.visitsAtOnce)
    }
    guard let domain = sources.first?.service.domain else { return nil }
    state.withLock { _ = $0.busy.insert(domain) }
    return sources
  }

  private func visit(_ sources: [Source], _ session: StanzaPort.Session) async {
    var unreachable: Set<BareJID> = []
    for source in sources where !Task.isCancelled && !unreachable.contains(source.service) {
      if await !visit(source, session) { unreachable.insert(source.service) }
    }
    if let domain = sources.first?.service.domain {
      state.withLock { _ = $0.busy.remove(domain) }
    }
    ring()
  }

  /// False if nobody answers there.
  private func visit(_ source: Source, _ session: StanzaPort.Session) async -> Bool {
    var remote = RemoteService(
      address: source.service, session: session, deadline: settings.deadline,
      pace: pace(of: source.service.domain))
    state.withLock {
      _ = $0.followed.insert(Place(service: source.service, node: source.node))
    }
    if settings.isOurAccount(source.service) {
      remote.privileges = await privileges.awaitedPrivileges(of: source.service.domain)
    }
    underway.begin(source.number)
    defer { underway.end(source.number) }
    var visit = Visit(
      source, remote, store: store, settings, as: component, underway: underway)
    do {
      try await visit.run()
      if visit.isForgotten {
        state.withLock {
          _ = $0.followed.remove(Place(service: source.service, node: source.node))
        }
      }
      note(source, visit.source)
      try await wantNews(visit, session)
      try await tellOthers(source, visit.source)
    } catch {
      if !(error is CancellationError) { report(error) }
    }
    return visit.source.problem?.isOfService != true
  }

  /// Who does not answer for one node answers for none; and once they do, the others need not wait.
  private func tellOthers(_ old: Source, _ new: Source) async throws {
    if new.problem?.isOfService == true {
      try await store.write { try $0.postponeSources(of: new.service, to: new.due) }
    } else if old.problem?.isOfService == true {
      try await store.write { try $0.wakeSources(of: new.service, at: .now) }
    }
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

  /// Says once what has become of it.
  private func note(_ old: Source, _ new: Source) {
    let metadata: Logger.Metadata = ["node": "\(new.node.name)", "service": "\(new.service)"]
    if let problem = new.problem, problem != old.problem {
      logger.warning("A followed node is not to be had: \(problem.rawValue).", metadata: metadata)
    } else if new.problem == nil, new.stage == .following,
      old.stage != .following || old.problem != nil
    {
      logger.info("Follows a node.", metadata: metadata)
    }
  }
}

/// Who follows.
struct Component: Hashable, Sendable {
  let jid: BareJID
  /// What it has itself.
  let service: ServiceID
}

extension Source.Problem {
  /// Whether it is one of the service, not of the node.
  fileprivate var isOfService: Bool { self == .unreachable || self == .noAnswer }
}
