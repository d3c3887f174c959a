import GRDB
import Social
package import XMPP

// Archives: what was published in a month.

/// Which posts of a month are wanted.
package enum ArchiveCursor: Hashable, Sendable {
  case newest
  /// The newest ones before a place.
  case before(DatePlace)
  /// The oldest ones after a place, still listed newest first.
  case after(DatePlace)
}

/// A month in which something was published.
package struct MonthCount: Hashable, Sendable {
  package var month: Month
  /// How many posts, at most `maximum`.
  package var posts: Int

  /// No more are counted.
  package static let maximum = 1_000
}

/// Posts of a month, and where to go on.
package struct ArchiveView: Hashable, Sendable {
  /// Whose posts they are, if it is one node.
  package var node: NodeView?
  /// Newest first.
  package var posts: [PostView]
  /// The place of the first one, if there are newer ones in the month.
  package var newer: DatePlace?
  /// The place of the last one, if there are older ones in the month.
  package var older: DatePlace?
  /// The next one before it with posts.
  package var earlierMonth: Month?
  /// The next one after it with posts.
  package var laterMonth: Month?
  /// Whether that one has more posts than are read at a time.
  package var isLaterLong = false
  /// Of a node, where they are asked for.
  package var months: [MonthCount] = []
}

/// The posts right before and after one, in the order of publication.
package struct PostNeighbours: Hashable, Sendable {
  package struct Neighbour: Hashable, Sendable {
    package var item: String
    /// May be empty.
    package var title: String
    /// Its title, or the beginning of what it says.
    package var headline: String
    package var language: String?
  }

  package var older: Neighbour?
  package var newer: Neighbour?
}

extension Store {
  /// Posts of a month; nil if the node is not there or not for the public. Throws `SearchError`.
  ///
  /// - Parameters:
  ///   - months: so many of a node are counted, the newest ones.
  ///   - time: how long it may take to look for those of many nodes.
  package func archive(
    _ scope: PostScope, _ month: Month, _ cursor: ArchiveCursor, _ bounds: FeedBounds,
    months: Int = 0, within time: Duration
  ) async throws -> ArchiveView? {
    try await readDated(scope, within: time) { snapshot, list, node in
      var view = try snapshot.archive(list, month, cursor, bounds)
      view.node = node
      if node != nil { view.months = try list.months(limit: months) }
      return view
    }
  }

  /// The newest place of a post that is not among some.
  ///
  /// - Parameter known: the sequence numbers of these.
  package func newestPlace(
    _ scope: PostScope, besides known: Set<Int64>, within time: Duration
  ) async throws -> DatePlace? {
    try await readDated(scope, within: time) { _, list, _ in
      try list.posts(DateRange(), limit: known.count + 1)
        .first { !known.contains($0.sequence) }?.place
    } ?? nil
  }

  private func readDated<T: Sendable>(
    _ scope: PostScope, within time: Duration,
    _ body: @escaping @Sendable (Snapshot, DatedList, NodeView?) throws -> T
  ) async throws -> T? {
    switch scope {
    case .everything:
      return try await read(within: time) {
        try body($0, DatedList(snapshot: $0, source: .listed), nil)
      }
    case .node(let service, let name):
      return try await readNodes { snapshot in
        guard let node = try snapshot.publicNode(service, name) else { return nil }
        let list = DatedList(snapshot: snapshot, source: .node(node.number))
        return try body(snapshot, list, node.view)
      }
    case .tag(let tag):
      return try await search(within: time) {
        try body($0, DatedList(snapshot: $0, source: .tag(tag)), nil)
      }
    }
  }
}

extension Snapshot {
  fileprivate func archive(
    _ list: DatedList, _ month: Month, _ cursor: ArchiveCursor, _ bounds: FeedBounds
  ) throws -> ArchiveView {
    let whole = DateRange(month)
    var (range, direction) = (whole, DatedList.Direction.newestFirst)
    switch cursor {
    case .newest: break
    case .before(let place): range.before = min(range.before, place)
    case .after(let place): (range.after, direction) = (max(range.after, place), .oldestFirst)
    }
    var budget = FeedBudget(bounds.bytes)
    var taken: [(post: PostView, place: DatePlace)] = []
    for found in try list.posts(range, direction, limit: bounds.entries) {
      guard let post = try post(number: found.place.item, bounds.extent) else { continue }
      guard budget.takes(post) else { break }
      taken.append((post, found.place))
    }
    if direction == .oldestFirst { taken.reverse() }
    let (newest, oldest) = (taken.first?.place, taken.last?.place)
    var view = ArchiveView(posts: taken.map(\.post))
    if let newest, try list.first(DateRange(after: newest, before: whole.before)) != nil {
      view.newer = newest
    }
    if let oldest, try list.first(DateRange(after: whole.after, before: oldest)) != nil {
      view.older = oldest
    }
    view.earlierMonth = try list.first(DateRange(before: whole.after))?.month
    if let later = try list.first(DateRange(after: whole.before), .oldestFirst)?.month {
      view.laterMonth = later
      view.isLaterLong =
        try list.posts(DateRange(later), limit: bounds.entries + 1).count > bounds.entries
    }
    return view
  }

  /// The posts of a node beside one of them.
  func neighbours(of item: String, inNode node: Int64) throws -> PostNeighbours {
    let place = try first(
      """
      SELECT entry.published, entry.item FROM item JOIN entry ON entry.item = item.id
      WHERE item.node = ? AND item.name = ?
      """, [node, item]
    ) { DatePlace(published: $0[0], item: $0[1]) }
    guard let place else { return PostNeighbours() }
    let list = DatedList(snapshot: self, source: .node(node))
    return PostNeighbours(
      older: try list.first(DateRange(before: place)).flatMap(neighbour),
      newer: try list.first(DateRange(after: place), .oldestFirst).flatMap(neighbour))
  }

  private func neighbour(_ place: DatePlace) throws -> PostNeighbours.Neighbour? {
    try post(number: place.item, PostExtent(htmlBytes: 0, textLength: 200)).map { post in
      PostNeighbours.Neighbour(
        item: post.item, title: post.entry.title, headline: post.entry.headline(),
        language: post.entry.language)
    }
  }
}

extension DatedList {
  /// In which something was published, the newest first.
  func months(limit: Int) throws -> [MonthCount] {
    var months: [MonthCount] = []
    var range = DateRange()
    while months.count < limit, let month = try first(range)?.month {
      months.append(
        MonthCount(month: month, posts: try count(DateRange(month), limit: MonthCount.maximum)))
      range.before = DateRange(month).after
    }
    return months
  }
}

extension DateRange {
  fileprivate init(_ month: Month) {
    self.init(after: DatePlace(before: month.start), before: DatePlace(before: month.end))
  }
}
