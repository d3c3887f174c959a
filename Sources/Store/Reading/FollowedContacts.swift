import GRDB
import PubSub
import XMPP

extension Snapshot {
  static let hasNodesForContacts =
    "SELECT 1 FROM node WHERE followed = 0 AND access_model = 'presence' AND deleted IS NULL LIMIT 1"

  static let accountsForContacts = """
    SELECT service.id, jid.jid FROM json_each(?) JOIN jid ON jid.jid = json_each.value
    JOIN service ON service.jid = jid.id
    WHERE EXISTS (
      SELECT 1 FROM node WHERE node.service = service.id AND node.followed = 0
        AND node.access_model = 'presence' AND node.deleted IS NULL)
    """

  /// Of which of some nodes somebody may find the posts, by their numbers.
  package func shown(_ sources: [Source], to reader: SearchReader) throws -> Set<Int64> {
    let forContacts = sources.filter(\.isForContacts)
    let accounts = forContacts.isEmpty ? [] : try accountsShown(to: reader)
    let seen = try forContacts.filter { source in
      try service(source.service).map { accounts.contains($0.number) } == true
    }
    return Set((sources.filter(\.isOpen) + seen).map(\.number))
  }

  /// The accounts whose followed nodes are for their contacts and that somebody may look through: their own, and those
  /// of whom they can prove to be a contact. Others' proof is that the reader's server says so of the reader's own
  /// roster; people of ours have rosters of their own that must say so too.
  func accountsShown(to reader: SearchReader) throws -> Set<Int64> {
    guard case .account(let jid, _, let known) = reader, known.policy.isLocal(jid),
      try number(Self.hasNodesForContacts, []) != nil
    else { return [] }
    let friends = try known.friends(jid).union([jid]).map(\.description).sorted()
    let found = try rows(Self.accountsForContacts, [try Self.list(friends)])
    var accounts: [(number: Int64, jid: BareJID)] = []
    while let row = try found.next() { accounts.append((row[0], try storedJID(row[1]).bare)) }
    let ours = accounts.filter {
      $0.jid != jid && known.policy.domains.contains($0.jid.domain)
    }
    // All rosters that are missing are asked for at once.
    _ = try known.contact(jid, ours.map(\.jid))
    let refused = try ours.filter { try !known.contact(jid, [$0.jid]).seesPresence }
    return Set(accounts.map(\.number)).subtracting(refused.map(\.number))
  }
}
