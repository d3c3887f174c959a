import GRDB

/// Asks the process that has the database to derive everything anew, from another one, and watches it.
package struct ReindexRequest {
  private let path: String
  private let database: DatabaseQueue

  /// - Parameter isFresh: from the start, whatever an interrupted run has done.
  package init(path: String, isFresh: Bool) throws(StoreError) {
    self.path = path
    try Store.inspect(path)
    do {
      var configuration = Configuration()
      configuration.busyMode = .timeout(5)
      database = try DatabaseQueue(path: path, configuration: configuration)
      try database.write { try Transaction($0).beginReindexing(isFresh: isFresh) }
    } catch {
      throw StoreError(error, path: path)
    }
  }

  /// How far it has come; nil once it is done.
  package func progress() throws(StoreError) -> Reindexer.Progress? {
    do {
      return try database.read { try Snapshot(db: $0).reindexing()?.progress }
    } catch {
      throw StoreError(error, path: path)
    }
  }
}
