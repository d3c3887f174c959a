import GRDB
package import PubSub
import Social
package import XMPP

/// A comment, and where it stands among the others.
package struct CommentView: Hashable, Sendable {
  /// Of its creation; the cursor of paging.
  package let number: Int64
  package let post: PostView
  /// The number of the comment that it answers.
  package let answered: Int64?
  /// The item of the comment that it answers; nil for one that answers the post.
  package let parent: ItemID?
  /// How many comments stand above it, at most `CommentThread.maximumDepth`.
  package let depth: Int

  package var parentName: String? { parent?.name }
}

/// Comments in the order of their creation.
package struct CommentPage: Hashable, Sendable {
  package var comments: [CommentView] = []
  /// The cursor of the next page; nil at the end.
  package var next: Int64?
}

extension Snapshot {
  /// So many rows of comments that are gone are passed over for one page.
  private static let maximumGonePassed = 1_000

  /// A page of the comments that a node holds, hearts left out. Who reads it may read the node: that is for the caller to
  /// ask.
  ///
  /// - Parameter cursor: of the comment before the first one, by the wanted order; nil: from the beginning.
  package func comments(
    in node: NodeRecord, after cursor: Int64? = nil, newestFirst: Bool = false, limit: Int,
    _ extent: PostExtent = .whole
  ) throws -> CommentPage {
    let cursor = cursor ?? (newestFirst ? .max : .min)
    let found = try rows(
      """
      SELECT comment.item, item.sequence FROM comment JOIN item ON item.id = comment.item
      WHERE comment.node = ? AND comment.heart = 0 AND comment.item \(newestFirst ? "<" : ">") ?
      ORDER BY comment.item \(newestFirst ? "DESC" : "") LIMIT ?
      """, [node.number, cursor, limit + Self.maximumGonePassed + 1])
    var numbers: [Int64] = []
    var (passed, last) = (0, cursor)
    var isLast = true
    while let row = try found.next() {
      guard numbers.count < limit, passed < Self.maximumGonePassed else {
        isLast = false
        break
      }
      last = row[0]
      if row[1] as Int64 > node.floor { numbers.append(last) } else { passed += 1 }
    }
    var thread = ThreadReads(snapshot: self, node: node)
    var page = CommentPage(next: isLast ? nil : last)
    for number in numbers {
      guard let post = try post(number: number, extent) else { continue }
      let place = try thread.place(of: number)
      page.comments.append(
        CommentView(
          number: number, post: post, answered: place.parent,
          parent: try place.parent.flatMap(itemName),
          depth: place.depth))
    }
    return page
  }

  private func itemName(_ number: Int64) throws -> ItemID? {
    try first("SELECT name FROM item WHERE id = ?", [number]) { ItemID(stored: $0[0]) }
  }
}

/// Who answers whom in a node, each looked up once.
private struct ThreadReads {
  let snapshot: Snapshot
  let node: NodeRecord
  private var answers: [Int64: Int64?] = [:]

  init(snapshot: Snapshot, node: NodeRecord) {
    self.snapshot = snapshot
    self.node = node
  }

  mutating func place(of comment: Int64) throws -> CommentThread.Place {
    try CommentThread.place(of: comment) { comment throws in try answered(by: comment) }
  }

  private mutating func answered(by comment: Int64) throws -> Int64? {
    if let answer = answers[comment] { return answer }
    let answer = try look(comment)
    answers[comment] = .some(answer)
    return answer
  }

  private func look(_ comment: Int64) throws -> Int64? {
    let target = try snapshot.first(
      "SELECT answered_item, answered_id FROM comment WHERE item = ?", [comment]
    ) { Discussion.Target(item: $0[0], id: $0[1]) }
    guard let target else { return nil }
    if let item = try target.item.flatMap({ try number(ofItem: $0) }) { return item }
    guard let id = target.id else { return nil }
    return try number(ofItem: id)
      ?? snapshot.number(
        """
        SELECT comment.item FROM comment JOIN item ON item.id = comment.item
        WHERE comment.node = ? AND comment.atom_id = ? AND item.sequence > ?
        ORDER BY comment.item LIMIT 1
        """, [node.number, id, node.floor])
  }

  private func number(ofItem name: String) throws -> Int64? {
    try snapshot.number(
      "SELECT id FROM item WHERE node = ? AND name = ? AND sequence > ?",
      [node.number, name, node.floor])
  }
}

// MARK: - The comments of a post

extension Snapshot {
  /// How many comments a post has, hearts left out; nil if there is no comments node here that the asker may read.
  ///
  /// - Parameter jid: nil for the public.
  package func commentCount(
    of item: ItemID, in node: NodeRecord, for jid: BareJID?, _ known: Acquaintances
  ) throws -> Int? {
    let comments = try commentsNode(of: item, in: node) { comments in
      try jid.map { try actor($0, of: comments, known) } ?? anyone(in: comments)
    }
    return try comments.map(count(ofCommentsIn:))
  }

  func count(ofCommentsIn node: NodeRecord) throws -> Int {
    try number("SELECT posts - hearts FROM node WHERE id = ?", [node.number])
      .map { max(0, Int($0)) } ?? 0
  }

  /// The node with the comments of a post, if the asker may read it.
  func commentsNode(
    of item: ItemID, in node: NodeRecord, readableTo asker: (NodeRecord) throws -> Actor
  ) throws -> NodeRecord? {
    guard let comments = try commentsNode(of: item, in: node),
      Rights.may(.retrieve, try asker(comments), comments.facts.configuration)
    else { return nil }
    return comments
  }

  /// The node with the comments of a post: the one that it names, if that is here, else the one that belongs to it.
  package func commentsNode(of item: ItemID, in node: NodeRecord) throws -> NodeRecord? {
    guard let place = try itemPlace(item, in: node), place.sequence > node.floor else {
      return nil
    }
    let named = try number(
      """
      SELECT node.id FROM replies JOIN jid ON jid.jid = replies.service
      JOIN service ON service.jid = jid.id AND service.hosted = 1
      JOIN node ON node.service = service.id AND node.name = replies.node
        AND node.deleted IS NULL
      WHERE replies.item = ?
      """, [place.number])
    return try named.flatMap { try self.node(number: $0) } ?? ownComments(ofPost: place.number)
  }

  func address(ofServiceOf node: Int64) throws -> BareJID? {
    try first(
      """
      SELECT jid.jid FROM node JOIN service ON service.id = node.service
      JOIN jid ON jid.id = service.jid WHERE node.id = ?
      """, [node]
    ) { try storedJID($0[0]).bare }
  }
}

// MARK: - Who may read what belongs to a post

extension Snapshot {
  /// So many nodes may have to be passed to read what belongs to a post.
  private static let maximumHomeLevels = 64

  /// Whether the node that a node's post is in is there and seen by all, or it belongs to none.
  static let isHomeShown = """
    (node.post IS NULL OR EXISTS (
      SELECT 1 FROM item AS post JOIN node AS home ON home.id = post.node
      WHERE post.id = node.post AND post.sequence > home.floor AND home.shown = 1
        AND home.deleted IS NULL))
    """

  /// Nil if the node belongs to a post that is gone: then it goes with that one.
  func withHome(_ node: NodeRecord) throws -> NodeRecord? {
    guard let post = node.post else { return node }
    guard let home = try home(of: post) else { return nil }
    var node = node
    node.home = home
    return node
  }

  /// The post's node and all that stands above it; nil if the post is gone, or one of them is. While the post is hidden,
  /// what belongs to it is for those alone who may see it.
  func home(of post: Int64) throws -> NodeRecord.Home? {
    let found = try first(
      """
      SELECT node.id, jid.jid FROM item JOIN node ON node.id = item.node
      JOIN jid ON jid.id = item.publisher WHERE item.id = ?1 AND item.sequence > node.floor
      UNION ALL
      SELECT node.id, jid.jid FROM hidden JOIN node ON node.id = hidden.node
      JOIN jid ON jid.id = hidden.publisher WHERE hidden.id = ?1 AND hidden.sequence > node.floor
      """, [post]
    ) { (node: $0[0] as Int64, publisher: $0[1] as String) }
    guard let found else { return nil }
    var levels = [try hiddenLevel(of: post)].compactMap(\.self)
    var open = [found.node]
    var seen = Set(open)
    while let number = open.popLast() {
      guard let (level, next) = try homeLevel(number), levels.count < Self.maximumHomeLevels else {
        return nil
      }
      levels.append(level)
      open += next.filter { seen.insert($0).inserted }
    }
    return NodeRecord.Home(publisher: try storedJID(found.publisher).bare, levels: levels)
  }

  /// What keeps people from what belongs to a hidden item; nil if the item is not hidden.
  func hiddenLevel(of item: Int64) throws -> NodeRecord.Level? {
    try first("SELECT node, publisher FROM hidden WHERE id = ?", [item]) {
      NodeRecord.Level(
        number: $0[0], rules: AccessRules(access: .whitelist), publisher: $0[1])
    }
  }

  /// A node that must be passed, and those that must be passed for it.
  private func homeLevel(_ number: Int64) throws -> (NodeRecord.Level, next: [Int64])? {
    try first(
      """
      SELECT \(NodeColumns.rules), parent, coalesce(
        (SELECT item.node FROM item JOIN node AS home ON home.id = item.node
          WHERE item.id = node.post AND item.sequence > home.floor),
        (SELECT hidden.node FROM hidden JOIN node AS home ON home.id = hidden.node
          WHERE hidden.id = node.post AND hidden.sequence > home.floor)), post
      FROM node WHERE id = ? AND deleted IS NULL
      """, [number]
    ) { row in
      let rules = NodeColumns.rules(row, from: 0)
      let (parent, home, post) = (row[4] as Int64?, row[5] as Int64?, row[6] as Int64?)
      return post != nil && home == nil
        ? nil : (NodeRecord.Level(number: number, rules: rules), [home, parent].compactMap(\.self))
    } ?? nil
  }
}
