import Testing
import XMPP

@testable import Social

@Suite struct TagTrendTests {
  private static let day: Int64 = 86_400_000
  private static let now = Timestamp(milliseconds: 100 * day)

  private func names(_ posts: [(tags: [String], author: Int64, days: Int64)]) -> [String] {
    var trend = TagTrend(now: Self.now)
    for post in posts {
      trend.add(
        post.tags, by: post.author,
        at: Timestamp(milliseconds: Self.now.milliseconds - post.days * Self.day))
    }
    return trend.first(3).map(\.name)
  }

  @Test func order() {
    // Many authors before many posts, new before old, then by name; what is sensitive is no trend.
    #expect(names([(["a"], 1, 0), (["a"], 1, 0), (["b"], 1, 0), (["b"], 2, 0)]) == ["b", "a"])
    #expect(names([(["old"], 1, 9), (["new"], 1, 0)]) == ["new", "old"])
    #expect(names([(["d", "c", "b", "a"], 1, 0)]) == ["a", "b", "c"])
    #expect(names([(["nsfw"], 1, 0)]) == [])
    // The future is now, and what is very old weighs nothing at all, yet is there.
    #expect(names([(["a"], 1, -9), (["b"], 1, 0), (["c"], 1, 4_000_000)]) == ["a", "b", "c"])
  }

  @Test func counts() throws {
    var trend = TagTrend(now: Self.now)
    for author in [1, 2, 2] as [Int64] { trend.add(["a"], by: author, at: Self.now) }
    let tag = try #require(trend.first(1).first)
    #expect(tag.posts == 3 && tag.authors == 2 && tag.weight == 2)
  }

  private static let pages: [(ResultSet.Request?, limit: Int, String, index: Int?)] = [
    (nil, 9, "abcd", 0), (nil, 2, "ab", 0), (.init(after: "b"), 9, "cd", 2),
    (.init(after: ""), 1, "a", 0), (.init(after: "d"), 9, "", nil),
    (.init(before: ""), 2, "cd", 2), (.init(before: "c"), 1, "b", 1),
    (.init(before: "a"), 9, "", nil), (.init(after: "a", before: "d"), 9, "bc", 1),
    (.init(after: "c", before: "b"), 9, "", nil), (.init(), 0, "", nil),
    // In use, and not among those that are listed: behind them. Not in use any more: nowhere.
    (.init(after: "e"), 9, "", nil), (.init(before: "e"), 2, "cd", 2),
    (.init(after: "gone"), 2, "ab", 0), (.init(before: "gone"), 2, "cd", 2),
  ]

  @Test(arguments: pages.indices)
  func paging(row: Int) {
    var trend = TagTrend(now: Self.now)
    trend.add(["a", "b", "c", "d", "e"], by: 1, at: Self.now)
    let (request, limit, expected, index) = Self.pages[row]
    let page = trend.page(request, of: 4, limit: limit)
    #expect(page.tags.map(\.name).joined() == expected)
    #expect(page.set.first == page.tags.first?.name && page.set.last == page.tags.last?.name)
    #expect(page.set.index == index && page.set.count == 4)
    #expect(page.isWhole == (page.tags.count == 4))
  }
}
