import PubSub
import Store
import TestSupport
import Testing
import XML
import XMPP

@testable import FeedService

/// Nodes that cannot go on, and others that can.
@Suite(.timeLimit(.minutes(1))) struct FanOutTurnTests {
  private static let romeo = "romeo@verona.lit"
  private static let contact = "<item jid='juliet@verona.lit' subscription='both'/>"

  /// A blog for everybody and a club for Romeo's contacts, each with a post for Juliet.
  private func desk(owners: [String] = []) async throws -> Desk {
    let desk = try await Desk()
    desk.people.privileges.grant(Privileges(roster: .get), by: "verona.lit")
    desk.questions.answer(rosters: [Self.romeo: Self.contact])
    try await desk.create("club", ["access_model": "presence", "notify_sub": "0"])
    try await desk.create("blog", ["notify_sub": "0"])
    for node in ["club", "blog"] {
      #expect(
        try await desk.set("juliet", "<subscribe node='\(node)' jid='juliet@verona.lit'/>")
          .contains("subscribed"))
    }
    if !owners.isEmpty {
      let list = owners.map { "<affiliation jid='\($0)' affiliation='owner'/>" }.joined()
      try await desk.setOwned("romeo", "<affiliations node='club'>\(list)</affiliations>")
      try await desk.clear()
    }
    for node in ["club", "blog"] {
      for number in 0..<2 {
        try await desk.set("romeo", publish(node, "\(node)\(number)", entry("Post")))
      }
    }
    return desk
  }

  private func fanOut(_ desk: Desk, _ people: People, _ relay: Relay) throws -> FanOut {
    FanOut(
      port: try relay.port(), service: desk.number, store: desk.store, policy: desk.policy,
      people: people, options: .hasty, logger: silent)
  }

  private func events(_ relay: Relay, _ node: String) -> [String] {
    relay.messages.all.map(\.event).filter { $0.hasPrefix(node) }
  }

  private func running(_ fanOut: FanOut, _ body: () async throws -> Void) async throws {
    let running = Task { try await fanOut.run() }
    do { try await body() } catch {
      running.cancel()
      throw error
    }
    running.cancel()
    try await running.value
  }

  /// While a roster is asked for, the others go on.
  @Test func asking() async throws {
    let desk = try await desk()
    let gate = Gate()
    let roster = try Element(
      parsing: Array("<query xmlns='\(Namespace.roster)'>\(Self.contact)</query>".utf8))
    let questions = desk.questions
    questions.answer { to, _ in
      await gate.passed()
      return questions.result(to, roster)
    }
    // A fresh book: nothing is known of anybody.
    let people = People(desk.port, local: desk.policy.domains)
    people.privileges.grant(Privileges(roster: .get), by: "verona.lit")
    let relay = Relay()
    try await running(try fanOut(desk, people, relay)) {
      try await desk.waiting(2)
      #expect(events(relay, "blog") == ["blog0", "blog1"])
      #expect(events(relay, "club") == [])
      gate.open()
      try await desk.waiting(0)
    }
    #expect(events(relay, "club") == ["club0", "club1"])
    try await desk.store.close()
  }

  /// A roster that cannot be had holds its node; once it can be had, nothing is lost.
  @Test func unavailable() async throws {
    let desk = try await desk()
    desk.questions.answer { _, _ in nil }
    let people = People(desk.port, local: desk.policy.domains)
    people.privileges.grant(Privileges(roster: .get), by: "verona.lit")
    let relay = Relay()
    try await running(try fanOut(desk, people, relay)) {
      try await desk.waiting(2)
      #expect(events(relay, "blog") == ["blog0", "blog1"])
      #expect(events(relay, "club") == [])
      desk.questions.answer(rosters: [Self.romeo: Self.contact])
      await people.rosters.refresh([try BareJID(Self.romeo)])
      try await desk.waiting(0)
    }
    #expect(events(relay, "club") == ["club0", "club1"])
    try await desk.store.close()
  }

  /// More rosters than are kept at a time: in the end those that are known have to do.
  @Test func tooManyRosters() async throws {
    let owners = (0..<3).map { "owner\($0)@verona.lit" }
    let desk = try await desk(owners: owners)
    desk.questions.answer(
      rosters: Dictionary(
        uniqueKeysWithValues: (owners + [Self.romeo]).map { ($0, Self.contact) }))
    let people = People(desk.port, local: desk.policy.domains, rosters: 3)
    people.privileges.grant(Privileges(roster: .get), by: "verona.lit")
    let relay = Relay()
    try await running(try fanOut(desk, people, relay)) { try await desk.waiting(0) }
    #expect(events(relay, "blog") == ["blog0", "blog1"])
    #expect(events(relay, "club") == ["club0", "club1"])
    try await desk.store.close()
  }

  /// However many events of one node wait, another has its turn soon.
  @Test func noisyNode() async throws {
    let desk = try await Desk()
    for node in ["noisy", "quiet"] {
      try await desk.create(node, ["notify_sub": "0"])
      try await desk.set("juliet", "<subscribe node='\(node)' jid='juliet@verona.lit'/>")
    }
    let (number, known) = (desk.number, desk.people.known(desk.policy))
    try await desk.store.write { tx in
      let event = Event(
        node: try NodeID("noisy"), audience: .subscribers, matter: .retraction, type: .headline,
        content: [
          Element("event", Namespace.pubsubEvent, [:], [Element("noise", Namespace.pubsubEvent)])
        ])
      try tx.apply(
        Decision(events: Array(repeating: event, count: 5_000)), in: number, now: .now, known)
    }
    try await desk.set("romeo", publish("quiet", "quiet", entry("Post")))
    let relay = Relay()
    try await desk.deliver(to: relay) {
      let first = try await relay.messages.first(200).prefix(200)
      #expect(first.contains { $0.event == "quiet" })
    }
    try await desk.store.close()
  }
}
