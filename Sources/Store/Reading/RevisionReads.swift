import GRDB
package import PubSub
package import XMPP

/// What an edited post said before.
package struct Revision: Hashable, Sendable {
  package let publisher: BareJID
  /// When it was published.
  package let published: Timestamp
  package let payload: [UInt8]
}

extension Snapshot {
  /// The earlier versions of an item, the newest first: as many as are kept.
  package func revisions(of item: ItemID, in node: NodeRecord) throws -> [Revision] {
    guard let place = try itemPlace(item, in: node), place.sequence > node.floor else { return [] }
    let found = try rows(
      """
      SELECT jid.jid, revision.published, revision.payload FROM revision
      JOIN jid ON jid.id = revision.publisher WHERE revision.item = ?
      ORDER BY revision.sequence DESC LIMIT ?
      """, [place.number, Transaction.maximumRevisions])
    var list: [Revision] = []
    while let row = try found.next() {
      list.append(
        Revision(
          publisher: try storedJID(row[0]).bare, published: Timestamp(milliseconds: row[1]),
          payload: row[2]))
    }
    return list
  }
}
