import PubSub
import Testing
import XMPP

@testable import Federation

@Suite struct ComparisonTests {
  private func ids(_ names: String) -> [ItemID] {
    names.split(separator: " ").map { ItemID(stored: String($0)) }
  }

  static let rows: [(listed: String, known: String, news: String, history: String, stale: String)] =
    [
      ("", "", "", "", ""),
      ("c b a", "", "", "c b a", ""),
      ("c b a", "c b a", "", "", ""),
      ("e d c b a", "c b a", "d e", "", ""),
      ("c b a", "c", "", "b a", ""),
      ("e d c b a", "d c x", "e", "b a", "x"),
      ("d c a", "c b a", "d", "", "b"),
      ("", "c b a", "", "", "c b a"),
      // More than are kept.
      ("g f e d c b a", "c b a", "", "g f e d", "c b a"),
      ("f e d c b a", "c b a", "d e f", "", "b a"),
    ]

  @Test(arguments: ComparisonTests.rows)
  func plan(row: (listed: String, known: String, news: String, history: String, stale: String)) {
    let limit = row.listed.hasPrefix("g") || row.listed.hasPrefix("f") ? 4 : 100
    let plan = Comparison(
      .init(ids(row.listed), newest: [], isWhole: true), known: ids(row.known), limit: limit)
    #expect(plan.news == ids(row.news))
    #expect(plan.history == ids(row.history))
    #expect(plan.stale + plan.surplus == ids(row.stale))
  }

  /// Of what is older than the list nothing is known.
  @Test(arguments: [
    ("e d c", "c b a", "d e", ""), ("e d c", "d x c b a", "e", "x"), ("e d c", "b a", "c d e", ""),
    ("f e d", "e d c b a", "f", "a"),
  ])
  func part(listed: String, known: String, news: String, stale: String) {
    let plan = Comparison(
      .init(ids(listed), newest: [], isWhole: false), known: ids(known),
      limit: listed.hasPrefix("f") ? 5 : 100)
    #expect(plan.news == ids(news))
    #expect(plan.stale + plan.surplus == ids(stale))
  }

  static let orders: [(listed: String, newest: [(String, Int64?)], isReversed: Bool)] = [
    ("a b c", [("a", 1), ("b", 2), ("c", 3)], true),
    ("a b c", [("a", 3), ("b", 2), ("c", 1)], false),
    ("a b c", [("c", 3), ("b", 2), ("a", 1)], true),
    // One date is wrong.
    ("a b c d", [("a", 1), ("b", 2), ("c", 0), ("d", 9)], true),
    // Without dates the place of the newest says it.
    ("a b c d", [("d", nil), ("c", nil)], true),
    ("a b c d", [("a", nil), ("b", nil)], false),
    ("a b c d", [("x", 1)], false),
    ("a", [("a", nil)], false),
    ("", [], false),
  ]

  @Test(arguments: ComparisonTests.orders)
  func order(row: (listed: String, newest: [(String, Int64?)], isReversed: Bool)) {
    let listed = ids(row.listed)
    let newest = row.newest.map {
      (id: ItemID(stored: $0.0), date: $0.1.map(Timestamp.init(milliseconds:)))
    }
    #expect(
      Comparison.newestFirst(listed, newest: newest)
        == (row.isReversed ? listed.reversed() : listed)
    )
  }
}
