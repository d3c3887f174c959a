import CSQLite
import GRDB
package import Logging
import Synchronization
import XMPP

/// Limits of the store.
package struct StoreLimits: Hashable, Sendable {
  /// How many writes may wait for their turn.
  package var waitingWrites = 4096
  /// How many bytes the waiting writes may hold.
  package var waitingBytes = 67_108_864
  /// How many writes share one transaction at most.
  package var writesPerTransaction = 256
  /// How many read at the same time.
  package var readers = 6
  /// Of how many posts the markup is kept that was shown last.
  package var shownPosts = 1_000
  /// The longest payload of these with its markup, in bytes; what is longer is made each time.
  package var shownBytes = 8_192
  /// How many rows of a deleted node one transaction removes.
  package var rowsPerSweep = 500
  /// Pages of 4 KiB in the database at most; nil: no limit. Reaching it is like a full disk.
  package var maximumPages: Int?

  package init() {}
}

/// The database: one writer whose transactions are shared by all who wait (group commit), and a pool
/// of readers, each of which sees one moment.
package final class Store: Sendable {
  package let path: String
  /// For the cursors that are handed out.
  package let cipher: Cipher
  let pool: DatabasePool
  let writes: WriteQueue
  private let reads: ReadQueue
  let logger: Logger
  let limits: StoreLimits
  private let markup: KnownMarkup
  private let lock: DatabaseLock
  private let isClosed = Atomic(false)

  /// Opens the database and brings its schema up to date; makes it if there is none. A file that is
  /// not ours, damaged or of a newer version is left as it is.
  package init(path: String, limits: StoreLimits = StoreLimits(), logger: Logger) throws(StoreError)
  {
    _ = Store.prepared
    self.path = path
    self.limits = limits
    markup = KnownMarkup(capacity: limits.shownPosts, longest: limits.shownBytes)
    self.logger = logger
    lock = try DatabaseLock(for: path)
    try Store.inspect(path)
    do {
      pool = try DatabasePool(path: path, configuration: Store.configuration(limits))
      try Store.migrator.migrate(pool)
      try pool.write { try Transaction($0).reindexWhatIsOutdated() }
      // The pool sets NORMAL as it opens: what is done until now can be done again, but what is answered from now on must not
      // be lost when power fails.
      try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
      reads = ReadQueue(pool, limits: limits)
      cipher = try pool.read { try Cipher($0) }
      writes = try WriteQueue(pool, limits: limits, path: path, logger: logger)
    } catch {
      throw StoreError(error, path: path)
    }
  }

  /// Grows with every commit that changes data. Pages made after reading it hold at least what it
  /// stands for.
  package var version: Int64 { writes.changes.version }

  /// Finishes the writes that wait and closes the database; doing it again does nothing.
  package func close() async throws(StoreError) {
    guard !isClosed.exchange(true, ordering: .relaxed) else { return }
    await writes.drain()
    do {
      try await pool.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
      try pool.close()
      lock.release()
    } catch {
      throw StoreError(error, path: path)
    }
  }

  /// Reads at one moment.
  package func read<T: Sendable>(_ body: @escaping @Sendable (Snapshot) throws -> T) async throws
    -> T
  {
    NotedReads.current?.noteEverything()
    return try await read(noting: nil, body)
  }

  func read<T: Sendable>(
    noting reads: NotedReads?, _ body: @escaping @Sendable (Snapshot) throws -> T
  ) async throws -> T {
    do {
      return try await pool.read { [markup] in
        try body(Snapshot(db: $0, noted: reads, markup: markup))
      }
    } catch {
      throw StoreError.wrapping(error, path: path)
    }
  }

  /// Writes in a transaction that others may share; returns after the commit.
  package func write<T: Sendable>(
    bytes: Int = 0, _ body: @escaping @Sendable (Transaction) throws -> T
  ) async throws -> T {
    try await withCheckedThrowingContinuation { continuation in
      submit(bytes: bytes, body) { continuation.resume(with: $0) }
    }
  }

  /// The same without waiting: writes are done in the order in which they are submitted, `completion`
  /// is called after the commit, on the writer's thread, and must be quick. `bytes` says about how
  /// much memory the write holds while it waits.
  package func submit<T: Sendable>(
    bytes: Int = 0, _ body: @escaping @Sendable (Transaction) throws -> T,
    completion: @escaping @Sendable (Result<T, any Error>) -> Void
  ) {
    writes.submit(bytes: bytes, body, completion: completion)
  }

  /// Reads at one moment without waiting, which others may see too; `completion` is called on a reader's thread.
  package func submitRead<T: Sendable>(
    _ body: @escaping @Sendable (Snapshot) throws -> T,
    completion: @escaping @Sendable (Result<T, any Error>) -> Void
  ) {
    let path = path
    reads.submit { access in
      completion(
        Result { try body(Snapshot(db: try access.get())) }
          .mapError { StoreError.wrapping($0, path: path) })
    }
  }

  /// Once, before the first connection.
  private static let prepared: Void = { _ = sqlite_count_no_memory() }()

  private static func configuration(_ limits: StoreLimits) -> Configuration {
    var configuration = Configuration()
    configuration.maximumReaderCount = limits.readers
    configuration.label = "martlet"
    configuration.busyMode = .timeout(5)
    let pages = limits.maximumPages
    configuration.prepareDatabase { db in
      if let pages { try db.execute(sql: "PRAGMA max_page_count = \(pages)") }
      if db.configuration.readonly {
        // What a reader sorts is bounded. What a savepoint may have to take back is not: the writer keeps no more than 64 KB
        // of that in memory.
        try db.execute(sql: "PRAGMA temp_store = MEMORY")
        try db.execute(sql: "PRAGMA cache_size = -5000")
      } else {
        try db.execute(sql: "PRAGMA temp_store = FILE")
        try db.execute(sql: "PRAGMA cache_size = -8000")
        try db.execute(sql: "PRAGMA journal_size_limit = 67108864")
        // A page that changes often is copied into the database once for many changes.
        try db.execute(sql: "PRAGMA wal_autocheckpoint = 4000")
      }
    }
    return configuration
  }
}

extension StoreError {
  /// Database errors become store errors; what the body of a read or write throws passes unchanged.
  static func wrapping(_ error: any Error, path: String) -> any Error {
    error is DatabaseError ? StoreError(error, path: path) : error
  }
}
