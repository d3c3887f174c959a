import PubSub
import Social
import Store
import TestSupport
import Testing
import XMPP

/// What a page of the comments of a post costs, be there few of them or very many.
@Suite(.serialized, .enabled(if: Bench.isWanted, "set MARTLET_BENCHMARKS=1"))
struct ThreadBenchmarks {
  /// Who answers whom.
  enum Shape: String, CaseIterable {
    /// Each comment any of those before it.
    case bush
    /// Each the one before it.
    case chain

    func answered(by number: Int, _ dice: inout Dice) -> Int {
      self == .chain ? number - 1 : Int.random(in: 0..<number, using: &dice)
    }
  }

  @Test(arguments: [10, 10_000], Shape.allCases) func pages(count: Int, shape: Shape) async throws {
    let folder = try TemporaryFolder()
    let bench = try await BenchStore(folder.database)
    let node = NodeID(stored: NodeProfile.commentsPrefix + "post")
    try await bench.create([node])
    var dice = Dice(1)
    for start in stride(from: 0, to: count, by: 1_000) {
      try await bench.publish(
        (start..<min(start + 1_000, count)).map { number in
          let answer =
            number == 0
            ? ""
            : "<in-reply-to xmlns='\(Namespace.threading)' ref='c\(shape.answered(by: number, &dice))'/>"
          return (
            node: node, id: "c\(number)", publisher: "user\(number % 100)@example.org",
            entry: "<entry xmlns='\(Namespace.atom)'><title>Words</title>\(answer)</entry>"
          )
        })
    }
    // The comments are the only items: their numbers begin at 1.
    for (name, place) in [("first", 0), ("last", count - 10)] {
      report(
        "\(name) ten comments of \(count), a \(shape)",
        try await times(bench, node, after: place))
    }
    try await bench.store.close()
  }

  private func times(_ bench: BenchStore, _ node: NodeID, after place: Int) async throws
    -> [Duration]
  {
    let service = bench.service
    var times: [Duration] = []
    for _ in 0..<200 {
      let begun = ContinuousClock.now
      let read = try await bench.store.read { snapshot in
        let node = try #require(try snapshot.node(node, in: service))
        return try snapshot.comments(in: node, after: Int64(place), limit: 10).comments.count
      }
      times.append(.now - begun)
      #expect(read == 10)
    }
    return times.sorted()
  }
}
