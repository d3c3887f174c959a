import GRDB
package import PubSub
package import XMPP

/// An event that waits for its delivery.
package struct OutboxEvent: Hashable, Sendable {
  package let id: Int64
  /// The number of the node, and its name.
  package let node: Int64
  package let nodeID: NodeID
  package let type: Message.Kind
  /// The bytes of the message's children, the same for all.
  package let body: [UInt8]
  /// What the item says in plain words.
  package let text: String?
  /// How far its recipients were told.
  package let cursor: Int64
  package let matter: Event.Matter
  let audience: String
  let recipient: Int64?
  /// The node that it stood below, if the event is for those above who lose it.
  let formerParent: Int64?

  /// Whether those are told too who asked for it by their presence alone (XEP-0060, section 9.2).
  package var isForPresence: Bool { audience == "subscribers" && matter != .node }
}

extension Snapshot {
  /// The events of a service that wait, oldest first, each with its node.
  package func waiting(for service: ServiceID, after id: Int64, limit: Int) throws -> [(
    id: Int64, node: Int64
  )] {
    let found = try rows(
      "SELECT id, node FROM outbox WHERE service = ? AND id > ? ORDER BY id LIMIT ?",
      [service.number, id, limit])
    var events: [(id: Int64, node: Int64)] = []
    while let row = try found.next() { events.append((row[0], row[1])) }
    return events
  }

  /// The last event that waits, of whichever service; 0 if there is none.
  package func lastWaiting() throws -> Int64 {
    try number("SELECT max(id) FROM outbox", []) ?? 0
  }

  /// The next nodes of a service with events that wait, each with the last one of those up to an event.
  package func nodesWaiting(
    in service: ServiceID, after node: Int64, upTo event: Int64, limit: Int
  ) throws -> [(node: Int64, last: Int64)] {
    var nodes: [(node: Int64, last: Int64)] = []
    var cursor = node
    while nodes.count < limit,
      let next = try number("SELECT min(node) FROM outbox WHERE node > ?", [cursor])
    {
      cursor = next
      if try self.service(ofNode: next) == service,
        let last = try number(
          "SELECT max(id) FROM outbox WHERE node = ? AND id <= ?", [next, event])
      {
        nodes.append((next, last))
      }
    }
    return nodes
  }

  /// The first events of a node that wait, of those after one and up to another.
  package func waiting(of node: Int64, after id: Int64, upTo last: Int64, limit: Int) throws
    -> [Int64]
  {
    try Int64.fetchAll(
      db.cachedStatement(
        sql: "SELECT id FROM outbox WHERE node = ? AND id > ? AND id <= ? ORDER BY id LIMIT ?"),
      arguments: [node, id, last, limit])
  }

  /// An event with all that its delivery needs; nil if it is delivered already.
  package func event(_ id: Int64) throws -> OutboxEvent? {
    try first(
      """
      SELECT outbox.id, outbox.node, node.name, outbox.type, outbox.body, outbox.text,
        outbox.cursor, outbox.matter, outbox.audience, outbox.recipient, outbox.parent
      FROM outbox JOIN node ON node.id = outbox.node WHERE outbox.id = ?
      """, [id]
    ) { row in
      OutboxEvent(
        id: row[0], node: row[1], nodeID: NodeID(stored: row[2]),
        type: row[3] == "normal" ? .normal : .headline, body: row[4],
        text: row[5], cursor: row[6], matter: Event.Matter(rawValue: row[7]) ?? .node,
        audience: row[8], recipient: row[9], formerParent: row[10])
    }
  }
}

extension Store {
  /// One element for every commit that announced something for a service.
  package func announcements(for service: ServiceID) -> AsyncStream<Void> {
    writes.announcements.stream(for: service)
  }
}
