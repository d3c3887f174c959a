package import Logging
import Synchronization
import XMPP

/// Tells of errors that may come in great numbers while something lasts: one line in a while, with the number of those
/// that were not told.
package final class QuietLog: Sendable {
  package static let interval = Duration.seconds(10)

  private let logger: Logger
  private let state = Mutex<(last: ContinuousClock.Instant?, unsaid: Int)>((nil, 0))

  package init(_ logger: Logger) { self.logger = logger }

  package func error(_ text: @autoclosure () -> String, at now: ContinuousClock.Instant = .now) {
    log(.error, text, now)
  }

  package func warning(_ text: @autoclosure () -> String, at now: ContinuousClock.Instant = .now) {
    log(.warning, text, now)
  }

  private func log(
    _ level: Logger.Level, _ text: () -> String, _ now: ContinuousClock.Instant
  ) {
    let unsaid = state.withLock { state -> Int? in
      if let last = state.last, now - last < Self.interval {
        state.unsaid += 1
        return nil
      }
      defer { state = (now, 0) }
      return state.unsaid
    }
    guard let unsaid else { return }
    let text = text()
    logger.log(level: level, "\(text)", metadata: unsaid > 0 ? ["before": "\(unsaid)"] : [:])
  }
}

extension Error {
  /// What the log says of it: nothing that a stranger wrote.
  package var reason: String {
    switch self {
    case let error as StoreError: error.description
    case let error as StanzaPortError: "\(error)"
    default: "\(type(of: self))"
    }
  }
}
