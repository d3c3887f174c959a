import PubSub
import Store
import TestSupport
import Testing
import XML
import XMPP

@testable import FeedService

/// What coming online costs others.
@Suite(.timeLimit(.minutes(1))) struct ArrivalCostTests {
  private static let ago = "<ago xmlns='\(Namespace.ago)' secs='5'/>"

  /// Items of a node that sends what was missed, so many with so many bytes, past all limits of what waits.
  private func fill(_ desk: Desk, items: Int, bytes: Int = 10) async throws {
    try await desk.create("blog", ["presence_based_delivery": "1", "notify_sub": "0"])
    try await desk.subscribe("blog")
    let (number, known) = (desk.number, Acquaintances(policy: desk.policy))
    let (blog, romeo) = (try NodeID("blog"), try BareJID("romeo@verona.lit"))
    let text = "<a xmlns='urn:a'>\(String(repeating: "x", count: bytes))</a>"
    let effects = try (0..<items).map {
      Effect.store(
        blog,
        PublishedItem(id: try ItemID("\($0)"), publisher: romeo, payload: Array(text.utf8)))
    }
    try await desk.store.write {
      try $0.apply(Decision(effects: effects), in: number, now: .now, known)
    }
    try await desk.clear()
  }

  /// How many items wait for Juliet when she has come; she leaves again.
  private func due(_ desk: Desk) async throws -> Int {
    try await desk.clear()
    try desk.presence("juliet", nil, Self.ago)
    try await desk.attended()
    defer { try? desk.presence("juliet", "unavailable") }
    return try await desk.outbox().count
  }

  /// Who is due nothing is looked after without a write.
  @Test func nothingIsWritten() async throws {
    try await Desk.atWork { desk in
      try await fill(desk, items: 1)
      let writer = ThreadGate()
      writer.close(desk.store)
      for number in 0..<100 {
        try desk.presence("user\(number)@verona.lit/a", nil, Client("moods+notify").text)
      }
      try await eventually("all are seen to") { desk.feeds.arrivals.isIdle }
      #expect(desk.people.presence.isAvailable(try JID("user99@verona.lit"), []))
      writer.open()
      #expect(try await desk.outbox().isEmpty)
    }
  }

  /// So many may wait; who finds no place is there, and sent nothing.
  @Test func noPlace() async throws {
    var limits = FeedServiceLimits()
    limits.waitingPeople = 1
    let desk = try await Desk(feedLimits: limits)
    try await fill(desk, items: 1)
    try desk.presence("romeo")
    try desk.presence("juliet")
    try await desk.running { try await desk.attended() }
    #expect(try await desk.outbox().isEmpty)
    #expect(desk.people.presence.isAvailable(try JID("juliet@verona.lit"), []))
    try await desk.store.close()
  }

  /// Who comes and goes all the time is sent so much in a minute.
  @Test func flapping() async throws {
    try await Desk.atWork { desk in
      try await fill(desk, items: 150)
      var counts: [Int] = []
      for _ in 0..<4 { counts.append(try await due(desk)) }
      #expect(counts == [150, 150, 100, 0])
      #expect(ArrivalBudget.perMinute.items == 400)
      // Others are not concerned.
      try await desk.subscribe("blog", "nurse@verona.lit/phone")
      try await desk.clear()
      try desk.presence("nurse", nil, Self.ago)
      try await desk.attended()
      #expect(try await desk.outbox().count == 150)
    }
  }

  @Test func flappingWithLargeItems() async throws {
    try await Desk.atWork { desk in
      try await fill(desk, items: 3, bytes: 250_000)
      var counts: [Int] = []
      for _ in 0..<5 { counts.append(try await due(desk)) }
      // The first item of each goes, however large.
      #expect(counts == [3, 3, 2, 1, 0])
    }
  }

  /// What waits to be written counts with its bytes.
  @Test(arguments: [(1000, 1), (3000, 0)]) func bytes(size: Int, told: Int) async throws {
    var limits = StoreLimits()
    limits.waitingBytes = 2000
    try await Desk.atWork(limits: limits) { desk in
      try await fill(desk, items: 1, bytes: size)
      #expect(try await due(desk) == told)
    }
  }

  /// What has changed since it was looked at is not sent as it was.
  @Test func changes() async throws {
    try await Desk.atWork { desk in
      try await fill(desk, items: 3)
      let writer = ThreadGate()
      writer.close(desk.store)
      try desk.send(.set, "romeo", pubsub("<retract node='blog'><item id='0'/></retract>"))
      try desk.send(.set, "romeo", pubsub(publish("blog", "1", entry("New"))))
      try desk.presence("nurse")
      try desk.presence("juliet", nil, Self.ago)
      // The look is over when what it led to waits for the writer.
      try await eventually("it is looked for") {
        desk.feeds.budget.left(of: try juliet()).items < 400
      }
      writer.open()
      try await desk.attended()
      let told = try await desk.events().filter { $0.hasSuffix("<delay/>") }
      #expect(told.count == 1)
      #expect(told.first?.contains("<item id='2'") == true)
    }
  }

  private func juliet() throws -> BareJID { try BareJID("juliet@verona.lit") }

  @Test func budget() throws {
    let (budget, start) = (ArrivalBudget(), ContinuousClock.now)
    let amount = ArrivalBudget.Amount(items: 300, bytes: 3_000_000)
    #expect(budget.left(of: try juliet(), at: start) == ArrivalBudget.perMinute)
    budget.spend(amount, on: try juliet(), at: start)
    let left = budget.left(of: try juliet(), at: start + .seconds(59))
    #expect(left == ArrivalBudget.Amount(items: 100, bytes: 0))
    budget.spend(amount, on: try juliet(), at: start + .seconds(59))
    #expect(budget.left(of: try juliet(), at: start + .seconds(59)).items == 0)
    #expect(budget.left(of: try juliet(), at: start + .seconds(60)) == ArrivalBudget.perMinute)
    #expect(budget.left(of: try BareJID("romeo@verona.lit")) == ArrivalBudget.perMinute)
  }
}
