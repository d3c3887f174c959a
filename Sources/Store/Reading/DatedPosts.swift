import GRDB
package import XMPP

// Posts in the order of their publication. An edit leaves a post where it is, unless its author dates it anew; so whoever
// reads from one place to the next misses nothing while others publish, edit and retract.

/// Whose posts a list has.
package enum PostScope: Hashable, Sendable {
  /// Of all listed nodes.
  case everything
  case node(service: BareJID, name: String)
  /// With a tag, in lower case.
  case tag(String)
}

/// A place in the order of publication; at one moment posts stand in the order of their creation.
package struct DatePlace: Hashable, Comparable, Sendable {
  /// In milliseconds since 1970.
  package let published: Int64
  /// The number of the item, or any other one: a place outlives its post.
  package let item: Int64

  package init(published: Int64, item: Int64) {
    self.published = published
    self.item = item
  }

  /// Before whatever was published at a moment.
  package init(before moment: Timestamp) {
    self.init(published: moment.milliseconds, item: .min)
  }

  package static func < (a: DatePlace, b: DatePlace) -> Bool {
    (a.published, a.item) < (b.published, b.item)
  }

  /// The place right after it: what is before that is all up to here.
  package var next: DatePlace {
    item < .max
      ? DatePlace(published: published, item: item + 1)
      : DatePlace(published: published + 1, item: .min)
  }

  package var month: Month { Month(of: Timestamp(milliseconds: published)) }
}

/// Places between two others, without these.
struct DateRange {
  var after = DatePlace(published: .min, item: .min)
  var before = DatePlace(published: .max, item: .max)

  fileprivate static let condition =
    "(%.published, %.item) > (?, ?) AND (%.published, %.item) < (?, ?)"

  fileprivate var arguments: StatementArguments {
    [after.published, after.item, before.published, before.item]
  }
}

/// Where a post stands.
struct DatedPost: Hashable {
  let place: DatePlace
  /// Of its last publish.
  let sequence: Int64
}

/// The posts of a scope, as far as everybody may read them, in the order of publication.
struct DatedList {
  enum Source {
    case listed
    case node(Int64)
    case tag(String)
  }

  enum Direction: String {
    case newestFirst = "DESC"
    case oldestFirst = "ASC"
  }

  let snapshot: Snapshot
  let source: Source

  func first(_ range: DateRange, _ direction: Direction = .newestFirst) throws -> DatePlace? {
    try posts(range, direction, limit: 1).first?.place
  }

  func posts(_ range: DateRange, _ direction: Direction = .newestFirst, limit: Int) throws
    -> [DatedPost]
  {
    switch source {
    case .listed: try listed(range, direction, limit: limit)
    case .node(let node): try posts(of: node, range, direction, limit: limit)
    case .tag(let tag): try posts(tagged: tag, range, direction, limit: limit)
    }
  }

  /// Those of a node; no more than the limit are counted, and none of other lists.
  func count(_ range: DateRange, limit: Int) throws -> Int {
    guard case .node(let node) = source else { return 0 }
    return try snapshot.number(
      "SELECT count(*) FROM (SELECT 1 \(Self.ofNode) LIMIT ?)",
      [node] + range.arguments + [node, limit]
    ).map { Int($0) } ?? 0
  }

  private static let ofNode = """
    FROM entry WHERE entry.node = ? AND \(condition("entry"))
      AND entry.sequence > (SELECT floor FROM node WHERE id = ?)
    """

  private func posts(of node: Int64, _ range: DateRange, _ direction: Direction, limit: Int) throws
    -> [DatedPost]
  {
    try read(
      """
      SELECT entry.published, entry.item, entry.sequence \(Self.ofNode)
      ORDER BY entry.published \(direction.rawValue), entry.item \(direction.rawValue) LIMIT ?
      """, [node] + range.arguments + [node, limit])
  }

  private func posts(
    tagged tag: String, _ range: DateRange, _ direction: Direction, limit: Int
  ) throws -> [DatedPost] {
    try read(
      """
      SELECT tag.published, tag.item, tag.sequence FROM tag
      CROSS JOIN entry ON entry.item = tag.item CROSS JOIN node ON node.id = entry.node
      WHERE tag.tag = ? AND \(Self.condition("tag")) AND node.listed = 1 AND node.deleted IS NULL
        AND entry.sequence > node.floor
      ORDER BY tag.published \(direction.rawValue), tag.item \(direction.rawValue) LIMIT ?
      """, [tag] + range.arguments + [limit])
  }

  /// The first of all are among the first of those nodes whose own first ones come first.
  private func listed(_ range: DateRange, _ direction: Direction, limit: Int) throws -> [DatedPost]
  {
    let order = direction.rawValue
    let nodes = try snapshot.rows(
      """
      SELECT node.id, entry.published, entry.item FROM node CROSS JOIN entry ON entry.item = (
        SELECT one.item FROM entry AS one
        WHERE one.node = node.id AND \(Self.condition("one")) AND one.sequence > node.floor
        ORDER BY one.published \(order), one.item \(order) LIMIT 1)
      WHERE node.listed = 1 AND node.deleted IS NULL AND node.posts > 0
      ORDER BY entry.published \(order), entry.item \(order) LIMIT ?
      """, range.arguments + [limit])
    var found: [DatedPost] = []
    while let node = try nodes.next() {
      let first = DatePlace(published: node[1], item: node[2])
      if found.count == limit, let last = found.last?.place, direction.comesFirst(last, first) {
        break
      }
      found += try posts(of: node[0], range, direction, limit: limit)
      found = Array(found.sorted { direction.comesFirst($0.place, $1.place) }.prefix(limit))
    }
    return found
  }

  private static func condition(_ table: String) -> String {
    DateRange.condition.replacing("%", with: table)
  }

  private func read(_ sql: String, _ arguments: StatementArguments) throws -> [DatedPost] {
    let found = try snapshot.rows(sql, arguments)
    var posts: [DatedPost] = []
    while let row = try found.next() {
      posts.append(
        DatedPost(place: DatePlace(published: row[0], item: row[1]), sequence: row[2]))
    }
    return posts
  }
}

extension DatedList.Direction {
  fileprivate func comesFirst(_ a: DatePlace, _ b: DatePlace) -> Bool {
    self == .newestFirst ? a > b : a < b
  }
}
