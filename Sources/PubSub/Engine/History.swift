package import XMPP

/// What an edited post said before: its publisher may know, and the owners of the node.
package enum History {
  /// To all others it is as if the post were not there.
  ///
  /// - Parameter item: nil if there is none of the name.
  package static func authorize(_ item: HeldItem?, _ node: NodeFacts?, by actor: Actor)
    throws(StanzaError)
  {
    guard let item, let node, Hide.maySee(item.publisher, node, actor) else { throw .noSuchItem }
  }
}
