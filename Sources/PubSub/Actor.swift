package import XMPP

/// What a node's configuration says of who may do what.
package struct AccessRules: Hashable, Sendable {
  package var access: AccessModel
  /// The groups that count where `access` is `roster`.
  package var rosterGroups: [String]
  package var publish: PublishModel
  package var reactors: Reactors
  /// Set if the service keeps the node for another one, whose rules the others then are.
  package var keeping: Keeping?

  package init(
    access: AccessModel = .open, rosterGroups: [String] = [],
    publish: PublishModel = .publishers, reactors: Reactors = .publishers,
    keeping: Keeping? = nil
  ) {
    self.access = access
    self.rosterGroups = rosterGroups
    self.publish = publish
    self.reactors = reactors
    self.keeping = keeping
  }
}

/// What the rosters of a node's owners say of somebody.
package struct Contact: Hashable, Sendable {
  /// An owner's presence goes to them: a subscription of type `from` or `both`.
  package var seesPresence: Bool
  package var groups: Set<String>

  package init(seesPresence: Bool, groups: Set<String> = []) {
    self.seesPresence = seesPresence
    self.groups = groups
  }

  package static let stranger = Contact(seesPresence: false)
}

/// What somebody is to one node.
package struct Standing: Hashable, Sendable {
  /// Of several subscriptions the best one counts.
  package enum Subscription: Hashable, Sendable { case none, pending, subscribed }

  package var affiliation: Affiliation
  package var subscription: Subscription
  /// Known only where the node's access model needs it.
  package var contact: Contact

  package init(
    _ affiliation: Affiliation = .none, _ subscription: Subscription = .none,
    contact: Contact = .stranger
  ) {
    self.affiliation = affiliation
    self.subscription = subscription
    self.contact = contact
  }
}

/// Somebody who asks about a node, with all that the answer depends on.
package struct Actor: Hashable, Sendable {
  /// A node above the one that is asked about (XEP-0496), or the one with the post that it belongs to, and what the
  /// asker is to it.
  package struct Level: Hashable, Sendable {
    package var rules: AccessRules
    package var standing: Standing
    /// The node holds the post, or stands above it: who may read there may comment.
    package var isOfPost: Bool

    package init(_ rules: AccessRules, _ standing: Standing, isOfPost: Bool = false) {
      self.rules = rules
      self.standing = standing
      self.isOfPost = isOfPost
    }
  }

  /// Nil for the public: a visitor of the web.
  package var jid: BareJID?
  /// An administrator of the service, who may do what an owner may.
  package var isAdmin: Bool
  /// Their domain is one that the administrators have blocked.
  package var isBlocked = false
  package var standing: Standing
  /// Wrote the post that the node holds the comments of, or owns the post's node: may retract what others write.
  package var isModerator = false
  /// From the parent up. Whoever reads or publishes below must be let in on each level.
  package var above: [Level]

  package init(
    jid: BareJID?, _ standing: Standing = Standing(), isAdmin: Bool = false, above: [Level] = []
  ) {
    self.jid = jid
    self.standing = standing
    self.isAdmin = isAdmin
    self.above = above
  }

  package static let anyone = Actor(jid: nil)
}
