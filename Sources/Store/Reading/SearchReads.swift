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
  /// Somebody on one service of ours. What only a roster would open to them is not looked through.
  case account(BareJID, on: ServiceID, Acquaintances)
}

extension Store {
  /// Posts that anybody may read and that hold what is looked for, the best first; see `PostQuery` for the words of a
  /// query. Throws `SearchError`.
  package func search(_ text: String, _ bounds: SearchBounds) async throws -> [PostView] {
    let query: PostQuery
    do { query = try PostQuery(text, limit: bounds.words) } catch { throw SearchError.tooManyWords }
    guard !query.isEmpty else { return [] }
    return try await read(within: bounds.time) { snapshot in
      try snapshot.search(query, for: .anyone, after: nil, bounds).map(\.post)
    }
  }

  /// Reads at one moment, or throws `SearchError.tooSlow` after a while: the task that reads is
  /// cancelled, at which GRDB interrupts the statement that runs.
  package func read<T: Sendable>(
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

/// A post that was found.
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

extension Snapshot {
  /// So many posts are looked at for one answer: of nodes that all may read, and of those that the reader is something
  /// to, though perhaps an outcast.
  static let maximumSearched = 2_000

  /// What is found, list after list: in each the newest first, and no post twice.
  ///
  /// Nothing depends on posts that the reader may not see, not even the order.
  package func search(
    _ query: PostQuery, for reader: SearchReader, after place: SearchPlace?, _ bounds: SearchBounds
  ) throws -> [FoundPost] {
    var rights = SearchRights(reader, self)
    var found: [FoundPost] = []
    let lists = SearchList.all(query, for: reader)
    for (index, list) in lists.enumerated() where index >= place?.list ?? 0 {
      // Parts of words are looked for where words find nothing.
      if list.isLastResort, place?.list ?? 0 < index, !found.isEmpty || place != nil { break }
      let start = place?.list == index ? place?.number : nil
      var conditions = try SearchConditions(query, for: reader, self)
      try list.limit(&conditions, below: start ?? .max)
      try conditions.limit(to: reader)
      for other in lists[..<index] where !other.isLastResort { other.exclude(&conditions) }
      guard conditions.canBeMet else { break }
      try read(list, conditions, bounds.extent) { row, number in
        guard try rights.allow(row[23], isListed: row[24]) else {
          return found.count < bounds.posts
        }
        found.append(
          FoundPost(
            post: try post(row, bounds.extent), place: SearchPlace(list: index, number: number)))
        return found.count < bounds.posts
      }
      if found.count >= bounds.posts { break }
    }
    return found
  }

  /// So many items of one node are found at most, the newest.
  static let maximumMatches = 1_000

  /// The sequence numbers of a node's posts that hold what is looked for.
  package func matches(_ query: PostQuery, in node: NodeRecord) throws -> [Int64] {
    for list in SearchList.whole(query) {
      var conditions = try SearchConditions(query, for: .anyone, self)
      try list.limit(&conditions, below: .max)
      conditions.add("entry.node = ?", [node.number])
      guard conditions.canBeMet else { continue }
      let found = try Int64.fetchAll(
        db.cachedStatement(
          sql: """
            SELECT entry.sequence FROM \(list.tables)
            JOIN item ON item.id = entry.item JOIN node ON node.id = entry.node
            \(conditions.sql) ORDER BY \(list.key) DESC LIMIT ?
            """), arguments: conditions.arguments + [Self.maximumMatches])
      if !found.isEmpty { return found }
    }
    return []
  }

  /// - Parameter body: false ends the list.
  private func read(
    _ list: SearchList, _ conditions: SearchConditions, _ extent: PostExtent,
    _ body: (Columns, Int64) throws -> Bool
  ) throws {
    let cursor = try rows(
      """
      SELECT \(Self.postColumns), entry.node, node.listed, \(list.key) FROM \(list.tables)
      \(Self.postTables) \(conditions.sql) ORDER BY \(list.key) DESC LIMIT ?
      """, extent.arguments + conditions.arguments + [Self.maximumSearched])
    while let row = try cursor.next() {
      guard try body(row, row[25]) else { return }
    }
  }
}

/// Which nodes' posts the reader may see; asked once for each.
private struct SearchRights {
  private let reader: SearchReader
  private let snapshot: Snapshot
  private var known: [Int64: Bool] = [:]

  init(_ reader: SearchReader, _ snapshot: Snapshot) {
    self.reader = reader
    self.snapshot = snapshot
  }

  mutating func allow(_ node: Int64, isListed: Bool) throws -> Bool {
    guard case .account(let jid, let service, let acquaintances) = reader else { return isListed }
    if let known = known[node] { return known }
    let isAllowed = try mayRead(node, jid, service, acquaintances)
    known[node] = isAllowed
    return isAllowed
  }

  private func mayRead(
    _ number: Int64, _ jid: BareJID, _ service: ServiceID, _ known: Acquaintances
  ) throws -> Bool {
    guard try snapshot.service(ofNode: number) == service,
      let node = try snapshot.node(number: number),
      SocialNode.isListed(name: node.facts.id.name, type: node.facts.configuration.type)
    else { return false }
    var known = known
    known.contact = { _, _ in .stranger }
    return Rights.may(
      .retrieve, try snapshot.actor(jid, of: node, known), node.facts.configuration)
  }
}

extension PostExtent {
  /// The arguments of `Snapshot.postColumns`.
  var arguments: StatementArguments { [htmlBytes, textLength] }
}
