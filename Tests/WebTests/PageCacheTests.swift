import NIOCore
import Social
import Synchronization
import Testing

@testable import Web

@Suite struct PageCacheTests {
  typealias Made = PageCache<Int>.Made

  /// Makes pages, counts them, and knows since when what they show has been as it is.
  final class Kitchen: Sendable {
    private struct State {
      var made = 0
      var moment = 0
      var changed = 0
    }

    private let state = Mutex(State())
    var count: Int { state.withLock { $0.made } }

    /// Now something is otherwise.
    func change() {
      state.withLock { state in
        state.moment += 1
        state.changed = state.moment
      }
    }

    var moment: Int { state.withLock { $0.moment } }

    func isCurrent(_ moment: Int) -> Bool { state.withLock { $0.changed <= moment } }

    func cache(_ capacity: Int = 20_000) -> PageCache<Int> {
      PageCache(capacity: capacity) { self.isCurrent($0) }
    }

    func make(_ key: String) -> @Sendable () async throws -> Made {
      { self.made(key) }
    }

    func made(_ key: String) -> Made {
      let (number, moment) = state.withLock { state in
        state.made += 1
        return (state.made, state.moment)
      }
      let page = Page(.text, ByteBuffer(string: "page \(number)"))
      return Made(outcome: .page(PageCacheTests.finished(page)), source: moment, key: key)
    }
  }

  private static func finished(_ page: Page) -> FinishedPage {
    FinishedPage(page, .front, cacheTag: nil, SecurityHeaders(ownPictures: true))
  }

  private func body(_ outcome: Answer<FinishedPage>) -> String {
    if case .page(let finished) = outcome {
      String(buffer: finished.page.plain.body)
    } else {
      "none"
    }
  }

  @Test func aPageIsMadeOnceUntilSomethingChanges() async throws {
    let kitchen = Kitchen()
    let cache = kitchen.cache()
    for _ in 0..<3 {
      #expect(try await body(cache.outcome("/", make: kitchen.make("/"))) == "page 1")
    }
    #expect(try await body(cache.outcome("/c", make: kitchen.make("/c"))) == "page 2")
    #expect(cache.page("/").map { String(buffer: $0.page.plain.body) } == "page 1")
    kitchen.change()
    #expect(cache.page("/") == nil)
    for _ in 0..<2 {
      #expect(try await body(cache.outcome("/", make: kitchen.make("/"))) == "page 3")
    }
  }

  /// What is being made when something changes is for those who asked before.
  @Test func whoAsksAfterAChangeIsGivenWhatIsMadeAfterIt() async throws {
    let kitchen = Kitchen()
    let cache = kitchen.cache()
    let (started, start) = AsyncStream.makeStream(of: Void.self)
    let (released, release) = AsyncStream.makeStream(of: Void.self)
    async let slow = cache.outcome("/") {
      let made = kitchen.made("/")
      start.finish()
      for await _ in released {}
      return made
    }
    for await _ in started {}
    kitchen.change()
    async let late = withThrowingTaskGroup(of: String.self) { tasks in
      for _ in 0..<20 {
        tasks.addTask { try await self.body(cache.outcome("/", make: kitchen.make("/"))) }
      }
      return try await tasks.reduce(into: Set()) { $0.insert($1) }
    }
    release.finish()
    #expect(try await body(slow) == "page 1")
    #expect(try await late == ["page 2"])
    #expect(cache.page("/").map { String(buffer: $0.page.plain.body) } == "page 2")
  }

  @Test func whoAsksWhileItIsMadeWaitsForTheSame() async throws {
    let kitchen = Kitchen()
    let cache = kitchen.cache()
    let bodies = try await withThrowingTaskGroup(of: String.self) { tasks in
      for _ in 0..<50 {
        tasks.addTask { try await body(cache.outcome("/", make: kitchen.make("/"))) }
      }
      return try await tasks.reduce(into: Set()) { $0.insert($1) }
    }
    #expect(bodies == ["page 1"])
    #expect(kitchen.count == 1)
  }

  /// A post is made by its name, and found by its name and slug.
  @Test func aPageIsFoundByItsOwnAddress() async throws {
    let kitchen = Kitchen()
    let cache = kitchen.cache()
    #expect(try await body(cache.outcome("/1", make: kitchen.make("/1/one"))) == "page 1")
    #expect(cache.page("/1") == nil)
    #expect(cache.page("/1/one") != nil)
  }

  @Test func itStaysWithinItsBytesAndKeepsWhatIsUsed() async throws {
    let kitchen = Kitchen()
    let cache = kitchen.cache(12_000)
    for number in 0..<200 {
      _ = try await cache.outcome("/\(number)", make: kitchen.make("/\(number)"))
      #expect(try await body(cache.outcome("/0", make: kitchen.make("/0"))) == "page 1")
      #expect(cache.bytes <= 12_000)
      // Others are out of date, and are not counted twice.
      if number % 50 == 49 {
        _ = try await cache.outcome("/0", make: kitchen.make("/0"))
      }
    }
    #expect(kitchen.count == 200)
    let large = try await cache.outcome("/large") {
      let page = Page(.picture(.gif), ByteBuffer(repeating: 0, count: 7_000))
      return Made(outcome: .page(PageCacheTests.finished(page)), source: 0, key: "/large")
    }
    #expect(body(large).utf8.count == 7_000)
    #expect(cache.page("/large") == nil && cache.bytes <= 12_000)
  }

  @Test func whatFailsOrIsMissingIsAskedForAgain() async throws {
    struct Broken: Error {}
    let kitchen = Kitchen()
    let cache = kitchen.cache()
    await #expect(throws: Broken.self) {
      try await cache.outcome("/") { throw Broken() }
    }
    let missing = try await cache.outcome("/") {
      Made(outcome: .missing, source: kitchen.moment, key: "/")
    }
    #expect(body(missing) == "none")
    #expect(try await body(cache.outcome("/", make: kitchen.make("/"))) == "page 1")
  }
}
