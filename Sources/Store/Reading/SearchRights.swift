import GRDB
import PubSub
import Social
import XMPP

// What a reader may find: as conditions, so that nothing depends on what they may not see, and node by node.

extension SearchConditions {
  /// Leaves out the posts of nodes that the reader has nothing to look for in: how many there are is to have no influence
  /// on what is found. The engine has the last word on each node that is left.
  ///
  /// - Parameter accounts: see `Snapshot.accountsShown(to:)`.
  mutating func limit(to reader: SearchReader, _ accounts: Set<Int64>) throws {
    guard case .account(let jid, let service, let known) = reader else {
      return add("node.listed = 1", [])
    }
    // What is followed is there for our own people.
    let followed = try Self.followed(accounts, isLocal: known.policy.isLocal(jid))
    add(
      "(+node.service = ? OR \(followed.sql)) AND node.listable = 1",
      [service.number] + followed.arguments)
    guard !known.policy.isAdmin(jid) else { return }
    let number = try snapshot.number(of: jid.description) ?? 0
    add(
      """
      (\(followed.sql) OR (node.listed = 1
          AND NOT EXISTS (
            SELECT 1 FROM affiliation WHERE affiliation.jid = ? AND affiliation.node = node.id
              AND affiliation.affiliation = 'outcast'))
        OR EXISTS (
          SELECT 1 FROM affiliation WHERE affiliation.jid = ? AND affiliation.node = node.id
            AND affiliation.affiliation IN ('owner', 'publisher', 'member'))
        OR node.access_model = 'authorize' AND EXISTS (
          SELECT 1 FROM subscription WHERE subscription.bare = ? AND subscription.node = node.id
            AND subscription.state = 'subscribed'))
      """, followed.arguments + [number, number, number])
  }

  private static func followed(_ accounts: Set<Int64>, isLocal: Bool) throws -> (
    sql: String, arguments: StatementArguments
  ) {
    guard isLocal else { return ("FALSE", []) }
    guard !accounts.isEmpty else { return ("node.followed = 1", []) }
    return (
      """
      (node.followed = 1 OR node.followed = 0 AND node.access_model = 'presence'
        AND +node.service IN (SELECT value FROM json_each(?)))
      """, [try Snapshot.list(accounts.sorted())]
    )
  }
}

/// Which nodes' posts the reader may see; asked once for each.
struct SearchRights {
  private let reader: SearchReader
  private let accounts: Set<Int64>
  private let snapshot: Snapshot
  private var known: [Int64: Bool] = [:]

  init(_ reader: SearchReader, _ accounts: Set<Int64>, _ snapshot: Snapshot) {
    self.reader = reader
    self.accounts = accounts
    self.snapshot = snapshot
  }

  mutating func allow(_ node: Int64, isListed: Bool) throws -> Bool {
    guard case .account(let jid, let service, let acquaintances) = reader else { return isListed }
    if let known = known[node] { return known }
    let isAllowed = try mayRead(node, jid, service, acquaintances)
    known[node] = isAllowed
    return isAllowed
  }

  private func mayRead(
    _ number: Int64, _ jid: BareJID, _ service: ServiceID, _ known: Acquaintances
  ) throws -> Bool {
    guard let node = try snapshot.node(number: number),
      SocialNode.isListed(name: node.facts.id.name, type: node.facts.configuration.type)
    else { return false }
    guard !node.isFollowed else {
      let isContact = try snapshot.service(ofNode: number).map { accounts.contains($0.number) }
      let standing = Standing(contact: Contact(seesPresence: isContact == true))
      return known.policy.isLocal(jid)
        && Rights.may(.retrieve, Actor(jid: jid, standing), node.facts.configuration)
    }
    guard try snapshot.service(ofNode: number) == service else { return false }
    var known = known
    known.contact = { _, _ in .stranger }
    return Rights.may(
      .retrieve, try snapshot.actor(jid, of: node, known), node.facts.configuration)
  }
}
