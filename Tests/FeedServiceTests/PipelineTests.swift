import Store
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
    let answers = await desk.answers.first(before + 100).dropFirst(before)
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
      try desk.send(.set, "romeo", pubsub("<retract node='n\(number)'><item id='a'/></retract>"))
      try desk.send(.get, "romeo", pubsub("<items node='n\(number)'/>"))
    }
    let answers = await desk.answers.first(180)
    #expect(answers.count == 180)
    let outcomes = Dictionary(
      answers.map { ($0["id"] ?? "", outcome($0)) }, uniquingKeysWith: { _, _ in "twice" })
    #expect(outcomes.count == 180)
    for number in 0..<30 {
      func answer(_ step: Int) -> String { outcomes["q\(number * 6 + step)"] ?? "none" }
      #expect(answer(2).contains("<items node='n\(number)'/>"))
      #expect(answer(4).contains("<item id='a'"))
      #expect(answer(5) == "ok")
      #expect(answer(6).contains("<items node='n\(number)'/>"))
    }
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
    let answers = await desk.answers.first(ids.count)
    try await desk.store.close()
    #expect(desk.answers.all.count == answers.count)
    #expect(Set(answers.compactMap { $0["id"] }) == ids)
  }
}
