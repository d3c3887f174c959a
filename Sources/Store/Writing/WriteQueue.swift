import Foundation
import GRDB
import Logging
import Synchronization

/// Group commit: the writes that wait while a transaction is under way share the next one, each in a
/// savepoint of its own. One flush to the disk then serves them all, which is what makes
/// `synchronous = FULL` affordable. Answers go out after the commit.
final class WriteQueue: Sendable {
  private struct Job: Sendable {
    let bytes: Int
    /// Does the work and returns what to call after the commit.
    let run: @Sendable (Transaction) -> @Sendable () -> Void
    let fail: @Sendable (any Error) -> Void
  }

  private struct State {
    var waiting: [Job] = []
    var waitingBytes = 0
    var isBusy = false
    var idle: [CheckedContinuation<Void, Never>] = []
    var isClosed = false
  }

  private let pool: DatabasePool
  private let limits: StoreLimits
  private let path: String
  private let errors: QuietLog
  private let attic = DispatchQueue(label: "martlet.store.done")
  private let state = Mutex(State())
  let changes = Changes()
  /// See `Transaction.begin`.
  private let dataVersion: Mutex<Int64?>
  /// As the last transaction left it.
  private let unindexed: Mutex<Unindexed>
  let announcements = Announcements()

  init(_ pool: DatabasePool, limits: StoreLimits, path: String, logger: Logger) throws {
    self.pool = pool
    self.limits = limits
    self.path = path
    errors = QuietLog(logger)
    let waiting = try pool.read {
      try Snapshot(db: $0).number("SELECT count(*) FROM unindexed", [])
    }
    unindexed = Mutex(Unindexed(posts: Int(waiting ?? 0)))
    dataVersion = Mutex(try pool.writeWithoutTransaction { try Transaction($0).begin() })
  }

  /// Whether posts wait to be put into the full-text indexes.
  var hasUnindexed: Bool { unindexed.withLock { $0.posts > 0 } }

  func submit<T: Sendable>(
    bytes: Int = 0, _ body: @escaping @Sendable (Transaction) throws -> T,
    completion: @escaping @Sendable (Result<T, any Error>) -> Void
  ) {
    let path = path
    let job = Job(
      bytes: bytes,
      run: { transaction in
        let result = transaction.attempt(body, path: path)
        return { completion(result) }
      },
      fail: { completion(.failure($0)) })
    let (accepted, mustStart) = state.withLock { state in
      guard !state.isClosed, state.waiting.count < limits.waitingWrites,
        state.waitingBytes + bytes <= limits.waitingBytes
      else { return (false, false) }
      state.waiting.append(job)
      state.waitingBytes += bytes
      defer { state.isBusy = true }
      return (true, !state.isBusy)
    }
    guard accepted else { return completion(.failure(StoreError.overloaded)) }
    if mustStart { start() }
  }

  /// Takes nothing more on and returns when all that waits is done.
  func drain() async {
    await withCheckedContinuation { continuation in
      let isIdle = state.withLock { state in
        state.isClosed = true
        if state.isBusy { state.idle.append(continuation) }
        return !state.isBusy
      }
      if isIdle { continuation.resume() }
    }
  }

  private func start() {
    pool.asyncWriteWithoutTransaction { db in
      while let jobs = self.nextGroup() {
        self.commit(jobs, db)
        // Requests are many small objects: they are freed where nobody waits for it.
        self.attic.async { withExtendedLifetime(jobs) {} }
        self.indexIfEnough(db)
      }
    }
  }

  /// While those who were answered make up their next requests.
  private func indexIfEnough(_ db: Database) {
    guard unindexed.withLock({ $0.isEnough }) else { return }
    let transaction = Transaction(db, unindexed.withLock { $0 })
    do {
      try db.inTransaction(.immediate) {
        try transaction.indexWaiting()
        return .commit
      }
      unindexed.withLock { $0 = transaction.unindexed }
    } catch {
      errors.error("Posts could not be indexed: \(StoreError(error, path: path))")
    }
  }

  private func nextGroup() -> [Job]? {
    let (jobs, idle) = state.withLock { state -> ([Job]?, [CheckedContinuation<Void, Never>]) in
      guard !state.waiting.isEmpty else {
        state.isBusy = false
        defer { state.idle = [] }
        return (nil, state.idle)
      }
      let count = min(state.waiting.count, limits.writesPerTransaction)
      let group = Array(state.waiting[..<count])
      state.waiting.removeFirst(count)
      state.waitingBytes -= group.reduce(0) { $0 + $1.bytes }
      return (group, [])
    }
    for continuation in idle { continuation.resume() }
    return jobs
  }

  /// - Parameter version: as the transaction found it. What a command has written beside us since the last one may be on any
  ///   page.
  private func note(_ changed: ChangedNodes, _ version: Int64?) {
    let isAlone = dataVersion.withLock { last in
      defer { last = version }
      return last == version
    }
    changes.note(isAlone ? changed : .everything)
  }

  private func commit(_ jobs: [Job], _ db: Database) {
    var completions: [@Sendable () -> Void] = []
    completions.reserveCapacity(jobs.count)
    let transaction = Transaction(db, unindexed.withLock { $0 })
    var version: Int64?
    do {
      try db.inTransaction(.immediate) {
        version = try transaction.begin()
        for job in jobs {
          completions.append(job.run(transaction))
          // A full disk or an I/O error rolls the whole transaction back, and what cannot be rolled
          // back alone must not be committed.
          if let failure = transaction.failure { throw failure }
          guard db.isInsideTransaction else { throw StoreError.diskFull }
        }
        try transaction.finish()
        return .commit
      }
    } catch {
      let failure = StoreError(error, path: path)
      errors.error("A transaction of \(jobs.count) writes failed: \(failure)")
      for job in jobs { job.fail(failure) }
      return
    }
    unindexed.withLock { $0 = transaction.unindexed }
    note(transaction.changes, version)
    for completion in completions { completion() }
    announcements.signal(transaction.announced)
  }
}
