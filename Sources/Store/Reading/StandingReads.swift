import GRDB
package import PubSub
import Social
package import XMPP

extension Snapshot {
  /// So many owners' rosters are asked at most.
  private static let rosterOwners = 16

  /// Who asks, as the rights see them.
  package func actor(_ jid: BareJID, of node: NodeRecord?, _ known: Acquaintances) throws -> Actor {
    var actor = Actor(jid: jid, isAdmin: known.policy.isAdmin(jid))
    actor.isBlocked = known.policy.isBlocked(jid)
    guard let node else { return actor }
    let number = try number(of: jid.description)
    actor.standing = try standing(
      jid, number, node.ruler, node.facts.configuration.rules, known)
    // Whatever stands above, an administrator may pass.
    guard !actor.isAdmin else { return actor }
    actor.above = try levels(jid, number, node.above, known)
    if let home = node.home {
      let ofPost = try levels(jid, number, home.levels, isOfPost: true, known)
      actor.above += ofPost
      actor.isModerator =
        NodeProfile.isComments(node.facts.id.name)
        && (jid == home.publisher || ofPost.first?.standing.affiliation == .owner)
    }
    return actor
  }

  /// The public, as the rights see it.
  package func anyone(in node: NodeRecord) -> Actor {
    Actor(
      jid: nil,
      above: node.above.map { Actor.Level($0.rules, Standing()) }
        + (node.home?.levels ?? []).map { Actor.Level($0.rules, Standing(), isOfPost: true) })
  }

  /// What somebody is to other nodes that they must be let in on.
  func levels(
    _ jid: BareJID, _ number: Int64?, _ levels: [NodeRecord.Level], isOfPost: Bool = false,
    _ known: Acquaintances
  ) throws -> [Actor.Level] {
    try levels.map { level in
      var standing = try standing(jid, number, level.number, level.rules, known)
      if let publisher = level.publisher {
        standing.affiliation = Hide.standing(standing.affiliation, isPublisher: number == publisher)
        standing.subscription = .none
      }
      return Actor.Level(level.rules, standing, isOfPost: isOfPost)
    }
  }

  /// - Parameter number: of the address; nil if it was never seen.
  func standing(
    _ jid: BareJID, _ number: Int64?, _ node: Int64, _ rules: AccessRules, _ known: Acquaintances
  ) throws -> Standing {
    var standing = Standing()
    if let number {
      let found = try first(
        """
        SELECT
          (SELECT affiliation FROM affiliation WHERE node = ?1 AND jid = ?2),
          (SELECT max(state) FROM subscription WHERE bare = ?2 AND node = ?1)
        """, binding: node, number
      ) { (affiliation: $0[0] as String?, state: $0[1] as String?) }
      standing.affiliation = (found?.affiliation).flatMap(Affiliation.init) ?? .none
      // In the order of the alphabet, "subscribed" comes behind "pending".
      standing.subscription =
        switch found?.state {
        case "subscribed": .subscribed
        case "pending": .pending
        default: .none
        }
    }
    if rules.access.needsRosters, standing.affiliation == .none {
      standing.contact = try known.contact(jid, try owners(of: node, limit: Self.rosterOwners))
    }
    return standing
  }

  func owners(of node: Int64, limit: Int) throws -> [BareJID] {
    try affiliates(of: node, .owner, limit: limit)
  }

  /// Some of those who are something to a node.
  package func affiliates(of node: NodeRecord, _ affiliation: Affiliation, limit: Int) throws
    -> [BareJID]
  {
    try affiliates(of: node.ruler, affiliation, limit: limit)
  }

  private func affiliates(of node: Int64, _ affiliation: Affiliation, limit: Int) throws
    -> [BareJID]
  {
    try String.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT jid.jid FROM affiliation JOIN jid ON jid.id = affiliation.jid
          WHERE affiliation.node = ? AND affiliation.affiliation = ?
          ORDER BY affiliation.jid LIMIT ?
          """), arguments: [node, affiliation.rawValue, limit]
    ).map { try storedJID($0).bare }
  }

  /// Whether a node has an owner who is not among some addresses.
  package func hasOwner(_ node: NodeRecord, besides others: [BareJID]) throws -> Bool {
    let owners = try self.owners(of: node.number, limit: others.count + 1)
    return owners.contains { !others.contains($0) }
  }
}
