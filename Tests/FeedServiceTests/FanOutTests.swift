import PubSub
import ServiceLifecycle
import Store
import Synchronization
import TestSupport
import Testing
import XML
import XMPP

@testable import FeedService

/// A service, and word of it when it is asked to stop.
private struct Watched<Watchee: Service>: Service {
  let service: Watchee
  let isStopping: @Sendable () -> Void

  func run() async throws {
    try await withGracefulShutdownHandler {
      try await service.run()
    } onGracefulShutdown: {
      isStopping()
    }
  }
}

@Suite(.timeLimit(.minutes(1))) struct FanOutTests {
  private let people = (0..<5).map { "user\($0)@verona.lit/home" }

  /// A blog that all of them follow, and so many posts.
  private func desk(posts: Int) async throws -> Desk {
    let desk = try await Desk()
    try await desk.create("blog", ["notify_sub": "0"])
    for jid in people {
      try await desk.set(jid, "<subscribe node='blog' jid='\(jid)'/>")
    }
    for number in 0..<posts { try await post(desk, number) }
    return desk
  }

  private func post(_ desk: Desk, _ number: Int) async throws {
    try await desk.set("romeo", publish("blog", "e\(number)", entry("Post \(number)")))
  }

  @Test(arguments: [1, 65_536])
  func everybodyOnceInOrder(chunk: Int) async throws {
    let desk = try await desk(posts: 3)
    let relay = Relay()
    var options = FanOutOptions.hasty
    options.chunkBytes = chunk
    try await desk.deliver(to: relay, options) { try await desk.waiting(0) }
    #expect(
      relay.messages.all
        == (0..<3).flatMap { number in
          people.map { Relay.Message(session: 1, to: $0, event: "e\(number)") }
        })
    try await desk.store.close()
  }

  /// What comes while nothing was to do is delivered too.
  @Test func wakesUp() async throws {
    let desk = try await desk(posts: 1)
    let relay = Relay()
    try await desk.deliver(to: relay) {
      try await desk.waiting(0)
      for number in 1..<4 {
        try await post(desk, number)
        _ = try await relay.messages.first((number + 1) * people.count)
      }
      try await desk.waiting(0)
    }
    #expect(relay.messages.all.count == 4 * people.count)
    try await desk.store.close()
  }

  /// The connection breaks in the middle, at every place: in the end all were told of all, and
  /// nobody hears of an older event last.
  @Test(arguments: 1...11)
  func resumes(breaking: Int) async throws {
    let desk = try await desk(posts: 2)
    let relay = Relay(check: { number, _ in
      if number == breaking { throw StanzaPortError.disconnected }
    })
    try await desk.deliver(to: relay) { try await desk.waiting(0) }
    for jid in people {
      let told = relay.messages.all.filter { $0.to == jid }
      #expect(Set(told.map(\.event)) == ["e0", "e1"])
      #expect(told.last?.event == "e1")
      for session in 1...2 {
        let events = told.filter { $0.session == session }.map(\.event)
        #expect(events == events.sorted())
        #expect(Set(events).count == events.count)
      }
    }
    try await desk.store.close()
  }

  /// After a confirmed page it goes on behind it.
  @Test func resumesBehindTheCursor() async throws {
    let desk = try await desk(posts: 1)
    let relay = Relay(check: { number, session in
      guard number == 3, session == 1 else { return }
      try await eventually("the cursor is stored") { try await desk.outbox().first?.cursor != 0 }
      throw StanzaPortError.disconnected
    })
    try await desk.deliver(to: relay) { try await desk.waiting(0) }
    #expect(
      relay.messages.all.filter { $0.session == 1 }.map(\.to) == Array(people[..<2]))
    #expect(
      relay.messages.all.filter { $0.session == 2 }.map(\.to) == Array(people[2...]))
    try await desk.store.close()
  }

  /// Nothing is let go of before the server has confirmed it.
  @Test func keepsWhatIsNotConfirmed() async throws {
    let desk = try await desk(posts: 2)
    let mayConfirm = Inbox<Void>()
    let relay = Relay(confirm: { _ in _ = try await mayConfirm.first(1) })
    try await desk.deliver(to: relay) {
      _ = try await relay.messages.first(2 * people.count)
      #expect(try await desk.events().count == 2)
      mayConfirm.put(())
      try await desk.waiting(0)
    }
    #expect(relay.messages.all.count == 2 * people.count)
    try await desk.store.close()
  }

  /// What a server took without confirming it before the connection ended is sent again.
  @Test func sendsAgainWhatWasNotConfirmed() async throws {
    let desk = try await desk(posts: 1)
    let relay = Relay(confirm: { session in
      if session == 1 { throw StanzaPortError.disconnected }
    })
    try await desk.deliver(to: relay) { try await desk.waiting(0) }
    let second = relay.messages.all.filter { $0.session == 2 }
    #expect(second.map(\.to) == people)
    try await desk.store.close()
  }

  /// Those who followed a deleted node hear of it, and then its rows go.
  @Test func deletedNodes() async throws {
    let desk = try await desk(posts: 0)
    try await desk.setOwned("romeo", "<delete node='blog'/>")
    let sweeper = Sweeper(desk.store)
    #expect(try await !sweeper.sweep(now: .now))
    // The name is free for another.
    try await desk.create("blog")
    let relay = Relay()
    try await desk.deliver(to: relay) { try await desk.waiting(0) }
    #expect(
      relay.messages.all == people.map { Relay.Message(session: 1, to: $0, event: "delete") })
    var portions = 0
    while try await sweeper.sweep(now: .now) { portions += 1 }
    #expect(portions > 0)
    #expect(try await desk.get("romeo", "<items node='blog'/>").contains("<items node='blog'/>"))
    try await desk.store.close()
  }

  /// At a shutdown, what was sent is still confirmed, and nothing more is sent.
  @Test func shutdown() async throws {
    let desk = try await desk(posts: 2)
    let (asked, mayConfirm) = (Inbox<Void>(), Inbox<Void>())
    let relay = Relay(confirm: { _ in
      asked.put(())
      _ = try await mayConfirm.first(1)
    })
    let fanOut = FanOut(
      port: try relay.port(), service: desk.number, store: desk.store, policy: desk.policy,
      people: desk.people, options: .hasty, logger: silent)
    let stopping = Inbox<Void>()
    let watched = Watched(service: fanOut) { stopping.put(()) }
    let group = ServiceGroup(services: [watched], logger: silent)
    let running = Task { try await group.run() }
    _ = try await relay.messages.first(2 * people.count)
    _ = try await asked.first(1)
    await group.triggerGracefulShutdown()
    _ = try await stopping.first(1)
    try await post(desk, 2)
    mayConfirm.put(())
    try await running.value
    #expect(relay.messages.all.count == 2 * people.count)
    #expect(try await desk.events().count == 1)
    try await desk.store.close()
  }

  /// What hangs at a shutdown is given up after a while, however long it may take otherwise.
  @Test(arguments: ["confirmation", "message"])
  func hangsAtShutdown(what: String) async throws {
    let desk = try await desk(posts: 1)
    let hangs = Inbox<Void>("start of a wait")
    @Sendable func wait() async throws {
      hangs.put(())
      await hang()
      try Task.checkCancellation()
    }
    let relay = Relay(
      check: { _, _ in if what == "message" { try await wait() } },
      confirm: { _ in if what == "confirmation" { try await wait() } })
    var options = FanOutOptions.hasty
    options.shutdownGrace = .milliseconds(10)
    let fanOut = FanOut(
      port: try relay.port(), service: desk.number, store: desk.store, policy: desk.policy,
      people: desk.people, options: options, logger: silent)
    let group = ServiceGroup(services: [fanOut], logger: silent)
    let running = Task { try await group.run() }
    _ = try await hangs.first(1)
    await group.triggerGracefulShutdown()
    try await running.value
    #expect(try await desk.events().count == 1)
    try await desk.store.close()
  }

  /// Addresses are escaped, each in its own message.
  @Test func addresses() async throws {
    let desk = try await Desk()
    try await desk.create("blog", ["notify_sub": "0"])
    let resource = "o&apos;b&amp;&lt;&quot;&gt;"
    try await desk.set(
      "juliet", "<subscribe node='blog' jid='juliet@verona.lit/\(resource)'/>")
    try await post(desk, 0)
    let relay = Relay()
    try await desk.deliver(to: relay) { try await desk.waiting(0) }
    #expect(relay.messages.all.map(\.to) == ["juliet@verona.lit/o'b&<\">"])
    try await desk.store.close()
  }
}
