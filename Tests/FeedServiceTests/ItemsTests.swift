import PubSub
import Store
import Testing
import XML
import XMPP

@testable import FeedService

@Suite(.timeLimit(.minutes(1))) struct ItemsTests {
  private struct Page {
    var items: [String?]
    var set: ResultSet.Response?
    var total: Int?
  }

  private func filled(_ count: Int, _ change: (inout ServicePolicy) -> Void = { _ in })
    async throws -> Desk
  {
    let desk = try await Desk(change)
    try await desk.create("blog")
    for number in 0..<count {
      try await desk.set("romeo", publish("blog", "i\(number)", entry("Post \(number)")))
    }
    return desk
  }

  private func page(_ desk: Desk, _ items: String, set: String? = nil) async throws -> Page {
    let set = set.map { "<set xmlns='\(Namespace.resultSets)'>\($0)</set>" } ?? ""
    let text = try await desk.get("juliet", items + set)
    let answer = try Element(parsing: Array(text.utf8))
    let response = try ResultSet.Response(in: answer)
    let list = try #require(answer.first("items", Namespace.pubsub))
    #expect(list["node"] == "blog")
    return Page(
      items: list.all("item", Namespace.pubsub).map { $0["id"] }, set: response,
      total: response?.count)
  }

  @Test func newestFirstUpToACap() async throws {
    let desk = try await filled(6) { $0.maximumItemsPerAnswer = 4 }
    let all = try await page(desk, "<items node='blog'/>")
    #expect(all.items == ["i5", "i4", "i3", "i2"])
    #expect(all.total == 6)
    #expect(all.set?.first != nil)
    #expect(all.set?.last != nil)
    #expect(
      try await page(desk, "<items node='blog' max_items='2'/>").items == ["i5", "i4"])
    #expect(
      try await page(desk, "<items node='blog' max_items='1000'/>").items
        == ["i5", "i4", "i3", "i2"])
    let none = try await page(desk, "<items node='blog' max_items='0'/>")
    #expect(none.items == [])
    #expect(none.total == 6)
    try await desk.store.close()
  }

  @Test func cappedByBytes() async throws {
    let desk = try await Desk { $0.maximumBytesPerAnswer = 1_600 }
    try await desk.create("blog")
    for (number, bytes) in [300, 300, 300, 5_000].enumerated() {
      try await desk.set(
        "romeo",
        publish("blog", "i\(number)", entry(String(repeating: "x", count: bytes))))
    }
    // At least one, however large.
    #expect(try await page(desk, "<items node='blog'/>").items == ["i3"])
    #expect(
      try await page(desk, "<items node='blog'><item id='i0'/><item id='i3'/></items>").items
        == ["i0"])
    let older = try await page(desk, "<items node='blog'/>", set: "<max>9</max>")
    #expect(older.items == ["i0", "i1"])
    try await desk.store.close()
  }

  @Test func byNames() async throws {
    let desk = try await filled(3)
    let some = try await page(
      desk, "<items node='blog'><item id='i0'/><item id='none'/><item id='i2'/></items>")
    #expect(some.items == ["i0", "i2"])
    #expect(
      try await page(desk, "<items node='blog'><item id='none'/></items>").items == [])
    try await desk.store.close()
  }

  /// As many names as an answer holds items, whatever that is set to.
  @Test(arguments: [1, 1_500])
  func soManyNames(limit: Int) async throws {
    let desk = try await filled(1) { $0.maximumItemsPerAnswer = limit }
    let archive = "<query xmlns='\(Namespace.mam)' node='blog'>"
    let all = try await desk.answer(.set, "juliet", archive + "</query>")
    let uid = try #require(all.first("fin", Namespace.mam)).first("set", Namespace.resultSets)?
      .first("last", Namespace.resultSets)?.text
    for (count, expected) in [(limit, "result"), (limit + 1, "modify: policy-violation")] {
      let items = String(repeating: "<item id='i0'/>", count: count)
      let ids = String(repeating: "<value>\(try #require(uid))</value>", count: count)
      let form = form(Namespace.mam, "<field var='ids'>\(ids)</field>")
      for (kind, request) in [
        (IQ.Kind.get, pubsub("<items node='blog'>\(items)</items>")),
        (.set, archive + form + "</query>"),
      ] {
        let answer = try await desk.answer(kind, "juliet", request)
        #expect((answer["type"] == "result" ? "result" : outcome(answer)) == expected)
      }
    }
    try await desk.store.close()
  }

  /// XEP-0059, sections 2.2 to 2.5 and 2.7.
  @Test func resultSets() async throws {
    let desk = try await filled(5)
    var items: [String?] = []
    var after = ""
    while true {
      let page = try await page(desk, "<items node='blog'/>", set: "<max>2</max>\(after)")
      #expect(page.total == 5)
      guard let last = page.set?.last else { break }
      items += page.items
      try #require(items.count <= 5)
      after = "<after>\(last)</after>"
    }
    #expect(items == ["i0", "i1", "i2", "i3", "i4"])

    items = []
    var before = "<before/>"
    while true {
      let page = try await page(desk, "<items node='blog'/>", set: "<max>2</max>\(before)")
      guard let first = page.set?.first else { break }
      items = page.items + items
      try #require(items.count <= 5)
      before = "<before>\(first)</before>"
    }
    #expect(items == ["i0", "i1", "i2", "i3", "i4"])

    let count = try await page(desk, "<items node='blog'/>", set: "<max>0</max>")
    #expect(count.items == [])
    #expect(count.set == ResultSet.Response(count: 5))
    for set in ["<after>x</after>", "<before>-1</before>", "<after>99999999999999999999</after>"] {
      #expect(
        try await desk.get(
          "juliet", "<items node='blog'/><set xmlns='\(Namespace.resultSets)'>\(set)</set>")
          == "cancel: item-not-found")
    }
    #expect(
      try await desk.get(
        "juliet",
        "<items node='blog'/><set xmlns='\(Namespace.resultSets)'><index>2</index></set>")
        == "cancel: feature-not-implemented")
    try await desk.store.close()
  }

  /// From either end of a page that nobody has asked a result set for, in either way: beyond it, as Movim does, and
  /// on through a list that is newest first.
  @Test func fourWaysOn() async throws {
    let desk = try await filled(12)
    func on(_ set: String) async throws -> Page {
      try await page(desk, "<items node='blog'/>", set: "\(set)<max>3</max>")
    }
    func names(_ numbers: some Sequence<Int>) -> [String] { numbers.map { "i\($0)" } }
    let newest = try await page(desk, "<items node='blog' max_items='3'/>")
    let start = try await on("<before>\(try #require(newest.set?.last))</before>")
    #expect(start.items == names([8, 7, 6]))
    let (first, last) = (try #require(start.set?.first), try #require(start.set?.last))
    #expect(first != last && first.first == "n" && last.first == "o")
    for (set, expected, isNewestFirst) in [
      ("<before>\(last)</before>", [5, 4, 3], true), ("<after>\(last)</after>", [5, 4, 3], true),
      ("<after>\(first)</after>", [9, 10, 11], false),
      ("<before>\(first)</before>", [11, 10, 9], true),
    ] {
      let next = try await on(set)
      #expect(next.items == names(expected), "\(set)")
      #expect(next.set?.first?.first == (isNewestFirst ? "n" : "o"), "\(set)")
      #expect(next.set?.last?.first == (isNewestFirst ? "o" : "n"), "\(set)")
    }
    // All of it, from end to end and back.
    var found = newest.items
    var there = newest
    while let last = there.set?.last, !there.items.isEmpty {
      there = try await on("<after>\(last)</after>")
      found += there.items
      try #require(found.count <= 12)
    }
    #expect(found == names((0..<12).reversed()))
    there = try await on("<before>\(last)</before>")
    found = there.items
    while let first = there.set?.first, !there.items.isEmpty {
      there = try await on("<before>\(first)</before>")
      found = there.items + found
      try #require(found.count <= 12)
    }
    #expect(found == names((3..<12).reversed()))
    // What lies between two, whichever way.
    for set in [
      "<before>\(try #require(newest.set?.last))</before><after>\(last)</after>",
      "<before>\(last)</before><after>\(try #require(newest.set?.last))</after>",
    ] {
      #expect(try await on(set).items == names([8, 7]), "\(set)")
    }
    // An order is always strict, whoever made the place.
    let strict = try await page(
      desk, "<items node='blog'/><order xmlns='\(Namespace.orderBy)' by='modification'/>",
      set: "<before>\(last)</before><max>3</max>")
    #expect(strict.items == names([3, 4, 5]))
    #expect(strict.set?.first?.first == "m")
    try await desk.store.close()
  }

  /// As Movim pages: newest first, older with `before` the last, newer with `after` the first.
  @Test func newestFirstDialect() async throws {
    let desk = try await filled(7)
    var page = try await page(desk, "<items node='blog' max_items='3'/>")
    var items = page.items
    let first = try #require(page.set?.first)
    while let last = page.set?.last {
      page = try await self.page(
        desk, "<items node='blog'/>", set: "<before>\(last)</before><max>3</max>")
      items += page.items
      try #require(items.count <= 7)
    }
    #expect(items == (0..<7).reversed().map { "i\($0)" })
    // What is newer comes oldest first, and first is the oldest.
    for number in 7..<9 {
      try await desk.set("romeo", publish("blog", "i\(number)", entry("Post")))
    }
    let newer = try await self.page(
      desk, "<items node='blog'/>", set: "<after>\(first)</after><max>3</max>")
    #expect(newer.items == ["i7", "i8"])
    try await desk.store.close()
  }
}
