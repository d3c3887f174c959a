import GRDB
package import PubSub
package import XMPP

extension Snapshot {
  /// How many affiliations a node has; more than the limit count as the limit.
  package func countAffiliations(of node: NodeRecord, upTo limit: Int) throws -> Int {
    let count = try number(
      "SELECT count(*) FROM (SELECT 1 FROM affiliation WHERE node = ? LIMIT ?)",
      [node.number, limit])
    return Int(count ?? 0)
  }

  /// A page of a node's affiliations.
  package func affiliations(of node: NodeRecord, _ range: ListRange) throws
    -> ListPage<AffiliationEntry>
  {
    let count =
      range.isFirst
      ? try number("SELECT count(*) FROM affiliation WHERE node = ?", [node.number]) : nil
    let found = try rows(
      """
      SELECT affiliation.jid, jid.jid, affiliation.affiliation FROM affiliation
      JOIN jid ON jid.id = affiliation.jid
      WHERE affiliation.node = ? AND affiliation.jid > ? AND affiliation.jid < ?
      ORDER BY affiliation.jid \(range.direction) LIMIT ?
      """, [node.number] + range.arguments)
    return try range.page(found, count: count.map { Int($0) }) { row in
      let jid: String = row[1]
      let entry = AffiliationEntry(
        jid: try storedJID(jid).bare, affiliation: Affiliation(rawValue: row[2]) ?? .none)
      return (row[0], entry, [jid])
    }
  }

  /// A page of an account's affiliations in a service, or with one node of it.
  package func affiliations(
    of jid: BareJID, in service: ServiceID, node: NodeRecord?, _ range: ListRange
  ) throws -> ListPage<AffiliationEntry> {
    guard let account = try number(of: jid.description) else {
      return ListPage(entries: [], count: 0)
    }
    let condition =
      "affiliation.jid = ? AND node.service = ? AND node.deleted IS NULL"
      + (node == nil ? "" : " AND affiliation.node = ?")
    var arguments: StatementArguments = [account, service.number]
    if let node { arguments += [node.number] }
    let count =
      range.isFirst
      ? try number(
        "SELECT count(*) FROM affiliation JOIN node ON node.id = affiliation.node WHERE \(condition)",
        arguments) : nil
    let found = try rows(
      """
      SELECT affiliation.node, node.name, affiliation.affiliation FROM affiliation
      JOIN node ON node.id = affiliation.node
      WHERE \(condition) AND affiliation.node > ? AND affiliation.node < ?
      ORDER BY affiliation.node \(range.direction) LIMIT ?
      """, arguments + range.arguments)
    return try range.page(found, count: count.map { Int($0) }) { row in
      let name: String = row[1]
      let entry = AffiliationEntry(
        node: NodeID(stored: name), affiliation: Affiliation(rawValue: row[2]) ?? .none)
      return (row[0], entry, [name])
    }
  }
}
