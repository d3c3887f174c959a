package import XML
package import XMPP

/// Asking for the options of a new subscription (XEP-0060, section 6.4).
package enum DefaultOptions {
  /// - Parameter node: the one that the request names, if it names one.
  package static func read(_ request: DefaultOptionsRequest, _ node: NodeFacts?, by actor: Actor)
    throws(StanzaError) -> Element
  {
    if request.node != nil {
      guard let node else { throw .noSuchNode }
      try Rights.require(.discover, actor, node.configuration)
    }
    return request.reply
  }
}
