import Synchronization

/// A wait that took too long, or was in vain; the words say for what.
package struct WaitFailure: Error, CustomStringConvertible {
  package let description: String

  package init(_ description: String) { self.description = description }
}

/// Where things arrive that a test waits for. Every wait has a deadline.
package final class Inbox<Value: Sendable>: Sendable {
  private struct Waiter {
    let matches: @Sendable (Value) -> Bool
    let continuation: CheckedContinuation<Value, any Error>
  }

  private struct State {
    var values: [Value] = []
    var waiters: [(ticket: Int, waiter: Waiter)] = []
    var lastTicket = 0
    var end: String?
  }

  private let name: String
  private let state = Mutex(State())

  /// - Parameter name: for the message of a wait that fails.
  package init(_ name: String) { self.name = name }

  package func put(_ value: Value) {
    let waiter = state.withLock { state -> Waiter? in
      if let index = state.waiters.firstIndex(where: { $0.waiter.matches(value) }) {
        return state.waiters.remove(at: index).waiter
      }
      state.values.append(value)
      return nil
    }
    waiter?.continuation.resume(returning: value)
  }

  /// Nothing more will come: what is there can still be taken, other waits fail at once.
  package func finish(_ reason: String) {
    let waiters = state.withLock { state in
      state.end = reason
      defer { state.waiters = [] }
      return state.waiters
    }
    for (_, waiter) in waiters {
      waiter.continuation.resume(throwing: WaitFailure("No \(name): \(reason)"))
    }
  }

  /// Takes what has come and was not taken.
  package func drain() -> [Value] {
    state.withLock { state in
      defer { state.values = [] }
      return state.values
    }
  }

  package var count: Int { state.withLock { $0.values.count } }

  /// Takes the first value that matches; the others stay, in order.
  package func next(
    within deadline: Duration = .seconds(10),
    where matches: @escaping @Sendable (Value) -> Bool = { _ in true }
  ) async throws -> Value {
    let ticket = state.withLock { state in
      state.lastTicket += 1
      return state.lastTicket
    }
    let clock = Task {
      try await Task.sleep(for: deadline)
      expire(ticket, WaitFailure("No \(name) within \(deadline)."))
    }
    defer { clock.cancel() }
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        wait(Waiter(matches: matches, continuation: continuation), ticket)
        if Task.isCancelled { expire(ticket, CancellationError()) }
      }
    } onCancel: {
      expire(ticket, CancellationError())
    }
  }

  private func wait(_ waiter: Waiter, _ ticket: Int) {
    let result = state.withLock { state -> Result<Value, WaitFailure>? in
      if let index = state.values.firstIndex(where: waiter.matches) {
        return .success(state.values.remove(at: index))
      }
      if let end = state.end { return .failure(WaitFailure("No \(name): \(end)")) }
      state.waiters.append((ticket, waiter))
      return nil
    }
    if let result { waiter.continuation.resume(with: result) }
  }

  private func expire(_ ticket: Int, _ error: any Error) {
    let waiter = state.withLock { state -> Waiter? in
      guard let index = state.waiters.firstIndex(where: { $0.ticket == ticket }) else { return nil }
      return state.waiters.remove(at: index).waiter
    }
    waiter?.continuation.resume(throwing: error)
  }
}
