import GRDB
import Social
package import XMPP

// The posts of `/feed` and `/feed/{node}`: rows are read until the feed is full.

extension Store {
  /// Of all listed nodes.
  ///
  /// - Parameter place: the sequence number that all are to be below; nil: from the newest on.
  package func feed(_ bounds: FeedBounds, before place: Int64? = nil) async throws -> FeedView {
    try await read { snapshot in
      try FeedView(node: nil, changed: try snapshot.lastChange(), bounds) { limit, isWanted in
        try snapshot.newestPosts(
          limit: limit, before: place ?? .max, bounds.extent, while: isWanted)
      }
    }
  }

  /// Of one node; nil if there is none or if it is not for the public.
  package func feed(
    service: BareJID, node: String, _ bounds: FeedBounds, before place: Int64? = nil
  ) async throws -> FeedView? {
    try await readNodes { snapshot in
      guard let node = try snapshot.publicNode(service, node) else { return nil }
      return try FeedView(node: node.view, changed: node.view.changed, bounds) { limit, isWanted in
        try snapshot.posts(
          of: node.number, place.map(PageCursor.before) ?? .newest, limit: limit, bounds.extent,
          while: isWanted)
      }
    }
  }
}

extension FeedView {
  /// - Parameter read: gives posts up to a limit, or until one is not wanted.
  fileprivate init(
    node: NodeView?, changed: Timestamp?, _ bounds: FeedBounds,
    _ read: (_ limit: Int, _ isWanted: (PostView) -> Bool) throws -> [PostView]
  ) rethrows {
    var budget = FeedBudget(bounds.bytes)
    var (room, isWhole) = (bounds.entries, true)
    let posts = try read(bounds.entries + 1) { post in
      isWhole = room > 0 && budget.takes(post)
      room -= 1
      return isWhole
    }
    self.init(
      node: node, changed: changed, posts: posts, older: isWhole ? nil : posts.last?.sequence)
  }
}

extension [PostView] {
  /// As many of the first ones as a feed has room for.
  package func fitting(_ bytes: Int) -> [PostView] {
    var budget = FeedBudget(bytes)
    return Array(prefix { budget.takes($0) })
  }
}

/// What is left of a feed's bytes.
struct FeedBudget {
  private var left: Int
  private var isUntouched = true

  init(_ bytes: Int) { left = bytes }

  /// Whether the post still finds room, which is then taken.
  mutating func takes(_ post: PostView) -> Bool {
    let entry = post.entry
    var cost = Self.written(entry.html.markup)
    for text in [entry.title, post.node, post.item, entry.author.name] + entry.tags {
      cost += Self.written(text)
    }
    for file in entry.enclosures {
      cost += Self.written(file.href) + Self.written(file.title ?? "")
    }
    for reference in entry.references {
      cost += 2 * Self.written(reference.place?.uri ?? "") + 2 * Self.written(reference.page ?? "")
    }
    left -= cost
    defer { isUntouched = false }
    return left >= 0 || isUntouched
  }

  /// Bytes of a text in XML at most: `"` becomes `&quot;`.
  private static func written(_ text: String) -> Int {
    text.utf8.reduce(0) { sum, byte in
      switch byte {
      case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""),
        UInt8(ascii: "'"):
        sum + 6
      default: sum + 1
      }
    }
  }
}
