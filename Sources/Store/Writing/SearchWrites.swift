import GRDB

/// A row of the full-text index, which keeps no text of its own: to delete it, FTS5 must be told what
/// it holds.
struct SearchRow: Hashable {
  var item: Int64
  var title: String
  var text: String
  var author: String
  var tags: String

  var arguments: StatementArguments { [item, title, text, author, tags] }
}

enum SearchChange {
  case insert(SearchRow)
  case delete(SearchRow)
}

extension Transaction {
  /// Done once, at the end of a transaction: FTS5 writes a segment to the disk at every savepoint, and
  /// each of the writes that share the transaction has one.
  func writeSearchRows() throws {
    for change in searchChanges {
      switch change {
      case .insert(let row):
        try run(
          "INSERT INTO search (rowid, title, text, author, tags) VALUES (?, ?, ?, ?, ?)",
          row.arguments)
      case .delete(let row):
        try run(
          """
          INSERT INTO search (search, rowid, title, text, author, tags)
          VALUES ('delete', ?, ?, ?, ?, ?)
          """, row.arguments)
      }
    }
    searchChanges = []
  }
}
