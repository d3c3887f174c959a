import GRDB
import PubSub
import Social
package import XMPP

/// A transaction that writes. Valid only inside the closure that it is handed to.
package final class Transaction {
  let db: Database
  /// What is stored, this transaction's own changes included.
  package var snapshot: Snapshot { Snapshot(db: db) }

  /// As far as pages show it.
  var changes = ChangedNodes.nothing
  private(set) var announced: Set<ServiceID> = []
  /// The error that ended the transaction for everybody in it.
  private(set) var failure: StoreError?
  private var sequence: Int64 = 0
  private var storedSequence: Int64 = 0
  var searchDeletions = SearchDeletions()
  var unindexed: Unindexed
  var ledger = UsageLedger()
  /// The numbers of addresses that its writes have asked for.
  private var numbers: [String: Int64] = [:]
  /// The posts whose summaries are to be written anew, and when that came up.
  var summaries: [Int64: Timestamp] = [:]
  /// Those whose hearts are to be looked at.
  var hearts: [Noticer: HeartReview] = [:]
  /// Whether anybody asks for the notifications of a node by presence alone.
  var hasAudience: (NodeID) -> Bool = { _ in false }

  /// - Parameter unindexed: what earlier transactions have left to be put into the full-text indexes.
  init(_ db: Database, _ unindexed: Unindexed = Unindexed()) {
    self.db = db
    self.unindexed = unindexed
  }

  /// - Returns: another number than the last time if another process has written in between.
  @discardableResult
  func begin() throws -> Int64? {
    storedSequence =
      try Int64.fetchOne(db.cachedStatement(sql: "SELECT sequence FROM counter")) ?? 0
    sequence = storedSequence
    return try Int64.fetchOne(db.cachedStatement(sql: "PRAGMA data_version"))
  }

  func finish() throws {
    try writeSearchDeletions()
    try writeUnindexed()
    try writeUsage()
    guard sequence != storedSequence else { return }
    try run("UPDATE counter SET sequence = ?", [sequence])
  }

  /// Runs one of the writes that share the transaction: all of it or nothing.
  func attempt<T>(_ body: (Transaction) throws -> T, path: String) -> Result<T, any Error> {
    let (deletionsMark, unindexedMark, announcedMark) = (searchDeletions, unindexed, announced)
    // Nothing that another write said of people is taken for granted.
    hasAudience = { _ in false }
    summaries = [:]
    hearts = [:]
    do {
      try run("SAVEPOINT job")
      let value = try body(self)
      try retractHearts()
      try writeSummaries()
      try run("RELEASE job")
      ledger.settle(isDone: true)
      return .success(value)
    } catch {
      // Also those of the writes before this one, if it had to write them out.
      searchDeletions = deletionsMark
      unindexed = unindexedMark
      ledger.settle(isDone: false)
      forgetNumbers()
      announced = announcedMark
      let wrapped = StoreError.wrapping(error, path: path)
      do {
        guard db.isInsideTransaction else { throw wrapped }
        try run("ROLLBACK TO job")
        try run("RELEASE job")
      } catch {
        failure =
          wrapped as? StoreError ?? .internalFailure("a write could not be rolled back alone")
      }
      return .failure(wrapped)
    }
  }

  /// The next global sequence number.
  func nextSequence() -> Int64 {
    sequence += 1
    return sequence
  }

  /// Numbers that are left free.
  func skipSequences(_ count: Int64) { sequence += count }

  func run(_ sql: String, _ arguments: StatementArguments = StatementArguments()) throws {
    let statement = try db.cachedStatement(sql: sql)
    try statement.execute(arguments: arguments)
  }

  /// Runs a statement that is run for every item: the values are bound as they are, without a list of them.
  func run<each Value: StatementBinding>(_ sql: String, binding values: repeat each Value) throws {
    try db.statement(sql, binding: repeat each values).execute()
  }

  func announce(_ service: ServiceID) { announced.insert(service) }
}

// MARK: - Addresses

extension Transaction {
  /// The number of an address, which is stored if it is new.
  func intern(_ jid: String) throws -> Int64 {
    if let number = numbers[jid] { return number }
    let number = try snapshot.number(of: jid) ?? insert(jid)
    numbers[jid] = number
    return number
  }

  /// An address is stored no more, perhaps.
  func forgetNumbers() { numbers = [:] }

  private func insert(_ jid: String) throws -> Int64 {
    try run("INSERT INTO jid (jid) VALUES (?)", binding: jid)
    return db.lastInsertedRowID
  }

  func intern(_ jid: BareJID) throws -> Int64 { try intern(jid.description) }

  /// Our own component's service, which is stored if it is new.
  package func hostedService(_ jid: BareJID) throws -> ServiceID {
    let number = try intern(jid)
    try run(
      """
      INSERT INTO service (jid, hosted) VALUES (?, 1)
      ON CONFLICT (jid) DO UPDATE SET hosted = 1 WHERE hosted = 0
      """, [number])
    if db.changesCount > 0 { changed() }
    guard let id = try snapshot.service(jid) else {
      throw StoreError.internalFailure("a service that was stored is not there")
    }
    return id
  }
}
