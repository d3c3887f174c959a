import Foundation
import GRDB
package import PubSub
package import XMPP

/// An event that waits for its delivery.
package struct OutboxEvent: Hashable, Sendable {
  package let id: Int64
  package let type: Message.Kind
  /// The bytes of `<event/>`, the same for all.
  package let body: [UInt8]
  /// The last subscription that was told.
  package let cursor: Int64
  let node: Int64
  let audience: String
  let recipient: Int64?
}

/// Somebody to tell: `number` orders them and is the cursor.
package struct Recipient: Hashable, Sendable {
  package let number: Int64
  package let jid: String
}

extension Snapshot {
  /// The next events of a service, oldest first.
  package func events(of service: ServiceID, after id: Int64, limit: Int) throws -> [OutboxEvent] {
    let found = try rows(
      """
      SELECT id, type, body, cursor, node, audience, recipient FROM outbox
      WHERE service = ? AND id > ? ORDER BY id LIMIT ?
      """, [service.number, id, limit])
    var events: [OutboxEvent] = []
    while let row = try found.next() {
      events.append(
        OutboxEvent(
          id: row[0], type: row[1] == "normal" ? .normal : .headline,
          body: (row[2] as Data).map { $0 }, cursor: row[3], node: row[4], audience: row[5],
          recipient: row[6]))
    }
    return events
  }

  /// A page of those who are told of an event; `last` is the cursor of the next page, nil after the
  /// last one. Who has lost the right to read since they subscribed is passed over.
  package func recipients(
    of event: OutboxEvent, after cursor: Int64, limit: Int, _ policy: ServicePolicy
  ) throws -> (page: [Recipient], last: Int64?) {
    switch event.audience {
    case "subscribers": return try subscribers(of: event, after: cursor, limit: limit, policy)
    case "owners": return (try ownersToTell(of: event), nil)
    default:
      let jid = try String.fetchOne(
        db.cachedStatement(sql: "SELECT jid FROM jid WHERE id = ?"), arguments: [event.recipient])
      guard let jid, try event.audience == "one" || mayRead(jid, event, policy) else {
        return ([], nil)
      }
      return ([Recipient(number: 0, jid: jid)], nil)
    }
  }

  /// Whether somebody who was to get an item may still have it.
  private func mayRead(_ jid: String, _ event: OutboxEvent, _ policy: ServicePolicy) throws -> Bool
  {
    let affiliation = try String.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT affiliation FROM affiliation
          WHERE node = ? AND jid = (SELECT id FROM jid WHERE jid = ?)
          """), arguments: [event.node, try storedJID(jid).bare.description]
    ).flatMap(Affiliation.init)
    return mayRead(jid, affiliation ?? .none, try accessModel(of: event), policy)
  }

  private func accessModel(of event: OutboxEvent) throws -> AccessModel {
    try String.fetchOne(
      db.cachedStatement(sql: "SELECT access_model FROM node WHERE id = ?"),
      arguments: [event.node]
    ).flatMap(AccessModel.init) ?? .whitelist
  }

  private func ownersToTell(of event: OutboxEvent) throws -> [Recipient] {
    let found = try rows(
      """
      SELECT jid.id, jid.jid FROM affiliation JOIN jid ON jid.id = affiliation.jid
      WHERE affiliation.node = ? AND affiliation.affiliation = 'owner'
      """, [event.node])
    var list: [Recipient] = []
    while let row = try found.next() { list.append(Recipient(number: row[0], jid: row[1])) }
    return list
  }

  static let subscriberPage = """
    SELECT subscription.id, jid.jid, affiliation.affiliation
    FROM subscription JOIN jid ON jid.id = subscription.jid
    LEFT JOIN affiliation
      ON affiliation.node = subscription.node AND affiliation.jid = subscription.bare
    WHERE subscription.node = ? AND subscription.id > ? AND subscription.since < ?
    ORDER BY subscription.id LIMIT ?
    """

  private func subscribers(
    of event: OutboxEvent, after cursor: Int64, limit: Int, _ policy: ServicePolicy
  ) throws -> (page: [Recipient], last: Int64?) {
    let access = try accessModel(of: event)
    let found = try rows(Self.subscriberPage, [event.node, cursor, event.id, limit])
    var list: [Recipient] = []
    list.reserveCapacity(limit)
    var seen = 0
    var last = cursor
    while let row = try found.next() {
      seen += 1
      last = row[0]
      let jid: String = row[1]
      let affiliation = (row[2] as String?).flatMap(Affiliation.init) ?? .none
      guard mayRead(jid, affiliation, access, policy) else { continue }
      list.append(Recipient(number: last, jid: jid))
    }
    return (list, seen == limit ? last : nil)
  }

  private func mayRead(
    _ jid: String, _ affiliation: Affiliation, _ access: AccessModel, _ policy: ServicePolicy
  ) -> Bool {
    let actor = Actor(jid: nil, affiliation: affiliation)
    if Rights.may(.retrieve, actor, access: access, publish: .publishers) { return true }
    guard affiliation != .outcast, let bare = try? storedJID(jid).bare else { return false }
    return policy.isAdmin(bare)
  }
}

extension Store {
  /// One element for every commit that announced something for a service.
  package func announcements(for service: ServiceID) -> AsyncStream<Void> {
    writes.announcements.stream(for: service)
  }
}
