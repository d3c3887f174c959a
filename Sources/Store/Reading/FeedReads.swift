import GRDB
import Social
package import XMPP

// The posts of `/feed` and `/feed/{node}`: rows are read until the feed is full.

extension Store {
  /// Of all listed nodes.
  package func feed(_ bounds: FeedBounds) async throws -> FeedView {
    try await read { snapshot in
      var budget = FeedBudget(bounds.bytes)
      return FeedView(
        node: nil, changed: try snapshot.lastChange(),
        posts: try snapshot.newestPosts(limit: bounds.entries, bounds.extent) { budget.takes($0) })
    }
  }

  /// Of one node; nil if there is none or if it is not for the public.
  package func feed(service: BareJID, node: String, _ bounds: FeedBounds) async throws -> FeedView?
  {
    try await readNodes { snapshot in
      guard let node = try snapshot.publicNode(service, node) else { return nil }
      var budget = FeedBudget(bounds.bytes)
      let posts = try snapshot.posts(
        of: node.number, .newest, limit: bounds.entries, bounds.extent
      ) { budget.takes($0) }
      return FeedView(node: node.view, changed: node.view.changed, posts: posts)
    }
  }
}

/// What is left of a feed's bytes.
private struct FeedBudget {
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
