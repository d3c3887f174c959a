/// Asks the process that has the database to derive everything anew, from another one, and watches it.
package struct ReindexRequest {
  private let database: StoreGuest

  /// - Parameter isFresh: from the start, whatever an interrupted run has done.
  package init(path: String, isFresh: Bool) throws(StoreError) {
    database = try StoreGuest(path: path)
    try database.write { try $0.beginReindexing(isFresh: isFresh) }
  }

  /// How far it has come; nil once it is done.
  package func progress() throws(StoreError) -> Reindexer.Progress? {
    try database.read { try $0.reindexing()?.progress }
  }
}
