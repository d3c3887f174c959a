import GRDB
import PubSub
import Social
import XMPP

extension Snapshot {
  /// What all have attached to an item; nil if nobody has anything. What that costs does not depend on how many they are.
  func summary(ofPost post: Int64) throws -> AttachmentSummary? {
    let noticed = try first("SELECT noticed FROM summary WHERE post = ?", [post]) { $0[0] as Int }
    guard let noticed else { return nil }
    let found = try rows(
      "SELECT text, count FROM tally WHERE post = ? ORDER BY count DESC, text LIMIT ?",
      [post, AttachmentSummary.maximumReactions])
    var summary = AttachmentSummary(noticed: noticed)
    while let row = try found.next() {
      summary.reactions.append(AttachmentSummary.Reaction(row[0], row[1]))
    }
    return summary
  }

  func hasSummary(_ post: Int64) throws -> Bool {
    try number("SELECT 1 FROM summary WHERE post = ?", [post]) != nil
  }

  /// Whether somebody has noticed a post, by an attachment or by a heart.
  func hasNoticed(_ post: Int64, _ jid: Int64) throws -> Bool {
    try number(
      """
      SELECT 1 FROM attachment WHERE post = ?1 AND jid = ?2 AND noticed = 1
      UNION ALL SELECT 1 FROM heart WHERE post = ?1 AND jid = ?2
      LIMIT 1
      """, [post, jid]) != nil
  }

  /// An item that is there, its node and whose that is.
  func post(_ number: Int64) throws -> (id: ItemID, node: NodeRecord, service: ServiceID)? {
    let found = try first(
      """
      SELECT item.name, node.name, node.service FROM item JOIN node ON node.id = item.node
      WHERE item.id = ? AND item.sequence > node.floor AND node.deleted IS NULL
      """, [number]
    ) {
      (
        item: ItemID(stored: $0[0]), node: NodeID(stored: $0[1]),
        service: ServiceID(number: $0[2])
      )
    }
    // One that is about to go with another node is as good as gone.
    guard let found, let node = try node(found.node, in: found.service) else { return nil }
    return (found.item, node, found.service)
  }

  /// The node where what is attached to the items of a node is summed up, if it is there.
  func summaryNode(of node: NodeRecord, in service: ServiceID) throws -> NodeRecord? {
    let name = NodeID(stored: KeptName.summary(of: node.facts.id.name).name)
    guard let found = try self.node(name, in: service), found.keptFor == node.number else {
      return nil
    }
    return found
  }

  func address(of service: ServiceID) throws -> BareJID {
    let jid: String? = try first(
      "SELECT jid.jid FROM service JOIN jid ON jid.id = service.jid WHERE service.id = ?",
      [service.number]
    ) { $0[0] }
    guard let jid else { throw StoreError.internalFailure("a service has no address") }
    return try storedJID(jid).bare
  }
}
