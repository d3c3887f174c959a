package import XMPP

/// The name of a node within its service (XEP-0060, section 4.6.2). Compared by exact code points.
package struct NodeID: Hashable, Sendable, CustomStringConvertible {
  package let name: String
  /// The longest name, in bytes of UTF-8.
  package static let maximumBytes = 1023

  package init(_ name: String) throws(StanzaError) {
    guard !name.isEmpty else {
      throw .pubsub(.badRequest, .nodeIDRequired, "The name of the node is missing.")
    }
    guard name.utf8.count <= NodeID.maximumBytes else {
      throw StanzaError(
        .notAcceptable, "A node name has at most \(NodeID.maximumBytes) bytes.", kind: .modify)
    }
    self.name = name
  }

  /// A name that was stored.
  package init(stored name: String) { self.name = name }

  package var description: String { name }

  package static func == (a: NodeID, b: NodeID) -> Bool { a.name.utf8.elementsEqual(b.name.utf8) }

  package func hash(into hasher: inout Hasher) { hasher.combine(codePointsOf: name) }
}

/// The name of an item within its node. Compared by exact code points.
package struct ItemID: Hashable, Sendable, CustomStringConvertible {
  package let name: String
  /// The longest name, in bytes of UTF-8.
  package static let maximumBytes = 1023

  package init(_ name: String) throws(StanzaError) {
    guard !name.isEmpty else {
      throw .pubsub(.badRequest, .itemRequired, "The id of an item is missing.")
    }
    guard name.utf8.count <= ItemID.maximumBytes else {
      throw StanzaError(
        .notAcceptable, "An item id has at most \(ItemID.maximumBytes) bytes.", kind: .modify)
    }
    self.name = name
  }

  /// A name that was stored.
  package init(stored name: String) { self.name = name }

  package var description: String { name }

  package static func == (a: ItemID, b: ItemID) -> Bool { a.name.utf8.elementsEqual(b.name.utf8) }

  package func hash(into hasher: inout Hasher) { hasher.combine(codePointsOf: name) }
}

/// The name of a subscription, by which several of one address to one node are told apart (XEP-0060,
/// section 6.1.6). Made by the service; whatever a client sends is compared and nothing more.
package struct SubscriptionID: Hashable, Sendable, CustomStringConvertible {
  package let name: String

  package init(_ name: String) { self.name = name }

  package var description: String { name }
}

extension Hasher {
  /// String's own hash makes canonically equivalent texts equal; names here are not.
  fileprivate mutating func combine(codePointsOf name: String) {
    var name = name
    name.withUTF8 { combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}
