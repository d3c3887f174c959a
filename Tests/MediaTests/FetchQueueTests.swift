import Synchronization
import TestSupport
import Testing

@testable import Media

@Suite(.timeLimit(.minutes(1))) struct FetchQueueTests {
  private static func limits(waiting: Int) -> MediaLimits {
    var limits = MediaLimits()
    (limits.fetches, limits.fetchesOfHost, limits.waiting) = (3, 2, waiting)
    return limits
  }

  /// Begins a fetch that lasts until the gate is opened.
  private static func begin(
    _ host: String, _ queue: FetchQueue, _ running: Inbox<String>, _ gate: AsyncStream<Void>
  ) -> Task<Void, any Error> {
    Task {
      try await queue.pass(to: host) {
        running.put(host)
        for await _ in gate {}
      }
    }
  }

  @Test func soManyToOneHostAndSoManyInAll() async throws {
    let queue = FetchQueue(Self.limits(waiting: 10))
    let running = Inbox<String>("fetch")
    let gates = (0..<5).map { _ in AsyncStream.makeStream(of: Void.self) }
    var tasks: [Task<Void, any Error>] = []
    for (number, host) in ["a", "a"].enumerated() {
      tasks.append(Self.begin(host, queue, running, gates[number].stream))
      #expect(try await running.next() == host)
    }
    // A third to the same host waits, and one to another passes it by.
    tasks.append(Self.begin("a", queue, running, gates[2].stream))
    try await eventually("it waits") { queue.length == 1 }
    tasks.append(Self.begin("b", queue, running, gates[3].stream))
    #expect(try await running.next() == "b")
    // Now there is no room for anybody.
    tasks.append(Self.begin("c", queue, running, gates[4].stream))
    try await eventually("it waits too") { queue.length == 2 }
    gates[3].continuation.finish()
    #expect(try await running.next() == "c")
    gates[0].continuation.finish()
    #expect(try await running.next() == "a")
    for gate in gates { gate.continuation.finish() }
    for task in tasks { try await task.value }
    #expect(queue.length == 0)
  }

  @Test func whoComesWhenTheLineIsFullIsSentAway() async throws {
    let queue = FetchQueue(Self.limits(waiting: 1))
    let running = Inbox<String>("fetch")
    let gate = AsyncStream.makeStream(of: Void.self)
    var tasks: [Task<Void, any Error>] = []
    for _ in 0..<2 {
      tasks.append(Self.begin("a", queue, running, gate.stream))
      _ = try await running.next()
    }
    tasks.append(Self.begin("a", queue, running, gate.stream))
    try await eventually("it waits") { queue.length == 1 }
    await #expect(throws: PictureFailure.busy) { try await queue.pass(to: "a") {} }
    // Nobody is kept from another host by that.
    try await queue.pass(to: "b") {}
    gate.continuation.finish()
    for task in tasks { try await task.value }
  }

  @Test func aFailureMakesRoomToo() async throws {
    let queue = FetchQueue(Self.limits(waiting: 0))
    for _ in 0..<5 {
      await #expect(throws: PictureFailure.missing) {
        try await queue.pass(to: "a") { throw PictureFailure.missing }
      }
    }
    try await queue.pass(to: "a") {}
  }
}
