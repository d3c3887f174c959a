import Synchronization

/// Lets a few through at a time. A few more wait in line; who comes then is sent away, and so is who has waited for too long
/// when a place is free: those behind may still be in time.
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
    await withCheckedContinuation { continuation in
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

  /// The place goes to the first in line who is in time.
  private func leave() {
    let now = ContinuousClock.now
    var (late, next): ([Waiting], Waiting?) = ([], nil)
    state.withLock { state in
      while !state.line.isEmpty {
        let first = state.line.removeFirst()
        guard now - first.since > patience else {
          next = first
          return
        }
        late.append(first)
      }
      state.free += 1
    }
    for waiting in late { waiting.continuation.resume(returning: false) }
    next?.continuation.resume(returning: true)
  }
}
