import GRDB
import PubSub
import Testing
import XMPP

@testable import Store

/// The log of moderation, and all that an account has published in a node.
@Suite struct AuditTests {
  private let blog = NodeID(stored: "blog")

  private func keep(
    _ kind: ModerationAct.Kind, _ node: String = "blog", item: String? = nil,
    at time: Int64 = 1_000, in fixture: Fixture, and effects: [Effect] = []
  ) async throws {
    let (service, known) = (fixture.service, fixture.known)
    let act = ModerationAct(
      kind, NodeID(stored: node), by: fixture.romeo, item: item.map { ItemID(stored: $0) },
      subject: fixture.juliet, detail: "why")
    try await fixture.store.write {
      try $0.apply(
        Decision(effects: effects, acts: [act]), in: service, now: Timestamp(milliseconds: time),
        known)
    }
  }

  private func acts(
    of name: String? = nil, _ fixture: Fixture
  ) async throws -> [KeptAct] {
    try await page(of: name, fixture).acts
  }

  private func page(
    of name: String? = nil, before: Int64? = nil, limit: Int = 9, _ fixture: Fixture
  ) async throws -> ActPage {
    let service = fixture.service
    return try await fixture.store.read { snapshot in
      let node = try name.flatMap { try snapshot.node(NodeID(stored: $0), in: service) }
      return try snapshot.acts(of: node, in: service, before: before, limit: limit)
    }
  }

  /// All acts, page by page.
  private func pages(limit: Int, _ fixture: Fixture) async throws -> [[ModerationAct.Kind]] {
    var pages: [[ModerationAct.Kind]] = []
    var before: Int64?
    repeat {
      let page = try await page(before: before, limit: limit, fixture)
      pages.append(page.acts.map(\.act.kind))
      before = page.next
    } while before != nil && pages.count < 100
    return pages
  }

  /// A page that ends because of its bytes is not the last one.
  @Test func longNames() async throws {
    let fixture = try await Fixture()
    let long = String(repeating: "n", count: 1023)
    try await fixture.create(long)
    for number in 0..<AuditLimits.perPage {
      try await keep(number == 0 ? .ban : .hide, long, item: long, in: fixture)
    }
    let pages = try await pages(limit: AuditLimits.perPage, fixture)
    #expect(pages.count == 2)
    #expect(pages.joined().count == AuditLimits.perPage)
    #expect(pages.last?.last == .ban)
    // What a later version has kept is passed over, and ends nothing.
    try await fixture.store.write {
      try $0.run("UPDATE audit SET act = 'new' WHERE act = 'hide'", [])
    }
    #expect(try await self.pages(limit: 49, fixture).joined().elementsEqual([.ban]))
    try await fixture.store.close()
  }

  @Test func isReadByNode() async throws {
    let fixture = try await Fixture()
    for node in ["blog", "other"] { try await fixture.create(node) }
    try await keep(.hide, item: "a", in: fixture)
    try await keep(.ban, "other", in: fixture)
    try await keep(.delete, in: fixture, and: [.delete(blog, redirect: nil)])
    #expect(try await acts(fixture).map(\.act.kind) == [.delete, .ban, .hide])
    #expect(try await pages(limit: 1, fixture) == [[.delete], [.ban], [.hide]])
    #expect(try await pages(limit: 3, fixture) == [[.delete, .ban, .hide]])
    let first = try #require(try await acts(fixture).last)
    #expect(
      first.act
        == ModerationAct(
          .hide, blog, by: fixture.romeo, item: ItemID(stored: "a"), subject: fixture.juliet,
          detail: "why"))
    #expect(first.time == Timestamp(milliseconds: 1_000))
    // Another node of the name has a log of its own, and the old one outlives the old node.
    try await fixture.create("blog")
    try await fixture.sweep()
    #expect(try await acts(of: "blog", fixture).isEmpty)
    #expect(try await acts(of: "other", fixture).map(\.act.kind) == [.ban])
    #expect(try await acts(fixture).count == 3)
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }

  /// What is undone was not done.
  @Test func isWrittenWithTheAct() async throws {
    let fixture = try await Fixture()
    try await fixture.create("blog")
    let error = await storeError {
      try await keep(
        .hide, in: fixture, and: [.bind(blog, to: ItemID(stored: "none"), of: blog)])
    }
    #expect(error != nil)
    #expect(try await acts(fixture).isEmpty)
    try await fixture.store.close()
  }

  @Test func isBounded() async throws {
    let fixture = try await Fixture()
    for node in ["blog", "other"] { try await fixture.create(node) }
    let (service, known) = (fixture.service, fixture.known)
    let act = ModerationAct(.hide, blog, by: fixture.romeo)
    try await keep(.ban, "other", in: fixture)
    try await fixture.store.write { tx in
      for _ in 0..<AuditLimits.perNode + 3 {
        try tx.apply(Decision(acts: [act]), in: service, now: Timestamp(milliseconds: 5_000), known)
      }
    }
    #expect(
      try await fixture.number("SELECT count(*) FROM audit") == Int64(AuditLimits.perNode + 1))
    #expect(try await acts(of: "other", fixture).count == 1)
    // By age.
    try await fixture.sweep(at: AuditLimits.age + 1_001)
    #expect(try await acts(of: "other", fixture).isEmpty)
    try await fixture.sweep(at: AuditLimits.age + 5_001)
    #expect(try await fixture.number("SELECT count(*) FROM audit") == 0)
    // By number: those that are far behind the last.
    try await keep(.hide, at: 9_000, in: fixture)
    try await fixture.store.write {
      try $0.run("UPDATE sqlite_sequence SET seq = seq + ? WHERE name = 'audit'", [AuditLimits.all])
    }
    try await keep(.show, at: 9_000, in: fixture)
    try await fixture.sweep(at: 9_000)
    #expect(try await acts(fixture).map(\.act.kind) == [.show])
    try await fixture.store.close()
  }

  /// In portions, what was there when it was asked for, hidden or not, and nothing of anybody else's.
  @Test func removal() async throws {
    let fixture = try await Fixture()
    try await fixture.create("blog")
    for item in ["a", "b", "c", "d"] {
      try await fixture.publish(item, in: "blog", by: fixture.juliet)
    }
    try await fixture.publish("romeo", in: "blog", by: fixture.romeo)
    try await fixture.apply([.hide(blog, ItemID(stored: "b")), .removeAll(blog, fixture.juliet)])
    try await fixture.publish("later", in: "blog", by: fixture.juliet)
    let (service, known) = (fixture.service, fixture.known)
    let portions = try await fixture.store.write { tx in
      var portions: [[String]] = []
      while let removal = try tx.snapshot.removals(in: service, limit: 9).first {
        guard let (node, items) = try tx.snapshot.items(of: removal, limit: 3), !items.isEmpty
        else {
          try tx.finish(removal, in: service)
          continue
        }
        portions.append(items.map { $0.id.name + ($0.isHidden ? "?" : "") })
        try tx.apply(
          RemoveAll.decide(items, from: node.facts), in: service, now: Timestamp(milliseconds: 1),
          known)
      }
      return portions
    }
    #expect(portions == [["a", "c", "d"], ["b?"]])
    #expect(try await fixture.items("blog") == ["later", "romeo"])
    // A node that goes takes it along.
    try await fixture.apply([.removeAll(blog, fixture.juliet), .delete(blog, redirect: nil)])
    let left = try await fixture.store.read { snapshot in
      try snapshot.removals(in: service, limit: 9).map {
        try snapshot.items(of: $0, limit: 9) == nil
      }
    }
    #expect(left == [true])
    try await fixture.sweep()
    #expect(try await fixture.number("SELECT count(*) FROM removal") == 0)
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }
}
