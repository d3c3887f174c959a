import PubSub
import Social
import Testing
import XMPP

@testable import Store

extension SourceTests {
  /// What is for the contacts of an account is found by those alone who can prove to be one, and by the account.
  @Test func forContacts() async throws {
    let fixture = try await Fixture()
    try await begin(fixture, isOpen: false, isPublic: true)
    try await take([("b", "rose", 2), ("a", "rose", 1)], .history, fixture)
    try await fixture.create("ours", at: 1_000)
    try await fixture.publish("old", in: "ours", title: "rose", at: 1_000)
    let (tybalt, juliet, romeo) = (tybalt, fixture.juliet, fixture.romeo)
    func found(_ who: BareJID, _ domains: Set<String>, _ change: (inout Acquaintances) -> Void)
      async throws -> Set<String>
    {
      var known = Acquaintances(policy: ServicePolicy(domains: domains, admins: []))
      change(&known)
      let reader = SearchReader.account(who, on: fixture.service, known)
      let query = try PostQuery("rose")
      return try await fixture.store.search(within: .seconds(60)) { snapshot in
        Set(
          try snapshot.search(query, for: reader, after: nil, SearchBounds(posts: 9)).posts
            .map(\.post.item))
      }
    }
    let seesTybalt: (inout Acquaintances) -> Void = { known in
      known.friends = { $0 == juliet ? [tybalt] : [] }
    }
    #expect(try await found(juliet, ["verona.lit"], seesTybalt) == ["a", "b", "old"])
    #expect(try await found(romeo, ["verona.lit"], seesTybalt) == ["old"])
    // Nobody vouches for people of other domains.
    #expect(try await found(juliet, ["mantua.lit"], seesTybalt) == ["old"])
    // Of an account of ours its own roster counts too.
    let all: Set = ["verona.lit", "capulet.lit"]
    #expect(try await found(tybalt, all) { _ in } == ["a", "b", "old"])
    #expect(try await found(juliet, all, seesTybalt) == ["old"])
    #expect(
      try await found(juliet, all) { known in
        seesTybalt(&known)
        known.contact = { who, owners in
          Contact(seesPresence: who == juliet && owners == [tybalt])
        }
      } == ["a", "b", "old"])
    #expect(try await self.found(fixture, "rose", nil) == ["old"])
    let lookup = try await fixture.store.post(service: tybalt, node: node.name, item: "a")
    guard case .missing = lookup else { return #expect(Bool(false), "\(lookup)") }
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }
}
