import PubSub
import ServiceLifecycle
import Testing
import XMPP

@testable import FeedService
@testable import Store

@Suite(.timeLimit(.minutes(1))) struct HousekeepingTests {
  /// Deleted nodes are swept while it runs, and it ends with a shutdown.
  @Test func sweeps() async throws {
    let desk = try await Desk()
    try await desk.create("blog")
    for number in 0..<5 { try await desk.set("romeo", publish("blog", "i\(number)", entry("P"))) }
    try await desk.setOwned("romeo", "<delete node='blog'/>")
    let housekeeping = Housekeeping(
      store: desk.store, interval: .milliseconds(1), logger: silent)
    let group = ServiceGroup(services: [housekeeping], logger: silent)
    let running = Task { try await group.run() }
    // The version grows when the last row has gone.
    let version = desk.store.version
    while desk.store.version == version { await Task.yield() }
    await group.triggerGracefulShutdown()
    try await running.value
    #expect(try await !Sweeper(desk.store).sweep(now: .now))
    try await desk.store.close()
  }

  /// However many addresses there are to be gone through.
  @Test func addressesHoldUpNothing() async throws {
    var limits = StoreLimits()
    limits.rowsPerSweep = 1
    let desk = try await Desk(limits: limits)
    func isThere(_ number: Int) async throws -> Bool {
      try await desk.store.read { try $0.number(of: "a\(number)@x.lit") } != nil
    }
    try await desk.create("blog")
    let blog = try await desk.store.write { [service = desk.number] tx in
      for number in 0..<3_000 { _ = try tx.intern(try BareJID("a\(number)@x.lit")) }
      return try #require(try tx.snapshot.node(NodeID(stored: "blog"), in: service)).number
    }
    let group = ServiceGroup(
      services: [Housekeeping(store: desk.store, logger: silent)], logger: silent)
    let running = Task { try await group.run() }
    while try await isThere(0) { await Task.yield() }
    try await desk.setOwned("romeo", "<delete node='blog'/>")
    while try await desk.store.read({ try $0.nodeAlone(number: blog) }) != nil {
      await Task.yield()
    }
    #expect(try await isThere(2_000))
    await group.triggerGracefulShutdown()
    try await running.value
    try await desk.store.close()
  }
}
