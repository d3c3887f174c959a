import PubSub
package import Store
package import XMPP

/// What a component knows of people that is not in the store.
package struct People: Sendable {
  let presence = PresenceBook()
  let rosters: RosterBook
  let capabilities: CapabilityBook

  /// - Parameter log: is told of rosters that cannot be had.
  package init(_ port: StanzaPort, log: QuietLog? = nil) {
    self.init(port, RosterBook(port, log: log))
  }

  init(_ port: StanzaPort, _ rosters: RosterBook) {
    self.rosters = rosters
    capabilities = CapabilityBook(port)
  }

  /// For the store and the engine.
  ///
  /// - Parameter doubt: what to do where a roster is not known.
  func known(_ policy: ServicePolicy, _ doubt: RosterBook.Doubt = .ask) -> Acquaintances {
    let local = policy.domains
    return Acquaintances(
      policy: policy, contact: { try rosters.contact($0, $1, local: local, doubt) },
      isAvailable: presence.isAvailable, hasAudience: presence.hasWatchers)
  }
}
