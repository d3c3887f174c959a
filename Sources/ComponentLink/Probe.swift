package import Logging
import NIOCore
import NIOPosix

/// What one attempt to attach came to.
package enum ProbeResult: Hashable, Sendable {
  case attached
  case failed(LinkFailure)
  /// Nothing was decided before the deadline.
  case timedOut

  /// In plain words, with what mends it; nil when all is well.
  package func explanation(_ link: LinkConfiguration) -> String? {
    switch self {
    case .attached: nil
    case .failed(let failure): failure.explanation(link)
    case .timedOut: LinkFailure.handshakeTimedOut.explanation(link)
    }
  }
}

extension ComponentLink {
  /// Connects, shakes hands once, closes in order and tells the outcome. For `martlet check`, while
  /// no other process is attached: with one, the outcome is a conflict (Prosody) or the two share
  /// what arrives (ejabberd).
  package static func probe(
    _ configuration: LinkConfiguration, deadline: Duration,
    logger: Logger = Logger(label: "probe") { _ in SwiftLogNoOpLogHandler() }
  ) async -> ProbeResult {
    let sessions = Sessions(configuration)
    let attempt = LinkAttempt(
      configuration, eventLoop: MultiThreadedEventLoopGroup.singleton.next(), logger: logger,
      sessions: sessions, began: {}, receive: { _ in })
    return await withTaskGroup(of: ProbeResult?.self) { group in
      group.addTask {
        let outcome = await attempt.run()
        sessions.finish()
        return if case .failed(let failure) = outcome.end { .failed(failure) } else { .timedOut }
      }
      group.addTask {
        guard (try? await sessions.next()) != nil else { return nil }
        attempt.stop()
        return .attached
      }
      group.addTask {
        try? await Task.sleep(for: deadline)
        attempt.abort()
        return nil
      }
      var result: ProbeResult?
      for await outcome in group {
        if result == nil || outcome == .attached { result = outcome ?? result }
        // Attached, it still has to close in order, within the same deadline.
        if let outcome, outcome != .attached { group.cancelAll() }
      }
      return result ?? .timedOut
    }
  }
}
