import GRDB
package import PubSub
import XMPP

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

extension Snapshot {
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
        in: comments, after: extent.after ?? .min, limit: extent.limit, extent.each))
  }

  /// The node with the comments of a post, if everybody may read it.
  func publicComments(of item: ItemID, in node: NodeRecord) throws -> NodeRecord? {
    guard let comments = try commentsNode(of: item, in: node, readableTo: anyone(in:)),
      comments.isReadable
    else {
      try noteUnborn(commentsOf: item, in: node)
      return nil
    }
    noted?.note(comments.number)
    return comments
  }

  /// A comments node that a post names may come at any time.
  private func noteUnborn(commentsOf item: ItemID, in node: NodeRecord) throws {
    guard let noted, let place = try itemPlace(item, in: node) else { return }
    let isNamed = try number("SELECT 1 FROM replies WHERE item = ?", [place.number]) != nil
    if isNamed { noted.noteEverything() }
  }
}
