import GRDB

/// A database that another process has, as a command sees it: what it writes, that process takes note of.
package struct StoreGuest {
  private let path: String
  private let database: DatabaseQueue

  /// Throws if the file is not ours, damaged or of a newer version.
  package init(path: String) throws(StoreError) {
    self.path = path
    try Store.inspect(path)
    do {
      var configuration = Configuration()
      configuration.busyMode = .timeout(5)
      database = try DatabaseQueue(path: path, configuration: configuration)
    } catch {
      throw StoreError(error, path: path)
    }
  }

  /// Writes in a transaction of its own.
  package func write<T>(_ body: (Transaction) throws -> T) throws(StoreError) -> T {
    do {
      return try database.write { db in
        let transaction = Transaction(db)
        try transaction.begin()
        let value = try body(transaction)
        try transaction.finish()
        return value
      }
    } catch {
      throw StoreError(error, path: path)
    }
  }

  /// Reads at one moment.
  package func read<T>(_ body: (Snapshot) throws -> T) throws(StoreError) -> T {
    do {
      return try database.read { try body(Snapshot(db: $0)) }
    } catch {
      throw StoreError(error, path: path)
    }
  }
}
