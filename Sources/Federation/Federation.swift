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
  let store: Store
  let settings: FederationSettings
  let events: EventGate
  private let logger: Logger
  private let errors: QuietLog
  private let (rings, bell) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
  private let state = Mutex(State())

  private struct State {
    /// Services that are being asked.
    var busy: Set<BareJID> = []
    var paces: [BareJID: Pace] = [:]
  }

  /// How long to rest when nothing rings: commands of other processes do not.
  private static let interval = Duration.seconds(1)

  package init(
    port: StanzaPort, store: Store, settings: FederationSettings = FederationSettings(),
    logger: Logger
  ) {
    self.port = port
    self.store = store
    self.settings = settings
    self.logger = logger
    errors = QuietLog(logger)
    events = EventGate(perMinute: settings.eventsPerMinute)
  }

  package func run() async throws {
    await cancelWhenGracefulShutdown {
      var last: Int?
      while !Task.isCancelled {
        do {
          let session = try await self.port.session()
          // What was published while the link was away was told to nobody.
          if session.number != last {
            try await self.store.write { try $0.wakeAllSources(at: .now) }
          }
          last = session.number
          try await self.serve(session)
        } catch {
          if !(error is CancellationError) { self.report(error) }
          try? await Task.sleep(for: Self.interval)
        }
      }
    }
  }

  /// Visits what is due, until the connection has ended.
  private func serve(_ session: StanzaPort.Session) async throws {
    try await withThrowingDiscardingTaskGroup { visits in
      while true {
        try Task.checkCancellation()
        try await beginNew()
        try await clearOptedOut()
        while let source = try await nextDue() {
          visits.addTask { await self.visit(source, session) }
        }
        await rest()
        guard try await port.session().number == session.number else { return }
      }
    }
  }

  private func rest() async {
    await withTaskGroup { group in
      group.addTask { for await _ in self.rings { break } }
      group.addTask { try? await Task.sleep(for: Self.interval) }
      await group.next()
      group.cancelAll()
    }
  }

  func ring() { bell.yield() }

  func report(_ error: any Error) {
    let reason = (error as? StoreError)?.description ?? "\(type(of: error))"
    errors.error("Following nodes of other services fails: \(reason)")
  }
}

// MARK: - Visits

extension Federation {
  private static let followsAtOnce = 100

  /// Takes note of what is to be followed since now.
  private func beginNew() async throws {
    let settings = settings
    let follows = try await store.read { try $0.newFollows(limit: Self.followsAtOnce) }
    guard !follows.isEmpty else { return }
    try await store.write { tx in
      for follow in follows {
        try tx.begun(follow)
        guard try !tx.snapshot.hasOptedOut(follow.service) else { continue }
        try tx.begin(
          follow.node, of: follow.service, isPublic: settings.publishes(follow.service), .now)
        // One that had ended is tried again.
        if let source = try tx.snapshot.source(follow.node, of: follow.service) {
          try tx.wake(source, for: .compare, at: .now)
        }
      }
    }
  }

  /// What people want not to be found here goes, a portion at a time.
  private func clearOptedOut() async throws {
    while try await store.read({ try $0.hasUnclearedOptOuts }) {
      _ = try await store.write { try $0.clearOptedOut(.now) }
    }
  }

  private func nextDue() async throws -> Source? {
    let busy = state.withLock { $0.busy }
    guard busy.count < settings.servicesAtOnce,
      let source = try await store.read({ try $0.source(dueAt: .now, besides: busy) })
    else { return nil }
    state.withLock { _ = $0.busy.insert(source.service) }
    return source
  }

  private func visit(_ source: Source, _ session: StanzaPort.Session) async {
    let remote = RemoteService(
      address: source.service, session: session, deadline: settings.deadline,
      pace: pace(of: source.service))
    var visit = Visit(source, remote, store: store, settings, as: port.jid)
    do {
      try await visit.run()
      note(source, visit.source)
    } catch {
      if !(error is CancellationError) { report(error) }
    }
    state.withLock { _ = $0.busy.remove(source.service) }
    ring()
  }

  private func pace(of service: BareJID) -> Pace {
    state.withLock { state in
      if state.paces.count > 1_000 { state.paces = state.paces.filter { !$0.value.isRested } }
      if let pace = state.paces[service] { return pace }
      let pace = Pace(perMinute: settings.requestsPerMinute)
      state.paces[service] = pace
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
