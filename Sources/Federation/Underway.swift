import PubSub
import Synchronization

/// Items that events have told of while a node is visited: what the visit has fetched of them before is old.
///
/// Written and read in transactions alone, so that the order is that of the store.
final class Underway: Sendable {
  private let touched = Mutex<[Int64: Set<ItemID>]>([:])

  func begin(_ node: Int64) { touched.withLock { $0[node] = [] } }

  func end(_ node: Int64) { touched.withLock { $0[node] = nil } }

  func touch(_ items: [ItemID], of node: Int64) {
    touched.withLock { $0[node]?.formUnion(items) }
  }

  func isTouched(_ item: ItemID, of node: Int64) -> Bool {
    touched.withLock { $0[node]?.contains(item) == true }
  }
}
