import GRDB
package import PubSub
package import XMPP

/// What everybody may read of the comments on a post.
package struct PublicComments: Hashable, Sendable {
  /// How many there are, hearts left out.
  package let count: Int
  package let page: CommentPage
}

/// Which of the comments on a post are read with it.
package struct CommentExtent: Hashable, Sendable {
  /// The number of the comment before the first one; nil: from the beginning.
  package var after: Int64?
  package var limit: Int
  /// How much of each.
  package var each: PostExtent

  package init(after: Int64? = nil, limit: Int, each: PostExtent) {
    (self.after, self.limit, self.each) = (after, limit, each)
  }
}

/// That there are comments on a post, or may be, which everybody may read.
package struct PublicReplies: Hashable, Sendable {
  /// How many, hearts left out.
  package let count: Int
  /// When the newest one came, or changed; nil if there is none.
  package let updated: Timestamp?
}

/// Comments on a post, the newest first.
package struct CommentFeedView: Hashable, Sendable {
  package let post: PostView
  package let replies: PublicReplies
  package let page: CommentPage
}

extension Store {
  /// With what there is to say of the comments on each.
  package func withReplies(_ posts: [PostView]) async throws -> [PostView] {
    guard !posts.isEmpty else { return [] }
    return try await readNodes { snapshot in
      var nodes: [PostPlace: NodeRecord?] = [:]
      return try posts.map { post in
        let place = PostPlace(service: post.service, node: Array(post.node.utf8))
        let node = try nodes[place] ?? snapshot.node(of: post)
        nodes[place] = .some(node)
        var post = post
        post.replies = try node.flatMap { node in
          try snapshot.publicComments(of: ItemID(stored: post.item), in: node)
            .map(snapshot.replies(in:))
        }
        return post
      }
    }
  }

  /// The comments on a post as a feed; missing, too, if there are none that everybody may read.
  ///
  /// - Parameter cursor: the number of the comment before the first one; nil: from the newest on.
  package func commentFeed(
    service: BareJID, node: String, item: String, before cursor: Int64?, limit: Int,
    _ extent: PostExtent
  ) async throws -> Lookup<CommentFeedView> {
    switch try await post(service: service, node: node, item: item) {
    case .gone: return .gone
    case .missing: return .missing
    case .found(let post):
      return try await readNodes { snapshot in
        guard let node = try snapshot.publicNode(service, node)?.number,
          let home = try snapshot.node(number: node),
          let comments = try snapshot.publicComments(of: ItemID(stored: item), in: home)
        else { return .missing }
        return .found(
          CommentFeedView(
            post: post, replies: try snapshot.replies(in: comments),
            page: try snapshot.comments(
              in: comments, after: cursor, newestFirst: true, limit: limit, extent)))
      }
    }
  }
}

/// Names of nodes are told apart by their bytes.
private struct PostPlace: Hashable {
  var service: BareJID
  var node: [UInt8]
}

extension Snapshot {
  fileprivate func node(of post: PostView) throws -> NodeRecord? {
    try service(post.service).flatMap { try node(NodeID(stored: post.node), in: $0) }
  }

  fileprivate func replies(in comments: NodeRecord) throws -> PublicReplies {
    PublicReplies(
      count: try count(ofCommentsIn: comments),
      updated: try number(
        "SELECT published FROM item WHERE node = ? AND sequence > ? ORDER BY sequence DESC LIMIT 1",
        [comments.number, comments.floor]
      ).map(Timestamp.init(milliseconds:)))
  }

  /// Nil if the post has no comments node here that everybody may read.
  func publicComments(of item: ItemID, inNode number: Int64, _ extent: CommentExtent) throws
    -> PublicComments?
  {
    // A followed node that everybody may read there need not be on the web here.
    guard let node = try node(number: number),
      let comments = try publicComments(of: item, in: node)
    else { return nil }
    return PublicComments(
      count: try count(ofCommentsIn: comments),
      page: try self.comments(
        in: comments, after: extent.after, limit: extent.limit, extent.each))
  }

  /// The node with the comments of a post, if everybody may read it.
  func publicComments(of item: ItemID, in node: NodeRecord) throws -> NodeRecord? {
    try noteUnborn(commentsOf: item, in: node)
    guard let comments = try commentsNode(of: item, in: node, readableTo: anyone(in:)),
      comments.isReadable
    else { return nil }
    noted?.note(comments.number)
    return comments
  }

  /// A comments node of ours that a post names, and that is not there, may be made at any time, and then counts more than the
  /// post's own. One elsewhere is followed as the post's own.
  private func noteUnborn(commentsOf item: ItemID, in node: NodeRecord) throws {
    guard let noted, let place = try itemPlace(item, in: node) else { return }
    if try number(Self.unborn, [place.number]) != nil { noted.noteEverything() }
  }

  static let unborn = """
    SELECT 1 FROM replies JOIN jid ON jid.jid = replies.service
    JOIN service ON service.jid = jid.id AND service.hosted = 1
    WHERE replies.item = ? AND NOT EXISTS (
      SELECT 1 FROM node WHERE node.service = service.id AND node.name = replies.node
        AND node.deleted IS NULL)
    """
}
