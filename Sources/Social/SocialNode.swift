package import XML
import XMPP

/// What the names and types of nodes and items mean to the social side.
package enum SocialNode {
  /// Whether a node belongs into lists of communities: not a comments node, none that the service keeps for another
  /// one, not a client's probe, and either of a social type or of none.
  package static func isListed(name: String, type: String?) -> Bool {
    name != probe && !KeptName.isKept(name) && NodeProfile(name: name, type: type).isListed
  }

  /// Clients create and delete this node, and publish an empty entry, to learn what a service can do.
  static let probe = "test_node"

  /// The item with the picture of a community (XEP-0084).
  static let avatar = "urn:xmpp:avatar:metadata"
  static let avatarData = "urn:xmpp:avatar:data"

  /// Whether a stored payload is such a probe.
  package static func isProbe(_ payload: [UInt8]?) -> Bool {
    payload == Element("entry", Namespace.atom).canonical
  }

  /// Whether a published item is such a probe: it is stored, and nobody is told.
  package static func isProbe(_ payload: Element?) -> Bool {
    guard let payload, payload.is("entry", Namespace.atom) else { return false }
    return payload.children.isEmpty
  }
}
