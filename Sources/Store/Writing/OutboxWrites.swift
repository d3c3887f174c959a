import Foundation
import GRDB
import PubSub
import XML
import XMPP

extension Transaction {
  /// One row for an event, however many are to be told.
  func announce(_ event: Event, _ node: NodeRecord, _ service: ServiceID) throws {
    var recipient: Int64?
    let audience: String
    switch event.audience {
    case .subscribers:
      guard node.facts.subscribers > 0 else { return }
      audience = "subscribers"
    case .owners: audience = "owners"
    case .one(let jid):
      audience = "one"
      recipient = try intern(jid.description)
    case .reader(let jid):
      audience = "reader"
      recipient = try intern(jid.description)
    }
    try run(
      """
      INSERT INTO outbox (id, service, node, audience, recipient, type, body)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """,
      [
        nextSequence(), service.number, node.number, audience, recipient,
        event.type == .normal ? "normal" : "headline",
        Data(event.body.xml(inNamespace: Namespace.component)),
      ])
    announce(service)
  }

  /// Forgets the events up to and with `last`, which are known to have reached the server, and
  /// remembers how far the one after them has come.
  package func acknowledge(
    _ service: ServiceID, through last: Int64, partial: (event: Int64, cursor: Int64)?
  ) throws {
    try run("DELETE FROM outbox WHERE service = ? AND id <= ?", [service.number, last])
    guard let partial else { return }
    try run("UPDATE outbox SET cursor = ? WHERE id = ?", [partial.cursor, partial.event])
  }
}
