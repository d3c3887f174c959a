package import PubSub
package import XMPP

/// What is known of people besides what is stored: from the configuration, from rosters, from presence.
package struct Acquaintances: Sendable {
  package var policy: ServicePolicy
  /// What the rosters of some people say of somebody. May throw to ask for them first.
  package var contact: @Sendable (_ who: BareJID, _ owners: [BareJID]) throws -> Contact
  /// Whose presence somebody sees, as their own roster tells. May throw to ask for it first.
  package var friends: @Sendable (_ who: BareJID) throws -> Set<BareJID>
  /// Whether somebody is available in one of these states; an empty set stands for any.
  package var isAvailable: @Sendable (_ jid: JID, _ states: Set<Presence.Show>) -> Bool
  /// Whether anybody asks for the notifications of a node by presence alone.
  package var hasAudience: @Sendable (_ node: NodeID) -> Bool

  package init(
    policy: ServicePolicy,
    contact: @escaping @Sendable (BareJID, [BareJID]) throws -> Contact = { _, _ in .stranger },
    friends: @escaping @Sendable (BareJID) throws -> Set<BareJID> = { _ in [] },
    isAvailable: @escaping @Sendable (JID, Set<Presence.Show>) -> Bool = { _, states in
      states.isEmpty
    },
    hasAudience: @escaping @Sendable (NodeID) -> Bool = { _ in false }
  ) {
    self.policy = policy
    self.contact = contact
    self.friends = friends
    self.isAvailable = isAvailable
    self.hasAudience = hasAudience
  }
}
