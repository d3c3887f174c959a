import NIOCore
import Synchronization

/// Finished pages, bounded in bytes.
///
/// Never stale: a page is kept with what it was made from, and given out only while nothing of that has changed since. And no
/// page is made twice at once: who asks while it is being made waits for it, and is given it if nothing has changed in
/// between.
///
/// `Source`: what a page is made from, as of a moment before it was read.
final class PageCache<Source: Sendable>: Sendable {
  /// What has been made.
  struct Made: Sendable {
    var outcome: Answer<FinishedPage>
    var source: Source
    /// What a page is found by.
    var key: String
  }

  private struct Entry {
    var page: FinishedPage
    var source: Source
    var cost: Int
  }

  private struct State {
    /// Pages used since the last turn, and those used before it: when the young ones fill half of
    /// the room, the old ones go and the young become old.
    var young: [String: Entry] = [:]
    var old: [String: Entry] = [:]
    var youngBytes = 0
    var oldBytes = 0
    var flights: [String: Task<Made, any Error>] = [:]
  }

  private enum Step {
    case have(FinishedPage)
    case begun(Task<Made, any Error>)
    case joined(Task<Made, any Error>)
  }

  private let half: Int
  private let isCurrent: @Sendable (Source) -> Bool
  private let cost: @Sendable (Source) -> Int
  private let state = Mutex(State())

  /// - Parameters:
  ///   - capacity: bytes of all pages that are kept, their keys and bookkeeping included.
  ///   - cost: bytes that a source holds.
  ///   - isCurrent: whether nothing has changed that a page was made from.
  init(
    capacity: Int, cost: @escaping @Sendable (Source) -> Int = { _ in 0 },
    isCurrent: @escaping @Sendable (Source) -> Bool
  ) {
    half = capacity / 2
    self.cost = cost
    self.isCurrent = isCurrent
  }

  /// Bytes held now.
  var bytes: Int { state.withLock { $0.youngBytes + $0.oldBytes } }

  /// Nil if it is not here, or was made from what has changed.
  func page(_ key: String) -> FinishedPage? { state.withLock { find(key, &$0) } }

  /// - Parameter key: of what is being made; where that is not what the page is found by, it has been looked for already.
  func outcome(_ key: String, make: @escaping @Sendable () async throws -> Made) async throws
    -> Answer<FinishedPage>
  {
    switch step(key, make) {
    case .have(let page): return .page(page)
    case .begun(let task): return try await task.value.outcome
    case .joined(let task):
      let made = try await task.value
      if isCurrent(made.source) { return made.outcome }
    }
    // It was begun before we asked. Whatever is under way now was begun since.
    switch step(key, make) {
    case .have(let page): return .page(page)
    case .begun(let task), .joined(let task): return try await task.value.outcome
    }
  }

  private func step(_ key: String, _ make: @escaping @Sendable () async throws -> Made) -> Step {
    state.withLock { state in
      if let page = find(key, &state) { return .have(page) }
      if let task = state.flights[key] { return .joined(task) }
      // The task can only land after the lock is free, when it is in the table.
      let task = Task<Made, any Error> {
        let result: Result<Made, any Error>
        do { result = .success(try await make()) } catch { result = .failure(error) }
        self.land(key, result)
        return try result.get()
      }
      state.flights[key] = task
      return .begun(task)
    }
  }

  private func land(_ flight: String, _ result: Result<Made, any Error>) {
    state.withLock { state in
      state.flights[flight] = nil
      guard case .success(let made) = result, case .page(let page) = made.outcome else { return }
      let cost = page.heldBytes + made.key.utf8.count + cost(made.source)
      insert(Entry(page: page, source: made.source, cost: cost), made.key, &state)
    }
  }
}

// MARK: - What is kept

extension PageCache {
  private func find(_ key: String, _ state: inout State) -> FinishedPage? {
    if let entry = state.young[key] {
      if isCurrent(entry.source) { return entry.page }
      state.young[key] = nil
      state.youngBytes -= entry.cost
      return nil
    }
    guard let entry = state.old.removeValue(forKey: key) else { return nil }
    state.oldBytes -= entry.cost
    guard isCurrent(entry.source) else { return nil }
    insert(entry, key, &state)
    return entry.page
  }

  private func insert(_ entry: Entry, _ key: String, _ state: inout State) {
    guard entry.cost <= half else { return }
    if let before = state.young.removeValue(forKey: key) { state.youngBytes -= before.cost }
    if let before = state.old.removeValue(forKey: key) { state.oldBytes -= before.cost }
    if state.youngBytes + entry.cost > half {
      (state.old, state.oldBytes) = (state.young, state.youngBytes)
      (state.young, state.youngBytes) = ([:], 0)
    }
    state.young[key] = entry
    state.youngBytes += entry.cost
  }
}
