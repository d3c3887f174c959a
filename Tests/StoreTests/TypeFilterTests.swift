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
    try await fixture.create("urn:xmpp:microblog:0:comments/x") {
      $0.type = "urn:closed"
      $0.accessModel = .whitelist
    }
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
        #expect((page.count == nil) == !range.isFirst)
        // What is for some alone is perhaps not counted; types that are left out are.
        let most = if case .without = row.filter { Self.types.count + 1 } else { expected.count }
        if let count = page.count { #expect((names.count...most).contains(count)) }
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

  /// So many nodes at once.
  private func create(_ fixture: Fixture, _ nodes: [(name: String, type: String?)]) async throws {
    try await fixture.apply(
      nodes.map { name, type in
        var configuration = NodeConfiguration()
        configuration.type = type
        return .create(NodeID(stored: name), configuration, owner: fixture.romeo)
      })
  }

  /// Page by page: the names, how many pages had none, and what the first one counts.
  private func walk(
    _ fixture: Fixture, _ name: String, _ filter: TypeFilter, isBackwards: Bool = false
  ) async throws -> (names: [String], empty: Int, count: Int?) {
    var range = ListRange(isBackwards: isBackwards, limit: 500)
    var names: [String] = []
    var (empty, count) = (0, nil as Int?)
    for _ in 0..<99 {
      let page = try await list(fixture, name, filter, range)
      if range.isFirst { count = page.count }
      let found = page.entries.map(\.entry.id.name)
      names = isBackwards ? found + names : names + found
      if found.isEmpty { empty += 1 }
      guard page.isCut else { break }
      let edge = isBackwards ? page.entries.first?.cursor : page.entries.last?.cursor
      let next = try #require(page.reached ?? edge)
      if isBackwards { range.before = next } else { range.after = next }
    }
    return (names, empty, count)
  }

  /// However many types there are, and however many nodes are passed over.
  @Test(arguments: [false, true])
  func many(isBackwards: Bool) async throws {
    let fixture = try await Fixture()
    let types = (0..<600).map { (name: "t\($0)", type: "urn:\($0)" as String?) }
    let others = (0..<2_500).map { (name: "o\($0)", type: "urn:other" as String?) }
    try await create(fixture, Array(types.prefix(300)) + others + types.dropFirst(300))
    let without = try await walk(
      fixture, "nobody", .without(["urn:other"]), isBackwards: isBackwards)
    #expect(without.names == types.map(\.name))
    #expect(without.empty == 1)
    #expect(without.count == 3_100)
    let admin = try await walk(
      fixture, "escalus", .without(["urn:other"]), isBackwards: isBackwards)
    #expect(admin.names == types.map(\.name))
    let only = try await walk(
      fixture, "nobody", .only(["urn:other", "urn:5"]), isBackwards: isBackwards)
    #expect(only.names == ["t5"] + others.map(\.name))
    #expect(only.empty == 0)
    #expect(only.count == Snapshot.maximumCounted + 1)
    try await fixture.store.close()
  }

  /// Somebody who is something to many nodes, of which all may see most, or who is shut out of them.
  @Test(arguments: [false, true], [Affiliation.member, .outcast])
  func affiliations(isBackwards: Bool, affiliation: Affiliation) async throws {
    let fixture = try await Fixture()
    let nodes = (0..<1_500).map { (name: "n\($0)", type: nil as String?) }
    try await create(fixture, nodes)
    let juliet = fixture.juliet
    try await fixture.configure("n1200") { $0.accessModel = .whitelist }
    try await fixture.apply(
      nodes.map { .affiliate(NodeID(stored: $0.name), juliet, affiliation) }
        + [.affiliate(NodeID(stored: "n1200"), juliet, .member)])
    let all = try await walk(fixture, "juliet", .all, isBackwards: isBackwards)
    let isOut = affiliation == .outcast
    #expect(all.names == (isOut ? ["n1200"] : nodes.map(\.name)))
    // What is something else, or of another kind, is passed over at little cost.
    try await fixture.configure("n1200") { $0.type = "urn:closed" }
    let only = try await walk(fixture, "juliet", .only(["urn:closed"]), isBackwards: isBackwards)
    #expect(only.names == ["n1200"])
    #expect(only.empty == 0)
    // Above all of them stands what is closed to whoever asks.
    try await fixture.create("top") { $0.accessModel = .whitelist }
    try await fixture.apply(
      nodes.filter { $0.name != "n1200" }.map {
        var configuration = NodeConfiguration()
        configuration.parent = NodeID(stored: "top")
        return .configure(NodeID(stored: $0.name), configuration)
      })
    let closed = try await walk(fixture, "juliet", .all, isBackwards: isBackwards)
    #expect(closed.names == ["n1200"])
    #expect(closed.empty == (isOut ? 0 : 1))
    try await fixture.store.close()
  }

  /// Comments nodes are found by whoever may see them and asks for their type.
  @Test func comments() async throws {
    let fixture = try await filled()
    let name = "urn:xmpp:microblog:0:comments/"
    for (id, access) in [("open", AccessModel.open), ("door", .authorize), ("closed", .whitelist)] {
      try await fixture.create(name + id) {
        $0.type = "urn:comments"
        $0.accessModel = access
      }
    }
    let (closed, juliet) = (NodeID(stored: name + "closed"), fixture.juliet)
    try await fixture.apply([.affiliate(closed, juliet, .member)])
    for (who, expected) in [
      ("nobody", ["open", "door"]), ("juliet", ["open", "door", "closed"]),
      ("escalus", ["open", "door", "closed"]),
    ] {
      let found = try await list(fixture, who, .only(["urn:comments"]), ListRange(limit: 20))
      #expect(found.entries.map(\.entry.id.name) == expected.map { name + $0 })
      #expect(found.count == expected.count)
      for filter in [TypeFilter.all, .without(["urn:a"])] {
        let others = try await list(fixture, who, filter, ListRange(limit: 20))
        #expect(others.entries.allSatisfy { !$0.entry.id.name.hasPrefix(name) })
      }
    }
    try await fixture.checkInvariants()
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
