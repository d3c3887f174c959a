import Synchronization
import XML
import XMPP

/// The present session, and those who wait for the next.
final class Sessions: Sendable {
  private enum Present {
    case offline
    case online(LinkSession)
    /// Answers still go out; nobody is given the session any more.
    case draining(LinkSession)
    /// The link has stopped for good.
    case finished
  }

  private typealias Waiter = CheckedContinuation<LinkSession, any Error>

  private struct State {
    var present = Present.offline
    var waiters: [Int: Waiter] = [:]
    var lastTicket = 0
    var lastNumber = 0

    /// A socket may close after the link has finished; that changes nothing.
    mutating func move(to next: Present) {
      if case .finished = present { return }
      present = next
    }
  }

  private let state = Mutex(State())

  /// Waits for a session. Throws `CancellationError` when the task is cancelled or the link stops.
  func next() async throws -> LinkSession {
    let ticket = state.withLock { state in
      state.lastTicket += 1
      return state.lastTicket
    }
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { (waiter: Waiter) in
        wait(waiter, ticket)
        // The handler below may have run before there was anything to cancel.
        if Task.isCancelled { cancel(ticket) }
      }
    } onCancel: {
      cancel(ticket)
    }
  }

  private func wait(_ waiter: Waiter, _ ticket: Int) {
    let result = state.withLock { state -> Result<LinkSession, CancellationError>? in
      switch state.present {
      case .online(let session): return .success(session)
      case .finished: return .failure(CancellationError())
      case .offline, .draining:
        state.waiters[ticket] = waiter
        return nil
      }
    }
    if let result { waiter.resume(with: result) }
  }

  private func cancel(_ ticket: Int) {
    let waiter = state.withLock { $0.waiters.removeValue(forKey: ticket) }
    waiter?.resume(throwing: CancellationError())
  }

  /// Without a connection the answer is dropped: the server has told who asked. False: it is too
  /// large to be sent.
  func answer(_ element: Element) -> Bool {
    let session = state.withLock { state -> LinkSession? in
      switch state.present {
      case .online(let session), .draining(let session): session
      case .offline, .finished: nil
      }
    }
    return session?.answer(element) ?? true
  }

  func newNumber() -> Int {
    state.withLock { state in
      state.lastNumber += 1
      return state.lastNumber
    }
  }

  func begin(_ session: LinkSession) {
    let waiters = change { $0.move(to: .online(session)) }
    for waiter in waiters { waiter.resume(returning: session) }
  }

  func withdraw() {
    state.withLock {
      if case .online(let session) = $0.present { $0.present = .draining(session) }
    }
  }

  func end() {
    state.withLock { $0.move(to: .offline) }
  }

  /// The link has stopped: nobody waits for ever.
  func finish() {
    let waiters = change { $0.move(to: .finished) }
    for waiter in waiters { waiter.resume(throwing: CancellationError()) }
  }

  private func change(_ body: (inout State) -> Void) -> [Waiter] {
    state.withLock { state in
      body(&state)
      defer { state.waiters = [:] }
      return Array(state.waiters.values)
    }
  }
}
