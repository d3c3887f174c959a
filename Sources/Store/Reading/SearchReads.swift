import GRDB
import Social
import XMPP

/// Why a search gave no answer.
package enum SearchError: Error, Hashable, Sendable {
  /// More different words than a search may have.
  case tooManyWords
  /// It took longer than it may, and was stopped.
  case tooSlow
}

/// The bounds of a search.
package struct SearchBounds: Hashable, Sendable {
  /// How many posts are given.
  package var posts: Int
  /// Different words, as the index sees them; the cost of ranking grows with each.
  package var words: Int
  /// How long it may take; the statement is then stopped.
  package var time: Duration
  package var extent: PostExtent

  package init(
    posts: Int, words: Int = 8, time: Duration = .milliseconds(500), extent: PostExtent = .whole
  ) {
    self.posts = posts
    self.words = words
    self.time = time
    self.extent = extent
  }
}

extension Store {
  /// Posts that hold all the words, the best first. Words are taken as they are: no operators. Throws
  /// `SearchError`.
  package func search(_ text: String, _ bounds: SearchBounds) async throws -> [PostView] {
    let words = try words(of: text, limit: bounds.words)
    guard !words.isEmpty else { return [] }
    return try await read(within: bounds.time) { snapshot in
      let pattern = words.map { "\"\($0)\"" }.joined(separator: " ")
      let found = try snapshot.rows(
        """
        SELECT \(Snapshot.postColumns) FROM search
        JOIN entry ON entry.item = search.rowid \(Snapshot.postTables)
        WHERE search MATCH ? AND node.listed = 1 AND node.deleted IS NULL
          AND entry.sequence > node.floor
        ORDER BY search.rank LIMIT ?
        """, bounds.extent.arguments + [pattern, bounds.posts])
      var list: [PostView] = []
      while let row = try found.next() { list.append(try snapshot.post(row, bounds.extent)) }
      return list
    }
  }

  /// Reads at one moment, or throws `SearchError.tooSlow` after a while: the task that reads is
  /// cancelled, at which GRDB interrupts the statement that runs.
  func read<T: Sendable>(
    within time: Duration, _ body: @escaping @Sendable (Snapshot) throws -> T
  ) async throws -> T {
    guard time > .zero else { throw SearchError.tooSlow }
    return try await withThrowingTaskGroup(of: T?.self) { tasks in
      tasks.addTask { try await self.read(body) }
      tasks.addTask {
        try await Task.sleep(for: time)
        return nil
      }
      defer { tasks.cancelAll() }
      guard let first = try await tasks.next(), let result = first else {
        throw SearchError.tooSlow
      }
      return result
    }
  }
}

/// The different words of a text, cut where the index cuts them: a word is letters, digits and the
/// marks on them. GRDB's tokenizer is no help here, for it takes an interrupted statement for a missing
/// FTS5 and ends the process.
private func words(of text: String, limit: Int) throws(SearchError) -> [String] {
  var words: [String] = []
  let runs = text.unicodeScalars.split { !isPartOfAWord($0) }
  for run in runs {
    let word = String(run).lowercased()
    guard !words.contains(word) else { continue }
    guard words.count < limit else { throw .tooManyWords }
    words.append(word)
  }
  return words
}

private func isPartOfAWord(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.properties.generalCategory {
  case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
    .decimalNumber, .letterNumber, .otherNumber, .privateUse, .nonspacingMark:
    true
  default: false
  }
}

extension PostExtent {
  /// The arguments of `Snapshot.postColumns`.
  var arguments: StatementArguments { [htmlBytes, textLength] }
}
