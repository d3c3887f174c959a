package import PubSub
package import XMPP

/// That a node of another service is to be followed, and who has asked for that.
package struct Follow: Hashable, Sendable {
  package enum Origin: String, Hashable, Sendable, CaseIterable {
    /// The configuration file names it.
    case configuration
    /// An administrator's command.
    case admin
    /// A node that is followed has moved there.
    case moved
  }

  package var service: BareJID
  package var node: NodeID
  package var origin: Origin

  package init(_ node: NodeID, of service: BareJID, _ origin: Origin) {
    self.service = service
    self.node = node
    self.origin = origin
  }
}
