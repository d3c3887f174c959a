/// The nodes with events that wait, each with its own line: a node's events go out one after the other, and nodes take
/// turns, so that a node with very many subscribers or events holds up nobody else. The events themselves stay in the
/// store until their turn.
struct DeliveryQueue {
  /// Of a node, the events whose turn it is: so many of those after one, up to another.
  struct Turn: Hashable, Sendable {
    let node: Int64
    let after: Int64
    let last: Int64
    let count: Int
  }

  private struct Line {
    /// All up to this one are delivered.
    var after: Int64
    /// The last one that is known.
    var last: Int64
  }

  /// So many nodes are known at a time; the others wait in the store.
  static let capacity = 65_536

  private var lines: [Int64: Line] = [:]
  /// The nodes whose turn it is, one after the other.
  private var turns: [Int64] = []
  /// The last event that was read, of whichever node.
  private(set) var last: Int64
  /// The last node that was found with events up to `start`; nil when all are found.
  private(set) var found: Int64? = 0
  /// Events up to this one are found node by node, later ones one by one: a node with very many of them hides no other.
  let start: Int64

  /// - Parameter last: the last event that waits already.
  init(last: Int64) {
    start = last
    self.last = last
  }

  var isEmpty: Bool { lines.isEmpty }
  var isFull: Bool { lines.count >= Self.capacity }

  /// A node with events up to `start`, the last one of which is known.
  mutating func add(node: Int64, last event: Int64) {
    found = node
    lines[node] = Line(after: 0, last: event)
    turns.append(node)
  }

  mutating func foundAll() { found = nil }

  /// A later event. They must come in their order.
  mutating func add(_ event: Int64, of node: Int64) {
    last = max(last, event)
    guard lines[node]?.last == nil else {
      lines[node]?.last = event
      return
    }
    lines[node] = Line(after: event - 1, last: event)
    turns.append(node)
  }

  /// The first events of the nodes whose turn it is: of each node one, and more where few nodes wait.
  mutating func takeTurns(_ limit: Int) -> [Turn] {
    let nodes = turns.prefix(limit)
    turns.removeFirst(nodes.count)
    let share = max(1, limit / max(1, nodes.count))
    return nodes.compactMap { node in
      lines[node].map { Turn(node: node, after: $0.after, last: $0.last, count: share) }
    }
  }

  /// A node's turn is over, and all of its events up to one are delivered.
  ///
  /// - Parameter isHeld: it has no other turn until it is released.
  mutating func finish(_ node: Int64, reached event: Int64, isHeld: Bool = false) {
    guard let line = lines[node] else { return }
    guard event < line.last else {
      lines[node] = nil
      return
    }
    lines[node]?.after = event
    if !isHeld { turns.append(node) }
  }

  /// A node that was held has its turn again.
  mutating func release(_ node: Int64) {
    if lines[node] != nil { turns.append(node) }
  }
}
