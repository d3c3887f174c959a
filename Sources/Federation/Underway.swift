import PubSub
import Store
import Synchronization
import XMPP

/// What events have told of nodes while they are visited: what the visit has fetched before is old. It is written and read
/// in transactions alone, so that the order is that of the store. Also what one visit tells the next.
final class Underway: Sendable {
  private struct News {
    let service: BareJID
    let node: NodeID
    var items: Set<ItemID> = []
    /// Whether something of it was missed meanwhile.
    var isOverrun = false
    /// When is to be looked again for their sake.
    var look: Timestamp?
  }

  private let visited = Mutex<[Int64: News]>([:])
  private let left = Mutex<[Int64: Int]>([:])
  private let refused = Mutex(RefusedItems())
  private let halts = Mutex<[Int64: (source: Source, halt: Halt, bytes: Int)]>([:])
  /// Of so many nodes is remembered what was left out.
  private static let maximumLeft = 50_000
  /// So many bytes are held of the ids of all nodes that are not to be here, and of those that are under way; of one node
  /// alone, however many it has.
  private static let maximumRefusedBytes = 8_388_608
  private static let maximumHaltedBytes = 67_108_864

  func begin(_ number: Int64, _ node: NodeID, of service: BareJID) {
    visited.withLock { $0[number] = News(service: service, node: node) }
  }

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

  /// These items are not to be here, since those who have written them want that.
  func refuse(_ items: [ItemID: BareJID], of node: Int64) {
    refused.withLock { refused in
      let merged = (refused[node] ?? [:]).merging(items) { _, new in new }
      refused[node] = merged
      guard refused.bytes > Self.maximumRefusedBytes else { return }
      refused = RefusedItems()
      refused[node] = items
    }
  }

  func refused(of node: Int64) -> [ItemID: BareJID] { refused.withLock { $0[node] ?? [:] } }

  /// Of these alone it is known that they are still there.
  func keepRefused(_ items: Set<ItemID>, of node: Int64) {
    refused.withLock { refused in
      refused[node] = refused[node]?.filter { items.contains($0.key) }
    }
  }

  /// The turn of a comparison has ended.
  ///
  /// - Returns: false where too much is under way already: it is to begin anew, later.
  func halt(_ halt: Halt, of source: Source) -> Bool {
    if visited.withLock({ $0[source.number]?.isOverrun == true }) { return true }
    return halts.withLock { halts in
      let bytes = halt.heldBytes
      let all = halts.values.reduce(bytes) { $0 + $1.bytes }
      guard all <= Self.maximumHaltedBytes || halts.isEmpty else { return false }
      halts[source.number] = (source, halt, bytes)
      return true
    }
  }

  /// Where a comparison goes on, once; nil: it begins. More than it was about is not to be had from it.
  func resume(_ source: Source) -> Halt? {
    let found = halts.withLock { $0.removeValue(forKey: source.number) }
    return found.flatMap { $0.source.covers(source) ? $0.halt : nil }
  }

  /// Whether one by ids goes on.
  func isHaltedByIDs(_ source: Source) -> Bool {
    guard let found = halts.withLock({ $0[source.number] }), found.source.covers(source),
      case .ids = found.halt
    else { return false }
    return true
  }

  /// What was missed since they began is not found by going on: they begin anew.
  ///
  /// - Parameters:
  ///   - node: nil: all of the service.
  ///   - service: nil: all of them.
  func beginAnew(_ node: NodeID? = nil, of service: BareJID? = nil) {
    func isMeant(_ itsNode: NodeID, _ itsService: BareJID) -> Bool {
      (service ?? itsService, node ?? itsNode) == (itsService, itsNode)
    }
    visited.withLock { visited in
      for (number, news) in visited where isMeant(news.node, news.service) {
        visited[number]?.isOverrun = true
      }
    }
    halts.withLock { halts in
      halts = halts.filter { !isMeant($0.value.source.node, $0.value.source.service) }
    }
  }

  /// The node is followed no more.
  func forget(_ node: Int64) {
    left.withLock { $0[node] = nil }
    refused.withLock { $0[node] = nil }
    halts.withLock { $0[node] = nil }
  }
}

extension Source {
  /// Whether a comparison of it as it was then is one of it as it is.
  fileprivate func covers(_ other: Source) -> Bool { epoch == other.epoch && task >= other.task }
}

/// How far a comparison has come.
enum Halt: Sendable {
  /// The page before this mark is the next one.
  case pages(PageWalk, mark: String)
  case ids(IDWalk)

  /// Of the ids that it holds.
  fileprivate var heldBytes: Int {
    switch self {
    case .pages(let walk, _): walk.heldBytes
    case .ids(let walk): walk.checked.heldBytes + walk.edits.heldBytes
    }
  }
}
