import PubSub
import Testing
import XMPP

@testable import Store

/// Who shares presence with a component.
@Suite struct ContactTests {
  private static let all = [false, true].flatMap { seesUs in
    [false, true].flatMap { isSeen in
      [false, true].map { PresenceContact(seesUs: seesUs, isSeen: isSeen, isAsked: $0) }
    }
  }

  /// Every state is kept as it is, and takes the place of any other; who shares nothing is forgotten.
  @Test(arguments: all)
  func states(state: PresenceContact) async throws {
    let fixture = try await Fixture()
    let (service, juliet) = (fixture.service, fixture.juliet)
    for before in Self.all {
      let found = try await fixture.store.write { tx in
        try tx.setContact(juliet, before, of: service)
        try tx.setContact(juliet, state, of: service)
        return try tx.snapshot.contact(juliet, of: service)
      }
      #expect(found == state)
      let count = try await fixture.number("SELECT count(*) FROM contact")
      #expect(count == (state == PresenceContact() ? 0 : 1))
    }
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }

  /// Whoever's nodes are followed is asked once for each follow, and not so soon after another.
  @Test func presenceIsSought() async throws {
    let fixture = try await Fixture()
    let (service, juliet) = (fixture.service, fixture.juliet)
    func seek(begun: Int64, at now: Int64) async throws -> Bool {
      try await fixture.store.write {
        try $0.seekPresence(
          of: juliet, for: service, begun: Timestamp(milliseconds: begun), rest: 1_000,
          Timestamp(milliseconds: now))
      }
    }
    func set(_ change: @escaping @Sendable (inout PresenceContact) -> Void) async throws {
      try await fixture.store.write { tx in
        var contact = try tx.snapshot.contact(juliet, of: service)
        change(&contact)
        try tx.setContact(juliet, contact, of: service)
      }
    }
    #expect(try await seek(begun: 50, at: 100))
    #expect(try await !seek(begun: 50, at: 9_000))
    // She refuses.
    try await set { $0.isAsked = false }
    #expect(try await !seek(begun: 50, at: 9_000))
    #expect(try await !seek(begun: 200, at: 1_100))
    #expect(try await seek(begun: 200, at: 1_101))
    try await set { ($0.isAsked, $0.isSeen) = (false, true) }
    #expect(try await !seek(begun: 2_000, at: 9_000))
    // Nothing of hers is followed: it is given back, but not where it is shared for other reasons.
    try await set { $0.seesUs = true }
    #expect(try await !fixture.store.write { try $0.releasePresence(of: juliet, for: service) })
    try await set { $0.seesUs = false }
    // Nor where she is subscribed to something of ours.
    try await fixture.create("ours")
    try await fixture.subscribe("juliet@verona.lit/balcony", to: "ours")
    #expect(try await !fixture.store.write { try $0.releasePresence(of: juliet, for: service) })
    try await fixture.unsubscribe("juliet@verona.lit/balcony", from: "ours")
    #expect(try await fixture.store.write { try $0.releasePresence(of: juliet, for: service) })
    #expect(try await !fixture.store.write { try $0.releasePresence(of: juliet, for: service) })
    let contact = try await fixture.store.read { try $0.contact(juliet, of: service) }
    #expect(contact == PresenceContact(sought: Timestamp(milliseconds: 1_101)))
    for (time, isForgotten) in [(Int64(2_101), false), (2_102, true)] {
      try await fixture.store.write {
        try $0.forgetSeeking(
          of: juliet, for: service, rest: 1_000, Timestamp(milliseconds: time))
      }
      #expect(try await fixture.number("SELECT count(*) FROM contact") == (isForgotten ? 0 : 1))
    }
    try await fixture.store.close()
  }

  /// Of each component its own, in pages.
  @Test(arguments: [1, 2, 3, 9])
  func pages(limit: Int) async throws {
    let fixture = try await Fixture()
    let (service, juliet) = (fixture.service, fixture.juliet)
    let jid = try BareJID("other.verona.lit")
    let other = try await fixture.store.write { tx in
      let other = try tx.hostedService(jid)
      for number in 0..<5 {
        let jid = try BareJID("user\(number)@verona.lit")
        try tx.setContact(
          jid, PresenceContact(seesUs: number % 2 == 0, isSeen: number != 2, isAsked: number > 1),
          of: service)
      }
      try tx.setContact(juliet, PresenceContact(isSeen: true), of: other)
      return other
    }
    func contacts(_ service: ServiceID) async throws -> [String] {
      var all: [String] = []
      var cursor: Int64? = 0
      while let after = cursor {
        let (page, next) = try await fixture.store.read {
          try $0.contacts(of: service, after: after, limit: limit)
        }
        #expect(page.count <= limit)
        all += page.map {
          "\($0.jid) \($0.contact.seesUs) \($0.contact.isSeen) \($0.contact.isAsked)"
        }
        cursor = next
      }
      return all
    }
    #expect(
      try await contacts(service)
        == (0..<5).map { "user\($0)@verona.lit \($0 % 2 == 0) \($0 != 2) \($0 > 1)" })
    #expect(try await contacts(other) == ["juliet@verona.lit false true false"])
    let unknown = try BareJID("stranger@verona.lit")
    // To forget somebody is no reason to remember them.
    try await fixture.store.write { try $0.setContact(unknown, PresenceContact(), of: service) }
    #expect(try await fixture.number("SELECT id FROM jid WHERE jid = '\(unknown)'") == nil)
    for (jid, service) in [(juliet, service), (unknown, service)] {
      #expect(
        try await fixture.store.read { try $0.contact(jid, of: service) } == PresenceContact())
    }
    try await fixture.store.close()
  }
}
