/// Work that waits for a few hands. What finds no place is not taken on.
final class Chores<Chore: Sendable>: Sendable {
  private let chores: AsyncStream<Chore>
  private let continuation: AsyncStream<Chore>.Continuation

  /// - Parameter capacity: how many may wait.
  init(capacity: Int) {
    (chores, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(capacity))
  }

  /// False if it finds no place.
  func add(_ chore: Chore) -> Bool {
    if case .enqueued = continuation.yield(chore) { true } else { false }
  }

  /// Until it is cancelled.
  func run(hands: Int, _ body: @escaping @Sendable (Chore) async -> Void) async {
    await withTaskGroup { group in
      for _ in 0..<hands {
        group.addTask { for await chore in self.chores { await body(chore) } }
      }
    }
  }
}
