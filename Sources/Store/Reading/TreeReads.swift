import GRDB
import PubSub
package import XMPP

extension Snapshot {
  /// A node, those below it and those that belong to them (XEP-0499), in the order of their creation: only those
  /// that the asker may see.
  ///
  /// - Parameters:
  ///   - depth: how many levels below; negative stands for all.
  ///   - linked: whether nodes are meant that belong to one of them.
  ///   - start: from this node on.
  ///   - visit: is given one after the other, until it says false.
  package func tree(
    from root: NodeRecord, depth: Int, linked: Bool, startingAt start: Int64, for jid: BareJID,
    _ known: Acquaintances, visit: (NodeRecord) throws -> Bool
  ) throws {
    let found = try rows(
      """
      WITH RECURSIVE below (id, level) AS (
        SELECT ?1, 0
        UNION ALL
        SELECT node.id, below.level + 1 FROM below JOIN node ON node.parent = below.id
          WHERE node.deleted IS NULL AND node.link IS NULL AND below.level < ?2),
      met (id) AS (
        SELECT id FROM below
        UNION
        SELECT node.id FROM below JOIN node ON node.link = below.id
          WHERE ?3 AND node.deleted IS NULL)
      SELECT id FROM met WHERE id >= ?4 ORDER BY id
      """, [root.number, depth < 0 ? Lineage.maximumDepth : depth, linked, start])
    while let row = try found.next() {
      guard let node = try self.node(number: row[0]),
        Rights.may(.discover, try actor(jid, of: node, known), node.facts.configuration)
      else { continue }
      guard try visit(node) else { return }
    }
  }
}
