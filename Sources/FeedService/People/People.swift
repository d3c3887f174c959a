import PubSub
package import Store
package import XMPP

/// What a component knows of people that is not in the store.
package struct People: Sendable {
  let presence: PresenceBook
  let rosters: RosterBook
  let capabilities: CapabilityBook
  package let privileges: PrivilegeBook
  /// What the component shows them of itself.
  package let own: OwnPresence

  /// - Parameters:
  ///   - local: the domains of our own people.
  ///   - log: is told of rosters that cannot be had.
  package init(_ port: StanzaPort, local: Set<String>, log: QuietLog? = nil) {
    self.init(port, local: local, rosters: RosterBook.capacity, log: log)
  }

  /// - Parameter rosters: how many contacts are kept in all.
  init(_ port: StanzaPort, local: Set<String>, rosters: Int, log: QuietLog? = nil) {
    presence = PresenceBook(local: local)
    privileges = PrivilegeBook()
    own = OwnPresence(port.jid)
    self.rosters = RosterBook(port, privileges, capacity: rosters, log: log)
    capabilities = CapabilityBook(port)
  }

  /// For the store and the engine.
  ///
  /// - Parameter doubt: what to do where a roster is not known.
  func known(_ policy: ServicePolicy, _ doubt: RosterBook.Doubt = .ask) -> Acquaintances {
    let local = policy.domains
    return Acquaintances(
      policy: policy, contact: { try rosters.contact($0, $1, local: local, doubt) },
      friends: { try rosters.friends(of: $0, local: local, doubt) },
      isAvailable: presence.isAvailable, hasAudience: presence.hasWatchers)
  }
}
