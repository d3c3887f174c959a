package import Logging
package import PubSub
import ServiceLifecycle
package import Store
import XML
package import XMPP

/// Delivers what a service has announced: each row of the outbox becomes a message for everyone who is
/// to be told, in the order of the events of each node.
///
/// An event leaves the outbox only when the server is known to have taken its messages: a request that
/// was sent behind them has come back. After a restart or a reconnect, delivery goes on from there, so
/// that nothing is lost; what had been sent and not confirmed is sent again (at least once).
package struct FanOut: Service {
  let port: StanzaPort
  let service: ServiceID
  let store: Store
  let policy: ServicePolicy
  let people: People
  let options: FanOutOptions
  let errors: QuietLog
  let setbacks: Setbacks
  let log = DeliveryLog()
  private let logger: Logger

  package init(
    port: StanzaPort, service: ServiceID, store: Store, policy: ServicePolicy, people: People,
    options: FanOutOptions = FanOutOptions(), logger: Logger
  ) {
    self.port = port
    self.service = service
    self.store = store
    self.policy = policy
    self.people = people
    self.options = options
    self.logger = logger
    errors = QuietLog(logger)
    setbacks = Setbacks(first: options.pauseAfterFailure)
  }

  package func run() async throws {
    while !Task.isCancelled, !Task.isShuttingDownGracefully {
      do {
        let session = try await cancelWhenGracefulShutdown { try await port.session() }
        log.dropSent()
        try await deliver(on: session)
      } catch is CancellationError {
        return
      } catch StanzaPortError.disconnected, StanzaPortError.cutOff {
        logger.debug("Delivery pauses until the next connection")
      } catch {
        // The session may still be there: going on at once would be a busy loop.
        errors.error("Delivery fails: \(error.reason)")
        try? await Task.sleep(for: options.pauseAfterFailure)
      }
    }
  }

  /// Delivers for as long as the session lasts, or until a shutdown: what was sent by then is still
  /// confirmed.
  private func deliver(on session: StanzaPort.Session) async throws {
    let news = store.announcements(for: service)
    let (progress, told) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
    // What was confirmed on a session that ended before the store took note of it.
    if !log.unnoted.isEmpty { told.yield() }
    try await withThrowingTaskGroup { group in
      group.addTask { try await confirm(progress, on: session) }
      group.addTask {
        defer { told.finish() }
        // What hangs when a shutdown begins must not use up all the time there is for it.
        try await stopping(within: options.shutdownGrace) {
          try await send(on: session, news) { told.yield() }
        }
      }
      // The first to fail ends both.
      defer { group.cancelAll() }
      try await group.next()
      try await group.next()
    }
  }
}

// MARK: - Confirming

extension FanOut {
  /// Lets go of events once a request behind them has come back from the server.
  private func confirm(_ progress: AsyncStream<Void>, on session: StanzaPort.Session) async throws {
    for await _ in progress {
      let sent = log.takeSent()
      if !sent.isEmpty {
        try await awaitServer(session)
        log.confirm(sent)
      }
      try await acknowledge(log.unnoted)
      // Each of these is a commit of its own when nothing else is written.
      try await Task.sleep(for: options.confirmationInterval)
    }
  }

  /// Returns when the server has taken all that was sent. A slow one is asked again: what was sent on
  /// a session that lasts is under way and not sent again.
  private func awaitServer(_ session: StanzaPort.Session) async throws {
    while try await !stopping(
      within: options.shutdownGrace,
      {
        try await session.hasTakenAll(from: port.jid, within: options.confirmationDeadline)
      })
    {
      guard !Task.isShuttingDownGracefully else { throw StanzaPortError.timedOut }
      logger.warning("The server is slow to take notifications")
      try await Task.sleep(for: options.pauseAfterFailure)
    }
  }

  /// Until the store can take note, nothing is sent again because of that.
  private func acknowledge(_ entries: DeliveryLog.Entries) async throws {
    guard !entries.isEmpty else { return }
    while true {
      do {
        try await store.write {
          try $0.acknowledge(done: entries.done, partial: entries.partial)
        }
        return log.forget(entries)
      } catch let error as StoreError {
        guard !Task.isShuttingDownGracefully else { throw error }
        errors.error("The store cannot take note of deliveries: \(error.reason)")
        try await Task.sleep(for: options.pauseAfterFailure)
      }
    }
  }
}

/// What something comes to, if it is done so long after the beginning of a shutdown; it is cancelled then.
///
/// Throws `StanzaPortError.timedOut` if it is not.
private func stopping<Value: Sendable>(
  within grace: Duration, _ body: @escaping @Sendable () async throws -> Value
) async throws -> Value {
  try await withThrowingTaskGroup { group in
    group.addTask { try await body() }
    group.addTask {
      try await gracefulShutdown()
      try await Task.sleep(for: grace)
      throw StanzaPortError.timedOut
    }
    defer { group.cancelAll() }
    guard let value = try await group.next() else { throw CancellationError() }
    return value
  }
}
