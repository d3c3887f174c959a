import PubSub
import XMPP

// What is held in memory for the next time is bounded by what it takes up: a name may have a thousand bytes.
extension String {
  /// About how many bytes it takes up in a collection.
  var heldBytes: Int { 64 + utf8.count }
}

extension Sequence where Element: CustomStringConvertible {
  /// The same of names, each once.
  var heldBytes: Int { reduce(0) { $0 + $1.description.heldBytes } }
}

/// Items of nodes that are not to be here, with those who have written them.
struct RefusedItems: Sendable {
  private var items: [Int64: [ItemID: BareJID]] = [:]
  private(set) var bytes = 0

  subscript(node: Int64) -> [ItemID: BareJID]? {
    get { items[node] }
    set {
      bytes += Self.bytes(newValue) - Self.bytes(items[node])
      items[node] = newValue
    }
  }

  private static func bytes(_ items: [ItemID: BareJID]?) -> Int {
    items.map { $0.keys.heldBytes + $0.values.heldBytes } ?? 0
  }
}
