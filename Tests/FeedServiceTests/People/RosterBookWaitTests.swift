import PubSub
import TestSupport
import Testing
import XML
import XMPP

@testable import FeedService

/// Rosters that cannot be had, and those who wait for them.
extension RosterBookTests {
  /// Whoever can wait waits so long for one that cannot be had; then it counts as empty, until it can be had again.
  @Test func held() async throws {
    grant()
    questions.answer { _, _ in nil }
    let before = ContinuousClock.now
    await #expect(throws: RosterBook.Unsure.self) {
      try await contact(juliet, of: romeo, doubt: .hold)
    }
    await book.refresh([romeo])
    // It is asked for again and again, and waited for since the first time.
    let rest = RosterBook.lifetime - .milliseconds(1)
    #expect(throws: RosterBook.Unsure.self) {
      try book.contact(juliet, [romeo], local: Self.local, .hold, at: before + rest)
    }
    #expect(throws: RosterBook.Needed.self) {
      try book.contact(
        juliet, [romeo], local: Self.local, .hold, at: before + RosterBook.endurance)
    }
    questions.answer(rosters: ["romeo@verona.lit": item(juliet, "both")])
    await book.refresh([romeo])
    #expect(try await contact(juliet, of: romeo, doubt: .hold).seesPresence)
    // A server that says no is believed at once.
    grant(.none)
    #expect(try await contact(juliet, of: romeo, doubt: .hold) == .stranger)
  }

  /// A server that says nothing is waited for as well.
  @Test func silentServer() async throws {
    await #expect(throws: RosterBook.Unsure.self) {
      try await contact(juliet, of: romeo, doubt: .hold)
    }
    let end = ContinuousClock.now + RosterBook.endurance
    #expect(
      try book.contact(juliet, [romeo], local: Self.local, .hold, at: end) == .stranger)
    #expect(throws: RosterBook.Unsure.self) {
      try book.contact(juliet, [romeo], local: Self.local, .refuse, at: end)
    }
  }

  /// Whoever is cancelled does not wait for a roster.
  @Test func cancelled() async throws {
    grant()
    let gate = Gate()
    questions.answer { [questions] to, _ in
      await gate.passed()
      return questions.result(to, Element("query", Namespace.roster))
    }
    let asking = Task { await book.refresh([romeo]) }
    _ = try await questions.asked.first(1)
    asking.cancel()
    await asking.value
    gate.open()
  }
}
