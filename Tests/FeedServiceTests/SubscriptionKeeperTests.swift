import PubSub
import Store
import TestSupport
import Testing
import XML
import XMPP

@testable import FeedService

@Suite(.timeLimit(.minutes(1))) struct SubscriptionKeeperTests {
  private static let digest = submit(["digest": "1"], type: "subscribe_options")

  private func subscribe(_ desk: Desk, _ who: String, _ node: String, _ form: String) async throws {
    #expect(
      try await desk.set(
        who, "<subscribe node='\(node)' jid='\(who)@verona.lit'/><options>\(form)</options>"
      ).contains("subscription='subscribed'"))
  }

  private func post(_ desk: Desk, _ node: String, _ names: String...) async throws {
    for name in names { try await desk.set("romeo", publish(node, name, entry(name))) }
  }

  /// The items in the digests that wait, for whomever.
  private func digests(_ desk: Desk) async throws -> [[String]] {
    try await desk.outbox().filter { !$0.isForPresence }.compactMap { event in
      let items = try Element(parsing: event.body).first("items", Namespace.pubsubEvent)
      return items?.elements.map { $0["id"] ?? "" }
    }
  }

  /// What was published since the last one goes out together, each at their own pace.
  @Test func sendsDigests() async throws {
    let desk = try await Desk()
    try await desk.create("blog", ["notify_sub": "0"])
    try await subscribe(desk, "juliet", "blog", Self.digest)
    try await post(desk, "blog", "a", "b")
    let now = Timestamp.now
    let keeper = desk.keeper
    try await keeper.catchUp(now: now)
    #expect(try await digests(desk) == [["a", "b"]])
    try await desk.clear()
    try await post(desk, "blog", "c")
    try await keeper.catchUp(now: now)
    #expect(try await digests(desk) == [])
    try await keeper.catchUp(now: Timestamp(milliseconds: now.milliseconds + 86_400_000))
    #expect(try await digests(desk) == [["c"]])
    try await desk.store.close()
  }

  /// While many wait for their delivery no more are made.
  @Test func digestsWaitForDelivery() async throws {
    let desk = try await Desk()
    let count = Digests.maximumWaiting + 50
    try await desk.create("blog", ["notify_sub": "0"])
    var options = SubscriptionOptions()
    options.digest = true
    let effects = try (0..<count).map { number in
      Effect.subscribe(
        try NodeID("blog"),
        SubscriptionFacts(
          jid: try JID("user\(number)@verona.lit"), id: SubscriptionID("s"), state: .subscribed,
          options: options))
    }
    let (service, known) = (desk.number, desk.people.known(desk.policy))
    try await desk.store.write {
      try $0.apply(Decision(effects: effects), in: service, now: .now, known)
    }
    try await post(desk, "blog", "a")
    try await desk.clear()
    let keeper = desk.keeper
    var told = 0
    for round in 0..<2 {
      try await keeper.catchUp()
      let waiting = try await digests(desk).count
      #expect(round == 1 || (Digests.maximumWaiting..<count).contains(waiting))
      told += waiting
      try await desk.clear()
    }
    #expect(told == count)
    try await desk.store.close()
  }

  /// Where a roster cannot be had, the node waits for it, and the others do not.
  @Test func digestsAndRosters() async throws {
    let desk = try await Desk()
    let contact = "<item jid='juliet@verona.lit' subscription='both'/>"
    desk.people.privileges.grant(Privileges(roster: .get), by: "verona.lit")
    desk.questions.answer(rosters: ["romeo@verona.lit": contact])
    for (node, model) in [("club", "presence"), ("blog", "open")] {
      try await desk.create(node, ["access_model": model, "notify_sub": "0"])
      try await subscribe(desk, "juliet", node, Self.digest)
      try await post(desk, node, node)
    }
    try await desk.clear()
    desk.questions.answer { _, _ in nil }
    let romeo = try BareJID("romeo@verona.lit")
    await desk.people.rosters.refresh([romeo])
    try await desk.keeper.catchUp()
    #expect(try await digests(desk) == [["blog"]])
    desk.questions.answer(rosters: ["romeo@verona.lit": contact])
    await desk.people.rosters.refresh([romeo])
    try await desk.keeper.catchUp()
    #expect(try await digests(desk) == [["blog"], ["club"]])
    try await desk.store.close()
  }

  /// A lease is announced to end, once, and ends.
  @Test func leases() async throws {
    let desk = try await Desk()
    try await desk.create("blog", ["notify_sub": "0"])
    let (now, day) = (Timestamp.now.milliseconds, Int64(86_400_000))
    let end = Timestamp(milliseconds: now + 2 * day)
    try await subscribe(
      desk, "juliet", "blog", submit(["expire": end.text], type: "subscribe_options"))
    try await desk.clear()
    let keeper = desk.keeper
    var told: [Int] = []
    for time in [0, day / 2, day + 1, day + 2, 2 * day + 1, 3 * day] {
      try await keeper.catchUp(now: Timestamp(milliseconds: now + time))
      told.append(try await desk.events().count)
    }
    #expect(told == [0, 0, 1, 1, 2, 2])
    #expect(try await desk.read("blog") { $1.facts.subscribers } == 0)
    try await desk.store.close()
  }
}
