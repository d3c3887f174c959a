import GRDB
package import PubSub
package import XMPP

// Followed nodes that say where they are now (XEP-0060, section 8.4.2).
extension Transaction {
  /// So many addresses in a row may lead on.
  static let maximumHops = 5

  /// Whoever wanted a node that has moved wants it where it is now: unless that is ours, leads too far, or back again.
  package func follow(_ source: Source, to node: NodeID, of service: BareJID, _ now: Timestamp)
    throws
  {
    let target = Follow(node, of: service, .moved)
    let origins = try snapshot.origins(source)
    let hops = try snapshot.hops(source) + 1
    guard !origins.isEmpty, hops <= Self.maximumHops, try !snapshot.isHosted(service),
      try !snapshot.leads(from: target, to: source)
    else { return }
    if let former = try snapshot.move(of: source) {
      guard try former != target || snapshot.source(node, of: service) == nil else { return }
      if former != target { try forgetMove(of: source, now) }
    }
    try run(
      "UPDATE source SET moved_service = ?, moved_node = ? WHERE node = ?",
      [service.description, node.name, source.number])
    // Others may have led there: what is followed for the sake of one is, for the sake of all of them.
    try follow(target, hops: hops, now)
  }

  /// Where it has moved to is not followed for its sake any more.
  func forgetMove(of source: Source, _ now: Timestamp) throws {
    guard let target = try snapshot.move(of: source) else { return }
    try run(
      "UPDATE source SET moved_service = NULL, moved_node = NULL WHERE node = ?", [source.number])
    let isLedTo = try snapshot.number(
      "SELECT 1 FROM source WHERE moved_service = ? AND moved_node = ? LIMIT 1",
      [target.service.description, target.node.name])
    guard isLedTo == nil else { return }
    _ = try unfollow(target, now)
  }
}

extension Snapshot {
  /// How many addresses have led to a node from the one that was asked for.
  fileprivate func hops(_ source: Source) throws -> Int64 {
    guard let service = try number(of: source.service.description) else { return 0 }
    return try number(
      "SELECT min(hops) FROM follow WHERE service = ? AND node = ?", [service, source.node.name])
      ?? 0
  }

  /// What is followed for the sake of a node that has moved there.
  fileprivate func move(of source: Source) throws -> Follow? {
    try first(
      "SELECT moved_service, moved_node FROM source WHERE node = ? AND moved_node IS NOT NULL",
      [source.number]
    ) { Follow(NodeID(stored: $0[1]), of: try storedJID($0[0]).bare, .moved) }
  }

  /// Whether a node has moved to another one, by however many addresses; or by too many to tell. Two that led to one
  /// another would each keep the other one for ever.
  fileprivate func leads(from start: Follow, to end: Source) throws -> Bool {
    var place: Follow? = start
    for _ in 0...Transaction.maximumHops {
      guard let here = place else { return false }
      if (here.service, here.node) == (end.service, end.node) { return true }
      place = try source(here.node, of: here.service).flatMap { try move(of: $0) }
    }
    return true
  }
}
