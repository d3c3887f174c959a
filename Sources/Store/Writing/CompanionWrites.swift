import GRDB
import PubSub
import XMPP

// Nodes that belong to an item: the comments of a post, what is attached to it.
extension Transaction {
  /// From now on a node is deleted with an item of a service.
  func bind(
    _ node: NodeRecord, to item: ItemID, of owner: NodeID, _ service: ServiceID, _ now: Timestamp
  ) throws {
    guard let target = try snapshot.node(owner, in: service),
      let place = try snapshot.itemPlace(item, in: target), place.sequence > target.floor
    else { throw StoreError.internalFailure("an item that was decided on is not there") }
    try bind(node.number, to: place.number, now)
  }

  /// The nodes that belong to an item go with it.
  func buryCompanions(of item: Int64, _ now: Timestamp) throws {
    let nodes = try Int64.fetchAll(
      db.cachedStatement(sql: Snapshot.companions), arguments: [item])
    for number in nodes {
      if let thread = try snapshot.source(number) {
        try release(thread, now)
        continue
      }
      guard let node = try snapshot.nodeAlone(number: number),
        let service = try snapshot.service(ofNode: number)
      else { continue }
      try bury(node, service, now)
    }
  }

  /// A deleted node whose post is about to go is kept for the post's node until its subscribers are told: who they are
  /// is still asked there. Of a hidden post there is nothing to tell.
  func leave(_ node: NodeRecord, toNodeOf post: Int64) throws {
    guard let home = try snapshot.number("SELECT node FROM item WHERE id = ?", [post]) else {
      return
    }
    try run(
      "UPDATE node SET post = NULL, keeping = ?, kept_for = ? WHERE id = ?",
      [Keeping.shared.rawValue, home, node.number])
  }
}

extension Snapshot {
  static let companions = "SELECT id FROM node WHERE post = ? AND deleted IS NULL"
}
