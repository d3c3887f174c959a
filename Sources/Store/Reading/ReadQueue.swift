import GRDB
import Synchronization

/// Short reads that wait while others are under way share the next transaction, so that under load the price of a
/// transaction and of waking a thread is not paid for each of them.
///
/// A read sees all that was committed before it was submitted: what shares a transaction is chosen before that begins.
final class ReadQueue: Sendable {
  typealias Job = @Sendable (Result<Database, any Error>) -> Void

  private struct State {
    /// The oldest last.
    var waiting: [Job] = []
    /// Those that come while there are such.
    var later: [Job] = []
    var readers = 0

    mutating func take(_ count: Int) -> [Job] {
      if waiting.isEmpty {
        waiting = later.reversed()
        later = []
      }
      let jobs = Array(waiting.suffix(count).reversed())
      waiting.removeLast(jobs.count)
      return jobs
    }
  }

  /// So many reads share a transaction, unless one of them takes longer than this.
  private static let share = 8
  private static let patience: Duration = .milliseconds(5)
  /// So many transactions at a time: enough for a disk that is slow, and not many more than there are processors.
  private static let readers = 4

  private let pool: DatabasePool
  private let limit: Int
  private let state = Mutex(State())

  init(_ pool: DatabasePool, limits: StoreLimits) {
    self.pool = pool
    limit = min(limits.readers, Self.readers)
  }

  func submit(_ job: @escaping Job) { start { $0.later.append(job) } }

  private func putBack(_ jobs: ArraySlice<Job>) {
    guard !jobs.isEmpty else { return }
    start { $0.waiting += jobs.reversed() }
  }

  /// Adds work, and begins with what waits if there may be one more who reads.
  private func start(_ add: (inout State) -> Void) {
    let jobs = state.withLock { state in
      add(&state)
      guard state.readers < limit else { return [Job]() }
      state.readers += 1
      return state.take(Self.share)
    }
    read(jobs)
  }

  private func read(_ jobs: [Job]) {
    guard !jobs.isEmpty else { return }
    pool.asyncRead { access in
      let start = ContinuousClock.now
      for (place, job) in jobs.enumerated() {
        job(access)
        // Those behind one that took long are for whoever is free; an error of the disk has ended the transaction.
        if ContinuousClock.now - start > Self.patience || Self.isOver(access) {
          self.putBack(jobs[(place + 1)...])
          break
        }
      }
      self.read(self.next())
    }
  }

  private static func isOver(_ access: Result<Database, any Error>) -> Bool {
    guard case .success(let db) = access else { return false }
    return !db.isInsideTransaction
  }

  private func next() -> [Job] {
    state.withLock { state in
      let jobs = state.take(Self.share)
      if jobs.isEmpty { state.readers -= 1 }
      return jobs
    }
  }
}
