import PubSub
import Testing
import XMPP

@testable import Store

/// Reports that wait: who has them in their queue, and how they go.
@Suite struct ReportTests {
  private let blog = NodeID(stored: "blog")

  private func fixture() async throws -> Fixture {
    let fixture = try await Fixture()
    for node in ["blog", "other"] { try await fixture.create(node) }
    for item in ["a", "b", "c"] {
      try await fixture.publish(item, in: "blog", by: fixture.juliet)
    }
    try await fixture.publish("own", in: "blog", by: fixture.romeo)
    return fixture
  }

  private func report(
    _ item: String, by jid: String, _ text: String = "", in fixture: Fixture
  ) async throws {
    let facts = ReportFacts(
      item: ItemID(stored: item), reporter: try BareJID(jid), reason: .abuse, text: text)
    try await fixture.apply([.report(blog, facts)])
  }

  /// The items of a queue, with the texts of their reports.
  private func queue(
    _ jid: BareJID, isAdmin: Bool = false, before: Int64? = nil, limit: Int = 9, _ fixture: Fixture
  ) async throws -> [String] {
    let service = fixture.service
    return try await fixture.store.read {
      try $0.reports(for: jid, isAdmin: isAdmin, in: service, before: before, limit: limit).map {
        $0.item.id.name + $0.facts.text + ($0.isEdited ? "!" : "")
      }
    }
  }

  @Test func newestFirst() async throws {
    let fixture = try await fixture()
    for (item, who) in [("a", "x"), ("own", "x"), ("b", "x"), ("a", "y")] {
      try await report(item, by: "\(who)@verona.lit", who, in: fixture)
    }
    // One each: the second takes the place of the first.
    try await report("a", by: "x@verona.lit", "again", in: fixture)
    // Nobody has reports of their own items in their queue, and strangers have none.
    #expect(try await queue(fixture.romeo, fixture) == ["ay", "bx", "aagain"])
    #expect(try await queue(fixture.juliet, fixture) == [])
    #expect(
      try await queue(fixture.juliet, isAdmin: true, fixture) == ["ay", "bx", "ownx", "aagain"])
    #expect(try await queue(fixture.romeo, limit: 1, fixture) == ["ay"])
    #expect(try await queue(fixture.romeo, before: 4, limit: 1, fixture) == ["bx"])
    try await fixture.publish("a", in: "blog", title: "Edited", by: fixture.juliet)
    #expect(try await queue(fixture.romeo, fixture) == ["ay!", "bx", "aagain!"])
    let service = fixture.service
    let present = try await fixture.read("blog") {
      try $0.reports(
        of: ItemID(stored: "a"), in: $1, by: BareJID("x@verona.lit"), service, owners: 9)
    }
    #expect(present.isKnown)
    #expect([present.own, present.ofNode, present.all] == [3, 4, 4])
    #expect(present.owners == [fixture.romeo])
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }

  /// With their item, or since it was looked at.
  @Test(arguments: ["dismiss", "retract", "hide", "purge", "trim", "delete"])
  func go(_ how: String) async throws {
    let fixture = try await fixture()
    for who in ["x", "y"] { try await report("a", by: "\(who)@verona.lit", who, in: fixture) }
    try await report("own", by: "x@verona.lit", in: fixture)
    let a = ItemID(stored: "a")
    let effect: Effect =
      switch how {
      case "dismiss": .dismiss(blog, a)
      case "retract": .retract(blog, a)
      case "hide": .hide(blog, a)
      case "purge": .purge(blog)
      case "trim": .trim(blog, keep: 1)
      default: .delete(blog, redirect: nil)
      }
    try await fixture.apply([effect])
    let isAll = ["purge", "delete"].contains(how)
    #expect(try await queue(fixture.romeo, isAdmin: true, fixture) == (isAll ? [] : ["own"]))
    try await fixture.sweep()
    #expect(try await fixture.number("SELECT count(*) FROM report") == (isAll ? 0 : 1))
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }
}
