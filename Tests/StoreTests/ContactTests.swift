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
