import PubSub
import Testing
import XMPP

@testable import Store

/// Lists of nodes: for whom, of which types, in which direction.
@Suite struct TypeFilterTests {
  private static let types = ["urn:a", nil, "urn:b", "urn:a", nil, "urn:c", "urn:b", "urn:a"]

  /// `n0` to `n7` of these types, of which three are closed; comments nodes and one of another service.
  private func filled() async throws -> Fixture {
    let fixture = try await Fixture()
    for (number, type) in Self.types.enumerated() {
      try await fixture.create("n\(number)") {
        $0.type = type
        $0.title = "Node \(number)"
        $0.accessModel = [1: .whitelist, 3: .whitelist, 6: .presence][number] ?? .open
      }
    }
    try await fixture.create("n8") { $0.accessModel = .authorize }
    try await fixture.create("urn:xmpp:microblog:0:comments/x") { $0.accessModel = .whitelist }
    try await fixture.create("gone")
    let juliet = fixture.juliet
    try await fixture.apply([
      .delete(NodeID(stored: "gone"), redirect: nil),
      .affiliate(NodeID(stored: "n3"), juliet, .member),
      .affiliate(NodeID(stored: "n1"), juliet, .publishOnly),
      .affiliate(NodeID(stored: "n0"), juliet, .publisher),
      .affiliate(NodeID(stored: "n5"), juliet, .outcast),
      .affiliate(NodeID(stored: "urn:xmpp:microblog:0:comments/x"), juliet, .owner),
    ])
    let jid = try BareJID("other.verona.lit")
    let (romeo, known) = (fixture.romeo, fixture.known)
    try await fixture.store.write { tx in
      try tx.apply(
        Decision(effects: [
          .create(NodeID(stored: "elsewhere"), NodeConfiguration(), owner: romeo)
        ]), in: tx.hostedService(jid), now: Timestamp(milliseconds: 1), known)
    }
    return fixture
  }

  private func list(
    _ fixture: Fixture, _ name: String, _ filter: TypeFilter, _ range: ListRange
  ) async throws -> ListPage<NodeEntry> {
    let (service, known) = (fixture.service, fixture.known)
    let jid = try BareJID("\(name)@verona.lit")
    return try await fixture.store.read {
      try $0.nodes(in: service, for: jid, filter, range, known)
    }
  }

  private static let lists: [(String, TypeFilter, [Int])] = [
    ("nobody", .all, [0, 2, 4, 5, 7, 8]), ("juliet", .all, [0, 1, 2, 3, 4, 7, 8]),
    ("romeo", .all, [0, 1, 2, 3, 4, 5, 6, 7, 8]), ("escalus", .all, [0, 1, 2, 3, 4, 5, 6, 7, 8]),
    ("nobody", .only(["urn:a"]), [0, 7]), ("juliet", .only(["urn:a"]), [0, 3, 7]),
    ("romeo", .only(["urn:a", "urn:b"]), [0, 2, 3, 6, 7]),
    ("escalus", .only(["urn:a", "urn:b"]), [0, 2, 3, 6, 7]),
    ("nobody", .only([nil]), [4, 8]), ("romeo", .only([nil, "urn:c"]), [1, 4, 5, 8]),
    ("nobody", .only([]), []), ("nobody", .only(["urn:none"]), []),
    ("nobody", .without([]), [0, 2, 4, 5, 7, 8]), ("nobody", .without(["urn:a"]), [2, 4, 5, 8]),
    ("juliet", .without(["urn:b", nil]), [0, 3, 7]), ("nobody", .without([nil]), [0, 2, 5, 7]),
    ("escalus", .without(["urn:a", "urn:c", nil]), [2, 6]),
  ]

  @Test(arguments: lists, [1, 2, 3, 20])
  func pages(row: (name: String, filter: TypeFilter, expected: [Int]), limit: Int) async throws {
    let fixture = try await filled()
    let expected = row.expected.map { "n\($0)" }
    for isBackwards in [false, true] {
      var range = ListRange(isBackwards: isBackwards, limit: limit)
      var found: [String] = []
      while true {
        let page = try await list(fixture, row.name, row.filter, range)
        let names = page.entries.map(\.entry.id.name)
        found = isBackwards ? names + found : found + names
        #expect(page.isCut == (found.count < expected.count))
        #expect((page.count == nil) == (!range.isFirst || page.isCut && row.filter != .all))
        // What is for some alone is perhaps not counted.
        if let count = page.count { #expect((names.count...expected.count).contains(count)) }
        guard let edge = isBackwards ? page.entries.first : page.entries.last else { break }
        if isBackwards { range.before = edge.cursor } else { range.after = edge.cursor }
      }
      #expect(found == expected)
    }
    let whole = try await list(fixture, row.name, row.filter, ListRange(limit: 20))
    #expect(whole.count == expected.count)
    #expect(
      whole.entries.map(\.entry.title)
        == expected.map {
          $0 == "n8" ? nil : "Node \($0.dropFirst())"
        })
    try await fixture.store.close()
  }

  /// Between two cursors.
  @Test func between() async throws {
    let fixture = try await filled()
    let all = try await list(fixture, "nobody", .all, ListRange(limit: 20)).entries
    for isBackwards in [false, true] {
      let range = ListRange(
        after: all[0].cursor, before: all[4].cursor, isBackwards: isBackwards, limit: 2)
      let page = try await list(fixture, "nobody", .all, range)
      #expect(page.entries.map(\.cursor) == all[isBackwards ? 2...3 : 1...2].map(\.cursor))
      #expect(page.count == nil)
      #expect(page.isCut)
    }
    try await fixture.store.close()
  }

  /// A subscriber who was let in finds a node that asks at the door, and whoever stands outside too; what is open
  /// by a roster alone is in no list.
  @Test func doors() async throws {
    let fixture = try await filled()
    let known = Acquaintances(
      policy: fixture.policy, contact: { _, _ in Contact(seesPresence: true) })
    let (service, jid) = (fixture.service, try BareJID("friend@verona.lit"))
    let names = try await fixture.store.read {
      try $0.nodes(in: service, for: jid, .all, ListRange(limit: 20), known)
        .entries.map(\.entry.id.name)
    }
    #expect(names == ["n0", "n2", "n4", "n5", "n7", "n8"])
    try await fixture.store.close()
  }
}
