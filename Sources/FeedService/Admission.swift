import Synchronization
import XMPP

/// How much a service takes on at a time.
package struct FeedServiceLimits: Hashable, Sendable {
  /// How many reads run at the same time; others wait.
  package var runningReads = 8
  /// How many reads may wait.
  package var waitingReads = 1024
  /// How many requests of one account may be under way.
  package var requestsPerAccount = 512
  /// How many requests may wait for rosters.
  package var waitingForRosters = 256

  package init() {}
}

/// Counts what is under way, and says what may begin.
final class Admission: Sendable {
  static let busy = StanzaError(
    .resourceConstraint, "The service is busy; try again in a moment.")

  typealias Start = @Sendable () -> Void

  private struct Account {
    var writes = 0
    var reads = 0
  }

  private struct State {
    var accounts: [BareJID: Account] = [:]
    var running = 0
    var waiting: [Start] = []
    /// Where the next one to run stands in `waiting`.
    var next = 0
    var isClosed = false
    var idle: CheckedContinuation<Void, Never>?
  }

  private let limits: FeedServiceLimits
  private let state = Mutex(State())

  init(_ limits: FeedServiceLimits) { self.limits = limits }

  func hasWrites(_ sender: BareJID) -> Bool {
    state.withLock { ($0.accounts[sender]?.writes ?? 0) > 0 }
  }

  func enterWrite(_ sender: BareJID) throws(StanzaError) {
    let isAllowed = state.withLock { state in
      guard mayEnter(sender, state) else { return false }
      state.accounts[sender, default: Account()].writes += 1
      return true
    }
    guard isAllowed else { throw Self.busy }
  }

  func leaveWrite(_ sender: BareJID) {
    let idle = state.withLock { state in
      state.accounts[sender]?.writes -= 1
      return settle(sender, &state)
    }
    idle?.resume()
  }

  /// Returns what to call now; nil: the read waits for its turn.
  func enterRead(_ sender: BareJID, _ start: @escaping Start) throws(StanzaError) -> Start? {
    let (isAllowed, mayStart) = state.withLock { state in
      guard mayEnter(sender, state),
        state.running < limits.runningReads
          || state.waiting.count - state.next < limits.waitingReads
      else { return (false, false) }
      state.accounts[sender, default: Account()].reads += 1
      guard state.running < limits.runningReads else {
        state.waiting.append(start)
        return (true, false)
      }
      state.running += 1
      return (true, true)
    }
    guard isAllowed else { throw Self.busy }
    return mayStart ? start : nil
  }

  /// Returns the read whose turn it is now.
  func leaveRead(_ sender: BareJID) -> Start? {
    let (next, idle) = state.withLock { state in
      state.accounts[sender]?.reads -= 1
      let next = takeNext(&state)
      if next == nil { state.running -= 1 }
      return (next, settle(sender, &state))
    }
    idle?.resume()
    return next
  }

  /// A read waits for something else: another one may run meanwhile, which is returned.
  func pauseRead() -> Start? {
    state.withLock { state in
      let next = takeNext(&state)
      if next == nil { state.running -= 1 }
      return next
    }
  }

  /// A read goes on that has waited. Returns what to call now; nil: it waits for its turn.
  func resumeRead(_ start: @escaping Start) -> Start? {
    state.withLock { state in
      guard state.running < limits.runningReads else {
        state.waiting.append(start)
        return nil
      }
      state.running += 1
      return start
    }
  }

  /// Takes nothing more on, and returns when nothing is under way.
  func close() async {
    await withCheckedContinuation { continuation in
      let isIdle = state.withLock { state in
        state.isClosed = true
        if !state.accounts.isEmpty { state.idle = continuation }
        return state.accounts.isEmpty
      }
      if isIdle { continuation.resume() }
    }
  }

  private func mayEnter(_ sender: BareJID, _ state: State) -> Bool {
    guard !state.isClosed else { return false }
    let account = state.accounts[sender] ?? Account()
    return account.writes + account.reads < limits.requestsPerAccount
  }

  private func takeNext(_ state: inout State) -> Start? {
    guard state.next < state.waiting.count else { return nil }
    defer {
      state.next += 1
      if state.next == state.waiting.count || state.next >= limits.waitingReads {
        state.waiting.removeFirst(state.next)
        state.next = 0
      }
    }
    return state.waiting[state.next]
  }

  /// Forgets an account with nothing under way; returns who waits for the last of them.
  private func settle(_ sender: BareJID, _ state: inout State) -> CheckedContinuation<Void, Never>?
  {
    guard let account = state.accounts[sender], account.writes == 0, account.reads == 0 else {
      return nil
    }
    state.accounts[sender] = nil
    guard state.accounts.isEmpty else { return nil }
    defer { state.idle = nil }
    return state.idle
  }
}
