import Synchronization

/// Wakes one who rests; a ring while nobody rests is heard by the next one.
final class Bell: Sendable {
  private struct State {
    var isRung = false
    var waiter: CheckedContinuation<Void, Never>?
  }

  private let state = Mutex(State())

  func ring() {
    let waiter = state.withLock { state in
      defer { state.waiter = nil }
      state.isRung = state.waiter == nil
      return state.waiter
    }
    waiter?.resume()
  }

  /// Until it rings, or so long. For one at a time.
  func wait(atMost time: Duration) async {
    let timer = Task {
      do { try await Task.sleep(for: time) } catch { return }
      ring()
    }
    await withCheckedContinuation { waiter in
      let isRung = state.withLock { state in
        defer { state.isRung = false }
        if !state.isRung { state.waiter = waiter }
        return state.isRung
      }
      if isRung { waiter.resume() }
    }
    timer.cancel()
  }
}
