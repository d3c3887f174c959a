import GRDB
import PubSub
import Testing
import XMPP

@testable import Store

/// What it costs to find out who is told.
@Suite struct RecipientCostTests {
  /// However many subscriptions an address has, it is looked at once for a page.
  @Test(arguments: [(50, 1), (7, 3)])
  func oncePerPage(limit: Int, expected: Int) async throws {
    var limits = StoreLimits()
    limits.readers = 1
    let fixture = try await Fixture(limits: limits)
    try await fixture.create("blog")
    let ids = (10..<30).map(String.init)
    for id in ids {
      try await fixture.subscribe("juliet@verona.lit", to: "blog", id) { $0.keywords = ["sun"] }
    }
    try await fixture.apply([], [event("blog", text: "sun")])
    let announced = try #require(try await fixture.waiting().last)
    let looks = Log<String>()
    try await fixture.store.read {
      $0.db.trace { event in
        guard case .statement(let statement) = event,
          statement.sql.contains("subscription.jid = (SELECT id FROM jid")
        else { return }
        looks.add(statement.sql)
      }
    }
    let told = try await fixture.recipients(of: announced, limit: limit)
    #expect(told.map(\.words) == ["juliet " + ids.joined(separator: ",")])
    #expect(looks.all.count == expected)
    try await fixture.store.read { $0.db.trace(nil) }
    try await fixture.store.close()
  }

  /// A page ends where enough texts were searched for keywords; nobody is passed over.
  @Test func keywordsTakeTime() async throws {
    let fixture = try await Fixture()
    try await fixture.create("blog")
    let count = 40
    try await fixture.apply(
      try (0..<count).map { number in
        let facts = try subscription("user\(number)@verona.lit") { options in
          options.keywords = (0..<16).map { "missing\($0)" } + (number % 2 == 0 ? ["sun"] : [])
        }
        return .subscribe(NodeID(stored: "blog"), facts)
      })
    let text = String(repeating: "🌔", count: 16_380) + "sun"
    try await fixture.apply([], [event("blog", text: text)])
    let announced = try #require(try await fixture.waiting().last)
    let (page, next) = try await fixture.page(announced, after: 0, limit: 512)
    #expect(next != nil && page.count < count / 2)
    let told = try await fixture.recipients(of: announced, limit: 512)
    #expect(
      told.map(\.jid) == stride(from: 0, to: count, by: 2).map { "user\($0)@verona.lit" })
    try await fixture.store.close()
  }
}
