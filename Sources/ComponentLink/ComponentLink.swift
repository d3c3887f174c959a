package import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import Synchronization
package import XML
package import XMPP

/// An external component's link to its XMPP server (XEP-0114): connects, stays connected, and gives
/// the services a way out (`port`).
///
/// There must be one link per component address: Prosody refuses a second, ejabberd would spread
/// everything over both at random.
///
/// Reading is never stopped, since a server closes a link that is not read. What cannot be served
/// must be refused by whoever receives it.
package final class ComponentLink: Service {
  private struct State {
    var attempt: LinkAttempt?
    var isStopped = false
  }

  private let configuration: LinkConfiguration
  private let logger: Logger
  private let began: @Sendable () -> Void
  private let receive: @Sendable (Element) -> Void
  private let eventLoop: any EventLoop
  private let sessions: Sessions
  private let state = Mutex(State())

  /// - Parameters:
  ///   - began: called on the event loop with each connection, before anything comes on it and before anybody is given
  ///     its session.
  ///   - receive: called on the event loop, in the order of arrival, with every stanza that
  ///     is not the answer to one of our own requests. Both must return quickly and never block.
  package init(
    _ configuration: LinkConfiguration, logger: Logger, began: @escaping @Sendable () -> Void = {},
    receive: @escaping @Sendable (Element) -> Void
  ) {
    self.configuration = configuration
    var logger = logger
    logger[metadataKey: "component"] = "\(configuration.jid)"
    self.logger = logger
    self.began = began
    self.receive = receive
    sessions = Sessions(configuration)
    eventLoop = MultiThreadedEventLoopGroup.singleton.next()
  }

  /// The way out, valid for as long as the link runs and before.
  package var port: StanzaPort {
    StanzaPort(
      jid: configuration.jid,
      session: { [sessions] in try await sessions.next().face },
      answer: { [sessions, logger] in Self.tell(sessions.answer($0), logger) },
      answerAfter: { [sessions, logger] in Self.tell(sessions.answer($1, after: $0), logger) },
      post: { [sessions, logger] in Self.tell(sessions.post($0), logger) },
      hasRoom: { [sessions] in sessions.hasRoom })
  }

  private static func tell(_ fate: Sessions.Fate, _ logger: Logger) {
    switch fate {
    case .taken: break
    case .shortened, .tooLarge:
      logger.warning("A stanza larger than the server takes was not sent.")
    case .dropped: logger.debug("A stanza was dropped: there is no room to queue or hold it.")
    }
  }

  /// Holds the link until graceful shutdown, which drains both lanes and closes the stream;
  /// cancellation closes at once. Never fails: what goes wrong is logged and tried again.
  package func run() async throws {
    await withTaskCancellationHandler {
      await withGracefulShutdownHandler {
        await hold()
      } onGracefulShutdown: {
        self.halt { $0.stop() }
      }
    } onCancel: {
      halt { $0.abort() }
    }
    sessions.finish()
  }

  private func halt(_ how: (LinkAttempt) -> Void) {
    let attempt = state.withLock { state in
      state.isStopped = true
      return state.attempt
    }
    if let attempt { how(attempt) }
  }
}

// MARK: Connecting again and again
extension ComponentLink {
  private func hold() async {
    var backoff = Backoff(configuration.times)
    var failures = FailureLog(quiet: configuration.times.quiet)
    var generator = SystemRandomNumberGenerator()
    while let attempt = nextAttempt() {
      let outcome = await attempt.run()
      guard case .failed(let failure) = outcome.end, !isStopped else { return }
      let pause = backoff.wait(afterUptime: outcome.uptime, using: &generator)
      if outcome.uptime >= configuration.times.retryReset { failures.recovered() }
      let isNews = failures.failed(failure, at: .now)
      tell(failure, isNews: isNews, attempts: failures.attempts, pause)
      try? await cancelWhenGracefulShutdown { try await Task.sleep(for: pause) }
    }
  }

  private var isStopped: Bool { state.withLock { $0.isStopped } || Task.isCancelled }

  /// Nil once the link is to stop.
  private func nextAttempt() -> LinkAttempt? {
    let attempt = LinkAttempt(
      configuration, eventLoop: eventLoop, logger: logger, sessions: sessions, began: began,
      receive: receive)
    return state.withLock { state in
      if state.isStopped { return nil }
      state.attempt = attempt
      return attempt
    }
  }

  private func tell(_ failure: LinkFailure, isNews: Bool, attempts: Int, _ pause: Duration) {
    let level: Logger.Level =
      if !isNews { .debug } else if failure.needsAdministrator { .error } else { .warning }
    logger.log(
      level: level, "\(failure.explanation(configuration))",
      metadata: [
        "failure": "\(failure.kind)", "attempt": "\(attempts)", "next-attempt-in": "\(pause)",
      ])
  }
}
