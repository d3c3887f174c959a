import PubSub
import Testing
import XMPP

@testable import Store

/// What stands below a node.
@Suite struct TreeTests {
  /// The nodes in the order of their creation, with what stands above and what they belong to.
  private static let nodes: [(String, String?, String?)] = [
    ("root", nil, nil), ("beside", nil, nil), ("a", "root", nil), ("b", "root", nil),
    ("a1", "a", nil), ("annex", "root", "a"), ("annex 1", "annex", nil), ("gone", "root", nil),
    ("a1x", "a1", nil), ("closed", "a", nil), ("c1", "closed", nil), ("g1", "gone", nil),
    ("extra", "a", "a1"),
  ]

  private func tree() async throws -> Fixture {
    let fixture = try await Fixture()
    for (name, parent, link) in Self.nodes {
      try await fixture.create(name) {
        $0.parent = parent.map { NodeID(stored: $0) }
        $0.link = link.map { NodeID(stored: $0) }
        if name == "closed" { $0.accessModel = .whitelist }
      }
    }
    try await fixture.apply([
      .delete(NodeID(stored: "gone"), redirect: nil),
      .affiliate(NodeID(stored: "closed"), fixture.juliet, .member),
    ])
    return fixture
  }

  private func names(
    _ fixture: Fixture, of root: String = "root", depth: Int = -1, linked: Bool = false,
    from start: String? = nil, for jid: String = "nobody@verona.lit", limit: Int = 99
  ) async throws -> [String] {
    let known = fixture.known
    let start = try await fixture.record(start ?? "")?.number ?? 0
    return try await fixture.read(root) { (snapshot, node) throws in
      var names: [String] = []
      try snapshot.tree(
        from: node, depth: depth, linked: linked, startingAt: start, for: BareJID(jid), known
      ) {
        names.append($0.facts.id.name)
        return names.count < limit
      }
      return names
    }
  }

  @Test func depth() async throws {
    let fixture = try await tree()
    let levels: [(Int, [String])] = [
      (0, ["root"]), (1, ["root", "a", "b"]), (2, ["root", "a", "b", "a1"]),
      (3, ["root", "a", "b", "a1", "a1x"]), (-1, ["root", "a", "b", "a1", "a1x"]),
      (99, ["root", "a", "b", "a1", "a1x"]),
    ]
    for (depth, expected) in levels {
      #expect(try await names(fixture, depth: depth) == expected)
    }
    #expect(try await names(fixture, of: "beside") == ["beside"])
    #expect(try await names(fixture, of: "annex") == ["annex", "annex 1"])
    try await fixture.store.close()
  }

  /// Nodes that belong to one of them stand beside it, not below.
  @Test func links() async throws {
    let fixture = try await tree()
    let levels: [(Int, [String])] = [
      (0, ["root"]), (1, ["root", "a", "b", "annex"]),
      (2, ["root", "a", "b", "a1", "annex", "extra"]),
      (-1, ["root", "a", "b", "a1", "annex", "a1x", "extra"]),
    ]
    for (depth, expected) in levels {
      #expect(try await names(fixture, depth: depth, linked: true) == expected)
    }
    #expect(try await names(fixture, of: "a", depth: 0, linked: true) == ["a", "annex"])
    try await fixture.store.close()
  }

  /// Only what the asker may see.
  @Test func rights() async throws {
    let fixture = try await tree()
    for jid in ["juliet@verona.lit", "escalus@verona.lit", "romeo@verona.lit"] {
      #expect(
        try await names(fixture, of: "a", for: jid) == ["a", "a1", "a1x", "closed", "c1"])
    }
    try await fixture.apply([.affiliate(NodeID(stored: "a"), fixture.juliet, .outcast)])
    #expect(try await names(fixture, of: "root", for: "juliet@verona.lit") == ["root", "b"])
    try await fixture.store.close()
  }

  /// From a node on, until enough is found.
  @Test(arguments: [1, 2, 3, 5])
  func pages(limit: Int) async throws {
    let fixture = try await tree()
    var found: [String] = []
    while true {
      let page = try await names(
        fixture, linked: true, from: found.last, for: "juliet@verona.lit",
        limit: limit + (found.isEmpty ? 0 : 1))
      let new = found.isEmpty ? page : Array(page.dropFirst())
      guard !new.isEmpty else { break }
      #expect(new.count <= limit)
      found += new
    }
    #expect(
      found == ["root", "a", "b", "a1", "annex", "a1x", "closed", "c1", "extra"])
    try await fixture.store.close()
  }
}
