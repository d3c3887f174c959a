import Synchronization

/// What was handed to the server and is not known to have arrived, and what is known to have arrived and is still in
/// the store.
final class DeliveryLog: Sendable {
  struct Entries: Sendable {
    /// Events that all were told of.
    var done: [Int64] = []
    /// How far others have come.
    var partial: [Int64: Int64] = [:]

    var isEmpty: Bool { done.isEmpty && partial.isEmpty }
  }

  private struct State {
    var sent = Entries()
    /// Kept while the store could not take note.
    var confirmed: Set<Int64> = []
    var cursors: [Int64: Int64] = [:]
  }

  private let state = Mutex(State())

  func finished(_ event: Int64) {
    state.withLock { state in
      state.sent.done.append(event)
      state.sent.partial[event] = nil
    }
  }

  func reached(_ cursor: Int64, in event: Int64) {
    state.withLock { $0.sent.partial[event] = cursor }
  }

  /// What was handed over so far, to be confirmed.
  func takeSent() -> Entries {
    state.withLock { state in
      defer { state.sent = Entries() }
      return state.sent
    }
  }

  /// The server has it.
  func confirm(_ entries: Entries) {
    state.withLock { state in
      state.confirmed.formUnion(entries.done)
      state.cursors.merge(entries.partial) { $1 }
      for event in entries.done { state.cursors[event] = nil }
    }
  }

  /// The store has taken note.
  func forget(_ entries: Entries) {
    state.withLock { state in
      state.confirmed.subtract(entries.done)
      for (event, cursor) in entries.partial where state.cursors[event] == cursor {
        state.cursors[event] = nil
      }
    }
  }

  /// The session is over: what was not confirmed is sent again.
  func dropSent() { state.withLock { $0.sent = Entries() } }

  func isConfirmed(_ event: Int64) -> Bool { state.withLock { $0.confirmed.contains(event) } }

  func cursor(_ event: Int64) -> Int64? { state.withLock { $0.cursors[event] } }

  /// What is confirmed and the store does not know yet.
  var unnoted: Entries {
    state.withLock { Entries(done: Array($0.confirmed), partial: $0.cursors) }
  }
}
