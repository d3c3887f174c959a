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

  fileprivate enum Answer {
    case passes, isSentAway, isOneTooMany
  }

  fileprivate struct Waiting {
    var visitor: IPAddress?
    var since: ContinuousClock.Instant
    var continuation: CheckedContinuation<Answer, Never>
  }

  fileprivate struct State {
    var free: Int
    var line: [Waiting] = []
    /// How often those are here who are told apart.
    var present: [IPAddress: Int] = [:]
    /// The number of the last turn of those who are here.
    var turns: [IPAddress?: Int] = [:]
    var turn = 0
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
    switch await enter(visitor) {
    case .passes: break
    case .isSentAway: throw Busy()
    case .isOneTooMany: throw TooMany()
    }
    defer { leave(visitor) }
    return try await body()
  }

  private func enter(_ visitor: IPAddress?) async -> Answer {
    sendAwayTheLate()
    return await withCheckedContinuation { continuation in
      let answer: Answer? = state.withLock { state in
        if let visitor, state.present[visitor, default: 0] >= each { return .isOneTooMany }
        guard state.free > 0 || state.line.count < waiting else { return .isSentAway }
        if let visitor { state.present[visitor, default: 0] += 1 }
        guard state.free > 0 else {
          state.line.append(
            Waiting(visitor: visitor, since: .now, continuation: continuation))
          return nil
        }
        state.free -= 1
        state.letThrough(visitor)
        return .passes
      }
      if let answer { continuation.resume(returning: answer) }
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
    for waiting in late { waiting.continuation.resume(returning: .isSentAway) }
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
    next?.continuation.resume(returning: .passes)
  }
}

extension Turnstile.State {
  /// Of equal ones the first in line.
  fileprivate mutating func takeNext() -> Turnstile.Waiting? {
    line.indices.min { turns[line[$0].visitor, default: 0] < turns[line[$1].visitor, default: 0] }
      .map { line.remove(at: $0) }
  }

  fileprivate mutating func letThrough(_ visitor: IPAddress?) {
    turn += 1
    turns[visitor] = turn
  }

  /// Who is not here any more has no place in memory.
  fileprivate mutating func forget(_ visitor: IPAddress?) {
    guard let visitor else { return }
    let left = present[visitor, default: 0] - 1
    present[visitor] = left > 0 ? left : nil
    if left <= 0 { turns[visitor] = nil }
  }
}
