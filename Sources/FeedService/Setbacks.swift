import Synchronization

/// Nodes that something fails for: each is left alone for a while, longer each time, and the others go on.
final class Setbacks: Sendable {
  private struct Setback {
    var pause: Duration
    var end: ContinuousClock.Instant
  }

  /// So many are known; beyond that all are tried again.
  static let capacity = 10_000
  static let longest = Duration.seconds(60)

  private let first: Duration
  private let state = Mutex<[Int64: Setback]>([:])

  /// - Parameter first: how long a node is left alone at first; doubles up to `longest`.
  init(first: Duration = .seconds(1)) { self.first = first }

  /// Something failed for a node; says how long it is left alone.
  @discardableResult
  func failed(_ node: Int64, at now: ContinuousClock.Instant = .now) -> Duration {
    state.withLock { state in
      if state.count >= Self.capacity { state = [:] }
      let pause = state[node].map { min($0.pause * 2, Self.longest) } ?? first
      state[node] = Setback(pause: pause, end: now + pause)
      return pause
    }
  }

  func succeeded(_ node: Int64) { state.withLock { _ = $0.removeValue(forKey: node) } }

  /// Those that are left alone now.
  func waiting(at now: ContinuousClock.Instant = .now) -> Set<Int64> {
    state.withLock { state in Set(state.filter { $0.value.end > now }.keys) }
  }
}
