import GRDB
import PubSub
import XMPP

// What edited posts said before: kept for their authors and for the owners of the node.
extension Transaction {
  /// Of one item, the newest ones; so many bytes of payload besides.
  static let maximumRevisions = 10
  static let maximumRevisionBytes = 65_536

  /// Remembers a post as it is before it is replaced. It goes on to count against its publisher.
  func keepRevision(of item: Int64) throws {
    try run(
      """
      INSERT INTO revision (item, sequence, publisher, published, payload)
      SELECT item.id, item.sequence, item.publisher, item.published, item.payload
      FROM item JOIN entry ON entry.item = item.id
      WHERE item.id = ? AND length(item.payload) <= ?
      """, [item, Self.maximumRevisionBytes])
    guard db.changesCount > 0 else { return }
    var (count, bytes) = (0, 0)
    for revision in try revisions(of: item) {
      count += 1
      bytes += revision.bytes
      if count == 1 { use(revision.publisher, Usage(bytes: revision.bytes)) }
      guard count > Self.maximumRevisions || bytes > Self.maximumRevisionBytes else { continue }
      try run(
        "DELETE FROM revision WHERE item = ? AND sequence = ?", [item, revision.sequence])
      use(revision.publisher, Usage(bytes: -revision.bytes))
    }
  }

  /// Those of an item that goes.
  func removeRevisions(of item: Int64) throws {
    let revisions = try revisions(of: item)
    guard !revisions.isEmpty else { return }
    for revision in revisions { use(revision.publisher, Usage(bytes: -revision.bytes)) }
    try run("DELETE FROM revision WHERE item = ?", [item])
  }

  /// The newest first.
  private func revisions(of item: Int64) throws -> [(
    sequence: Int64, publisher: BareJID, bytes: Int
  )] {
    let found = try snapshot.rows(
      """
      SELECT sequence, jid.jid, length(payload) FROM revision
      JOIN jid ON jid.id = revision.publisher WHERE item = ? ORDER BY sequence DESC
      """, [item])
    var list: [(Int64, BareJID, Int)] = []
    while let row = try found.next() { list.append((row[0], try storedJID(row[1]).bare, row[2])) }
    return list
  }
}
