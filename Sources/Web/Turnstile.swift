import Synchronization

/// Lets a few through at a time. A few more wait in line; who comes then is sent away.
final class Turnstile: Sendable {
  /// Too many are waiting already.
  struct Busy: Error {}

  private struct State {
    var free: Int
    var line: [CheckedContinuation<Bool, Never>] = []
  }

  private let waiting: Int
  private let state: Mutex<State>

  init(running: Int, waiting: Int) {
    self.waiting = waiting
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
        state.line.append(continuation)
        return nil
      }
      if let answer { continuation.resume(returning: answer) }
    }
  }

  /// The place goes to the first in line.
  private func leave() {
    let next: CheckedContinuation<Bool, Never>? = state.withLock { state in
      guard state.line.isEmpty else { return state.line.removeFirst() }
      state.free += 1
      return nil
    }
    next?.resume(returning: true)
  }
}
