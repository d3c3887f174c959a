import PubSub
import Social
import Store
import XMPP

/// What the service adds to posts as they are delivered, where the node wants that (see `ServerLinks`).
extension Context {
  /// Items as they are sent.
  ///
  /// - Parameter bytes: the most that all of them may have on the wire, if that is more than they have.
  func delivered(
    _ items: [StoredItem], of node: NodeRecord, bytes: Int = .max, _ snapshot: Snapshot
  ) throws -> [StoredItem] {
    guard node.facts.configuration.addsLinks else { return items }
    var room = max(0, bytes - items.reduce(0) { $0 + $1.wireBytes })
    return try items.map { item in
      guard let payload = item.payload else { return item }
      let limit = min(policy.maximumPayloadBytes - payload.count, room) + payload.count
      var item = item
      item.payload = try links(of: item.id, in: node, snapshot).insert(into: payload, limit: limit)
      room -= (item.payload?.count ?? 0) - payload.count
      return item
    }
  }

  /// Items as those are told of them who want a body: the text is the one that went out with the live ones.
  func withText(_ items: [StoredItem], _ snapshot: Snapshot) throws -> [StoredItem] {
    try items.map { item in
      var item = item
      item.text = try snapshot.text(of: item)
      return item
    }
  }

  /// Carries out what brings items to a node. Subscribers are told once all is there that the items are told with.
  ///
  /// - Parameters:
  ///   - configuration: the node's.
  ///   - more: what is done before.
  func carryOut(
    _ decision: Decision, in id: NodeID, _ configuration: NodeConfiguration?, _ tx: Transaction,
    now: Timestamp, seen: NodeRecord? = nil, projections: [ItemID: Projection],
    _ known: Acquaintances,
    more: () throws -> Void = {}
  ) throws {
    guard configuration?.addsLinks == true else {
      try tx.apply(
        decision, in: service, now: now, seen: seen, projections: projections, known)
      return try more()
    }
    var (first, told) = (decision, Decision(events: decision.events))
    first.events = []
    try tx.apply(first, in: service, now: now, seen: seen, projections: projections, known)
    try more()
    if let node = try tx.snapshot.node(id, in: service) {
      told.events = try told.events.map { event in
        guard let item = event.item else { return event }
        let links = try links(of: item, in: node, tx.snapshot)
        return event.changingPayload {
          links.insert(into: $0, limit: policy.maximumPayloadBytes)
        }
      }
    }
    try tx.apply(told, in: service, now: now, known)
  }

  private func links(of item: ItemID, in node: NodeRecord, _ snapshot: Snapshot) throws
    -> ServerLinks
  {
    try snapshot.serverLinks(of: item, in: node, page: page)
  }
}
