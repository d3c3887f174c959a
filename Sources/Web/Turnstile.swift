import Outbound
import Synchronization

/// Lets a few through at a time. A few more wait in line; who comes then is sent away. So is who has waited for too long, as
/// soon as somebody comes or leaves: those behind may still be in time.
///
/// Visitors take turns: of those who wait, whoever was let through longest ago is the next.
final class Turnstile: Sendable {
  /// Too many are waiting already, or it took too long.
  struct Busy: Error {}
  /// The visitor is here too often at the same time.
  struct TooMany: Error {}

  private struct Waiting {
    var visitor: IPAddress?
    var since: ContinuousClock.Instant
    var continuation: CheckedContinuation<Void, any Error>
  }

  /// A visitor who is here; those who are not told apart are one.
  private struct Presence {
    /// How often, in line and through.
    var count = 0
    /// The number of the last turn.
    var turn = 0
  }

  private struct State {
    var free: Int
    var line: [Waiting] = []
    var present: [IPAddress?: Presence] = [:]
    var turn = 0

    mutating func letThrough(_ visitor: IPAddress?) {
      turn += 1
      present[visitor, default: Presence()].turn = turn
    }

    /// Of equal ones the first in line.
    mutating func takeNext() -> Waiting? {
      func turn(_ place: Int) -> Int { present[line[place].visitor]?.turn ?? 0 }
      return line.indices.min { turn($0) < turn($1) }.map { line.remove(at: $0) }
    }

    mutating func forget(_ visitor: IPAddress?) {
      present[visitor]?.count -= 1
      if present[visitor]?.count == 0 { present[visitor] = nil }
    }
  }

  private let waiting: Int
  private let each: Int
  private let patience: Duration
  private let state: Mutex<State>

  /// - Parameters:
  ///   - waiting: how many may wait in line.
  ///   - each: how many of one visitor may be here, in line or through.
  ///   - patience: after how long a place is of no use any more.
  init(running: Int, waiting: Int, each: Int = .max, patience: Duration) {
    self.waiting = waiting
    self.each = each
    self.patience = patience
    state = Mutex(State(free: running))
  }

  /// How many wait in line.
  var length: Int { state.withLock { $0.line.count } }

  /// Throws `Busy`, or `TooMany`.
  ///
  /// - Parameter visitor: nil: one who is not told apart from others.
  func pass<Result: Sendable>(
    _ visitor: IPAddress? = nil, _ body: @Sendable () async throws -> Result
  ) async throws -> Result {
    let visitor = visitor?.visitor
    try await enter(visitor)
    defer { leave(visitor) }
    return try await body()
  }

  private func enter(_ visitor: IPAddress?) async throws {
    sendAwayTheLate()
    try await withCheckedThrowingContinuation { continuation in
      let answer: Result<Void, any Error>? = state.withLock { state in
        let count = state.present[visitor]?.count ?? 0
        if visitor != nil, count >= each { return .failure(TooMany()) }
        guard state.free > 0 || state.line.count < waiting else { return .failure(Busy()) }
        state.present[visitor, default: Presence()].count += 1
        guard state.free > 0 else {
          state.line.append(Waiting(visitor: visitor, since: .now, continuation: continuation))
          return nil
        }
        state.free -= 1
        state.letThrough(visitor)
        return .success(())
      }
      if let answer { continuation.resume(with: answer) }
    }
  }

  private func sendAwayTheLate() {
    let limit = ContinuousClock.now - patience
    let late = state.withLock { state in
      let late = state.line.prefix { $0.since < limit }
      state.line.removeFirst(late.count)
      for waiting in late { state.forget(waiting.visitor) }
      return late
    }
    for waiting in late { waiting.continuation.resume(throwing: Busy()) }
  }

  private func leave(_ visitor: IPAddress?) {
    sendAwayTheLate()
    let next: Waiting? = state.withLock { state in
      defer { state.forget(visitor) }
      guard let next = state.takeNext() else {
        state.free += 1
        return nil
      }
      state.letThrough(next.visitor)
      return next
    }
    next?.continuation.resume()
  }
}
