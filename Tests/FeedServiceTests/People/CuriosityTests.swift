import PubSub
import Testing
import XML
import XMPP

@testable import FeedService

@Suite(.timeLimit(.minutes(1))) struct CuriosityTests {
  private struct Found: Hashable, Sendable {
    var jid: JID
    var nodes: Set<NodeID>
    var secondsAway: Int?
  }

  private let questions: Questions
  private let people: People
  private let curiosity: Curiosity
  private let found = Inbox<Found>()

  init() throws {
    let jid = try BareJID(Desk.address)
    let questions = Questions(jid)
    self.questions = questions
    people = People(StanzaPort(jid: jid, session: { questions.session }, answer: { _ in }))
    curiosity = Curiosity(people)
  }

  private func user(_ number: Int) throws -> JID { try JID("user\(number)@verona.lit/a") }

  private func running(_ body: () async throws -> Void) async throws {
    let running = Task { [curiosity, found] in
      await curiosity.run { found.add(Found(jid: $0, nodes: $1, secondsAway: $2)) }
    }
    try await body()
    running.cancel()
    await running.value
  }

  /// Clients of one make are asked once; each is known to ask for the same.
  @Test func together() async throws {
    let client = Client("moods+notify")
    let gate = Gate()
    questions.answer { [questions] to, _ in
      await gate.passed()
      return questions.result(to, client.answer)
    }
    for number in 0..<50 {
      _ = people.presence.arrive(try user(number), .online)
      curiosity.wonder(try user(number), client.mark, number)
    }
    try await running {
      // So many at a time, before the first has answered.
      _ = await questions.asked.first(8)
      gate.open()
      let all = await found.first(50)
      let moods: Set = [try NodeID("moods")]
      #expect(
        try Set(all)
          == Set((0..<50).map { Found(jid: try user($0), nodes: moods, secondsAway: $0) }))
    }
    #expect(questions.asked.all.count == 8)
    #expect(people.presence.watchers(try NodeID("moods")).count == 50)
  }

  /// A client that waits is asked once, for what it said last.
  @Test func last() async throws {
    let (old, new) = (Client("moods+notify"), Client("tunes+notify"))
    questions.answer { [questions] to, payload in
      questions.result(
        to, payload["node"]?.hasSuffix(new.version) == true ? new.answer : old.answer)
    }
    let juliet = try user(0)
    _ = people.presence.arrive(juliet, .online)
    for client in [old, old, new] { curiosity.wonder(juliet, client.mark, nil) }
    try await running { _ = await found.first(1) }
    #expect(found.all.map(\.nodes) == [[try NodeID("tunes")]])
    #expect(questions.asked.all.count == 1)
    // What is known is no news.
    curiosity.wonder(juliet, new.mark, nil)
    let romeo = try user(1)
    _ = people.presence.arrive(romeo, .online)
    let again = Curiosity(people)
    again.wonder(juliet, new.mark, nil)
    again.wonder(romeo, new.mark, 7)
    let running = Task { [found] in
      await again.run { found.add(Found(jid: $0, nodes: $1, secondsAway: $2)) }
    }
    _ = await found.first(2)
    running.cancel()
    await running.value
    #expect(found.all.last?.jid == romeo)
    #expect(questions.asked.all.count == 1)
  }

  /// Of somebody who has left meanwhile, or does not answer, nothing is found.
  @Test func inVain() async throws {
    let clients = (0..<3).map { Client("moods+notify", "tunes\($0)+notify") }
    questions.answer { [questions] to, payload in
      let client = clients.first { payload["node"]?.hasSuffix($0.version) == true }
      return to.bare.local == "user1" ? nil : client.map { questions.result(to, $0.answer) }
    }
    for number in 0..<3 {
      if number > 0 { _ = people.presence.arrive(try user(number), .online) }
      curiosity.wonder(try user(number), clients[number].mark, nil)
    }
    try await running { _ = await found.first(1) }
    #expect(try found.all.map(\.jid) == [user(2)])
  }
}
