package import XMPP

/// What the admin decided for the whole service.
package struct ServicePolicy: Hashable, Sendable {
  /// Who may create nodes, besides the admins.
  package enum Creators: String, Hashable, Sendable, CaseIterable {
    case nobody
    /// The users of the service's own domains.
    case domains
    case anyone
  }

  /// Whose users are our own.
  package var domains: Set<String>
  package var admins: Set<BareJID>
  package var creators = Creators.domains
  /// Names that only admins may give to nodes; `*` stands for anything.
  package var reservedNames: [String] = []
  /// Names that mean something else to service discovery: nobody may give them to nodes.
  package var takenNames: Set<String> = []
  /// How the names begin of nodes that the service makes by itself, and what whoever else makes one is told.
  package var keptNames: [String: StanzaError.Condition] = [:]
  /// What one account, and all accounts of one domain together, may have.
  package var quota = Quota.account
  package var domainQuota = Quota.domain
  /// Of accounts and domains that have others, by their address.
  package var quotas: [String: Quota] = [:]
  /// What no post and no name of a node may hold, and whose users take no part.
  package var blockedWords = BlockedWords()
  package var blockedDomains = BlockedDomains()
  /// Whether the server of who asks lets us see the rosters of its users.
  package var seesRosters = false
  /// It has not said so yet, as after each connection for a moment.
  package var mayYetSeeRosters = false
  /// The largest payload of one item, in bytes as it is stored; also the ceiling of
  /// `pubsub#max_payload_size`. Well below the 512 KiB that servers take in one stanza.
  package var maximumPayloadBytes = 262_144
  /// How many items one answer holds at most.
  package var maximumItemsPerAnswer = 100
  /// How many bytes of payload one answer holds at most, the first item aside.
  package var maximumBytesPerAnswer = 262_144
  /// How many addresses of one account (its resources) may be subscribed to one node.
  package var maximumSubscriptionsPerAccount = 20
  /// How many accounts may be something to one node: those that administrators name aside.
  package var maximumAffiliationsPerNode = 10_000
  /// How many subscriptions or affiliations one answer lists at most.
  package var maximumEntriesPerList = 1000
  /// How many nodes elsewhere one of our own people may follow for themself.
  package var maximumFollowsPerAccount = 200
  /// Whether the blogs of those of our own people are followed who want what they write to be found.
  package var indexesOwners = true
  /// How many reports of one account, of one node and of the whole service may wait for somebody to look at them.
  package var maximumReportsPerAccount = 100
  package var maximumReportsPerNode = 1000
  package var maximumReports = 10_000
  /// The longest text of a report, in code points.
  package var maximumReportText = 2000
  /// How many reports one account, and all accounts of a domain that is not ours, may make in a minute.
  package var reportsPerMinute = 10
  package var reportsPerMinuteOfDomain = 100
  /// The longest lease of a subscription, in milliseconds.
  package var maximumLease: Int64 = 365 * 86_400_000

  package init(domains: Set<String>, admins: Set<BareJID>) {
    self.domains = domains
    self.admins = admins
  }

  package func isAdmin(_ jid: BareJID) -> Bool { admins.contains(jid) }

  /// Whether somebody is one of our own people.
  package func isLocal(_ jid: BareJID) -> Bool {
    isAdmin(jid) || jid.local != nil && domains.contains(jid.domain)
  }

  /// Whether somebody may create nodes at all.
  package func mayCreate(_ jid: BareJID) -> Bool {
    if isAdmin(jid) { return true }
    guard jid.local != nil, !isBlocked(jid) else { return false }
    return switch creators {
    case .nobody: false
    case .domains: domains.contains(jid.domain)
    case .anyone: true
    }
  }

  /// Throws if nodes of that name are made by the service alone (XEP-0470, section 4.4; XEP-0465, "Business Rules").
  func requireUnkept(_ node: NodeID) throws(StanzaError) {
    let kept = keptNames.first { node.name.utf8.starts(with: $0.key.utf8) }
    guard let kept else { return }
    throw StanzaError(kept.value, "The service makes nodes of this name by itself.")
  }

  /// Throws why somebody may not create a node of that name.
  func requireName(_ node: NodeID, by jid: BareJID) throws(StanzaError) {
    try requireUnkept(node)
    guard !takenNames.contains(node.name) else {
      throw StanzaError(.notAcceptable, "This name stands for something else here.")
    }
    guard isAdmin(jid) || !reservedNames.contains(where: { NamePattern.fits(node.name, $0) })
    else { throw StanzaError(.forbidden, "Nodes of this name are for administrators.") }
  }

  func requireCreator(_ jid: BareJID) throws(StanzaError) {
    guard mayCreate(jid) else {
      throw StanzaError(.forbidden, "You may not create nodes here.")
    }
  }
}

/// How much somebody may have on the service; nil: as much as they like.
package struct Quota: Hashable, Sendable {
  package var nodes: Int?
  package var items: Int?
  /// Of all payloads together.
  package var bytes: Int?
  package var subscriptions: Int?
  package var publishesPerMinute: Int?
  /// Other changes than publishing; each address that an owner's request names is one.
  package var changesPerMinute: Int?

  package init(
    nodes: Int? = nil, items: Int? = nil, bytes: Int? = nil, subscriptions: Int? = nil,
    publishesPerMinute: Int? = nil, changesPerMinute: Int? = nil
  ) {
    self.nodes = nodes
    self.items = items
    self.bytes = bytes
    self.subscriptions = subscriptions
    self.publishesPerMinute = publishesPerMinute
    self.changesPerMinute = changesPerMinute
  }

  /// For one account: what a busy person or a small bot does not reach. Every post has a comments
  /// node, so nodes are as many as posts.
  package static let account = Quota(
    nodes: 20_000, items: 200_000, bytes: 1_073_741_824, subscriptions: 10_000,
    publishesPerMinute: 600, changesPerMinute: 600)
  /// For all accounts of one domain that is not ours.
  package static let domain = Quota(
    nodes: 100_000, items: 2_000_000, bytes: 8_589_934_592, subscriptions: 1_000_000,
    publishesPerMinute: 6000, changesPerMinute: 6000)
}

/// What somebody has on the service.
package struct Usage: Hashable, Sendable {
  package var nodes: Int
  package var items: Int
  package var bytes: Int
  package var subscriptions: Int

  package init(nodes: Int = 0, items: Int = 0, bytes: Int = 0, subscriptions: Int = 0) {
    self.nodes = nodes
    self.items = items
    self.bytes = bytes
    self.subscriptions = subscriptions
  }

  package static func += (usage: inout Usage, more: Usage) {
    usage.nodes += more.nodes
    usage.items += more.items
    usage.bytes += more.bytes
    usage.subscriptions += more.subscriptions
  }
}

/// The usage of an account and of its domain, against which a request is held.
package struct Account: Hashable, Sendable {
  package var own: Usage
  package var domain: Usage

  package init(own: Usage = Usage(), domain: Usage = Usage()) {
    self.own = own
    self.domain = domain
  }
}

extension ServicePolicy {
  /// What an account may have. Administrators may have anything.
  package func quota(of jid: BareJID) -> Quota {
    if isAdmin(jid) { return Quota() }
    return quotas[jid.description] ?? quota
  }

  /// What all accounts of a domain may have together; our own domains anything, unless said.
  package func domainQuota(of domain: String) -> Quota {
    quotas[domain] ?? (domains.contains(domain) ? Quota() : domainQuota)
  }

  /// Whether somebody may have so much more.
  package func allows(_ more: Usage, for jid: BareJID, _ account: Account) -> Bool {
    do {
      try require(more, for: jid, account)
      return true
    } catch {
      return false
    }
  }

  /// Throws if what somebody asks for is more than they may have.
  func require(_ more: Usage, for jid: BareJID, _ account: Account) throws(StanzaError) {
    guard !isAdmin(jid) else { return }
    try quota(of: jid).require(more, account.own, "You have")
    try domainQuota(of: jid.domain).require(more, account.domain, "Your domain has")
  }
}

extension Quota {
  fileprivate func require(_ more: Usage, _ has: Usage, _ who: String) throws(StanzaError) {
    func isTooMuch(_ path: KeyPath<Usage, Int>, _ limit: Int?) -> Bool {
      guard let limit, more[keyPath: path] > 0 else { return false }
      return has[keyPath: path] + more[keyPath: path] > limit
    }
    if isTooMuch(\.nodes, nodes) {
      throw .pubsub(
        .notAllowed, .maxNodesExceeded, "\(who) \(has.nodes) nodes; no more are allowed here.")
    }
    if isTooMuch(\.items, items) {
      throw StanzaError(
        .resourceConstraint, "\(who) \(has.items) items; no more are allowed here.", kind: .wait)
    }
    if isTooMuch(\.bytes, bytes) {
      throw StanzaError(
        .resourceConstraint, "\(who) no room left for payloads; retract something.", kind: .wait)
    }
    if isTooMuch(\.subscriptions, subscriptions) {
      throw .pubsub(
        .policyViolation, .tooManySubscriptions,
        "\(who) \(has.subscriptions) subscriptions; no more are allowed here.", kind: .wait)
    }
  }
}
