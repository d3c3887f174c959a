import PubSub
import Synchronization
import XMPP

/// What events have told of nodes while they are visited: what the visit has fetched before is old. It is written and read
/// in transactions alone, so that the order is that of the store. Also what one visit tells the next.
final class Underway: Sendable {
  private struct News {
    var items: Set<ItemID> = []
    /// When is to be looked again for their sake.
    var look: Timestamp?
  }

  private let visited = Mutex<[Int64: News]>([:])
  private let left = Mutex<[Int64: Int]>([:])
  /// Of so many nodes is remembered what was left out.
  private static let maximumLeft = 50_000

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

  /// So many items of a node were left out when it was compared; nil: nobody knows.
  func leave(out count: Int?, of node: Int64) {
    left.withLock { left in
      if left.count >= Self.maximumLeft { left = [:] }
      left[node] = count
    }
  }

  func leftOut(of node: Int64) -> Int? { left.withLock { $0[node] } }
}
