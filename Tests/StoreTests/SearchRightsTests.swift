import PubSub
import Social
import Testing
import XMPP

@testable import Store

/// What somebody may not read has no influence on what they find.
@Suite struct SearchRightsTests {
  private func found(
    _ fixture: Fixture, _ text: String, for reader: SearchReader
  ) async throws -> [String] {
    let query = try PostQuery(text)
    return try await fixture.store.read { snapshot in
      try snapshot.search(query, for: reader, after: nil, SearchBounds(posts: 5)).map(\.post.item)
    }
  }

  @Test func howeverMuchThereIs() async throws {
    let fixture = try await Fixture()
    try await fixture.create("open")
    try await fixture.create("closed") { $0.accessModel = .whitelist }
    try await fixture.publish("public", in: "open", title: "rose #thorn")
    // Newer than the public one, and more than are looked at.
    var effects: [Effect] = []
    var projections: [ItemID: Projection] = [:]
    for number in 0...Snapshot.maximumSearched {
      let post = try Post("p\(number)", title: "rose #thorn", by: fixture.romeo)
      effects.append(.store(NodeID(stored: "closed"), post.item))
      projections.merge(post.projections) { $1 }
    }
    try await fixture.apply(effects, projections: projections)
    try await fixture.apply([.affiliate(NodeID(stored: "closed"), fixture.juliet, .member)])
    let paris = try BareJID("paris@verona.lit")
    for query in ["rose", "ros*", "os", "#thorn", "author:\(fixture.romeo)", "since:1970-01-01"] {
      for reader in [
        SearchReader.anyone, .account(paris, on: fixture.service, fixture.known),
      ] {
        // Two letters of a word are no part that is looked for.
        let expected = query == "os" ? [] : ["public"]
        #expect(try await found(fixture, query, for: reader) == expected, "\(query)")
      }
    }
    let member = SearchReader.account(fixture.juliet, on: fixture.service, fixture.known)
    #expect(try await found(fixture, "rose", for: member).count == 5)
    try await fixture.store.close()
  }
}
