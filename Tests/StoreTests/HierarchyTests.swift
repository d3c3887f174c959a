import PubSub
import Testing
import XMPP

@testable import Store

/// Nodes above and below one another, and nodes that belong to others.
@Suite struct HierarchyTests {
  private func create(
    _ fixture: Fixture, _ name: String, below parent: String? = nil, link: String? = nil,
    _ access: AccessModel = .open
  ) async throws {
    try await fixture.create(name) {
      $0.parent = parent.map { NodeID(stored: $0) }
      $0.link = link.map { NodeID(stored: $0) }
      $0.accessModel = access
    }
  }

  /// What the public sees, a letter each: r(eadable), s(hown), l(isted).
  private func seen(_ fixture: Fixture) async throws -> [String] {
    try await fixture.checkInvariants()
    return try await fixture.texts(
      """
      SELECT name || ' ' || iif(readable, 'r', '') || iif(shown, 's', '') || iif(listed, 'l', '')
      FROM node WHERE deleted IS NULL ORDER BY id
      """)
  }

  /// What stands below is seen as far as what stands above.
  @Test func visibility() async throws {
    let fixture = try await Fixture()
    try await create(fixture, "top")
    try await create(fixture, "a", below: "top")
    try await create(fixture, "a1", below: "a")
    try await create(fixture, "a2", below: "a", .authorize)
    try await create(fixture, "a3", below: "a", .presence)
    try await create(fixture, "urn:xmpp:microblog:0:comments/x", below: "a")
    try await create(fixture, "c1", below: "urn:xmpp:microblog:0:comments/x")
    let names = ["top", "a", "a1", "a2", "a3", "urn:xmpp:microblog:0:comments/x", "c1"]
    let access: [(String, AccessModel, [String])] = [
      ("top", .open, ["rsl", "rsl", "rsl", "s", "", "rs", "rsl"]),
      ("top", .whitelist, ["", "", "", "", "", "", ""]),
      ("top", .authorize, ["s", "s", "s", "s", "", "s", "s"]),
      ("a", .roster, ["s", "", "", "", "", "", ""]),
      ("top", .open, ["rsl", "", "", "", "", "", ""]),
      ("a", .open, ["rsl", "rsl", "rsl", "s", "", "rs", "rsl"]),
    ]
    for (name, model, expected) in access {
      try await fixture.configure(name) { $0.accessModel = model }
      #expect(try await seen(fixture) == zip(names, expected).map { "\($0) \($1)" })
    }
    // New ones, and those that move.
    try await create(fixture, "closed", .whitelist)
    try await create(fixture, "inside", below: "closed")
    try await fixture.configure("a") { $0.parent = NodeID(stored: "closed") }
    #expect(try await fixture.record("a1")?.above.count == 2)
    #expect(
      try await seen(fixture) == [
        "top rsl", "a ", "a1 ", "a2 ", "a3 ", "urn:xmpp:microblog:0:comments/x ", "c1 ", "closed ",
        "inside ",
      ])
    try await fixture.configure("a") { $0.parent = nil }
    #expect(try await fixture.store.communities(limit: 9).map(\.name) == ["a", "top", "c1", "a1"])
    try await fixture.store.close()
  }

  /// Nodes that belong to one that moves move with it, and those that belong to them; what is below comes along.
  @Test func links() async throws {
    let fixture = try await Fixture()
    try await create(fixture, "old")
    try await create(fixture, "closed", .whitelist)
    try await create(fixture, "news", below: "old")
    try await create(fixture, "annex", below: "old", link: "news")
    try await create(fixture, "annex of annex", below: "old", link: "annex")
    try await create(fixture, "deep", below: "annex of annex")
    try await create(fixture, "other", below: "old")
    func parents() async throws -> [String?] {
      var parents: [String?] = []
      for name in ["news", "annex", "annex of annex", "deep", "other"] {
        parents.append(try await fixture.record(name)?.facts.configuration.parent?.name)
      }
      return parents
    }
    #expect(try await parents() == ["old", "old", "old", "annex of annex", "old"])
    try await fixture.configure("news") { $0.parent = NodeID(stored: "closed") }
    #expect(try await parents() == ["closed", "closed", "closed", "annex of annex", "old"])
    #expect(
      try await seen(fixture) == [
        "old rsl", "closed ", "news ", "annex ", "annex of annex ", "deep ", "other rsl",
      ])
    #expect(try await fixture.record("annex of annex")?.facts.configuration.link?.name == "annex")
    try await fixture.configure("news") { $0.parent = nil }
    #expect(try await parents() == [nil, nil, nil, "annex of annex", "old"])
    #expect(try await seen(fixture).filter { $0.hasSuffix(" rsl") }.count == 6)
    try await fixture.store.close()
  }

  /// What the engine is told of relations.
  @Test func relations() async throws {
    let fixture = try await Fixture()
    let service = fixture.service
    for (name, parent, link) in [
      ("top", nil, nil), ("a", "top", nil), ("a1", "a", nil), ("a2", "a1", nil),
      ("linked", "top", "a"), ("l1", "linked", nil), ("l2", "l1", nil), ("l3", "l2", nil),
      ("gone", "a2", nil), ("g1", "gone", nil),
    ] { try await create(fixture, name, below: parent, link: link) }
    try await fixture.apply([.delete(NodeID(stored: "gone"), redirect: nil)])
    func facts(_ parent: String?, _ link: String?, of node: String?) async throws -> Lineage.Facts {
      try await fixture.store.read { snapshot in
        try snapshot.relations(
          parent: parent.map { NodeID(stored: $0) }, link: link.map { NodeID(stored: $0) },
          of: node.flatMap { try snapshot.node(NodeID(stored: $0), in: service) }, in: service
        ) { $0.facts.id.name == "l2" }
      }
    }
    func names(_ reach: Set<NodeID>?) -> [String] { (reach ?? []).map(\.name).sorted() }
    #expect(try await facts(nil, nil, of: "a") == Lineage.Facts())
    let below = try await facts("l2", "missing", of: "a")
    #expect(below.parent?.mayPublish == true)
    #expect(below.parent?.depth == 3)
    #expect(below.parent?.parent?.name == "l1")
    #expect(names(below.parent?.reach) == ["a", "l1", "l2", "linked", "top"])
    #expect(below.link == nil)
    // With what is below the node that moves along.
    #expect(below.height == 3)
    #expect(try await facts("top", nil, of: "a1").height == 1)
    #expect(try await facts("top", nil, of: "l3").height == 0)
    let linking = try await facts(nil, "linked", of: nil)
    #expect(linking.link?.mayPublish == false)
    #expect(linking.link?.link?.name == "a")
    #expect(names(linking.link?.reach) == ["a", "linked", "top"])
    #expect(linking.height == 0)
    // What goes with a deleted node is not there.
    #expect(try await facts("g1", "gone", of: nil) == Lineage.Facts())
    try await fixture.store.close()
  }

  /// With a node go those below it and those that belong to it, at once; that is announced little by little, also
  /// to those who follow from above.
  @Test(arguments: [1, 2, 500])
  func orphans(rows: Int) async throws {
    var limits = StoreLimits()
    limits.rowsPerSweep = rows
    let fixture = try await Fixture(limits: limits)
    for (name, parent, link) in [
      ("top", nil, nil), ("gone", "top", nil), ("b1", "gone", nil), ("b2", "gone", nil),
      ("c", "b1", nil), ("linked", "top", "gone"), ("l1", "linked", nil), ("kept", "top", nil),
    ] { try await create(fixture, name, below: parent, link: link) }
    for node in ["c", "kept", "linked"] { try await fixture.publish("i", in: node) }
    try await fixture.subscribe("juliet@verona.lit", to: "c")
    try await fixture.subscribe("romeo@verona.lit", to: "gone") { $0.depth = -1 }
    try await fixture.configure("b2") { $0.notifyDelete = false }
    try await fixture.apply([.delete(NodeID(stored: "gone"), redirect: nil)])
    for name in ["gone", "b1", "b2", "c", "linked"] {
      #expect(try await fixture.record(name) == nil)
    }
    try await fixture.checkInvariants()
    // A name is free at once, whatever held it.
    try await create(fixture, "b1", .whitelist)
    try await fixture.checkInvariants()
    var told: [String: [String]] = [:]
    for _ in 0..<20 {
      try await fixture.sweep()
      try await fixture.checkInvariants()
      for event in try await fixture.waiting() {
        #expect(told[event.nodeID.name] == nil)
        told[event.nodeID.name] = try await fixture.recipients(of: event).map(\.jid)
        try await fixture.store.write { try $0.acknowledge(done: [event.id], partial: [:]) }
        // One at a time: nobody who is still to be told is forgotten meanwhile.
        try await fixture.sweep()
      }
    }
    #expect(
      told == [
        "b1": ["romeo@verona.lit"], "c": ["juliet@verona.lit", "romeo@verona.lit"],
        "linked": [], "l1": [],
      ])
    #expect(
      try await fixture.texts("SELECT name FROM node ORDER BY id") == ["top", "kept", "b1"])
    #expect(try await fixture.number("SELECT count(*) FROM item") == 1)
    #expect(try await seen(fixture) == ["top rsl", "kept rsl", "b1 "])
    try await fixture.store.close()
  }

  /// An address in a node's place counts as a node until it is forgotten.
  @Test func redirectEnds() async throws {
    let fixture = try await Fixture()
    let (service, romeo) = (fixture.service, fixture.romeo)
    func seen() async throws -> [String?] {
      try await fixture.store.read { snapshot in
        try ["blog", "diary"].map { try snapshot.redirect(of: NodeID(stored: $0), in: service) }
          + ["\(try snapshot.account(romeo).own.nodes)"]
      }
    }
    try await create(fixture, "blog")
    try await create(fixture, "diary", .whitelist)
    #expect(try await seen() == [nil, nil, "2"])
    let now = Timestamp.now.milliseconds
    for name in ["blog", "diary"] {
      let redirect = name == "blog" ? "xmpp:a.lit" : nil
      try await fixture.apply([.delete(NodeID(stored: name), redirect: redirect)], at: now)
    }
    try await fixture.sweep()
    #expect(try await seen() == ["xmpp:a.lit", nil, "1"])
    let sweeper = Sweeper(fixture.store)
    let end = now + Sweeper.redirection
    #expect(try await !sweeper.sweep(now: Timestamp(milliseconds: end)))
    #expect(try await sweeper.sweep(now: Timestamp(milliseconds: end + 1)))
    #expect(try await seen() == [nil, nil, "0"])
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }

  /// Requests to a node that has moved are sent there, until there is one of its name again.
  @Test func redirect() async throws {
    let fixture = try await Fixture()
    let (service, blog) = (fixture.service, NodeID(stored: "blog"))
    func redirect() async throws -> String? {
      try await fixture.store.read { try $0.redirect(of: blog, in: service) }
    }
    try await create(fixture, "blog")
    #expect(try await redirect() == nil)
    try await fixture.apply([.delete(blog, redirect: "xmpp:a.lit")])
    #expect(try await redirect() == "xmpp:a.lit")
    try await fixture.sweep()
    #expect(try await redirect() == "xmpp:a.lit")
    try await create(fixture, "blog")
    #expect(try await redirect() == nil)
    try await fixture.apply([.delete(blog, redirect: nil)])
    #expect(try await redirect() == nil)
    try await fixture.store.close()
  }
}
