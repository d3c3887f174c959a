import Synchronization

/// Lets a few through at a time. A few more wait in line; who comes then is sent away. So is who has waited for too long, as
/// soon as somebody comes or leaves: those behind may still be in time.
final class Turnstile: Sendable {
  /// Too many are waiting already, or it took too long.
  struct Busy: Error {}

  private struct Waiting {
    var since: ContinuousClock.Instant
    var continuation: CheckedContinuation<Bool, Never>
  }

  private struct State {
    var free: Int
    var line: [Waiting] = []
  }

  private let waiting: Int
  private let patience: Duration
  private let state: Mutex<State>

  /// - Parameters:
  ///   - waiting: how many may wait in line.
  ///   - patience: after how long a place is of no use any more.
  init(running: Int, waiting: Int, patience: Duration) {
    self.waiting = waiting
    self.patience = patience
    state = Mutex(State(free: running))
  }

  /// How many wait in line.
  var length: Int { state.withLock { $0.line.count } }

  func pass<Result: Sendable>(
    _ body: @Sendable () async throws -> Result
  ) async throws -> Result {
    guard await enter() else { throw Busy() }
    defer { leave() }
    return try await body()
  }

  private func enter() async -> Bool {
    sendAwayTheLate()
    return await withCheckedContinuation { continuation in
      let answer: Bool? = state.withLock { state in
        if state.free > 0 {
          state.free -= 1
          return true
        }
        guard state.line.count < waiting else { return false }
        state.line.append(Waiting(since: .now, continuation: continuation))
        return nil
      }
      if let answer { continuation.resume(returning: answer) }
    }
  }

  private func sendAwayTheLate() {
    let limit = ContinuousClock.now - patience
    let late = state.withLock { state in
      let late = state.line.prefix { $0.since < limit }
      state.line.removeFirst(late.count)
      return late
    }
    for waiting in late { waiting.continuation.resume(returning: false) }
  }

  /// The place goes to the first in line who is in time.
  private func leave() {
    sendAwayTheLate()
    let next: Waiting? = state.withLock { state in
      guard state.line.isEmpty else { return state.line.removeFirst() }
      state.free += 1
      return nil
    }
    next?.continuation.resume(returning: true)
  }
}
