import GRDB
package import PubSub
import Social
import XMPP

// The comments of followed posts. A comments node belongs to its post as one of our own does: it is seen by those who may
// read the post's node, and goes with the post.
extension Transaction {
  /// Follows the comments node that a post names, where there is room; the one that it named before is let go.
  ///
  /// - Parameter post: the number of an item of the followed node.
  func followThread(
    of post: Int64, in feed: Source, _ discussion: Discussion?, _ budget: ThreadBudget,
    _ now: Timestamp
  ) throws {
    guard !feed.isThread else { return }
    let place = discussion.flatMap { $0.isShare ? nil : $0.replies }
    if let old = try snapshot.thread(of: post) {
      if let place, (old.service, old.node.name) == (place.service, place.node) { return }
      try release(old, now)
    }
    guard let place, NodeProfile.isComments(place.node),
      try !snapshot.hasOptedOut(place.service)
    else { return }
    let node = NodeID(stored: place.node)
    // It is followed anyway, or for another post that named it before.
    guard try snapshot.source(node, of: place.service) == nil,
      try makeRoom(for: post, in: feed, at: place.service, budget, now),
      try begin(node, of: place.service, isPublic: feed.isPublic, now),
      let source = try snapshot.source(node, of: place.service)
    else { return }
    try run("UPDATE node SET post = ? WHERE id = ?", [post, source.number])
    try run(
      """
      INSERT INTO thread (node, post, feed, service) SELECT id, ?, ?, service FROM node WHERE id = ?
      """, [post, feed.number, source.number])
  }

  /// Whether one more may be followed. For a newer post of the node the oldest makes room.
  private func makeRoom(
    for post: Int64, in feed: Source, at service: BareJID, _ budget: ThreadBudget,
    _ now: Timestamp
  ) throws -> Bool {
    if let service = try snapshot.service(service),
      try snapshot.isFull("WHERE service = ?", [service.number], budget.perService)
    {
      return false
    }
    if try snapshot.isFull("WHERE feed = ?", [feed.number], budget.perNode) {
      guard budget.perNode > 0, let oldest = try snapshot.oldestThread(of: feed, before: post)
      else { return false }
      try release(oldest, now)
    }
    return try !snapshot.isFull("", [], budget.inAll)
  }

  /// A comments node is of no post any more: nobody sees it, and it is left as soon as its turn comes.
  func release(_ thread: Source, _ now: Timestamp) throws {
    try run("DELETE FROM thread WHERE node = ?", [thread.number])
    try wake(thread, for: .compare, at: now)
  }

  /// The same for all posts of a node, which are gone at once.
  func releaseThreads(of feed: Source, _ now: Timestamp) throws {
    try run(
      """
      UPDATE source SET due = min(due, ?), wakes = wakes + 1
      WHERE node IN (SELECT node FROM thread WHERE feed = ?)
      """, [now.milliseconds, feed.number])
    try run("DELETE FROM thread WHERE feed = ?", [feed.number])
  }
}

extension Snapshot {
  /// The comments node that is followed for a post.
  fileprivate func thread(of post: Int64) throws -> Source? {
    try number("SELECT node FROM thread WHERE post = ?", [post]).flatMap(source)
  }

  fileprivate func oldestThread(of feed: Source, before post: Int64) throws -> Source? {
    try number(
      "SELECT node FROM thread WHERE feed = ? AND post < ? ORDER BY post LIMIT 1",
      [feed.number, post]
    ).flatMap(source)
  }

  fileprivate func isFull(_ condition: String, _ arguments: StatementArguments, _ limit: Int) throws
    -> Bool
  {
    guard limit > 0 else { return true }
    return try number(
      "SELECT 1 FROM thread \(condition) LIMIT 1 OFFSET ?", arguments + [limit - 1]) != nil
  }

  /// The followed node with the post that a comments node is followed for.
  package func feed(of thread: Source) throws -> Source? {
    guard thread.isThread else { return nil }
    return try number("SELECT feed FROM thread WHERE node = ?", [thread.number]).flatMap(source)
  }

  /// Whether anybody wants a node to be followed.
  package func isWanted(_ source: Source) throws -> Bool {
    try source.isThread || !origins(source).isEmpty
  }
}
