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

  /// So many reads share a transaction: whoever comes first waits for all of them.
  private static let share = 8
  /// So many transactions at a time: enough for a disk that is slow, and not many more than there are processors.
  private static let readers = 4

  private let pool: DatabasePool
  private let limit: Int
  private let state = Mutex(State())

  init(_ pool: DatabasePool, limits: StoreLimits) {
    self.pool = pool
    limit = min(limits.readers, Self.readers)
  }

  func submit(_ job: @escaping Job) {
    let jobs = state.withLock { state in
      state.later.append(job)
      guard state.readers < limit else { return [Job]() }
      state.readers += 1
      return state.take(Self.share)
    }
    read(jobs)
  }

  private func read(_ jobs: [Job]) {
    guard !jobs.isEmpty else { return }
    pool.asyncRead { access in
      for job in jobs { job(access) }
      self.read(self.next())
    }
  }

  private func next() -> [Job] {
    state.withLock { state in
      let jobs = state.take(Self.share)
      if jobs.isEmpty { state.readers -= 1 }
      return jobs
    }
  }
}
