package import XMPP

/// Following a node, or all nodes, of another service: who may.
package enum FollowElsewhere {
  /// What is known of it.
  package struct Facts: Sendable {
    package var isOurs: Bool
    /// Whoever writes there, or owns the node, does not want it.
    package var hasOptedOut: Bool
    /// Whether the asker follows it already, and how much else.
    package var isFollowed: Bool
    package var count: Int

    package init(isOurs: Bool, hasOptedOut: Bool, isFollowed: Bool, count: Int) {
      self.isOurs = isOurs
      self.hasOptedOut = hasOptedOut
      self.isFollowed = isFollowed
      self.count = count
    }
  }

  /// Throws why somebody may not follow it.
  ///
  /// - Parameter node: nil: all that the service has.
  package static func authorize(
    _ node: NodeID?, of service: BareJID, _ facts: Facts, by jid: BareJID, _ policy: ServicePolicy
  ) throws(StanzaError) {
    guard !facts.isOurs else {
      throw StanzaError(.notAcceptable, "That is a node of this service: it is here already.")
    }
    guard !policy.blockedDomains.hold(service.domain) else {
      throw StanzaError(.notAllowed, "The administrators have blocked that domain.")
    }
    guard !facts.hasOptedOut else {
      throw StanzaError(
        .notAllowed, "Whoever it belongs to has told this service not to show it.")
    }
    guard !policy.isAdmin(jid) else { return }
    guard node != nil else {
      throw StanzaError(
        .notAcceptable, "That names no node; it looks like xmpp:\(service)?;node=news.")
    }
    let limit = policy.maximumFollowsPerAccount
    guard facts.isFollowed || facts.count < limit else {
      throw StanzaError(
        .resourceConstraint, "You follow \(facts.count) things; no more than \(limit) are allowed.",
        kind: .wait)
    }
  }
}
