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

  /// What is met, with the places: nodes by name, items as `node/item`.
  private func read(
    _ fixture: Fixture, of root: String = "root", _ range: TreeRange,
    for jid: String = "nobody@verona.lit", limit: Int = 99
  ) async throws -> (entries: [(name: String, place: TreePlace)], reached: TreePlace?) {
    let known = fixture.known
    return try await fixture.read(root) { (snapshot, node) throws in
      var entries: [(name: String, place: TreePlace)] = []
      let reached = try snapshot.tree(below: node, range, for: BareJID(jid), known) { met, stop in
        #expect(met.node == (try snapshot.node(number: met.node.number)))
        #expect(met.actor == (try snapshot.actor(BareJID(jid), of: met.node, known)))
        let name = met.node.facts.id.name
        switch stop {
        case .node: entries.append((name, met.place(.node)))
        case .items(let edge):
          let items = ItemRange(isDescending: range.isBackwards, beyond: edge)
          for item in try snapshot.names(of: met.node, items, limit: limit) {
            entries.append(("\(name)/\(item.id.name)", met.place(.item(item.cursor))))
          }
        }
        return entries.count < limit
      }
      let page = entries.prefix(limit)
      return (Array(page), page.count < limit ? reached : nil)
    }
  }

  private func names(
    _ fixture: Fixture, of root: String = "root", depth: Int = Lineage.maximumDepth,
    linked: Bool = false, for jid: String = "nobody@verona.lit"
  ) async throws -> [String] {
    let range = TreeRange(depth: depth, withLinks: linked, nodes: 99)
    return try await read(fixture, of: root, range, for: jid).entries.map(\.name)
  }

  @Test func depth() async throws {
    let fixture = try await tree()
    let levels: [(Int, [String])] = [
      (0, ["root"]), (1, ["root", "a", "b"]), (2, ["root", "a", "a1", "b"]),
      (3, ["root", "a", "a1", "a1x", "b"]), (99, ["root", "a", "a1", "a1x", "b"]),
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
      (0, ["root"]), (1, ["root", "a", "annex", "b"]),
      (2, ["root", "a", "annex", "a1", "extra", "b"]),
      (99, ["root", "a", "annex", "a1", "extra", "a1x", "b"]),
    ]
    for (depth, expected) in levels {
      #expect(try await names(fixture, depth: depth, linked: true) == expected)
    }
    #expect(try await names(fixture, of: "a", depth: 0, linked: true) == ["a", "annex"])
    try await fixture.store.close()
  }

  /// Only what the asker may see, and nothing that is found through what they may not see.
  @Test func rights() async throws {
    let fixture = try await tree()
    try await fixture.create("lodge") {
      $0.parent = NodeID(stored: "a")
      $0.link = NodeID(stored: "closed")
    }
    for jid in ["juliet@verona.lit", "escalus@verona.lit", "romeo@verona.lit"] {
      #expect(
        try await names(fixture, of: "a", linked: true, for: jid)
          == ["a", "annex", "a1", "extra", "a1x", "closed", "lodge", "c1"])
    }
    #expect(
      try await names(fixture, of: "a", linked: true) == ["a", "annex", "a1", "extra", "a1x"])
    try await fixture.apply([.affiliate(NodeID(stored: "a"), fixture.juliet, .outcast)])
    #expect(try await names(fixture, of: "root", for: "juliet@verona.lit") == ["root", "b"])
    try await fixture.store.close()
  }

  private static let all = [
    "root", "root/x", "root/y", "a", "annex", "annex/x", "a1", "a1/x", "a1/y", "a1/z", "extra",
    "a1x", "closed", "c1", "c1/x", "b", "b/x",
  ]

  private func filled() async throws -> Fixture {
    let fixture = try await tree()
    for name in Self.all.map({ $0.split(separator: "/") }) where name.count == 2 {
      try await fixture.publish(String(name[1]), in: String(name[0]))
    }
    return fixture
  }

  /// Page by page, in both directions, however few nodes are looked at.
  @Test(arguments: [1, 2, 3, 5, 99], [0, 1, 2, 99])
  func pages(limit: Int, nodes: Int) async throws {
    let fixture = try await filled()
    for isBackwards in [false, true] {
      var range = TreeRange(
        depth: 9, withLinks: true, isBackwards: isBackwards, nodes: nodes)
      var found: [(name: String, place: TreePlace)] = []
      for _ in 0..<99 {
        let (entries, reached) = try await read(
          fixture, range, for: "juliet@verona.lit", limit: limit)
        found += entries
        guard let next = reached ?? entries.last?.place else { break }
        #expect(next != range.beyond)
        range.beyond = next
      }
      let places = found.map(\.place)
      #expect(places == places.sorted { ($0 < $1) != isBackwards })
      #expect(found.map(\.name) == (isBackwards ? Self.all.reversed() : Self.all))
    }
    try await fixture.store.close()
  }

  /// What is not seen is looked at too.
  @Test func hiddenNodesCount() async throws {
    let fixture = try await Fixture()
    try await fixture.create("root")
    for number in 0..<70 {
      try await fixture.create("n\(number)") {
        $0.parent = NodeID(stored: "root")
        if number != 66 { $0.accessModel = .whitelist }
      }
    }
    for isBackwards in [false, true] {
      var range = TreeRange(depth: 1, withLinks: true, isBackwards: isBackwards, nodes: 20)
      var found: [[String]] = []
      while let (entries, reached) = try? await read(fixture, range) {
        found.append(entries.map(\.name))
        guard let reached else { break }
        range.beyond = reached
      }
      #expect(
        found == (isBackwards ? [["n66"], [], [], ["root"]] : [["root"], [], [], ["n66"]]))
    }
    try await fixture.store.close()
  }

  /// A place is there when its node has gone, or gone elsewhere.
  @Test(arguments: [false, true])
  func placesStay(isBackwards: Bool) async throws {
    let fixture = try await filled()
    let whole = TreeRange(depth: 9, withLinks: true, isBackwards: isBackwards, nodes: 99)
    let places = try await read(fixture, whole, for: "juliet@verona.lit").entries
    try await fixture.configure("a1") { $0.parent = NodeID(stored: "beside") }
    try await fixture.apply([
      .retract(NodeID(stored: "root"), ItemID(stored: "x")),
      .delete(NodeID(stored: "closed"), redirect: nil),
    ])
    for _ in 0..<5 {
      try await fixture.sweep()
      try await fixture.acknowledgeAll()
    }
    let gone: Set = [
      "root/x", "a1", "a1/x", "a1/y", "a1/z", "extra", "a1x", "closed", "c1", "c1/x",
    ]
    for (number, (name, place)) in places.enumerated() {
      var range = whole
      range.beyond = place
      let left = try await read(fixture, range, for: "juliet@verona.lit").entries.map(\.name)
      let expected = places.dropFirst(number + 1).map(\.name).filter { !gone.contains($0) }
      #expect(left == expected, "\(name)")
    }
    try await fixture.store.close()
  }

  @Test func order() {
    typealias Step = TreePlace.Step
    let (link, child) = (Step(isLink: true, node: 9), Step(isLink: false, node: 3))
    let parts: [TreePlace.Part] = [.start, .node, .item(1), .item(7)]
    let sorted =
      parts.map { TreePlace([], $0) } + parts.map { TreePlace([link], $0) }
      + [TreePlace([link], .end)] + parts.map { TreePlace([child], $0) }
      + (parts + [.end]).map { TreePlace([child, child], $0) }
      + [TreePlace([child], .end), TreePlace([], .end)]
    for (number, place) in sorted.enumerated() {
      for (otherNumber, other) in sorted.enumerated() {
        #expect((place < other) == (number < otherNumber))
      }
    }
  }
}
