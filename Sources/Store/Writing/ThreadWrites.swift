import GRDB
import PubSub
import Social
package import XMPP

// The comments of followed posts. A comments node belongs to its post as one of our own does: it is seen by those who may
// read the post's node, and goes with the post.
extension Transaction {
  /// Follows the comments nodes of a node's newest posts as the policy of now has it, and lets the others go.
  package func refreshThreads(of feed: Source, _ policy: ThreadPolicy, _ now: Timestamp) throws {
    guard feed.isOpen, feed.isPublic, policy.perNode > 0 else {
      return try releaseThreads(of: feed, now)
    }
    let newest = try snapshot.newestPosts(of: feed, limit: policy.perNode)
    let posts = Set(newest.map(\.post))
    for thread in try snapshot.threads(of: feed) where !posts.contains(thread.post) {
      try release(thread.source, now)
    }
    for (post, place) in newest { try followThread(of: post, in: feed, place, policy, now) }
  }

  /// Follows the comments node that a post names, where there is room; the one that it named before is let go.
  ///
  /// - Parameters:
  ///   - post: the number of an item of the followed node.
  ///   - place: of the comments; nil: it names none.
  func followThread(
    of post: Int64, in feed: Source, _ place: XMPPURI.Place?, _ policy: ThreadPolicy,
    _ now: Timestamp
  ) throws {
    if let old = try snapshot.thread(of: post) {
      if let place, (old.service, old.node.name) == (place.service, place.node) { return }
      try release(old, now)
    }
    guard let place, feed.isOpen, feed.isPublic, !feed.isCompanion,
      try mayFollow(place, of: feed, policy)
    else { return }
    let node = NodeID(stored: place.node)
    if let source = try snapshot.source(node, of: place.service) {
      return try claim(source, for: post, in: feed)
    }
    guard try makeRoom(for: post, in: feed, at: place.service, policy, now),
      try begin(node, of: place.service, isPublic: true, now),
      let source = try snapshot.source(node, of: place.service)
    else { return }
    try run(
      """
      INSERT INTO thread (node, post, feed, service) SELECT id, NULL, ?, service FROM node WHERE id = ?
      """, [feed.number, source.number])
    try bind(source, to: post, of: feed)
  }

  private func mayFollow(_ place: XMPPURI.Place, of feed: Source, _ policy: ThreadPolicy) throws
    -> Bool
  {
    try NodeProfile.isComments(place.node)
      && !snapshot.hasOptedOut(NodeID(stored: place.node), of: place.service)
      && snapshot.mayBePublic(place.service, withPostsOf: feed.service, policy.isPublished)
  }

  private func bind(_ thread: Source, to post: Int64, of feed: Source) throws {
    try changed(around: thread.number)
    try run(
      "UPDATE thread SET post = ?, feed = ? WHERE node = ?", [post, feed.number, thread.number])
    try run("UPDATE node SET post = ? WHERE id = ?", [post, thread.number])
    try changed(around: thread.number)
  }

  /// A node that is followed already: one that nobody has any more, or that has been named from elsewhere, goes to the post.
  private func claim(_ thread: Source, for post: Int64, in feed: Source) throws {
    guard let row = try snapshot.threadRow(thread.number) else { return }
    if row.post != nil, let other = try snapshot.source(row.feed),
      ThreadPolicy.isAtHome(thread.service, other.service)
        || !ThreadPolicy.isAtHome(thread.service, feed.service)
    {
      return
    }
    try bind(thread, to: post, of: feed)
  }

  /// Whether one more may be followed: of the node's posts, at the service and in all the oldest one makes room.
  private func makeRoom(
    for post: Int64, in feed: Source, at service: BareJID, _ policy: ThreadPolicy,
    _ now: Timestamp
  ) throws -> Bool {
    // Whoever names ever new ones waits until those before are forgotten.
    guard try !snapshot.isFull("WHERE feed = ?", [feed.number], 2 * policy.perNode) else {
      return false
    }
    var scopes: [(String, StatementArguments, Int)] = [
      ("WHERE feed = ? AND post IS NOT NULL", [feed.number], policy.perNode),
      ("WHERE post IS NOT NULL", [], policy.inAll),
    ]
    if let service = try snapshot.service(service) {
      scopes.append(
        ("WHERE service = ? AND post IS NOT NULL", [service.number], policy.perService))
    }
    for (condition, arguments, limit) in scopes
    where try snapshot.isFull(condition, arguments, limit) {
      guard limit > 0, let oldest = try snapshot.oldestThread(condition, arguments),
        oldest.post < post
      else { return false }
      try release(oldest.source, now)
    }
    return true
  }

  /// A comments node is of no post any more: nobody sees it, and it is left as soon as its turn comes.
  func release(_ thread: Source, _ now: Timestamp) throws {
    try changed(around: thread.number)
    try run("UPDATE thread SET post = NULL WHERE node = ?", [thread.number])
    if try !snapshot.origins(thread).isEmpty { try cutLoose(thread) }
    try retry(thread, for: .compare, now)
  }

  /// A node that is followed for itself belongs to no post that is gone.
  func cutLoose(_ source: Source) throws {
    try changed(around: source.number)
    try run("DELETE FROM thread WHERE node = ? AND post IS NULL", [source.number])
    guard db.changesCount > 0 else { return }
    try run("UPDATE node SET post = NULL WHERE id = ?", [source.number])
  }

  /// All comments of a node's posts are let go.
  func releaseThreads(of feed: Source, _ now: Timestamp) throws {
    for thread in try snapshot.threads(of: feed) { try release(thread.source, now) }
  }
}

extension Snapshot {
  /// The newest posts of a followed node, the newest first, and where their comments are; shares have none of their own.
  fileprivate func newestPosts(of feed: Source, limit: Int) throws -> [(
    post: Int64, place: XMPPURI.Place?
  )] {
    let found = try rows(
      """
      SELECT item.id, replies.service, replies.node FROM item JOIN node ON node.id = item.node
      LEFT JOIN replies ON replies.item = item.id AND replies.shared = 0
      WHERE item.node = ? AND item.sequence > node.floor ORDER BY item.sequence DESC LIMIT ?
      """, [feed.number, limit])
    var posts: [(Int64, XMPPURI.Place?)] = []
    while let row = try found.next() {
      let service = try (row[1] as String?).map { try storedJID($0).bare }
      posts.append((row[0], service.map { XMPPURI.Place(service: $0, node: row[2] ?? "") }))
    }
    return posts
  }

  /// The comments nodes that are followed for the posts of a node.
  fileprivate func threads(of feed: Source) throws -> [(post: Int64, source: Source)] {
    let found = try rows(
      "SELECT node, post FROM thread WHERE feed = ? AND post IS NOT NULL", [feed.number])
    var numbers: [(node: Int64, post: Int64)] = []
    while let row = try found.next() { numbers.append((row[0], row[1])) }
    return try numbers.compactMap { row in try source(row.node).map { (row.post, $0) } }
  }

  fileprivate func thread(of post: Int64) throws -> Source? {
    try number("SELECT node FROM thread WHERE post = ?", [post]).flatMap(source)
  }

  fileprivate func threadRow(_ node: Int64) throws -> (post: Int64?, feed: Int64)? {
    try first("SELECT post, feed FROM thread WHERE node = ?", [node]) { ($0[0], $0[1]) }
  }

  fileprivate func oldestThread(_ condition: String, _ arguments: StatementArguments) throws -> (
    post: Int64, source: Source
  )? {
    let found = try first(
      "SELECT node, post FROM thread \(condition) ORDER BY post LIMIT 1", arguments
    ) { (node: $0[0] as Int64, post: $0[1] as Int64) }
    return try found.flatMap { row in try source(row.node).map { (row.post, $0) } }
  }

  fileprivate func isFull(_ condition: String, _ arguments: StatementArguments, _ limit: Int) throws
    -> Bool
  {
    guard limit > 0 else { return true }
    return try number(
      "SELECT 1 FROM thread \(condition) LIMIT 1 OFFSET ?", arguments + [limit - 1]) != nil
  }

  /// The followed node that another one is followed for, with its comments or what is attached to its items; nil if that is
  /// followed for itself.
  package func feed(of companion: Source) throws -> Source? {
    guard companion.isThread else { return try feed(ofSummary: companion) }
    return try threadRow(companion.number).flatMap { try source($0.feed) }
  }

  /// Whether a node is to be followed: somebody has asked for it, or a post is here whose comments it has, or it sums up a
  /// node that the public may read here, and its owners have not said no.
  package func isWanted(_ number: Int64) throws -> Bool {
    guard let source = try source(number), try !hasOptedOut(source.node, of: source.service) else {
      return false
    }
    if let feed = try feed(ofSummary: source) { return feed.isOpen && feed.isPublic }
    return try threadRow(number)?.post != nil || !origins(source).isEmpty
  }
}
