import Outbound
import Synchronization

/// How many requests each visitor has made in the minute that is under way.
final class RequestRates: Sendable {
  private struct State {
    var end: ContinuousClock.Instant
    var counts: [IPAddress: Int] = [:]
  }

  /// So many visitors are told apart in a minute; who comes then is not counted: what all of them together may ask for has
  /// bounds of its own.
  static let maximumVisitors = 65_536
  private static let minute = Duration.seconds(60)

  private let limit: Int?
  private let state: Mutex<State>

  /// - Parameter limit: requests of one visitor in a minute; nil: any number.
  init(limit: Int?) {
    self.limit = limit
    state = Mutex(State(end: .now + Self.minute))
  }

  /// Counts a request.
  ///
  /// - Returns: how many seconds its visitor has to wait, if there were too many; else nil.
  func count(_ visitor: IPAddress?, at now: ContinuousClock.Instant = .now) -> Int? {
    guard let limit, let visitor = visitor?.visitor else { return nil }
    return state.withLock { state in
      if now >= state.end { state = State(end: now + Self.minute) }
      guard let count = state.counts[visitor] else {
        if state.counts.count < Self.maximumVisitors { state.counts[visitor] = 1 }
        return nil
      }
      state.counts[visitor] = min(count + 1, limit + 1)
      guard count >= limit else { return nil }
      return max(1, Int((state.end - now).components.seconds) + 1)
    }
  }
}
