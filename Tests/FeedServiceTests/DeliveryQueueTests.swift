import Testing

@testable import FeedService

@Suite struct DeliveryQueueTests {
  private func words(_ turns: [DeliveryQueue.Turn]) -> [String] {
    turns.map { "\($0.node): \($0.events.map(String.init).joined(separator: " "))" }
  }

  /// Nodes take turns; of each one event, and more where few nodes wait.
  @Test func turns() {
    var queue = DeliveryQueue()
    for (event, node) in [(1, 7), (2, 7), (3, 8), (4, 9), (5, 7)] as [(Int64, Int64)] {
      queue.add(event, of: node)
    }
    #expect(queue.count == 5)
    #expect(queue.last == 5)
    #expect(words(queue.takeTurns(2)) == ["7: 1", "8: 3"])
    // Those who have had theirs come after those who have not.
    queue.finish(7, 1)
    queue.finish(8, 1)
    #expect(words(queue.takeTurns(9)) == ["9: 4", "7: 2 5"])
    #expect(queue.count == 3)
    queue.finish(9, 0)
    queue.finish(7, 1)
    #expect(words(queue.takeTurns(1)) == ["9: 4"])
    queue.finish(9, 1)
    #expect(words(queue.takeTurns(9)) == ["7: 5"])
    queue.finish(7, 1)
    #expect(queue.count == 0)
    #expect(queue.takeTurns(9).isEmpty)
    queue.add(6, of: 7)
    queue.skip(9)
    #expect(queue.last == 9)
    #expect(words(queue.takeTurns(9)) == ["7: 6"])
  }

  /// What comes during a node's turn waits for its next one.
  @Test func during() {
    var queue = DeliveryQueue()
    queue.add(1, of: 7)
    _ = queue.takeTurns(9)
    queue.add(2, of: 7)
    #expect(queue.takeTurns(9).isEmpty)
    queue.finish(7, 1)
    #expect(words(queue.takeTurns(9)) == ["7: 2"])
  }

  /// All events of a long line, in their order.
  @Test func long() {
    var queue = DeliveryQueue()
    for event in 1...5000 { queue.add(Int64(event), of: Int64(event % 2)) }
    var seen: [Int64: [Int64]] = [:]
    while queue.count > 0 {
      for turn in queue.takeTurns(6) {
        seen[turn.node, default: []] += turn.events.prefix(2)
        queue.finish(turn.node, min(2, turn.events.count))
      }
    }
    for node in [0, 1] as [Int64] {
      #expect(seen[node] == (1...5000).filter { $0 % 2 == node }.map { Int64($0) })
    }
  }

  @Test func full() {
    var queue = DeliveryQueue()
    for event in 1..<DeliveryQueue.capacity { queue.add(Int64(event), of: 1) }
    #expect(!queue.isFull)
    queue.add(Int64(DeliveryQueue.capacity), of: 2)
    #expect(queue.isFull)
    _ = queue.takeTurns(2)
    queue.finish(2, 1)
    #expect(!queue.isFull)
  }
}
