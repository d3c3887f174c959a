package import XMPP

/// How much tags are in use just now: by how many people, the newer their posts the more.
package struct TagTrend: Hashable, Sendable {
  /// A tag, with what speaks for it.
  package struct Tag: Hashable, Sendable {
    package var name: String
    package var posts: Int
    package var authors: Int
    /// When the newest post was published.
    package var newest: Timestamp
    /// The sum of its authors' newest posts, each worth half as much after `halfLife`.
    package var weight: Double
  }

  /// In milliseconds.
  private static let halfLife = 3 * 86_400_000.0

  private struct Use: Hashable {
    var posts = 0
    /// What each author's newest post is worth.
    var authors: [Int64: Double] = [:]
    var newest = Timestamp(milliseconds: 0)
  }

  private let now: Timestamp
  private var uses: [String: Use] = [:]

  package init(now: Timestamp) { self.now = now }

  /// A post that everybody may read. One author's posts count once, so that nobody makes a trend alone.
  package mutating func add(_ tags: [String], by author: Int64, at published: Timestamp) {
    let age = Double(max(0, now.milliseconds - published.milliseconds))
    // No power: an age of so many halves makes nothing of anything.
    var (worth, left) = (1.0, age)
    while left >= Self.halfLife, worth > 0.001 { (worth, left) = (worth / 2, left - Self.halfLife) }
    worth /= 1 + left / Self.halfLife
    for tag in tags where tag != Entry.sensitiveTag {
      var use = uses[tag] ?? Use()
      use.posts += 1
      use.newest = max(use.newest, published)
      use.authors[author] = max(use.authors[author] ?? 0, worth)
      uses[tag] = use
    }
  }

  /// Those that weigh most; of equal ones in the order of their names.
  package func first(_ count: Int) -> [Tag] {
    let all = uses.map(Self.tag)
    return Array(all.sorted { ($1.weight, $0.name) < ($0.weight, $1.name) }.prefix(count))
  }

  /// One of them, however much it is in use; nil if it is not.
  package subscript(name: String) -> Tag? { uses[name].map { Self.tag(name, $0) } }

  private static func tag(_ name: String, _ use: Use) -> Tag {
    Tag(
      name: name, posts: use.posts, authors: use.authors.count, newest: use.newest,
      weight: use.authors.values.sorted().reduce(0, +))
  }
}
