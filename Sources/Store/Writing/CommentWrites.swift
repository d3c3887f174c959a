import GRDB
import PubSub
import Social
import XMPP

// What an item says of the discussion that it belongs to or starts.
extension Transaction {
  /// - Parameters:
  ///   - item: the number of a post or a comment that is stored.
  ///   - publisher: the number of its publisher's address.
  /// - Returns: whether it is a comment that is a heart.
  func insert(
    _ discussion: Discussion, _ item: Int64, _ publisher: Int64, _ node: NodeRecord,
    _ now: Timestamp
  ) throws -> Bool {
    if let place = discussion.replies {
      try run(
        "INSERT INTO replies (item, service, node, publisher, shared) VALUES (?, ?, ?, ?, ?)",
        [item, place.service.description, place.node, publisher, discussion.isShare])
      try bind(place, item, isShare: discussion.isShare, node, now)
    }
    let (name, type) = (node.facts.id.name, node.facts.configuration.type)
    guard NodeProfile(name: name, type: type) == .comments else { return false }
    let target =
      try snapshot.address(ofServiceOf: node.number).map {
        discussion.target(in: name, of: $0)
      } ?? Discussion.Target()
    try run(
      """
      INSERT INTO comment (item, node, heart, atom_id, answered_item, answered_id)
      VALUES (?, ?, ?, ?, ?, ?)
      """,
      [item, node.number, discussion.isHeart, discussion.id, target.item, target.id])
    guard discussion.isHeart else { return false }
    // A heart says that its publisher has noticed the post (XEP-0470, section 4.7). The node may just have been bound.
    if let post = try snapshot.number("SELECT post FROM node WHERE id = ?", [node.number]) {
      try addHeart(item, to: post, now)
      // The hearts elsewhere are for their service to look after.
      if !node.isFollowed { review(Noticer(post: post, jid: publisher), isTakenBack: false, now) }
    }
    return true
  }

  /// - Parameter isAlive: the item is not below the node's floor.
  func removeDiscussion(_ item: Int64, _ node: NodeRecord, isAlive: Bool) throws {
    try run("DELETE FROM replies WHERE item = ?", [item])
    guard let heart = try snapshot.number("SELECT heart FROM comment WHERE item = ?", [item])
    else { return }
    try run("DELETE FROM comment WHERE item = ?", [item])
    guard heart == 1, isAlive else { return }
    try run("UPDATE node SET hearts = max(hearts - 1, 0) WHERE id = ?", [node.number])
  }

  /// How many hearts there are between two sequence numbers.
  func hearts(in node: NodeRecord, from low: Int64, to high: Int64) throws -> Int64? {
    try snapshot.number(
      """
      SELECT count(*) FROM item JOIN comment ON comment.item = item.id
      WHERE item.node = ? AND item.sequence > ? AND item.sequence <= ? AND comment.heart = 1
      """, [node.number, low, high])
  }
}

// MARK: - Which node belongs to which post

extension Transaction {
  /// All hearts are counted as the node is bound: one that has more was no post's for long, and stays its own.
  private static let maximumBoundHearts = 1_000

  /// A comments node that a post names goes with it from now on, if it is the publisher's own; who that is, another
  /// service can say whatever it likes.
  private func bind(
    _ place: XMPPURI.Place, _ item: Int64, isShare: Bool, _ home: NodeRecord, _ now: Timestamp
  ) throws {
    let found = try snapshot.first(
      """
      SELECT node.id, creator.jid, publisher.jid FROM jid
      JOIN service ON service.jid = jid.id AND service.hosted = 1
      JOIN node ON node.service = service.id AND node.name = ? AND node.deleted IS NULL
        AND node.post IS NULL AND node.hearts <= ?
      JOIN jid AS creator ON creator.id = node.creator
      JOIN item ON item.id = ?
      JOIN node AS home ON home.id = item.node AND home.deleted IS NULL AND home.followed IS NULL
      JOIN jid AS publisher ON publisher.id = item.publisher
      WHERE jid.jid = ?
      """, [place.node, Self.maximumBoundHearts, item, place.service.description]
    ) {
      (number: $0[0] as Int64, creator: $0[1] as String, publisher: $0[2] as String)
    }
    // Nor does a node belong to an item of its own.
    guard let found, found.number != home.number,
      Comments.belongs(
        place.node, madeBy: try storedJID(found.creator).bare,
        toPostOf: try storedJID(found.publisher).bare, isShare: isShare,
        isBelow: home.post != nil)
    else { return }
    try bind(found.number, to: item, now)
  }

  /// A new comments node goes with the post that names it already, if that is of the node's creator.
  func bindToPost(
    _ node: Int64, _ id: NodeID, _ creator: Int64, _ service: ServiceID, _ now: Timestamp
  ) throws {
    let post = try snapshot.number(
      """
      SELECT replies.item FROM replies JOIN item ON item.id = replies.item
      JOIN node AS home ON home.id = item.node
      WHERE replies.service = (
          SELECT jid.jid FROM service JOIN jid ON jid.id = service.jid WHERE service.id = ?)
        AND replies.node = ? AND replies.publisher = ? AND replies.shared = 0
        AND item.sequence > home.floor AND home.deleted IS NULL AND home.post IS NULL
        AND home.followed IS NULL
      ORDER BY replies.item LIMIT 1
      """, [service.number, id.name, creator])
    if let post { try bind(node, to: post, now) }
  }

  /// The hearts that are there already count for the post.
  func bind(_ node: Int64, to post: Int64, _ now: Timestamp) throws {
    try run("UPDATE node SET post = ? WHERE id = ?", [post, node])
    try changed(around: node)
    let hearts = try Int64.fetchAll(
      db.cachedStatement(sql: "SELECT item FROM comment WHERE node = ? AND heart = 1"),
      arguments: [node])
    for heart in hearts { try addHeart(heart, to: post, now) }
  }
}
