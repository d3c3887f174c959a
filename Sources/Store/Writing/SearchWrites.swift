import GRDB
import Social

/// A row of the full-text index, which keeps no text of its own: to delete it, FTS5 must be told what
/// it holds.
struct SearchRow: Hashable {
  var item: Int64
  var title: String
  var text: String
  var author: String
  var tags: String

  init(item: Int64, title: String, text: String, author: String, tags: String) {
    self.item = item
    self.title = title
    self.text = text
    self.author = author
    self.tags = tags
  }

  init(_ item: Int64, _ entry: Entry) {
    self.init(
      item: item, title: entry.title, text: entry.text, author: entry.author.name,
      tags: entry.tags.joined(separator: "\n"))
  }

  var arguments: StatementArguments { [item, title, text, author, tags] }
}

enum SearchChange {
  case insert(SearchRow)
  case delete(SearchRow)
}

/// Changes of the full-text index that wait for the end of the transaction.
struct SearchChanges {
  fileprivate var list: [SearchChange] = []
  fileprivate var bytes = 0

  /// So many bytes of text are held in memory at most; then they are written at once.
  static let maximumBytes = 4_194_304

  fileprivate mutating func append(_ change: SearchChange) {
    switch change {
    case .insert(let row), .delete(let row): bytes += row.text.utf8.count + row.title.utf8.count
    }
    list.append(change)
  }
}

extension Transaction {
  /// FTS5 writes a segment to the disk at every savepoint, and each of the writes that share the
  /// transaction has one: so what changes is written once, at the end, or when it becomes too much.
  func changeSearch(_ change: SearchChange) throws {
    searchChanges.append(change)
    if searchChanges.bytes > SearchChanges.maximumBytes { try writeSearchRows() }
  }

  func writeSearchRows() throws {
    let changes = searchChanges.list
    searchChanges = SearchChanges()
    for change in changes {
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
  }
}
