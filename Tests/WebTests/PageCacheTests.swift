import NIOCore
import Synchronization
import Testing

@testable import Web

@Suite struct PageCacheTests {
  /// Counts how often pages are made.
  final class Kitchen: Sendable {
    private let made = Mutex(0)
    var count: Int { made.withLock { $0 } }

    @Sendable func page() -> Outcome {
      let number = made.withLock { made in
        made += 1
        return made
      }
      return .page(Page(.text, ByteBuffer(string: "page \(number)")))
    }
  }

  private func body(_ outcome: Outcome) -> String {
    if case .page(let page) = outcome { String(buffer: page.body) } else { "none" }
  }

  @Test func aPageIsMadeOnceForAVersion() async throws {
    let (cache, kitchen) = (PageCache(capacity: 10_000), Kitchen())
    for _ in 0..<3 {
      #expect(try await body(cache.outcome("/", version: 1, make: kitchen.page)) == "page 1")
    }
    #expect(try await body(cache.outcome("/c", version: 1, make: kitchen.page)) == "page 2")
    #expect(try await body(cache.outcome("/", version: 2, make: kitchen.page)) == "page 3")
    #expect(try await body(cache.outcome("/", version: 2, make: kitchen.page)) == "page 3")
  }

  /// Who read an older version may be given a newer page, but never the other way round.
  @Test func whatIsMadeUnderAnOlderVersionIsNotGivenToNewerOnes() async throws {
    let cache = PageCache(capacity: 10_000)
    let (started, start) = AsyncStream.makeStream(of: Void.self)
    let (released, release) = AsyncStream.makeStream(of: Void.self)
    async let slow = cache.outcome("/", version: 1) {
      start.finish()
      for await _ in released {}
      return .page(Page(.text, ByteBuffer(string: "old")))
    }
    for await _ in started {}
    let fresh = try await cache.outcome("/", version: 2) {
      .page(Page(.text, ByteBuffer(string: "new")))
    }
    release.finish()
    #expect(try await body(slow) == "old")
    #expect(body(fresh) == "new")
    let kitchen = Kitchen()
    for version: Int64 in [2, 1] {
      #expect(try await body(cache.outcome("/", version: version, make: kitchen.page)) == "new")
    }
    #expect(kitchen.count == 0)
  }

  @Test func whoAsksWhileItIsMadeWaitsForTheSame() async throws {
    let (cache, kitchen) = (PageCache(capacity: 10_000), Kitchen())
    let bodies = try await withThrowingTaskGroup(of: String.self) { tasks in
      for _ in 0..<50 {
        tasks.addTask { try await body(cache.outcome("/", version: 1, make: kitchen.page)) }
      }
      return try await tasks.reduce(into: Set()) { $0.insert($1) }
    }
    #expect(bodies == ["page 1"])
    #expect(kitchen.count == 1)
  }

  @Test func itStaysWithinItsBytesAndKeepsWhatIsUsed() async throws {
    let (cache, kitchen) = (PageCache(capacity: 8_000), Kitchen())
    for number in 0..<200 {
      _ = try await cache.outcome("/\(number)", version: 1, make: kitchen.page)
      #expect(try await body(cache.outcome("/0", version: 1, make: kitchen.page)) == "page 1")
      #expect(cache.bytes <= 8_000)
    }
    #expect(kitchen.count == 200)
    let large = try await cache.outcome("/large", version: 1) {
      .page(Page(.text, ByteBuffer(repeating: 0, count: 5_000)))
    }
    #expect(body(large).utf8.count == 5_000)
    #expect(cache.bytes <= 8_000)
  }

  @Test func whatFailsOrIsMissingIsAskedForAgain() async throws {
    struct Broken: Error {}
    let (cache, kitchen) = (PageCache(capacity: 10_000), Kitchen())
    await #expect(throws: Broken.self) {
      try await cache.outcome("/", version: 1) { throw Broken() }
    }
    #expect(try await body(cache.outcome("/", version: 1) { .missing }) == "none")
    #expect(try await body(cache.outcome("/", version: 1, make: kitchen.page)) == "page 1")
  }
}
