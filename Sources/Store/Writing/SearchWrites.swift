import GRDB
import Social

/// A row of the full-text indexes, which keep no text of their own: to delete it, FTS5 must be told what
/// it holds.
struct SearchRow: Hashable {
  var item: Int64
  var title: String
  var text: String
  var author: String
  /// One a line.
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

  fileprivate var words: StatementArguments { [item, title, text, author, tags] }

  fileprivate var grams: String { SearchText.grams(names: [title, author, tags], text: text) }
}

enum SearchChange {
  case insert(SearchRow)
  case delete(SearchRow)
}

/// Changes of the full-text indexes that wait for the end of the transaction.
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
          "INSERT INTO search (rowid, title, text, author, tags) VALUES (?, ?, ?, ?, ?)", row.words)
        let grams = row.grams
        guard !grams.isEmpty else { continue }
        try run("INSERT INTO fragment (rowid, grams) VALUES (?, ?)", [row.item, grams])
      // What is not in an index must not be taken out of it: it may be one that is being made.
      case .delete(let row):
        if try snapshot.isIndexed(row.item) {
          try run(
            """
            INSERT INTO search (search, rowid, title, text, author, tags)
            VALUES ('delete', ?, ?, ?, ?, ?)
            """, row.words)
        }
        guard try snapshot.hasFragments(row.item) else { continue }
        try run(
          "INSERT INTO fragment (fragment, rowid, grams) VALUES ('delete', ?, ?)",
          [row.item, row.grams])
      }
    }
  }
}

extension Snapshot {
  /// Whether the full-text index holds an item.
  fileprivate func isIndexed(_ item: Int64) throws -> Bool {
    try number("SELECT 1 FROM search_docsize WHERE id = ?", [item]) != nil
  }

  fileprivate func hasFragments(_ item: Int64) throws -> Bool {
    try number("SELECT 1 FROM fragment_docsize WHERE id = ?", [item]) != nil
  }
}
