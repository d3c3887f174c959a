import Synchronization
import XMPP

/// How much a service takes on at a time. Of each, one account may have its part, and strangers theirs: see `Shares`.
package struct FeedServiceLimits: Hashable, Sendable {
  /// How many reads run at the same time; others wait.
  package var runningReads = 8
  /// How many reads may wait, for their turn, for writes before them or for rosters.
  package var waitingReads = 1024
  /// How many writes that somebody asked for may be under way.
  package var writes = 2048
  /// How many writes may be under way that nobody asked for: what bounces and presence lead to.
  package var unaskedWrites = 512
  /// How many bytes the writes under way may hold.
  package var writtenBytes = 67_108_864
  /// How many reads of one account may be under way, and how many writes.
  package var requestsPerAccount = 128
  package var unaskedPerAccount = 32
  package var bytesPerAccount = 8_388_608
  /// How many requests may wait for rosters.
  package var waitingForRosters = 256
  package var waitingForRostersPerAccount = 16
  /// For how many people who have come may be waited until what is due to them is looked up, and for how many who
  /// have gone.
  package var waitingPeople = 16_384

  package init() {}
}

/// Counts what is under way, and says what may begin. A read waits for the writes of its account that came before it.
final class Admission: Sendable {
  static let busy = StanzaError(
    .resourceConstraint, "The service is busy; try again in a moment.")

  typealias Start = @Sendable () -> Void

  /// A write that is under way.
  struct Write: Sendable {
    let account: BareJID
    let isAsked: Bool
    let bytes: Int
    /// Grows with each.
    fileprivate(set) var number = 0
  }

  fileprivate struct Account {
    /// The numbers of the writes under way, in their order.
    var writes: [Int] = []
    var reads = 0
    /// Reads that wait for the writes up to some number, in their order.
    var behind: [(last: Int, start: Start)] = []
  }

  private struct State {
    var accounts: [BareJID: Account] = [:]
    var reads, asked, unasked, bytes: Shares
    var lastWrite = 0
    var running = 0
    var waiting: [Start] = []
    /// Where the next one to run stands in `waiting`.
    var next = 0
    var isClosed = false
    var idle: CheckedContinuation<Void, Never>?
  }

  private let limits: FeedServiceLimits
  private let state: Mutex<State>

  init(_ limits: FeedServiceLimits, local: Set<String>) {
    self.limits = limits
    func shares(_ total: Int, _ account: Int) -> Shares {
      Shares(total, account: account, local: local)
    }
    state = Mutex(
      State(
        reads: shares(limits.runningReads + limits.waitingReads, limits.requestsPerAccount),
        asked: shares(limits.writes, limits.requestsPerAccount),
        unasked: shares(limits.unaskedWrites, limits.unaskedPerAccount),
        bytes: shares(limits.writtenBytes, limits.bytesPerAccount)))
  }

  // MARK: Writes

  func enterWrite(_ account: BareJID, isAsked: Bool = true, bytes: Int = 0) throws(StanzaError)
    -> Write
  {
    var write = Write(account: account, isAsked: isAsked, bytes: bytes)
    let number = state.withLock { state -> Int? in
      guard !state.isClosed, take(write, &state) else { return nil }
      state.lastWrite += 1
      state.accounts[account, default: Account()].writes.append(state.lastWrite)
      return state.lastWrite
    }
    guard let number else { throw Self.busy }
    write.number = number
    return write
  }

  /// Whether another write that an account asks for would be taken on now: what a flood asks for beyond that is refused
  /// before it is looked into.
  func hasRoom(forWriteOf account: BareJID) -> Bool {
    state.withLock { state in
      guard state.asked.take(for: account) else { return false }
      state.asked.giveBack(of: account)
      return true
    }
  }

  private func take(_ write: Write, _ state: inout State) -> Bool {
    guard state.bytes.take(write.bytes, for: write.account) else { return false }
    let isAllowed =
      write.isAsked
      ? state.asked.take(for: write.account) : state.unasked.take(for: write.account)
    if !isAllowed { state.bytes.giveBack(write.bytes, of: write.account) }
    return isAllowed
  }

  /// Returns the reads whose turn it is now.
  func leaveWrite(_ write: Write) -> [Start] {
    let (ready, idle) = state.withLock { state in
      state.bytes.giveBack(write.bytes, of: write.account)
      if write.isAsked {
        state.asked.giveBack(of: write.account)
      } else {
        state.unasked.giveBack(of: write.account)
      }
      let ready = state.accounts[write.account]?.leave(write.number) ?? []
      return (ready.compactMap { turn($0, &state) }, settle(write.account, &state))
    }
    idle?.resume()
    return ready
  }

  // MARK: Reads

  /// Returns what to call now; nil: the read waits for its turn.
  func enterRead(_ account: BareJID, _ start: @escaping Start) throws(StanzaError) -> Start? {
    let (isAllowed, ready) = state.withLock { state -> (Bool, Start?) in
      guard !state.isClosed, state.reads.take(for: account) else { return (false, nil) }
      state.accounts[account, default: Account()].reads += 1
      guard let last = state.accounts[account]?.writes.last else {
        return (true, turn(start, &state))
      }
      state.accounts[account]?.behind.append((last, start))
      return (true, nil)
    }
    guard isAllowed else { throw Self.busy }
    return ready
  }

  /// Returns the read whose turn it is now.
  ///
  /// - Parameter isPaused: the read has let another one run in its place already.
  func leaveRead(_ account: BareJID, isPaused: Bool = false) -> Start? {
    let (next, idle) = state.withLock { state in
      state.reads.giveBack(of: account)
      state.accounts[account]?.reads -= 1
      return (isPaused ? nil : takeNext(&state), settle(account, &state))
    }
    idle?.resume()
    return next
  }

  /// A read waits for something else: another one may run meanwhile, which is returned.
  func pauseRead() -> Start? { state.withLock { takeNext(&$0) } }

  /// A read goes on that has waited. Returns what to call now; nil: it waits for its turn.
  func resumeRead(_ start: @escaping Start) -> Start? { state.withLock { turn(start, &$0) } }

  private func turn(_ start: @escaping Start, _ state: inout State) -> Start? {
    guard state.running < limits.runningReads else {
      state.waiting.append(start)
      return nil
    }
    state.running += 1
    return start
  }

  /// One runs no more: the next one takes its place, if there is one.
  private func takeNext(_ state: inout State) -> Start? {
    guard state.next < state.waiting.count else {
      state.running -= 1
      return nil
    }
    defer {
      state.next += 1
      if state.next == state.waiting.count || state.next >= limits.waitingReads {
        state.waiting.removeFirst(state.next)
        state.next = 0
      }
    }
    return state.waiting[state.next]
  }

  // MARK: The end

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

  /// Forgets an account with nothing under way; returns who waits for the last of them.
  private func settle(_ account: BareJID, _ state: inout State)
    -> CheckedContinuation<Void, Never>?
  {
    guard let found = state.accounts[account], found.writes.isEmpty, found.reads == 0 else {
      return nil
    }
    state.accounts[account] = nil
    guard state.accounts.isEmpty else { return nil }
    defer { state.idle = nil }
    return state.idle
  }
}

extension Admission.Account {
  /// A write is over: returns the reads that wait for no other one.
  fileprivate mutating func leave(_ write: Int) -> [Admission.Start] {
    writes.removeAll { $0 == write }
    let first = writes.first ?? .max
    let ready = behind.prefix { $0.last < first }.map(\.start)
    behind.removeFirst(ready.count)
    return ready
  }
}
