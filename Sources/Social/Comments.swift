package import PubSub
package import XMPP

/// The comments nodes of posts (XEP-0277, section 3.1): which node belongs to which post, and those that the service
/// makes.
package enum Comments {
  /// Whether a node that a post names belongs to it, and is deleted with it. It has the name of a comments node: a
  /// community that somebody names in jest must not go with a post.
  ///
  /// - Parameters:
  ///   - isShare: the post repeats another one, whose comments it names.
  ///   - isBelow: the post's own node belongs to a post. Nothing then leads in a circle.
  package static func belongs(
    _ name: String, madeBy creator: BareJID, toPostOf publisher: BareJID, isShare: Bool,
    isBelow: Bool
  ) -> Bool {
    NodeProfile.isComments(name) && creator == publisher && !isShare && !isBelow
  }

  /// A post that the service makes a comments node for.
  package struct Post: Hashable, Sendable {
    package var item: ItemID
    /// A line to call it by.
    package var headline: String

    package init(item: ItemID, headline: String) {
      self.item = item
      self.headline = headline
    }
  }

  /// What makes comments nodes for new posts, which name none themselves: their publisher owns them, and as many are made as the publisher may have
  /// nodes. Who may read them, and write in them, is who may read the posts: see `Actor.Level.isOfPost`.
  ///
  /// - Parameters:
  ///   - node: where the posts are.
  ///   - service: of that node.
  ///   - isTaken: whether a node of that name exists.
  package static func make<Failure>(
    for posts: [Post], in node: NodeFacts, of service: BareJID, by publisher: BareJID,
    _ account: Account,
    _ circumstances: Circumstances, isTaken: (NodeID) throws(Failure) -> Bool
  ) throws(Failure) -> [Effect] {
    let profile = NodeProfile(name: node.id.name, type: node.configuration.type)
    guard node.configuration.makesComments, node.configuration.keepsItems, profile.isSocial,
      profile != .comments
    else { return [] }
    var effects: [Effect] = []
    for (index, post) in posts.enumerated() {
      guard circumstances.policy.allows(Usage(nodes: index + 1), for: publisher, account) else {
        break
      }
      let name = try name(for: post.item, circumstances.newName, isTaken)
      var configuration = NodeProfile.comments.defaults(circumstances.policy)
      configuration.title = "Comments on: \(post.headline)"
      effects.append(.create(name, configuration, owner: publisher))
      effects.append(.bind(name, to: post.item, of: node.id, at: service))
    }
    return effects
  }

  /// The usual name, else one that nobody guesses and holds against us.
  private static func name<Failure>(
    for item: ItemID, _ newName: () -> String, _ isTaken: (NodeID) throws(Failure) -> Bool
  ) throws(Failure) -> NodeID {
    let usual = NodeProfile.commentsPrefix + item.name
    if usual.utf8.count <= NodeID.maximumBytes {
      let node = NodeID(stored: usual)
      if try !isTaken(node) { return node }
    }
    return NodeID(stored: NodeProfile.commentsPrefix + newName())
  }
}
