import Synchronization

/// Keeps requests to so many in a minute: whoever comes too early waits.
final class Pace: Sendable {
  private let interval: Duration
  /// How many may go at once after a rest.
  private static let burst = 20
  private let next = Mutex(ContinuousClock.now)

  init(perMinute: Int) { interval = .seconds(60) / max(1, perMinute) }

  func wait() async throws {
    let turn = next.withLock { next in
      next = max(next, .now - interval * Self.burst) + interval
      return next
    }
    if turn > .now { try await Task.sleep(until: turn) }
  }

  /// Whether nobody has asked for a while, so that it need not be remembered.
  var isRested: Bool { next.withLock { $0 < .now - interval * Self.burst } }
}
