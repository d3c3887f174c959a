package import XMPP

/// Which comments nodes of followed posts are followed too: those of the newest posts that the public may read here, where
/// the comments may be read with them.
package struct ThreadPolicy: Sendable {
  /// For the newest posts of one node.
  package var perNode: Int
  /// At one service, whoever names them; and in all.
  package var perService: Int
  package var inAll: Int
  /// Whether the public may read the open nodes of a service here, unless its owner says otherwise.
  package var isPublished: @Sendable (BareJID) -> Bool

  package init(
    perNode: Int, perService: Int, inAll: Int,
    isPublished: @escaping @Sendable (BareJID) -> Bool = { _ in false }
  ) {
    (self.perNode, self.perService, self.inAll) = (perNode, perService, inAll)
    self.isPublished = isPublished
  }

  package static let none = ThreadPolicy(perNode: 0, perService: 0, inAll: 0)

  /// Whether comments are where the post is, or at a service of the same domain: the usual case. Of others anybody could
  /// bring what they like below a post.
  static func isAtHome(_ comments: BareJID, _ post: BareJID) -> Bool {
    comments.domain == post.domain || comments.domain.hasSuffix("." + post.domain)
      || post.domain.hasSuffix("." + comments.domain)
  }
}
