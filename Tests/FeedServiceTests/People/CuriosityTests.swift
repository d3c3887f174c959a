import PubSub
import TestSupport
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
  private let book: CapabilityBook
  private let curiosity: Curiosity
  private let found = Inbox<Found>()

  init() throws {
    let jid = try BareJID(Desk.address)
    let questions = Questions(jid)
    self.questions = questions
    book = CapabilityBook(
      StanzaPort(jid: jid, session: { questions.session }, answer: { _ in }))
    curiosity = Curiosity(book, local: ["verona.lit"])
  }

  private func user(_ number: Int) throws -> JID { try JID("user\(number)@verona.lit/a") }

  private func running(_ body: () async throws -> Void) async throws {
    let running = Task { [curiosity, found] in
      await curiosity.run { found.put(Found(jid: $0, nodes: $1, secondsAway: $2)) }
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
      #expect(curiosity.wonder(try user(number), client.mark, number))
    }
    try await running {
      // So many at a time, before the first has answered.
      _ = try await questions.asked.first(8)
      gate.open()
      let all = try await found.first(50)
      let moods: Set = [try NodeID("moods")]
      #expect(
        try Set(all)
          == Set((0..<50).map { Found(jid: try user($0), nodes: moods, secondsAway: $0) }))
    }
    #expect(questions.asked.all.count == 8)
  }

  /// A client that waits is asked once, for what it said last; for how long it was away it says first.
  @Test func last() async throws {
    let (old, new) = (Client("moods+notify"), Client("tunes+notify"))
    questions.answer { [questions] to, payload in
      questions.result(
        to, payload["node"]?.hasSuffix(new.version) == true ? new.answer : old.answer)
    }
    let (juliet, romeo) = (try user(0), try user(1))
    #expect(curiosity.wonder(juliet, old.mark, 7))
    for client in [old, new] { #expect(curiosity.wonder(juliet, client.mark, nil)) }
    let tunes: Set = [try NodeID("tunes")]
    try await running {
      _ = try await found.first(1)
      // Of what is known nothing is asked.
      #expect(curiosity.wonder(romeo, new.mark, nil))
      _ = try await found.first(2)
    }
    #expect(
      found.all == [
        Found(jid: juliet, nodes: tunes, secondsAway: 7), Found(jid: romeo, nodes: tunes),
      ])
    #expect(questions.asked.all.count == 1)
  }

  /// Of somebody who does not answer nothing is found.
  @Test func inVain() async throws {
    let clients = (0..<2).map { Client("moods+notify", "tunes\($0)+notify") }
    questions.answer { [questions] to, payload in
      let client = clients.first { payload["node"]?.hasSuffix($0.version) == true }
      return to.bare.local == "user0" ? nil : client.map { questions.result(to, $0.answer) }
    }
    for number in 0..<2 {
      #expect(curiosity.wonder(try user(number), clients[number].mark, nil))
    }
    try await running { _ = try await found.first(1) }
    #expect(try found.all.map(\.jid) == [user(1)])
  }

  /// Clients that do not answer, of an account of ours or a domain of others, hold a few hands, not all.
  @Test func silence() async throws {
    let (slow, quick) = (Client("moods+notify"), Client("tunes+notify"))
    let gate = Gate()
    questions.answer { [questions] to, payload in
      guard payload["node"] == quick.mark.discoNode else {
        await gate.passed()
        return nil
      }
      return questions.result(to, quick.answer)
    }
    for number in 0..<32 {
      #expect(curiosity.wonder(try JID("mute@verona.lit/\(number)"), slow.mark, nil))
      #expect(curiosity.wonder(try JID("u\(number)@mute.lit/a"), slow.mark, nil))
    }
    let others = try [user(0), JID("hamlet@denmark.lit/castle")]
    for jid in others { #expect(curiosity.wonder(jid, quick.mark, nil)) }
    try await running {
      let jids = try await found.first(2).map(\.jid)
      #expect(Set(jids) == Set(others))
      let asked = questions.asked.all.count { $0["to"]?.contains("mute") == true }
      #expect(asked <= 2 * Curiosity.atATimeOfOne)
      gate.open()
    }
  }
}
