import PubSub
import Social
import TestSupport
import Testing
import XMPP

@testable import Store

/// Posts in the order of their publication, of one node, of all and with a tag.
@Suite struct DatedPostsTests {
  private static let bounds = FeedBounds(entries: 3, bytes: .max, extent: .whole)
  /// 2026-11-01T00:00:00Z.
  private static let november: Int64 = 1_793_491_200_000

  private func says(_ item: String, in node: String, on date: String, _ fixture: Fixture)
    async throws
  {
    let now = Self.november + 40 * 86_400_000
    let post = try Post(
      item, title: item, more: "<published>\(date)</published><category term='t'/>",
      by: fixture.romeo, at: now)
    try await fixture.apply(
      [.store(NodeID(stored: node), post.item)], projections: post.projections, at: now)
  }

  private func scopes(_ fixture: Fixture) -> [PostScope] {
    [.everything, .node(service: fixture.jid, name: "a"), .tag("t")]
  }

  private func month(_ month: Int) throws -> Month { try #require(Month(year: 2026, month: month)) }

  private func archive(
    _ scope: PostScope, _ number: Int, _ fixture: Fixture, _ cursor: ArchiveCursor = .newest
  ) async throws -> ArchiveView {
    let month = try month(number)
    let found = try await fixture.store.archive(
      scope, month, cursor, Self.bounds, months: 9, within: .seconds(60))
    return try #require(found)
  }

  @Test func aMonthHasWhatWasPublishedInIt() async throws {
    let fixture = try await Fixture()
    for node in ["a", "private"] {
      try await fixture.create(node) { if node == "private" { $0.accessModel = .whitelist } }
      try await says("last", in: node, on: "2026-11-30T23:59:59.999Z", fixture)
      try await says("december", in: node, on: "2026-12-01T00:00:00Z", fixture)
      try await says("first", in: node, on: "2026-11-01T00:00:00Z", fixture)
      try await says("october", in: node, on: "2026-10-31T23:59:59Z", fixture)
      try await says("gone", in: node, on: "2026-11-03T00:00:00Z", fixture)
      try await fixture.apply([.retract(NodeID(stored: node), ItemID(stored: "gone"))])
    }
    for scope in scopes(fixture) {
      let found = try await archive(scope, 11, fixture)
      #expect(found.posts.map(\.item) == ["last", "first"])
      #expect(found.older == nil && found.newer == nil)
      #expect(found.earlierMonth == Month(year: 2026, month: 10))
      #expect(found.laterMonth == Month(year: 2026, month: 12))
      let missing = try await archive(scope, 9, fixture)
      #expect(missing.posts.isEmpty && missing.earlierMonth == nil)
      #expect(missing.laterMonth == Month(year: 2026, month: 10))
    }
    let months = try await archive(scopes(fixture)[1], 11, fixture).months
    #expect(months.map(\.month.month) == [12, 11, 10])
    #expect(months.map(\.posts) == [1, 2, 1])
    let closed = PostScope.node(service: fixture.jid, name: "private")
    let november = try month(11)
    #expect(
      try await fixture.store.archive(
        closed, november, .newest, Self.bounds, within: .seconds(60)) == nil)
    #expect(
      try await fixture.store.newestPlace(closed, besides: [], within: .seconds(60)) == nil)
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }

  /// All of one moment, as those of an import are that says days alone; an edit leaves each where it is.
  @Test func placesPartWhatIsOfOneMoment() async throws {
    let fixture = try await Fixture()
    for node in ["a", "b"] { try await fixture.create(node) }
    for number in 0..<8 {
      let node = number.isMultiple(of: 2) ? "a" : "b"
      try await says("\(number)", in: node, on: "2026-11-05T00:00:00Z", fixture)
    }
    try await says("0", in: "a", on: "2026-11-05T00:00:00Z", fixture)
    for scope in scopes(fixture) {
      let all =
        scope == scopes(fixture)[1] ? ["6", "4", "2", "0"] : (0..<8).reversed().map(String.init)
      var (down, cursor) = ([String](), ArchiveCursor.newest)
      while true {
        let found = try await archive(scope, 11, fixture, cursor)
        down += found.posts.map(\.item)
        guard let older = found.older else { break }
        cursor = .before(older)
      }
      #expect(down == all)
      let start = DatePlace(before: try month(11).start)
      (down, cursor) = ([], .after(start))
      while true {
        let found = try await archive(scope, 11, fixture, cursor)
        down = found.posts.map(\.item) + down
        guard let newer = found.newer else { break }
        cursor = .after(newer)
      }
      #expect(down == all)
    }
    try await fixture.store.close()
  }

  /// Of many nodes the first ones are found, wherever they are.
  @Test func theNewestOfManyNodes() async throws {
    let fixture = try await Fixture()
    var dice = Dice(5)
    var expected: [(date: Int64, item: String)] = []
    for node in 0..<6 { try await fixture.create("n\(node)") }
    for number in 0..<40 {
      let date = Self.november + Int64.random(in: 0..<1_000, using: &dice) * 1_000
      expected.append((date, "\(number)"))
      try await says(
        "\(number)", in: "n\(Int.random(in: 0..<6, using: &dice))",
        on: Timestamp(milliseconds: date).text, fixture)
    }
    let all = expected.enumerated().sorted {
      ($0.element.date, $0.offset) > ($1.element.date, $1.offset)
    }
    .map(\.element.item)
    let bounds = FeedBounds(entries: 7, bytes: .max, extent: .whole)
    var (found, cursor) = ([String](), ArchiveCursor.newest)
    while true {
      let view = try await fixture.store.archive(
        .everything, month(11), cursor, bounds, within: .seconds(60))
      let page = try #require(view)
      found += page.posts.map(\.item)
      guard let older = page.older else { break }
      cursor = .before(older)
    }
    #expect(found == all)
    try await fixture.store.close()
  }

  @Test func neighboursAreOfTheSameNode() async throws {
    let fixture = try await Fixture()
    for node in ["a", "b"] { try await fixture.create(node) }
    for (item, node, day) in [("1", "a", 1), ("x", "b", 2), ("2", "a", 3), ("3", "a", 2)] {
      try await says(item, in: node, on: "2026-11-0\(day)T00:00:00Z", fixture)
    }
    func beside(_ item: String) async throws -> [String?] {
      let found = try await fixture.store.post(
        service: fixture.jid, node: "a", item: item, beside: true
      ).found
      return [found?.neighbours?.older?.item, found?.neighbours?.newer?.item]
    }
    #expect(try await beside("1") == [nil, "3"])
    #expect(try await beside("3") == ["1", "2"])
    try await fixture.apply([.retract(NodeID(stored: "a"), ItemID(stored: "1"))])
    #expect(try await beside("3") == [nil, "2"])
    try await fixture.apply([.purge(NodeID(stored: "a"))])
    try await says("4", in: "a", on: "2026-11-09T00:00:00Z", fixture)
    #expect(try await beside("4") == [nil, nil])
    try await fixture.store.close()
  }
}
