package import XMPP

/// Asking what a node is (XEP-0060, sections 5.3 and 5.4).
package enum Discover {
  package static func authorize(_ node: NodeFacts?, by actor: Actor) throws(StanzaError)
    -> NodeFacts
  {
    guard let node else { throw .noSuchNode }
    try Rights.require(.discover, actor, node.configuration)
    return node
  }
}
