import GRDB
import PubSub
package import Social
package import XMPP

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
  /// How many posts are looked through at most for the few that meet all conditions.
  package var passed = 20_000
  /// Words, tags and parts of words; the cost grows with each.
  package var words: Int
  /// How long it may take; the statement is then stopped.
  package var time: Duration
  package var extent: PostExtent

  package init(
    posts: Int, words: Int = PostQuery.maximumTerms, time: Duration = .milliseconds(500),
    extent: PostExtent = .whole
  ) {
    self.posts = posts
    self.words = words
    self.time = time
    self.extent = extent
  }
}

/// Who searches.
package enum SearchReader: Sendable {
  /// A visitor of the web.
  case anyone
  /// Somebody on one service of ours. What only a roster would open to them is not looked through, but
  /// for what is followed.
  case account(BareJID, on: ServiceID, Acquaintances)
}

extension Store {
  /// Posts that anybody may read and that hold what is looked for, the best first, from a place on; see `PostQuery` for the
  /// words of a query. Throws `SearchError`.
  package func find(_ text: String, after place: SearchPlace?, _ bounds: SearchBounds)
    async throws -> FoundPosts
  {
    let query: PostQuery
    do { query = try PostQuery(text, limit: bounds.words) } catch { throw SearchError.tooManyWords }
    guard !query.isEmpty else { return FoundPosts() }
    return try await search(within: bounds.time) { snapshot in
      try snapshot.search(query, for: .anyone, after: place, bounds)
    }
  }

  /// Posts that anybody may read and that have a tag, in lower case: the newest before a place in the list of all of them.
  /// Throws `SearchError`.
  package func posts(tagged tag: String, before place: Int64?, _ bounds: SearchBounds)
    async throws -> PostPage
  {
    var query = PostQuery()
    query.add(tag: tag)
    guard !query.isEmpty else { return PostPage(posts: [], older: nil, newer: nil) }
    return try await search(within: bounds.time) { [query] snapshot in
      let start = place.map { SearchPlace(list: 0, number: $0) }
      let found = try snapshot.search(query, for: .anyone, after: start, bounds)
      let isFull = found.posts.count == bounds.posts
      return PostPage(
        posts: found.posts.map(\.post),
        older: isFull ? found.posts.last?.place.number : found.reached?.number, newer: nil)
    }
  }

  /// Reads at one moment, with all posts in the full-text indexes that were stored before, or throws
  /// `SearchError.tooSlow` after a while: the task that reads is cancelled, at which GRDB interrupts the statement that
  /// runs.
  package func search<T: Sendable>(
    within time: Duration, _ body: @escaping @Sendable (Snapshot) throws -> T
  ) async throws -> T {
    if writes.hasUnindexed { try await write { try $0.indexWaiting() } }
    return try await read(within: time, body)
  }

  /// The same without a look at the indexes of words.
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

/// A post that was found; without its publisher, where the node does not say who that is.
package struct FoundPost: Sendable {
  package var post: PostView
  /// The cursor of paging.
  package var place: SearchPlace
}

/// Where a post stands among all that are found: how well it fits, then how new it is.
package struct SearchPlace: Hashable, Sendable {
  /// The place of its list; see `SearchList`.
  package var list: Int
  /// Within the list, from the highest number down.
  package var number: Int64

  package init(list: Int, number: Int64) {
    self.list = list
    self.number = number
  }
}

/// What is found at a time.
package struct FoundPosts: Sendable {
  package var posts: [FoundPost] = []
  /// Where to go on, if enough was looked through and there may be more.
  package var reached: SearchPlace?
}

extension Snapshot {
  /// So many posts that meet all conditions are looked at for one answer, of nodes that the reader probably may read.
  static let maximumSearched = 2_000

  /// What is found, list after list: in each the newest first, and no post twice.
  ///
  /// Nothing depends on posts that the reader may not see, not even the order.
  package func search(
    _ query: PostQuery, for reader: SearchReader, after place: SearchPlace?, _ bounds: SearchBounds
  ) throws -> FoundPosts {
    guard bounds.posts > 0 else { return FoundPosts() }
    let accounts = try accountsShown(to: reader)
    var rights = SearchRights(reader, accounts, self)
    var found = FoundPosts()
    let lists = SearchList.all(query, for: reader)
    for (index, list) in lists.enumerated() where index >= place?.list ?? 0 {
      // Parts of words are looked for where words find nothing.
      if list.isLastResort, place?.list ?? 0 < index, !found.posts.isEmpty || place != nil { break }
      let start = place?.list == index ? place?.number : nil
      var conditions = try SearchConditions(query, for: reader, self)
      try list.limit(&conditions, below: start ?? .max)
      try conditions.limit(to: reader, accounts)
      for other in lists[..<index] where !other.isLastResort { other.exclude(&conditions) }
      guard conditions.canBeMet else { break }
      let edge = try conditions.bound(
        list, below: start ?? .max, rows: bounds.passed, for: reader, accounts)
      let last = try read(list, conditions, bounds.extent) { row, number in
        if try rights.allow(row[22], isListed: row[25]) {
          var post = try post(row, bounds.extent)
          if row[27] { post.publisher = nil }
          found.posts.append(FoundPost(post: post, place: SearchPlace(list: index, number: number)))
        }
        return found.posts.count < bounds.posts
      }
      if found.posts.count >= bounds.posts { break }
      // What comes after this list leaves out what it has: not before all of that is found.
      if let last = last ?? edge {
        found.reached = SearchPlace(list: index, number: last)
        break
      }
    }
    return found
  }

  /// So many items of one node are found at most, from the beginning of the range on.
  package static let maximumMatches = 1_000

  /// The sequence numbers of a node's posts in a range that hold what is looked for.
  package func matches(_ query: PostQuery, in node: NodeRecord, _ range: ItemRange = ItemRange())
    throws -> [Int64]
  {
    guard let scope = try scope(range, node, isWalked: false) else { return [] }
    for list in SearchList.whole(query) {
      var conditions = try SearchConditions(query, for: .anyone, self)
      try list.limit(&conditions, below: .max)
      conditions.add(node: node.number, items: node.facts.items)
      conditions.add(scope.condition, scope.arguments)
      guard conditions.canBeMet else { continue }
      let found = try Int64.fetchAll(
        db.cachedStatement(
          sql: """
            SELECT entry.sequence FROM \(list.tables(isNodeFirst: conditions.isOfSmallNode))
            JOIN item ON item.id = entry.item JOIN node ON node.id = entry.node
            \(conditions.sql) ORDER BY \(list.key) \(range.direction) LIMIT ?
            """), arguments: conditions.arguments + [Self.maximumMatches])
      if !found.isEmpty { return found }
    }
    return []
  }

  /// - Parameter body: false ends the list.
  /// - Returns: the place of the last post that was looked at, if there may be more than are looked at.
  private func read(
    _ list: SearchList, _ conditions: SearchConditions, _ extent: PostExtent,
    _ body: (Columns, Int64) throws -> Bool
  ) throws -> Int64? {
    let cursor = try rows(
      """
      SELECT \(Self.postColumns), node.listed, \(list.key), node.itemreply = 'none'
      FROM \(list.tables(isNodeFirst: conditions.isOfSmallNode))
      \(Self.postTables) \(conditions.sql) ORDER BY \(list.key) DESC LIMIT ?
      """, extent.arguments + conditions.arguments + [Self.maximumSearched])
    var (count, last) = (0, Int64.max)
    while let row = try cursor.next() {
      (count, last) = (count + 1, row[26])
      guard try body(row, last) else { break }
    }
    return count == Self.maximumSearched ? last : nil
  }
}

extension PostExtent {
  /// The arguments of `Snapshot.postColumns`.
  var arguments: StatementArguments { [htmlBytes, textLength] }
}
