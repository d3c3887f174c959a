import ServiceLifecycle
import Store
import Testing
import XMPP

@testable import FeedService

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
}
