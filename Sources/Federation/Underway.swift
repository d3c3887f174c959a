import PubSub
import Synchronization
import XMPP

/// What events have told of nodes while they are visited: what the visit has fetched before is old.
///
/// Written and read in transactions alone, so that the order is that of the store.
final class Underway: Sendable {
  private struct News {
    var items: Set<ItemID> = []
    /// When is to be looked again for their sake.
    var look: Timestamp?
  }

  private let visited = Mutex<[Int64: News]>([:])

  func begin(_ node: Int64) { visited.withLock { $0[node] = News() } }

  func end(_ node: Int64) { visited.withLock { $0[node] = nil } }

  func touch(_ items: [ItemID], of node: Int64) {
    visited.withLock { $0[node]?.items.formUnion(items) }
  }

  func isTouched(_ item: ItemID, of node: Int64) -> Bool {
    visited.withLock { $0[node]?.items.contains(item) == true }
  }

  func lookAgain(at moment: Timestamp, _ node: Int64) {
    visited.withLock { $0[node]?.look = moment }
  }

  /// When something is to be done next about a node, which would else be at a moment.
  func due(_ node: Int64, else moment: Timestamp) -> Timestamp {
    visited.withLock { min($0[node]?.look ?? moment, moment) }
  }
}
