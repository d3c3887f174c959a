import NIOCore
import Synchronization

/// Finished pages of the current version of the data, bounded in bytes.
///
/// Never stale: a version is read before the data is, so what is made under a version shows that
/// version or a newer one, and a page is given out only to those who saw no newer version than it
/// was made under. Requests for one page that is being made wait for it together.
final class PageCache: Sendable {
  fileprivate struct State {
    var version = Int64.min
    /// Pages used since the last turn, and those used before it: when the young ones fill half of
    /// the room, the old ones go and the young become old.
    var young: [String: Page] = [:]
    var old: [String: Page] = [:]
    var youngBytes = 0
    var oldBytes = 0
    var flights: [Flight: Task<Outcome, any Error>] = [:]
  }

  fileprivate struct Flight: Hashable {
    var key: String
    var version: Int64
  }

  private enum Step {
    case have(Page)
    case wait(Task<Outcome, any Error>)
  }

  private let capacity: Int
  private let state = Mutex(State())

  /// `capacity`: bytes of all pages that are kept, their keys and bookkeeping included.
  init(capacity: Int) { self.capacity = capacity }

  /// Bytes held now.
  var bytes: Int { state.withLock { $0.youngBytes + $0.oldBytes } }

  /// - Parameter version: read before this call, and so before any read that `make` does.
  func outcome(
    _ key: String, version: Int64, make: @escaping @Sendable () async throws -> Outcome
  ) async throws -> Outcome {
    switch step(Flight(key: key, version: version), make) {
    case .have(let page): return .page(page)
    case .wait(let task): return try await task.value
    }
  }

  private func step(
    _ flight: Flight, _ make: @escaping @Sendable () async throws -> Outcome
  ) -> Step {
    state.withLock { state in
      state.advance(to: flight.version)
      if let page = state.find(flight.key, half: capacity / 2) { return .have(page) }
      if let task = state.flights[flight] { return .wait(task) }
      // The task can only land after the lock is free, when it is in the table.
      let task = Task<Outcome, any Error> {
        let result: Result<Outcome, any Error>
        do { result = .success(try await make()) } catch { result = .failure(error) }
        self.land(flight, result)
        return try result.get()
      }
      state.flights[flight] = task
      return .wait(task)
    }
  }

  private func land(_ flight: Flight, _ result: Result<Outcome, any Error>) {
    state.withLock { state in
      state.flights[flight] = nil
      // Made under an older version: nobody may be given it who comes later.
      guard flight.version == state.version, case .success(.page(let page)) = result else { return }
      state.insert(page, flight.key, half: capacity / 2)
    }
  }
}

extension PageCache.State {
  mutating func advance(to version: Int64) {
    guard version > self.version else { return }
    self.version = version
    young = [:]
    old = [:]
    youngBytes = 0
    oldBytes = 0
  }

  mutating func find(_ key: String, half: Int) -> Page? {
    if let page = young[key] { return page }
    guard let page = old.removeValue(forKey: key) else { return nil }
    oldBytes -= Self.cost(key, page)
    insert(page, key, half: half)
    return page
  }

  mutating func insert(_ page: Page, _ key: String, half: Int) {
    let cost = Self.cost(key, page)
    guard cost <= half, young[key] == nil else { return }
    if youngBytes + cost > half {
      old = young
      oldBytes = youngBytes
      young = [:]
      youngBytes = 0
    }
    young[key] = page
    youngBytes += cost
  }

  private static func cost(_ key: String, _ page: Page) -> Int {
    page.body.storageCapacity + key.utf8.count + 256
  }
}
