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
    /// Its service is followed as a whole.
    case service
    /// A local account follows it for itself.
    case account
    /// A local account that has opted in owns it.
    case owner
  }

  package var service: BareJID
  package var node: NodeID
  package var origin: Origin
  /// Who follows it for themself; of the origin `account` alone.
  package private(set) var account: BareJID?

  package init(_ node: NodeID, of service: BareJID, _ origin: Origin) {
    self.service = service
    self.node = node
    self.origin = origin
  }

  package init(_ node: NodeID, of service: BareJID, for account: BareJID) {
    self.init(node, of: service, .account)
    self.account = account
  }
}
