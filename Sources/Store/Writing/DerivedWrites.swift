import GRDB
import PubSub
import Social
import XMPP

/// An item as far as what is derived depends on it.
struct DerivedItem {
  let number: Int64
  let sequence: Int64
  /// The number of the publisher's address.
  let publisher: Int64
  /// When this version arrived.
  let received: Timestamp
  /// When the item first arrived.
  let firstSeen: Timestamp
  let payload: [UInt8]?
}

// What is derived from an item, of whatever kind: made when the item comes, and made again at any time. It depends on
// the item alone.
extension Transaction {
  /// Whether the item is a post.
  func derive(
    _ projection: Projection?, _ item: DerivedItem, _ node: NodeRecord, _ now: Timestamp
  ) throws -> Bool {
    if node.keeping == .shared { try attach(item.number, item.payload, node, now) }
    guard let projection,
      let entry = projection.entry(received: item.received, firstSeen: item.firstSeen)
    else { return false }
    try insertEntry(entry, item.number, item.sequence, node.number)
    if let discussion = projection.discussion {
      try insert(discussion, item.number, item.publisher, node, now)
    }
    return true
  }

  /// - Parameter isAlive: the item is not below the node's floor, so that it is counted.
  func removeDerived(_ item: Int64, _ node: NodeRecord, isAlive: Bool, _ now: Timestamp) throws {
    if node.keeping == .shared { try detach(item, now) }
    try removeHeart(item, now)
    try removeDiscussion(item, node, isAlive: isAlive)
    guard try removeEntry(item), isAlive else { return }
    try run("UPDATE node SET posts = max(posts - 1, 0) WHERE id = ?", [node.number])
  }
}
