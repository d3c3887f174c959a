import XMPP

/// What can be done to a node.
package enum Action: Hashable, Sendable, CaseIterable {
  /// See that it exists, in lists and searches, and what it is.
  case discover
  /// Ask for a subscription; whether it is granted at once is another question.
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

/// The one place that says who may do what (XEP-0060, sections 4.1 and 4.5).
package enum Rights {
  /// What an affiliation is good for, whatever the node's models say.
  static let granted: [Affiliation: Set<Action>] = [
    .owner: Set(Action.allCases),
    .publisher: reading.union(writing),
    .publishOnly: writing.union([.discover]),
    .member: reading,
    .none: [],
    .outcast: [],
  ]

  /// What somebody may be to a node besides its affiliates.
  enum Relation: Hashable, CaseIterable {
    case anyone
    /// An owner's presence goes to them.
    case contact
    /// And they stand in one of the node's roster groups.
    case inGroup
    /// A subscription of theirs was granted.
    case subscriber
  }

  /// What the access model gives to everyone who is neither an outcast nor there to publish only.
  static let opened: [AccessModel: [Relation: Set<Action>]] = [
    .open: [.anyone: reading],
    .presence: [.contact: reading],
    .roster: [.inGroup: reading],
    // The door is seen by all: who is to knock must find it.
    .authorize: [.anyone: [.discover, .subscribe], .subscriber: reading],
    .whitelist: [:],
  ]

  /// What the publish model gives to everyone who is not an outcast. A subscriber must still be one
  /// who may read: a subscription from a time when the node was open to all is no right by itself.
  static let publishing: [PublishModel: [Relation: Set<Action>]] = [
    .publishers: [:],
    .subscribers: [.subscriber: writing],
    .open: [.anyone: writing],
  ]

  static let reading: Set<Action> = [.discover, .subscribe, .retrieve]
  static let writing: Set<Action> = [.publish, .retractOwn]
  /// What who wrote a post may do to its comments.
  static let moderating: Set<Action> = [.retractOwn, .retractAny]
  /// What users of blocked domains may not do, whatever they are to a node.
  static let blocked: Set<Action> = [.subscribe, .publish]

  /// Whether somebody may do something to a node of these rules.
  package static func may(_ action: Action, _ actor: Actor, _ rules: AccessRules) -> Bool {
    if let keeping = rules.keeping, !keeping.actions.contains(action) { return false }
    if actor.isAdmin || actor.isModerator && moderating.contains(action) { return true }
    guard !actor.isBlocked || !blocked.contains(action) else { return false }
    if isForReaders(action, rules), actor.jid != nil, may(.retrieve, actor, rules) { return true }
    guard isAllowed(action, actor.standing, rules, isSomebody: actor.jid != nil) else {
      return false
    }
    guard reading.contains(action) || action == .publish else { return true }
    return actor.above.allSatisfy {
      isAllowed($0.asked(action), $0.standing, $0.rules, isSomebody: actor.jid != nil)
    }
  }

  package static func may(_ action: Action, _ actor: Actor, _ node: NodeConfiguration) -> Bool {
    may(action, actor, node.rules)
  }

  /// Whether the owners let all who read the node take part in what is kept for it.
  private static func isForReaders(_ action: Action, _ rules: AccessRules) -> Bool {
    rules.keeping == .shared && rules.reactors == .readers && writing.contains(action)
  }

  private static func isAllowed(
    _ action: Action, _ standing: Standing, _ rules: AccessRules, isSomebody: Bool
  ) -> Bool {
    if granted[standing.affiliation]?.contains(action) == true { return true }
    guard !standing.affiliation.isFixed else { return false }
    if gives(opened[rules.access], action, standing, rules) { return true }
    guard isSomebody, gives(publishing[rules.publish], action, standing, rules) else {
      return false
    }
    return rules.publish == .open
      || isAllowed(.retrieve, standing, rules, isSomebody: isSomebody)
  }

  private static func gives(
    _ table: [Relation: Set<Action>]?, _ action: Action, _ standing: Standing,
    _ rules: AccessRules
  ) -> Bool {
    guard let table else { return false }
    return table.contains { relation, actions in
      actions.contains(action) && relation.holds(standing, rules)
    }
  }
}

extension Actor.Level {
  /// What one must be let do here to do something in the node that is asked about.
  fileprivate func asked(_ action: Action) -> Action {
    isOfPost && action == .publish ? .retrieve : action
  }
}

extension Affiliation {
  /// Whether a node's models cannot give more than the affiliation does.
  fileprivate var isFixed: Bool { self == .outcast || self == .publishOnly }
}

extension Rights.Relation {
  func holds(_ standing: Standing, _ rules: AccessRules) -> Bool {
    switch self {
    case .anyone: true
    case .contact: standing.contact.seesPresence
    case .inGroup:
      standing.contact.seesPresence
        && rules.rosterGroups.contains { standing.contact.groups.contains($0) }
    case .subscriber: standing.subscription == .subscribed
    }
  }
}

// MARK: - What a refusal says

extension Rights {
  /// Throws what XEP-0060 wants a direct request to be told (sections 6.1.3 and 6.5.9): `forbidden` to
  /// those whose affiliation keeps them out and to whoever wants to change something, else why the access model keeps them out.
  static func require(_ action: Action, _ actor: Actor, _ node: NodeConfiguration)
    throws(StanzaError)
  {
    if may(action, actor, node) { return }
    if let kept = node.kept, !kept.keeping.actions.contains(action) {
      throw action.reserved(kept.refusal)
    }
    guard !actor.isBlocked || !blocked.contains(action) else { throw .blockedDomain }
    guard reading.contains(action) else { throw action.forbidden }
    guard isAllowed(action, actor.standing, node.rules, isSomebody: actor.jid != nil) else {
      throw refusal(action, actor.standing, node.accessModel)
    }
    try requireAbove(action, actor)
    throw action.forbidden
  }

  /// Throws if one of the nodes above keeps somebody out.
  static func requireAbove(_ action: Action, _ actor: Actor) throws(StanzaError) {
    guard !actor.isAdmin else { return }
    for level in actor.above
    where !isAllowed(
      level.asked(action), level.standing, level.rules, isSomebody: actor.jid != nil)
    {
      throw refusal(
        level.asked(action), level.standing, level.rules.access,
        of: level.isOfPost ? "What this belongs to" : "A node above this one")
    }
  }

  private static func refusal(
    _ action: Action, _ standing: Standing, _ access: AccessModel, of node: String = "This node"
  ) -> StanzaError {
    guard !standing.affiliation.isFixed else { return action.forbidden }
    return switch access {
    case .open: action.forbidden
    case .presence:
      .pubsub(
        .notAuthorized, .presenceSubscriptionRequired,
        "\(node) is for those who see the presence of its owner.")
    case .roster:
      .pubsub(
        .notAuthorized, .notInRosterGroup, "\(node) is for certain groups of its owner's contacts.")
    case .authorize where standing.subscription == .pending:
      .pubsub(
        .notAuthorized, .notSubscribed,
        "\(node) is for its subscribers; an owner has not answered your request yet.")
    case .authorize:
      .pubsub(
        .notAuthorized, .notSubscribed, "\(node) is for its subscribers; ask for a subscription.")
    case .whitelist: .pubsub(.notAllowed, .closedNode, "\(node) is open to its members alone.")
    }
  }
}

extension Action {
  /// What everybody is told where the service keeps a node by itself (XEP-0470, sections 4.4 and 4.6; XEP-0465,
  /// "Business Rules").
  fileprivate func reserved(_ refusal: StanzaError.Condition) -> StanzaError {
    switch self {
    case .publish, .retractOwn, .retractAny:
      StanzaError(.forbidden, "The service alone writes this node.")
    default:
      StanzaError(refusal, "The service keeps this node by itself, by the rules of another one.")
    }
  }

  /// What somebody is told whose affiliation does not allow it.
  fileprivate var forbidden: StanzaError {
    let text =
      switch self {
      case .discover, .subscribe, .retrieve: "This node is not open to you; ask an owner of it."
      case .publish: "You may not publish in this node; ask an owner of it."
      case .retractOwn: "You may not retract items of this node; ask an owner of it."
      case .retractAny: "That item is another's: its publisher and the owners may change it."
      case .purge, .configure, .delete, .manage: "That is for the owners of the node."
      }
    return StanzaError(.forbidden, text)
  }
}
