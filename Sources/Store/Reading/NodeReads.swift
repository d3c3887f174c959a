import GRDB
package import PubSub
import Social
import XMPP

extension Snapshot {
  private static let nodeColumns =
    "node.id, node.name, creator.jid, node.created, node.items, node.subscribers, "
    + NodeColumns.names.map { "node." + $0 }.joined(separator: ", ")

  private static let nodeByName = """
    SELECT \(nodeColumns) FROM node JOIN jid AS creator ON creator.id = node.creator
    WHERE node.service = ? AND node.name = ? AND node.deleted IS NULL
    """

  package func node(_ id: NodeID, in service: ServiceID) throws -> NodeRecord? {
    try first(Self.nodeByName, [service.number, id.name], Self.node)
  }

  private static func node(_ row: Row) throws -> NodeRecord {
    NodeRecord(
      number: row[0],
      facts: NodeFacts(
        id: NodeID(stored: row[1]), configuration: NodeColumns.configuration(row, from: 6),
        creator: try storedJID(row[2]).bare, created: Timestamp(milliseconds: row[3]),
        items: row[4], subscribers: row[5]))
  }

  /// A page of the nodes that somebody may see, in the order of their creation, and whether it is the
  /// last one. Comments nodes are found through their posts.
  package func nodes(
    in service: ServiceID, visibleTo actor: Actor, after number: Int64, limit: Int
  ) throws -> (page: [(number: Int64, id: NodeID, title: String?)], isLast: Bool) {
    let jid = try actor.jid.flatMap { try self.number(of: $0.description) } ?? 0
    let found = try rows(
      """
      SELECT node.id, node.name, node.title, node.access_model, node.publish_model,
        affiliation.affiliation
      FROM node LEFT JOIN affiliation ON affiliation.node = node.id AND affiliation.jid = ?
      WHERE node.service = ? AND node.deleted IS NULL AND node.id > ?
      ORDER BY node.id
      """, [jid, service.number, number])
    var nodes: [(number: Int64, id: NodeID, title: String?)] = []
    var budget = ListBudget(entries: limit)
    while let row = try found.next() {
      var asker = actor
      asker.affiliation = (row[5] as String?).flatMap(Affiliation.init) ?? .none
      let access = AccessModel(rawValue: row[3]) ?? .whitelist
      let publish = PublishModel(rawValue: row[4]) ?? .publishers
      let (name, title) = (row[1] as String, row[2] as String?)
      guard Rights.may(.discover, asker, access: access, publish: publish),
        !SocialNode.isComments(name)
      else { continue }
      guard budget.isLeft else { return (nodes, false) }
      budget.spend(on: name, title)
      nodes.append((row[0], NodeID(stored: name), title))
    }
    return (nodes, true)
  }
}
