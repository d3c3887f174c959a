import PubSub
import Social
import Store
import XML
import XMPP

@testable import Web

extension BareJID {
  static var capulet: BareJID { get throws { try BareJID("pubsub.capulet.lit") } }
}

// What other services have, as if it had come from them.
extension TestSite {
  /// A node that everybody may read, with posts.
  func follow(_ node: String, of service: BareJID, _ posts: [String] = []) async throws {
    let id = NodeID(stored: node)
    try await store.write { _ = try $0.begin(id, of: service, isPublic: true, Self.start) }
    try await setAccess(.open, of: NodePath(service, node))
    for name in posts { try await post(name, "A post", in: NodePath(service, node)) }
  }

  func setAccess(_ access: AccessModel, of node: NodePath) async throws {
    try await store.write { tx in
      guard var source = try tx.snapshot.source(NodeID(stored: node.node), of: node.service) else {
        return
      }
      (source.stage, source.access) = (.following, access)
      try tx.update(source)
    }
  }

  func post(_ item: String, _ title: String, in node: NodePath) async throws {
    let text = """
      <entry xmlns='\(Namespace.atom)'><title>\(title)</title>\
      <content>Words that say more than that.</content></entry>
      """
    try await hear(try Element(parsing: Array(text.utf8)), as: item, in: node)
  }

  func hear(_ payload: Element, as item: String, in node: NodePath) async throws {
    let foreign = ForeignItem(id: ItemID(stored: item), publisher: nil, payload: payload.canonical)
    let projection = Projection(
      of: payload, itemID: item, publisher: node.service, received: Self.start)
    try await store.write { tx in
      guard let source = try tx.snapshot.source(NodeID(stored: node.node), of: node.service) else {
        return
      }
      try tx.take([foreign], of: source, .now, Self.start, [foreign.id: projection])
    }
  }
}
