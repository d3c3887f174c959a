import Testing

@testable import FeedService

@Suite struct DeliveryQueueTests {
  private func words(_ turns: [DeliveryQueue.Turn]) -> [String] {
    turns.map { "\($0.node): \($0.after)...\($0.last) \($0.count)" }
  }

  /// Nodes take turns; of each one event, and more where few nodes wait.
  @Test func turns() {
    var queue = DeliveryQueue(last: 0)
    for (event, node) in [(1, 7), (2, 7), (3, 8), (4, 9), (5, 7)] as [(Int64, Int64)] {
      queue.add(event, of: node)
    }
    #expect(queue.last == 5)
    #expect(words(queue.takeTurns(2)) == ["7: 0...5 1", "8: 2...3 1"])
    // Those who have had theirs come after those who have not.
    queue.finish(7, reached: 1)
    queue.finish(8, reached: 3)
    #expect(words(queue.takeTurns(9)) == ["9: 3...4 4", "7: 1...5 4"])
    queue.finish(9, reached: 3)
    queue.finish(7, reached: 2)
    #expect(words(queue.takeTurns(1)) == ["9: 3...4 1"])
    queue.finish(9, reached: 4)
    #expect(words(queue.takeTurns(9)) == ["7: 2...5 9"])
    #expect(!queue.isEmpty)
    queue.finish(7, reached: 5)
    #expect(queue.isEmpty)
    #expect(queue.takeTurns(9).isEmpty)
    queue.add(6, of: 7)
    #expect(words(queue.takeTurns(9)) == ["7: 5...6 9"])
  }

  /// What waits already is found node by node, and what comes later one by one.
  @Test func start() {
    var queue = DeliveryQueue(last: 100)
    #expect(queue.found == 0)
    queue.add(node: 7, last: 90)
    queue.add(node: 9, last: 100)
    #expect(queue.found == 9)
    queue.foundAll()
    #expect(queue.found == nil && queue.last == 100)
    queue.add(101, of: 7)
    queue.add(102, of: 8)
    #expect(words(queue.takeTurns(3)) == ["7: 0...101 1", "9: 0...100 1", "8: 101...102 1"])
  }

  /// What comes during a node's turn waits for its next one.
  @Test func during() {
    var queue = DeliveryQueue(last: 0)
    queue.add(1, of: 7)
    _ = queue.takeTurns(9)
    queue.add(2, of: 7)
    #expect(queue.takeTurns(9).isEmpty)
    queue.finish(7, reached: 1)
    #expect(words(queue.takeTurns(9)) == ["7: 1...2 9"])
  }

  /// A node that is held has no turn, whatever comes, and the others do.
  @Test func held() {
    var queue = DeliveryQueue(last: 0)
    for (event, node) in [(1, 7), (2, 7), (3, 8)] as [(Int64, Int64)] { queue.add(event, of: node) }
    _ = queue.takeTurns(1)
    queue.finish(7, reached: 1, isHeld: true)
    queue.add(4, of: 7)
    #expect(words(queue.takeTurns(9)) == ["8: 2...3 9"])
    queue.finish(8, reached: 3)
    #expect(queue.takeTurns(9).isEmpty && !queue.isEmpty)
    queue.release(7)
    queue.release(8)
    #expect(words(queue.takeTurns(9)) == ["7: 1...4 9"])
  }

  /// However many events of one node there are, the others are known.
  @Test func full() {
    var queue = DeliveryQueue(last: 0)
    for event in 1...200_000 { queue.add(Int64(event), of: 1) }
    #expect(!queue.isFull)
    for node in 2..<DeliveryQueue.capacity { queue.add(200_000 + Int64(node), of: Int64(node)) }
    #expect(!queue.isFull)
    queue.add(1_000_000, of: 1_000_000)
    #expect(queue.isFull)
    _ = queue.takeTurns(1)
    queue.finish(1, reached: 200_000)
    #expect(!queue.isFull)
  }
}
