import Foundation
import GRDB
import PubSub
import XML
import XMPP

extension Transaction {
  /// The longest text of an item that is kept for bodies and keywords, in code points.
  private static let textLength = 16_384

  /// One row for an event, however many are to be told; none if there is nobody.
  func announce(_ event: Event, _ node: NodeRecord, _ service: ServiceID) throws {
    var (recipient, parent) = (Int64?.none, Int64?.none)
    let audience: String
    switch event.audience {
    case .subscribers:
      guard node.facts.subscribers > 0 || node.hasOptions || hasAudience(node.facts.id) else {
        return
      }
      audience = "subscribers"
    case .observers:
      guard node.hasOptions else { return }
      audience = "observers"
    case .formerObservers(let former):
      guard let above = try snapshot.node(former, in: service), above.hasOptions else { return }
      audience = "observers"
      parent = above.number
    case .everybody:
      guard try snapshot.hasSubscriptions(node) || node.hasOptions else { return }
      audience = "everybody"
    case .owners: audience = "owners"
    case .one(let jid):
      audience = "one"
      recipient = try intern(jid.description)
    case .reader(let jid):
      audience = "reader"
      recipient = try intern(jid.description)
    }
    let body = Data(event.content.flatMap { $0.xml(inNamespace: Namespace.component) })
    // Those without options get no text.
    let text =
      node.hasOptions ? event.text.map { String($0.unicodeScalars.prefix(Self.textLength)) } : nil
    let id = nextSequence()
    try run(
      """
      INSERT INTO outbox (
        id, service, node, audience, recipient, parent, matter, type, body, text, item)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        id, service.number, node.number, audience, recipient, parent, event.matter.rawValue,
        event.type == .normal ? "normal" : "headline", body, text, event.item?.name,
      ])
    if event.audience == .subscribers, event.matter != .node, node.hasOptions {
      try gather(id, event, body, text, node)
    }
    announce(service)
  }

  /// Forgets events that are known to have reached the server, and remembers how far others have come.
  package func acknowledge(done: [Int64], partial: [Int64: Int64]) throws {
    for id in done { try run("DELETE FROM outbox WHERE id = ?", [id]) }
    for (id, cursor) in partial {
      try run("UPDATE outbox SET cursor = ? WHERE id = ?", [cursor, id])
    }
  }
}

extension Snapshot {
  fileprivate func hasSubscriptions(_ node: NodeRecord) throws -> Bool {
    try number("SELECT 1 FROM subscription WHERE node = ? LIMIT 1", [node.number]) != nil
  }
}
