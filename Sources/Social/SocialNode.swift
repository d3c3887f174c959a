package import XML
import XMPP

/// What the names and types of nodes and items mean to the social side.
package enum SocialNode {
  /// Whether a node belongs into lists of communities: not a comments node, none that the service keeps for another
  /// one, not a client's probe, and either of a social type or of none.
  package static func isListed(name: String, type: String?) -> Bool {
    guard name != probe, !isComments(name), !KeptName.isKept(name) else { return false }
    guard let type, !type.isEmpty else { return true }
    return types.contains { type.hasPrefix($0) } || type == Namespace.atom
  }

  /// Clients create and delete this node, and publish an empty entry, to learn what a service can do.
  static let probe = "test_node"

  /// Whether a node holds the comments of a post (XEP-0277, section 3.1).
  package static func isComments(_ name: String) -> Bool {
    name.hasPrefix("urn:xmpp:microblog:0:comments/")
  }

  private static let types = ["urn:xmpp:pubsub-social-", "urn:xmpp:microblog:0"]

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
