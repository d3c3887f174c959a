import TestSupport
import Testing
import XMPP

@testable import FeedService

@Suite(.timeLimit(.minutes(1))) struct ChoresTests {
  private func jid(_ name: String, _ domain: String = "verona.lit") throws -> JID {
    try JID("\(name)@\(domain)/a")
  }

  /// What is done with chores: whose are begun, and whose are done once a gate is open.
  private struct Work {
    let begun = Inbox<String>()
    let done = Inbox<String>()
    let gate = Gate()

    func during(_ chores: Chores<Int>, hands: Int, _ body: () async throws -> Void) async throws {
      let running = Task {
        await chores.run(hands: hands) { jid, chore in
          begun.put("\(jid.bare.local ?? "") \(chore)")
          await gate.passed()
          done.put("\(jid.bare.local ?? "") \(chore)")
        }
      }
      try await body()
      running.cancel()
      await running.value
    }
  }

  /// So many hands at a time; all that found a place is done, once for each address, and nothing else.
  @Test func hands() async throws {
    let chores = Chores<Int>(capacity: 5, local: ["verona.lit"])
    let all = try (0..<7).map { chores.add(try jid("u\($0)"), $0) }
    #expect(all == [true, true, true, true, true, false, false])
    #expect(chores.add(try jid("u4"), 10) { $0 + $1 })
    #expect(!chores.isIdle)
    let work = Work()
    try await work.during(chores, hands: 2) {
      let begun = try await work.begun.first(2)
      #expect(Set(begun) == ["u0 0", "u1 1"])
      #expect(work.done.all.isEmpty)
      // There is room again, for who is being served too.
      #expect(chores.add(try jid("u0"), 7))
      work.gate.open()
      #expect(
        try await work.done.first(6).sorted() == ["u0 0", "u0 7", "u1 1", "u2 2", "u3 3", "u4 14"])
      try await eventually("nothing is left") { chores.isIdle }
    }
    #expect(work.done.all.count == 6)
  }

  /// Who keeps hands waiting holds as many as one party may: an account of ours, or a domain of others. Neither keeps
  /// those of the other kind.
  @Test func turns() async throws {
    let chores = Chores<Int>(capacity: 1000, local: ["verona.lit"], handsAtOnce: 2)
    for number in 0..<9 {
      #expect(chores.add(try JID("slow@verona.lit/\(number)"), number))
      #expect(chores.add(try jid("slow\(number)", "silent.lit"), number))
    }
    #expect(chores.add(try jid("romeo"), 0))
    #expect(chores.add(try jid("hamlet", "denmark.lit"), 0))
    let done = Inbox<String>()
    let gate = Gate()
    let running = Task {
      await chores.run(hands: 3) { jid, _ in
        if jid.bare.local?.hasPrefix("slow") == true { await gate.passed() }
        done.put(jid.bare.description)
      }
    }
    let quick = try await done.first(2)
    #expect(Set(quick) == ["romeo@verona.lit", "hamlet@denmark.lit"])
    gate.open()
    #expect(try await done.first(20).count == 20)
    running.cancel()
    await running.value
  }

  /// A domain of others has a quarter of the places.
  @Test func places() throws {
    let chores = Chores<Int>(capacity: 8, local: ["verona.lit"])
    let taken = try (0..<3).map { chores.add(try jid("u\($0)", "a.lit"), 0) }
    #expect(taken == [true, true, false])
    #expect(chores.add(try jid("u", "b.lit"), 0))
    #expect(chores.add(try jid("u"), 0))
  }
}

/// Lets nobody pass before it is opened.
final class Gate: Sendable {
  private let opened = Inbox<Void>()

  func open() { opened.put(()) }

  func passed() async { _ = try? await opened.first(1) }
}
