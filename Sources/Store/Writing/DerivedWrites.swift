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

/// What is counted of a node: its posts, and the hearts among them.
struct DerivedCounts {
  var posts = 0
  var hearts = 0
}

// What is derived from an item, of whatever kind: made when the item comes, and made again at any time. It depends on
// the item alone, and on what kind of node it is in, which does not change while there are items.
extension Transaction {
  /// What the item counts as among those of its node.
  @discardableResult
  func derive(
    _ projection: Projection?, _ item: DerivedItem, _ node: NodeRecord, _ now: Timestamp
  ) throws -> DerivedCounts {
    if node.keeping == .shared { try attach(item.number, item.payload, node, now) }
    let (name, type) = (node.facts.id.name, node.facts.configuration.type)
    let profile = NodeProfile(name: name, type: type)
    guard let projection, profile.isSocial,
      let entry = projection.entry(received: item.received, firstSeen: item.firstSeen)
    else { return DerivedCounts() }
    try insertEntry(
      entry, item.number, item.sequence, node.number, shares: profile != .comments)
    var counts = DerivedCounts(posts: 1)
    if let discussion = projection.discussion,
      try insert(discussion, item.number, item.publisher, node, now)
    {
      counts.hearts = 1
    }
    return counts
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
