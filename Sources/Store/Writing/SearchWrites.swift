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

  /// As `entry` has it.
  static let columns = "entry.item, entry.title, entry.text, entry.author, entry.tags"

  /// - Parameter row: begins with the columns `columns`.
  init(_ row: Columns) {
    (item, title, text, author, tags) = (row[0], row[1], row[2], row[3], row[4])
  }

  init(_ item: Int64, _ entry: Entry) {
    self.item = item
    (title, text, author) = (entry.title, entry.text, entry.author.name)
    tags = entry.tags.joined(separator: "\n")
  }

  fileprivate var words: StatementArguments { [item, title, text, author, tags] }

  fileprivate var grams: String { SearchText.grams(names: [title, author, tags], text: text) }
}

/// What is to be taken out of the full-text indexes at the end of the transaction.
struct SearchDeletions {
  fileprivate var rows: [SearchRow] = []
  fileprivate var bytes = 0

  /// So many bytes of text are held in memory at most; then they are written at once.
  static let maximumBytes = 4_194_304

  fileprivate mutating func append(_ row: SearchRow) {
    rows.append(row)
    bytes += row.text.utf8.count + row.title.utf8.count
  }
}

/// How much waits to be put into the full-text indexes and the index of tags.
struct Unindexed: Hashable {
  private(set) var posts = 0
  private var bytes = 0
  /// Those of them that the table does not hold yet.
  fileprivate var fresh: [Int64] = []

  /// Of this much text FTS5 makes one segment: see the migration 0014.
  private static let maximumBytes = 2_097_152
  static let maximumPosts = 2_000

  /// - Parameter posts: that an earlier process has left.
  init(posts: Int = 0) { self.posts = posts }

  fileprivate mutating func append(_ item: Int64, bytes: Int) {
    posts += 1
    self.bytes += bytes
    fresh.append(item)
  }

  var isEnough: Bool { posts >= Self.maximumPosts || bytes >= Self.maximumBytes }
}

// FTS5 writes a segment at the end of every transaction, and at every savepoint, and merges them again and again; each tag
// of a post is a page of its own. So posts wait in the table `unindexed` until there are enough of them, or until
// somebody searches; and what is to be taken out waits for the end of the transaction.
extension Transaction {
  /// - Parameters:
  ///   - item: a post, which is read back when its turn has come.
  ///   - bytes: of its text.
  func index(_ item: Int64, bytes: Int) { unindexed.append(item, bytes: bytes) }

  /// What waits is in the table when the transaction ends.
  func writeUnindexed() throws {
    guard !unindexed.fresh.isEmpty else { return }
    let list = unindexed.fresh.map(String.init).joined(separator: ",")
    try run("INSERT OR IGNORE INTO unindexed (item) SELECT value FROM json_each(?)", ["[\(list)]"])
    unindexed.fresh = []
  }

  func takeOutOfIndex(_ row: SearchRow) throws {
    try writeUnindexed()
    try run("DELETE FROM unindexed WHERE item = ?", [row.item])
    guard db.changesCount == 0 else { return }
    searchDeletions.append(row)
    if searchDeletions.bytes > SearchDeletions.maximumBytes { try writeSearchDeletions() }
  }

  /// Puts all posts that wait into the indexes: by words, by parts of words, by tags.
  package func indexWaiting() throws {
    try writeSearchDeletions()
    try writeUnindexed()
    try run(
      """
      INSERT INTO search (rowid, title, text, author, tags)
      SELECT \(SearchRow.columns) FROM \(Snapshot.waitingForIndex)
      """)
    try run(
      """
      INSERT INTO tag (tag, sequence, item, published)
      SELECT json_each.value, entry.sequence, entry.item, entry.published
      FROM unindexed CROSS JOIN entry ON entry.item = unindexed.item
      CROSS JOIN json_each(\(Self.tagsAsJSON))
      WHERE entry.tags <> ''
      """)
    let found = try snapshot.rows(
      "SELECT \(SearchRow.columns) FROM \(Snapshot.waitingForIndex)", [])
    while let row = try found.next() {
      let post = SearchRow(row)
      let grams = post.grams
      guard !grams.isEmpty else { continue }
      try run("INSERT INTO fragment (rowid, grams) VALUES (?, ?)", binding: post.item, grams)
    }
    try run("DELETE FROM unindexed")
    unindexed = Unindexed()
    try mergeSegments()
  }

  /// Goes on merging the segments of the full-text indexes, by at most so many pages each; does nothing where there are few.
  private func mergeSegments() throws {
    for index in ["search", "fragment"] {
      try run("INSERT INTO \(index) (\(index), rank) VALUES ('merge', ?)", [Self.mergedPages])
    }
  }

  /// A quarter of a megabyte is written in a few milliseconds; sixteen segments of 5,700 pages, as a million posts have them,
  /// are merged before a hundred new ones have come.
  private static let mergedPages = 64

  /// Tags are one a line, so there is no other control character in them.
  private static let tagsAsJSON = #"""
    '["' || replace(replace(replace(entry.tags, '\', '\\'), '"', '\"'), char(10), '","') || '"]'
    """#

  func writeSearchDeletions() throws {
    let rows = searchDeletions.rows
    guard !rows.isEmpty else { return }
    searchDeletions = SearchDeletions()
    // What is not in an index must not be taken out of it: it may be one that is being made.
    for row in rows {
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
    try mergeSegments()
  }
}

extension Snapshot {
  static let waitingForIndex =
    "unindexed CROSS JOIN entry ON entry.item = unindexed.item ORDER BY unindexed.item"

  /// Whether the full-text index holds an item.
  fileprivate func isIndexed(_ item: Int64) throws -> Bool {
    try number("SELECT 1 FROM search_docsize WHERE id = ?", [item]) != nil
  }

  fileprivate func hasFragments(_ item: Int64) throws -> Bool {
    try number("SELECT 1 FROM fragment_docsize WHERE id = ?", [item]) != nil
  }
}
