import Testing
import XMPP

@testable import Federation

/// How much of what others tell is read.
@Suite struct EventGateTests {
  private let now = Timestamp(milliseconds: 90_000)
  private let end = Timestamp(milliseconds: 120_000)
  private let service = "pubsub.capulet.lit"
  private let other = "pubsub.escalus.lit"

  private func admit(_ gate: EventGate, _ count: Int, of jid: String, at now: Timestamp? = nil)
    throws -> EventGate.Verdict
  {
    gate.admit(count, of: try BareJID(jid), perMinute: 80, now ?? self.now)
  }

  @Test func aServiceHasItsMinute() throws {
    let gate = EventGate()
    #expect(try admit(gate, 79, of: service) == .pass)
    #expect(try admit(gate, 0, of: service) == .pass)
    #expect(try admit(gate, 1, of: service) == .overflow(until: end))
    #expect(try admit(gate, 1, of: service) == .drop(until: end))
    #expect(try admit(gate, 80, of: other) == .pass)
    #expect(try admit(gate, 1, of: service, at: end) == .pass)
  }

  /// What comes after something that was not read is not read either.
  @Test func smallOnesDoNotPassLargeOnes() throws {
    let gate = EventGate()
    #expect(try admit(gate, 81, of: service) == .overflow(until: end))
    #expect(try admit(gate, 1, of: service) == .drop(until: end))
    #expect(try admit(gate, .max, of: other) == .overflow(until: end))
  }

  /// One account has a share of its server's, and whoever is not read on account of others is looked up too.
  @Test func anAccountSilencesNobody() throws {
    let gate = EventGate()
    #expect(try admit(gate, 10, of: "tybalt@capulet.lit") == .pass)
    #expect(try admit(gate, 1, of: "tybalt@capulet.lit") == .overflow(until: end))
    #expect(try admit(gate, 10, of: "juliet@capulet.lit") == .pass)
    for number in 1...6 {
      #expect(try admit(gate, 10, of: "servant\(number)@capulet.lit") == .pass)
    }
    #expect(try admit(gate, 1, of: "nurse@capulet.lit") == .overflow(until: end))
    #expect(try admit(gate, 1, of: "paris@capulet.lit") == .overflow(until: end))
    #expect(try admit(gate, 1, of: "paris@capulet.lit") == .drop(until: end))
  }

  /// Each node may tell of its news: ten thousand of them of 500 items a second.
  @Test func manyNodesTellMuch() {
    let settings = FederationSettings()
    #expect(settings.eventsPerMinute(ofNodes: 0) == 6_000)
    #expect(settings.eventsPerMinute(ofNodes: 1_000) == 6_000)
    #expect(settings.eventsPerMinute(ofNodes: 10_000) >= 500 * 60)
    #expect(settings.eventsPerMinute(ofNodes: .max) == .max)
  }
}
