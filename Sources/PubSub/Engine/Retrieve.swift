package import XMPP

/// Reading items (XEP-0060, section 6.5).
package enum Retrieve {
  package static func authorize(_ node: NodeFacts?, by actor: Actor) throws(StanzaError)
    -> NodeFacts
  {
    guard let node else { throw .noSuchNode }
    try Rights.require(.retrieve, actor, node.configuration)
    return node
  }
}
