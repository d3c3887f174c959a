package import XMPP

/// Somebody who asks, with all that the answer depends on.
package struct Actor: Hashable, Sendable {
  /// Nil for the public: a visitor of the web.
  package var jid: BareJID?
  package var affiliation: Affiliation
  package var isSubscribed: Bool
  /// An administrator of the service, who may do what an owner may.
  package var isAdmin: Bool

  package init(
    jid: BareJID?, affiliation: Affiliation = .none, isSubscribed: Bool = false,
    isAdmin: Bool = false
  ) {
    self.jid = jid
    self.affiliation = affiliation
    self.isSubscribed = isSubscribed
    self.isAdmin = isAdmin
  }

  package static let anyone = Actor(jid: nil)
}

/// What can be done to a node.
package enum Action: Hashable, Sendable, CaseIterable {
  /// See that it exists, in lists and searches.
  case discover
  case subscribe
  /// Read items, and be told of new ones.
  case retrieve
  case publish
  /// Retract or replace what one has published oneself.
  case retractOwn
  case retractAny
  case purge
  case configure
  case delete
  /// See and change affiliations and subscriptions.
  case manage
}

/// The one place that says who may do what (XEP-0060, section 4.1, table 1).
package enum Rights {
  /// What an affiliation is good for, whatever the node's models say.
  static let granted: [Affiliation: Set<Action>] = [
    .owner: Set(Action.allCases),
    .publisher: [.discover, .subscribe, .retrieve, .publish, .retractOwn],
    .publishOnly: [.publish, .retractOwn],
    .member: [.discover, .subscribe, .retrieve],
    .none: [],
    .outcast: [],
  ]

  /// What the access model gives to everyone who is not an outcast.
  static let openedByAccess: [AccessModel: Set<Action>] = [
    .open: [.discover, .subscribe, .retrieve],
    .whitelist: [],
  ]

  package static func may(
    _ action: Action, _ actor: Actor, access: AccessModel, publish: PublishModel
  ) -> Bool {
    if actor.isAdmin { return true }
    if actor.affiliation == .outcast { return false }
    if granted[actor.affiliation]?.contains(action) == true { return true }
    if openedByAccess[access]?.contains(action) == true { return true }
    guard action == .publish || action == .retractOwn else { return false }
    switch publish {
    case .publishers: return false
    case .open: return actor.jid != nil
    case .subscribers:
      // A subscription from a time when the node was open to all is no right by itself.
      return actor.isSubscribed && may(.retrieve, actor, access: access, publish: publish)
    }
  }

  package static func may(_ action: Action, _ actor: Actor, _ node: NodeConfiguration) -> Bool {
    may(action, actor, access: node.accessModel, publish: node.publishModel)
  }

  /// Throws what XEP-0060 wants a direct request to be told (sections 6.1.3 and 6.5.9): `forbidden` to
  /// an outcast, `closed-node` to who is not on the whitelist, `forbidden` otherwise.
  static func require(_ action: Action, _ actor: Actor, _ node: NodeConfiguration)
    throws(StanzaError)
  {
    if may(action, actor, node) { return }
    let reads = action == .retrieve || action == .subscribe || action == .discover
    if reads, actor.affiliation != .outcast, node.accessModel == .whitelist {
      throw .pubsub(.notAllowed, .closedNode, "This node is open to its members alone.")
    }
    throw StanzaError(.forbidden)
  }
}
