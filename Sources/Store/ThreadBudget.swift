/// How many comments nodes of followed posts are followed too: those of the newest posts.
package struct ThreadBudget: Hashable, Sendable {
  /// For the posts of one node.
  package var perNode: Int
  /// At one service, whoever names them.
  package var perService: Int
  package var inAll: Int

  package init(perNode: Int, perService: Int, inAll: Int) {
    (self.perNode, self.perService, self.inAll) = (perNode, perService, inAll)
  }

  package static let none = ThreadBudget(perNode: 0, perService: 0, inAll: 0)
}
