import GRDB
package import PubSub
package import XMPP

// Followed nodes that say where they are now (XEP-0060, section 8.4.2).
extension Transaction {
  /// So many addresses in a row may lead on.
  static let maximumHops = 5

  /// Whoever wanted a node that has moved wants it where it is now: unless that is ours, is followed, or leads too far.
  package func follow(_ source: Source, to node: NodeID, of service: BareJID, _ now: Timestamp)
    throws
  {
    let origins = try snapshot.origins(source)
    let hops = try snapshot.hops(source) + 1
    guard !origins.isEmpty, hops <= Self.maximumHops, try !snapshot.isHosted(service),
      try snapshot.source(node, of: service) == nil
    else { return }
    try run(
      "UPDATE source SET moved_service = ?, moved_node = ? WHERE node = ?",
      [service.description, node.name, source.number])
    try follow(Follow(node, of: service, .moved), hops: hops, now)
  }

  /// Where it has moved to is not followed for its sake any more.
  func forgetMove(of source: Source, _ now: Timestamp) throws {
    let place = try snapshot.first(
      "SELECT moved_service, moved_node FROM source WHERE node = ? AND moved_node IS NOT NULL",
      [source.number]
    ) { (service: try storedJID($0[0]).bare, node: NodeID(stored: $0[1])) }
    guard let place else { return }
    _ = try unfollow(Follow(place.node, of: place.service, .moved), now)
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
}
