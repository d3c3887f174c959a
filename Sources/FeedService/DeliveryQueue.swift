/// The events that wait, in one line per node: a node's events go out one after the other, and nodes take turns, so that a
/// node with very many subscribers or events holds up nobody else.
struct DeliveryQueue {
  /// Those that were read from the store, by node.
  private var lines: [Int64: Line] = [:]
  /// The nodes whose turn it is, one after the other.
  private var turns: [Int64] = []
  private(set) var count = 0
  /// The last event that was read.
  private(set) var last: Int64 = 0

  /// Of a node, the events whose turn it is.
  struct Turn: Sendable {
    let node: Int64
    let events: [Int64]
  }

  private struct Line {
    var events: [Int64] = []
    var next = 0
  }

  /// So many events are known at a time; the others wait in the store.
  static let capacity = 65_536

  var isFull: Bool { count >= Self.capacity }

  /// Events must come in their order.
  mutating func add(_ event: Int64, of node: Int64) {
    last = max(last, event)
    count += 1
    if lines[node] == nil { turns.append(node) }
    lines[node, default: Line()].events.append(event)
  }

  /// Takes note that an event need not be looked at.
  mutating func skip(_ event: Int64) { last = max(last, event) }

  /// The first events of the nodes whose turn it is: of each node one, and more where few nodes wait.
  mutating func takeTurns(_ limit: Int) -> [Turn] {
    let nodes = turns.prefix(limit)
    turns.removeFirst(nodes.count)
    let share = max(1, limit / max(1, nodes.count))
    return nodes.compactMap { node in
      lines[node].map { Turn(node: node, events: Array($0.events[$0.next...].prefix(share))) }
    }
  }

  /// So many of the first events of a node are delivered, and its turn is over.
  mutating func finish(_ node: Int64, _ delivered: Int) {
    guard var line = lines[node] else { return }
    count -= delivered
    line.next += delivered
    guard line.next < line.events.count else {
      lines[node] = nil
      return
    }
    // What is done is let go from time to time, not each time.
    if line.next >= 1024 {
      line.events.removeFirst(line.next)
      line.next = 0
    }
    lines[node] = line
    turns.append(node)
  }
}
