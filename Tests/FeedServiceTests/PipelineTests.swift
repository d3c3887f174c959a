import PubSub
import Store
import TestSupport
import Testing
import XML
import XMPP

@testable import FeedService

/// Requests that do not wait for each other's answers.
@Suite(.timeLimit(.minutes(1))) struct PipelineTests {
  @Test func publishesKeepTheirOrder() async throws {
    let desk = try await Desk()
    try await desk.create("blog", ["notify_sub": "0"])
    try await desk.set("juliet", "<subscribe node='blog' jid='juliet@verona.lit'/>")
    let before = desk.answers.all.count
    for number in 0..<100 {
      try desk.send(.set, "romeo", pubsub(publish("blog", "i\(number)", entry("P"))))
    }
    let answers = try await desk.answers.first(before + 100).dropFirst(before)
    #expect(
      answers.map(outcome)
        == (0..<100).map { pubsub("<publish node='blog'><item id='i\($0)'/></publish>") })
    #expect(
      try await desk.events()
        == (0..<100).map {
          event(
            "<items node='blog'><item id='i\($0)' publisher='romeo@verona.lit'>\(entry("P"))"
              + "</item></items>")
        })
    try await desk.store.close()
  }

  /// Whoever writes sees it in the very next read, without waiting for the answer.
  @Test func everybodySeesWhatTheyDid() async throws {
    let desk = try await Desk()
    for number in 0..<30 {
      try desk.send(.set, "romeo", pubsub("<create node='n\(number)'/>"))
      try desk.send(.get, "romeo", pubsub("<items node='n\(number)'/>"))
      try desk.send(.set, "romeo", pubsub(publish("n\(number)", "a", entry("A"))))
      try desk.send(.get, "romeo", pubsub("<items node='n\(number)'/>"))
    }
    _ = try await desk.answers.first(120)
    for number in 0..<30 {
      try desk.send(.set, "romeo", pubsub("<retract node='n\(number)'><item id='a'/></retract>"))
      try desk.send(.get, "romeo", pubsub("<items node='n\(number)'/>"))
    }
    let answers = try await desk.answers.first(180)
    #expect(answers.count == 180)
    let outcomes = Dictionary(
      answers.map { ($0["id"] ?? "", outcome($0)) }, uniquingKeysWith: { _, _ in "twice" })
    #expect(outcomes.count == 180)
    for number in 0..<30 {
      func answer(_ step: Int) -> String { outcomes["q\(step)"] ?? "none" }
      #expect(answer(number * 4 + 2).contains("<items node='n\(number)'"))
      #expect(answer(number * 4 + 4).contains("<item id='a'"))
      #expect(answer(120 + number * 2 + 1) == "ok")
      #expect(answer(120 + number * 2 + 2).contains("<items node='n\(number)'/>"))
    }
    try await desk.store.close()
  }

  /// A read waits for what its sender wrote before, and then holds no writer: others write while it runs.
  @Test func readsHoldNoWriter() async throws {
    let desk = try await Desk()
    try await desk.create("blog")
    let (writer, reader) = (ThreadGate(), ThreadGate())
    let (iq, number) = (try slow(), desk.number)
    writer.close(desk.store)
    try desk.send(.set, "romeo", pubsub(publish("blog", "a", entry("A"))))
    try desk.feeds.read(iq) { snapshot in
      #expect(reader.hold())
      let node = try #require(try snapshot.node(NodeID(stored: "blog"), in: number))
      return Reply(Element("found", "", [:], [Element("\(node.facts.items)", "")]))
    }
    writer.open()
    #expect(reader.isReached())
    #expect(try await desk.set("juliet", "<create node='hers'/>").contains("hers"))
    // Its sender writes, too; what they read then waits for that alone.
    #expect(try await desk.set("romeo", publish("blog", "b", entry("B"))).contains("'b'"))
    #expect(try await desk.get("romeo", "<items node='blog'/>").contains("<item id='b'"))
    let before = desk.answers.all.count
    reader.open()
    #expect(try await desk.answers.first(before + 1).last?["id"] == "slow")
    try await desk.store.close()
  }

  private func slow() throws -> IQ {
    IQ(.get, id: "slow", from: try JID("romeo@verona.lit/phone"), to: try JID(Desk.address))
  }

  /// And it looks whether there is room for its answer when its turn has come.
  @Test func readsLookForRoom() async throws {
    let desk = try await Desk()
    try await desk.create("blog")
    let writer = ThreadGate()
    writer.close(desk.store)
    try desk.send(.set, "romeo", pubsub(publish("blog", "a", entry("A"))))
    try desk.send(.get, "romeo", pubsub("<items node='blog'/>"))
    desk.hasRoom.turn(on: false)
    writer.open()
    #expect(try await desk.answers.first(3).last.map(outcome) == "wait: resource-constraint")
    try await desk.store.close()
  }

  /// A write that has to wait for rosters is not overtaken by those after it, though the store has them already; and
  /// who sends so many at once is not turned away.
  @Test func nobodyOvertakesWhoWaitsForRosters() async throws {
    let desk = try await Desk()
    desk.people.privileges.grant(Privileges(roster: .get), by: "verona.lit")
    try await desk.create("friends", ["access_model": "presence", "publish_model": "open"])
    try await desk.create("blog", ["publish_model": "open"])
    desk.questions.answer(
      rosters: ["romeo@verona.lit": "<item jid='juliet@verona.lit' subscription='both'/>"])
    let before = desk.answers.all.count
    let writer = ThreadGate()
    writer.close(desk.store)
    var ids: [String] = []
    for number in 0..<100 {
      let node = number % 50 == 1 ? "friends" : "blog"
      ids.append(try desk.send(.set, "juliet", pubsub(publish(node, "i\(number)", entry("P")))))
    }
    writer.open()
    let answers = try await desk.answers.first(before + 100).dropFirst(before)
    #expect(answers.map { $0["id"] } == ids)
    #expect(answers.allSatisfy { $0["type"] == "result" })
    #expect(desk.questions.asked.all.count == 1)
    try await desk.store.close()
  }

  /// Requests of many, good and bad: one answer each.
  @Test func oneAnswerEach() async throws {
    let desk = try await Desk()
    try await desk.create("blog")
    let texts = [
      pubsub("<create/>"), pubsub("<items node='blog'/>"), pubsub("<items/>"), pubsub(""),
      "<ping xmlns='urn:xmpp:ping'/>", "<x xmlns='y'/>", pubsub(publish("blog", "a", entry("A"))),
      pubsub("<subscribe node='blog' jid='nobody@verona.lit'/>"), "",
    ]
    var ids: Set<String> = ["q1"]
    for number in 0..<20 {
      for text in texts {
        for kind in [IQ.Kind.get, .set] { ids.insert(try desk.send(kind, "user\(number)", text)) }
      }
    }
    let answers = try await desk.answers.first(ids.count)
    try await desk.store.close()
    #expect(desk.answers.all.count == answers.count)
    #expect(Set(answers.compactMap { $0["id"] }) == ids)
  }
}
