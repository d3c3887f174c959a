import PubSub
import TestSupport
import Testing
import XMPP

@testable import Store

/// Writes that share a transaction, some of which fail: the others know nothing of it.
@Suite struct RollbackTests {
  private struct Refused: Error {}

  /// The full-text indexes are written in the midst of a write that may fail, together with what the writes before it
  /// have left for that.
  @Test(arguments: [1, 3])
  func whatIsIndexedInTheMidst(parts: Int) async throws {
    let fixture = try await Fixture()
    try await fixture.create("blog")
    try await fixture.publish("edited", in: "blog", title: "Old")
    let (service, known, romeo) = (fixture.service, fixture.known, fixture.romeo)
    let gate = ThreadGate()
    gate.close(fixture.store)
    let log = Log<Bool>()
    func submit(_ name: String, _ word: String, fails: Bool = false) throws {
      let post = try Post(name, title: word, by: romeo)
      let (item, all) = (post.item, post.projections)
      fixture.store.submit { tx in
        try tx.apply(
          Decision(effects: [.store(NodeID(stored: "blog"), item)]), in: service,
          now: Timestamp(milliseconds: 2_000), projections: all, known)
        guard fails else { return }
        try tx.indexWaiting()
        throw Refused()
      } completion: { (result: Result<Void, any Error>) in
        log.add((try? result.get()) != nil)
      }
    }
    try submit("edited", "new")
    for part in 0..<parts { try submit("one\(part)", "much", fails: part == parts - 1) }
    try submit("after", "after")
    gate.open()
    try await fixture.store.write { _ in }
    #expect(log.all == [true] + (0..<parts).map { $0 < parts - 1 } + [true])
    try await fixture.checkInvariants()
    for (word, items) in [("old", 0), ("new", 1), ("after", 1), ("much", parts - 1)] {
      #expect(try await fixture.store.search(word, limit: 9).count == items, "\(word)")
    }
    try await fixture.store.close()
  }

  /// What one write says of people is not what the next one knows.
  @Test(arguments: [false, true])
  func audience(fails: Bool) async throws {
    let fixture = try await Fixture()
    try await fixture.create("blog")
    let (service, jid) = (fixture.service, fixture.jid)
    let known = Acquaintances(policy: fixture.policy, hasAudience: { _ in true })
    let gate = ThreadGate()
    gate.close(fixture.store)
    fixture.store.submit { tx in
      try tx.apply(
        Decision(events: [event("blog")]), in: service, now: Timestamp(milliseconds: 1), known)
      #expect(tx.announced == [service])
      if fails { throw Refused() }
    } completion: { _ in
    }
    fixture.store.submit { tx in
      let node = try #require(try tx.snapshot.node(NodeID(stored: "blog"), in: service))
      try tx.announce(event("blog"), node, service)
      #expect(tx.announced == (fails ? [] : [service]))
    } completion: { _ in
    }
    gate.open()
    _ = try await fixture.store.write { try $0.hostedService(jid) }
    #expect(try await fixture.waiting().count == (fails ? 0 : 1))
    try await fixture.store.close()
  }
}
