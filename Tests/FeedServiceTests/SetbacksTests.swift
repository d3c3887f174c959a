import Testing

@testable import FeedService

@Suite struct SetbacksTests {
  private let now = ContinuousClock.now

  /// Longer each time, and from the beginning once it succeeds.
  @Test func pauses() {
    let setbacks = Setbacks()
    let pauses = (0..<8).map { _ in setbacks.failed(1, at: now) }
    #expect(pauses == [1, 2, 4, 8, 16, 32, 60, 60].map { .seconds($0) })
    #expect(setbacks.failed(2, at: now) == .seconds(1))
    #expect(setbacks.waiting(at: now) == [1, 2])
    #expect(setbacks.waiting(at: now + .seconds(1)) == [1])
    #expect(setbacks.waiting(at: now + .seconds(60)) == [])
    setbacks.succeeded(1)
    #expect(setbacks.waiting(at: now) == [2])
    #expect(setbacks.failed(1, at: now) == .seconds(1))
  }

  @Test func capacity() {
    let setbacks = Setbacks()
    for node in 0...Setbacks.capacity { setbacks.failed(Int64(node), at: now) }
    #expect(setbacks.waiting(at: now) == [Int64(Setbacks.capacity)])
  }

  /// Whoever rings is heard, once, and so is what rang before the end.
  @Test(.timeLimit(.minutes(1))) func bell() async {
    let bell = Bell()
    bell.ring()
    bell.release(1)
    bell.release(2)
    bell.stop()
    var rings = 0
    for await _ in bell.rings {
      rings += 1
      #expect(bell.takeReleased() == [1, 2])
    }
    #expect(rings == 1)
    #expect(bell.takeReleased() == [])
  }
}
