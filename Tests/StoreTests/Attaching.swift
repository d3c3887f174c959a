import PubSub
import Social
import Testing
import XML
import XMPP

@testable import Store

/// Attaching things to items, as the service has it done.
extension Fixture {
  /// The name of the node for what is attached to an item.
  func attached(to item: String, of node: String) -> String {
    KeptName.attachments(to: XMPPURI.Place(service: jid, node: node, item: item)).name
  }

  func summaryName(_ node: String) -> String { KeptName.summary(of: node).name }

  /// What somebody attaches to an item instead of what they attached before; the node is made with the first.
  func attach(
    _ attachments: Attachments, to item: String, of node: String, by person: BareJID,
    at time: Int64 = 1_000
  ) async throws {
    try await attach(attachments.element, to: item, of: node, by: person, at: time)
  }

  func attach(
    _ payload: Element, to item: String, of node: String, by person: BareJID,
    at time: Int64 = 1_000
  ) async throws {
    let (name, target) = (NodeID(stored: attached(to: item, of: node)), NodeID(stored: node))
    var effects: [Effect] = []
    if try await record(name.name) == nil {
      let made = NodeConfiguration(
        Kept(.shared, for: target), type: Namespace.attachments,
        payloadBytes: Attachments.payloadBytes)
      effects = [
        .create(name, made, owner: jid), .bind(name, to: ItemID(stored: item), of: target),
      ]
    }
    let stored = PublishedItem(
      id: ItemID(stored: person.description), publisher: person, payload: payload.canonical)
    try await apply(effects + [.store(name, stored)], at: time)
  }

  func detach(_ person: BareJID, from item: String, of node: String) async throws {
    let name = NodeID(stored: attached(to: item, of: node))
    try await apply([.retract(name, ItemID(stored: person.description))])
  }

  /// What the summary node says of an item; nil if it says nothing.
  func summary(of item: String, in node: String) async throws -> AttachmentSummary? {
    guard try await record(summaryName(node)) != nil else { return nil }
    return try await read(summaryName(node)) { snapshot, summary in
      let item = try snapshot.item(ItemID(stored: item), in: summary)
      guard let payload = item?.payload else { return nil }
      #expect(item?.publisher == self.jid)
      return AttachmentSummary(try Element(parsing: payload))
    }
  }

  /// The number of an item.
  func number(of item: String, in node: String) async throws -> Int64 {
    try await read(node) { try #require(try $0.itemPlace(ItemID(stored: item), in: $1)).number }
  }

  /// All that is counted, as text.
  func counted() async throws -> [String] {
    try await texts(
      """
      SELECT 'summary ' || post || ' ' || attached || ' ' || noticed FROM summary
      UNION ALL SELECT 'tally ' || post || ' ' || text || ' ' || count FROM tally ORDER BY 1
      """)
  }
}
