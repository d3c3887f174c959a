import Logging
import NIOCore
import Synchronization
import XML

/// One attempt to connect and what becomes of it, from the first packet to the closed socket.
final class LinkAttempt: Sendable {
  struct Outcome: Sendable {
    let end: LinkEnd
    /// How long it was online; zero: never.
    let uptime: Duration
  }

  private struct State {
    var connection: NIOLoopBound<LinkHandler>?
    var isStopped = false
    var outcome: Outcome?
    var waiter: CheckedContinuation<Outcome, Never>?
  }

  private let configuration: LinkConfiguration
  private let eventLoop: any EventLoop
  private let logger: Logger
  private let whenBegun: @Sendable () -> Void
  private let receive: @Sendable (Element) -> Void
  private let sessions: Sessions
  private let state = Mutex(State())

  init(
    _ configuration: LinkConfiguration, eventLoop: any EventLoop, logger: Logger,
    sessions: Sessions, began: @escaping @Sendable () -> Void,
    receive: @escaping @Sendable (Element) -> Void
  ) {
    self.configuration = configuration
    self.eventLoop = eventLoop
    self.logger = logger
    self.sessions = sessions
    whenBegun = began
    self.receive = receive
  }

  /// Connects and returns when the connection has ended. Called once.
  func run() async -> Outcome {
    do {
      try Transport(configuration, eventLoop: eventLoop).connect { self.handler() }
        .whenComplete { self.connected($0) }
    } catch {
      settle(.failed(error))
    }
    return await withCheckedContinuation { continuation in
      let outcome = state.withLock { state in
        if state.outcome == nil { state.waiter = continuation }
        return state.outcome
      }
      if let outcome { continuation.resume(returning: outcome) }
    }
  }

  /// Stops in order: what is queued is written, the stream closed.
  func stop() { halt { $0.stop() } }

  /// Closes at once.
  func abort() { halt { $0.abort() } }

  private func halt(_ how: @escaping @Sendable (LinkHandler) -> Void) {
    let connection = state.withLock { state in
      state.isStopped = true
      return state.connection
    }
    // A socket that is only now being opened is closed by `connected`.
    guard let connection else { return settle(.stopped) }
    eventLoop.execute { how(connection.value) }
  }

  private func handler() -> LinkHandler {
    let hooks = LinkHandler.Hooks(
      receive: receive, number: { self.sessions.newNumber() }, began: { self.began($0) },
      draining: { self.sessions.withdraw() }, ended: { self.sessions.end(unwritten: $0) },
      closed: { self.settle($0, uptime: $1) })
    let handler = LinkHandler(configuration, hooks: hooks, logger: logger)
    state.withLock { $0.connection = NIOLoopBound(handler, eventLoop: eventLoop) }
    return handler
  }

  private func began(_ session: LinkSession) {
    whenBegun()
    let answers = sessions.begin(session)
    logger.info(
      "Attached to the server.",
      metadata: [
        "server": "\(configuration.host):\(configuration.port)",
        "held-sent": "\(answers.held)", "held-dropped": "\(answers.dropped)",
      ])
  }

  private func connected(_ result: Result<any Channel, any Error>) {
    switch result {
    case .failure(let error):
      settle(.failed(error as? LinkFailure ?? LinkFailure(transport: error)))
    case .success(let channel):
      // The handler reports the end first; this is for a socket that closed before it was in place.
      channel.closeFuture.whenComplete { _ in
        self.settle(.failed(.connectionLost("The server closed the connection.")))
      }
      let (stopped, connection) = state.withLock { ($0.isStopped, $0.connection) }
      if stopped { connection?.value.abort() }
    }
  }

  private func settle(_ end: LinkEnd, uptime: Duration = .zero) {
    let outcome = Outcome(end: end, uptime: uptime)
    let waiter = state.withLock { state -> CheckedContinuation<Outcome, Never>? in
      guard state.outcome == nil else { return nil }
      state.outcome = outcome
      return state.waiter.take()
    }
    waiter?.resume(returning: outcome)
  }
}
