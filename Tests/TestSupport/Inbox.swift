import Synchronization

/// A wait that took too long, or was in vain; the words say for what.
package struct WaitFailure: Error, CustomStringConvertible {
  package let description: String

  package init(_ description: String) { self.description = description }
}

/// Where things arrive that a test waits for. Every wait has a deadline.
package final class Inbox<Value: Sendable>: Sendable {
  fileprivate struct Waiter {
    let matches: @Sendable (Value) -> Bool
    let continuation: CheckedContinuation<Value, any Error>
  }

  fileprivate typealias Continuation = CheckedContinuation<Void, any Error>

  fileprivate struct State {
    var values: [Value] = []
    var waiters: [(ticket: Int, waiter: Waiter)] = []
    /// Who waits until so many are there.
    var counting: [Int: (count: Int, continuation: Continuation)] = [:]
    var lastTicket = 0
    var end: String?
  }

  private let name: String
  private let state = Mutex(State())

  /// - Parameter name: for the message of a wait that fails.
  package init(_ name: String = "value") { self.name = name }

  package func put(_ value: Value) {
    let (waiter, ready) = state.withLock { state -> (Waiter?, [Continuation]) in
      if let index = state.waiters.firstIndex(where: { $0.waiter.matches(value) }) {
        return (state.waiters.remove(at: index).waiter, [])
      }
      state.values.append(value)
      return (nil, state.takeCounting(upTo: state.values.count))
    }
    waiter?.continuation.resume(returning: value)
    for continuation in ready { continuation.resume() }
  }

  /// Nothing more will come: what is there can still be taken, other waits fail at once.
  package func finish(_ reason: String) {
    let (waiters, counting) = state.withLock { state in
      state.end = reason
      defer { state.waiters = [] }
      return (state.waiters, state.takeCounting(upTo: .max))
    }
    let failure = WaitFailure("No \(name): \(reason)")
    for (_, waiter) in waiters { waiter.continuation.resume(throwing: failure) }
    for continuation in counting { continuation.resume(throwing: failure) }
  }

  /// Takes what has come and was not taken.
  package func drain() -> [Value] {
    state.withLock { state in
      defer { state.values = [] }
      return state.values
    }
  }

  package var count: Int { state.withLock { $0.values.count } }

  /// What has come and was not taken.
  package var all: [Value] { state.withLock { $0.values } }

  /// Waits until so many are there, and takes none; returns all of them.
  @discardableResult
  package func first(_ count: Int, within deadline: Duration = .seconds(40)) async throws -> [Value]
  {
    try await waiting("\(count) times \(name)", deadline) { ticket in
      try await withCheckedThrowingContinuation { continuation in
        let failure = state.withLock { state -> Result<Void, WaitFailure>? in
          guard state.values.count < count else { return .success(()) }
          if let end = state.end { return .failure(WaitFailure("No \(name): \(end)")) }
          state.counting[ticket] = (count, continuation)
          return nil
        }
        if let failure { continuation.resume(with: failure) }
        if Task.isCancelled { expire(ticket, CancellationError()) }
      }
    }
    return all
  }

  /// Takes the first value that matches; the others stay, in order.
  package func next(
    within deadline: Duration = .seconds(30),
    where matches: @escaping @Sendable (Value) -> Bool = { _ in true }
  ) async throws -> Value {
    try await waiting(name, deadline) { ticket in
      try await withCheckedThrowingContinuation { continuation in
        wait(Waiter(matches: matches, continuation: continuation), ticket)
        if Task.isCancelled { expire(ticket, CancellationError()) }
      }
    }
  }

  /// Waits with a ticket that expires.
  private func waiting<Result>(
    _ what: String, _ deadline: Duration, _ body: (Int) async throws -> Result
  ) async throws -> Result {
    let ticket = state.withLock { state in
      state.lastTicket += 1
      return state.lastTicket
    }
    let clock = Task {
      try await Task.sleep(for: deadline)
      expire(ticket, WaitFailure("No \(what) within \(deadline)."))
    }
    defer { clock.cancel() }
    return try await withTaskCancellationHandler {
      try await body(ticket)
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
    let (waiter, counting) = state.withLock { state -> (Waiter?, Continuation?) in
      let counting = state.counting.removeValue(forKey: ticket)?.continuation
      guard let index = state.waiters.firstIndex(where: { $0.ticket == ticket }) else {
        return (nil, counting)
      }
      return (state.waiters.remove(at: index).waiter, counting)
    }
    waiter?.continuation.resume(throwing: error)
    counting?.resume(throwing: error)
  }
}

extension Inbox.State {
  fileprivate mutating func takeCounting(upTo count: Int) -> [Inbox.Continuation] {
    let ready = counting.filter { $0.value.count <= count }
    for ticket in ready.keys { counting[ticket] = nil }
    return ready.values.map(\.continuation)
  }
}
