import GRDB
package import PubSub
import Social
import XMPP

extension Snapshot {
  /// The list of those who are publicly subscribed to a node (XEP-0465), by its own name. Where nobody is, it need not
  /// be stored: it is empty all the same. Nil if that is the name of no such list, or if there is no such node.
  package func followerList(_ id: NodeID, in service: ServiceID) throws -> NodeRecord? {
    guard case .subscribers(let name)? = KeptName(id.name),
      let node = try node(NodeID(stored: name), in: service), node.keeping == nil
    else { return nil }
    return try followerList(of: node, in: service)
  }

  func followerList(of target: NodeRecord, in service: ServiceID) throws -> NodeRecord {
    let id = NodeID(stored: KeptName.subscribers(of: target.facts.id.name).name)
    // One that was made by hand before there were these is not meant.
    if let node = try node(id, in: service), node.keptFor == target.number { return node }
    let kept = Kept(
      .derived, for: target.facts.id, refusal: KeptName.refusal(of: id.name) ?? .forbidden)
    var configuration = NodeConfiguration(kept, type: Namespace.publicSubscriptions)
    configuration.follow(target.facts.configuration.rules)
    return NodeRecord(
      number: NodeRecord.unstored,
      facts: NodeFacts(
        id: id, configuration: configuration, creator: try address(of: service),
        created: target.facts.created),
      changed: target.facts.created.milliseconds, isReadable: false, floor: 0, optioned: 0,
      expires: nil, parent: nil, link: nil, post: nil, keptFor: target.number,
      keeping: kept.keeping, isFollowed: false, above: target.above, home: target.home)
  }

  /// Whether an account is publicly subscribed to a node, by any of its addresses.
  func isFollower(_ account: Int64, of node: NodeRecord) throws -> Bool {
    try number(
      """
      SELECT 1 FROM subscription
      WHERE bare = ? AND node = ? AND public = 1 AND state = 'subscribed' LIMIT 1
      """, [account, node.number]) != nil
  }
}

extension NodeRecord {
  /// The number of a node that has none: no row refers to it.
  fileprivate static let unstored: Int64 = 0

  var isStored: Bool { number != Self.unstored }
}
