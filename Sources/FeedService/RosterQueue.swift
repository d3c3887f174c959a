import Synchronization
import XMPP

/// What waits for rosters: so much of it, and the writes of each account in the order in which they came.
final class RosterQueue: Sendable {
  typealias Start = @Sendable () -> Void

  enum Place { case refused, first, later }

  fileprivate struct State {
    var lines: [BareJID: [Start]] = [:]
    var count = 0
  }

  private let limit: Int
  private let state = Mutex(State())

  init(limit: Int) { self.limit = limit }

  /// Begins a write at once, or behind those of its account that wait; false if too much waits.
  ///
  /// Writes are begun under the lock, which keeps their order: to begin one is to hand it to the store.
  func begin(_ account: BareJID, _ start: @escaping Start) -> Bool {
    state.withLock { state in
      guard state.lines[account] != nil else {
        start()
        return true
      }
      return state.add(start, of: account, limit)
    }
  }

  /// Keeps a write for when rosters have been asked for, which whoever is first sees to.
  func hold(_ account: BareJID, _ start: @escaping Start) -> Place {
    state.withLock { state in
      let isFirst = state.lines[account] == nil
      guard state.add(start, of: account, limit) else { return .refused }
      return isFirst ? .first : .later
    }
  }

  /// Begins all writes of an account that wait.
  func release(_ account: BareJID) {
    state.withLock { state in
      let line = state.lines.removeValue(forKey: account) ?? []
      state.count -= line.count
      for start in line { start() }
    }
  }

  /// Counts a read that waits; false if too much does.
  func enter() -> Bool {
    state.withLock { state in
      guard state.count < limit else { return false }
      state.count += 1
      return true
    }
  }

  func leave() { state.withLock { $0.count -= 1 } }
}

extension RosterQueue.State {
  fileprivate mutating func add(
    _ start: @escaping RosterQueue.Start, of account: BareJID, _ limit: Int
  ) -> Bool {
    guard count < limit else { return false }
    count += 1
    lines[account, default: []].append(start)
    return true
  }
}
