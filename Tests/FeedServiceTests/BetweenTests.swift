import Store
import TestSupport
import Testing
import XML
import XMPP

@testable import FeedService

/// Pages between two places, of which XEP-0059 says nothing: what lies between them is meant, the
/// end of it where that is more than a page holds.
@Suite(.timeLimit(.minutes(1))) struct BetweenTests {
  private func filled() async throws -> Desk {
    let desk = try await Desk()
    try await desk.create("blog")
    for number in 0..<6 {
      try await desk.set("romeo", publish("blog", "i\(number)", entry("Post")))
    }
    return desk
  }

  /// Items by their ids, which stand for places too.
  @Test(arguments: [
    ("", "<after>i1</after><before>i5</before>", ["i2", "i3", "i4"]),
    ("", "<after>i1</after><before>i5</before><max>2</max>", ["i3", "i4"]),
    ("", "<after>i3</after><before/>", ["i4", "i5"]),
    ("", "<after/><before>i2</before>", ["i0", "i1"]),
    ("", "<after>i4</after><before>i2</before>", []),
    ("", "<after>i2</after><before>i2</before>", []),
    ("by='creation'", "<after>i0</after><before>i3</before>", ["i1", "i2"]),
    ("by='creation' desc='1'", "<after>i4</after><before>i1</before>", ["i3", "i2"]),
    ("by='modification' desc='1'", "<after>i5</after><before/><max>2</max>", ["i1", "i0"]),
  ])
  func items(order: String, set: String, expected: [String]) async throws {
    let desk = try await filled()
    let order = order.isEmpty ? "" : "<order xmlns='\(Namespace.orderBy)' \(order)/>"
    let text = try await desk.get("juliet", "<items node='blog'/>" + order + resultSet(set))
    let list = try Element(parsing: Array(text.utf8)).first("items", Namespace.pubsub)
    #expect(list?.all("item", Namespace.pubsub).map { $0["id"] } == expected)
    try await desk.store.close()
  }

  /// In an archive beside the ids of the form, in both orders.
  @Test(arguments: [false, true]) func archive(isDescending: Bool) async throws {
    let desk = try await filled()
    let order =
      isDescending ? "<order xmlns='\(Namespace.orderBy)' by='modification' desc='1'/>" : ""
    func page(_ inner: String) async throws -> [String] {
      let before = desk.answers.all.count
      let answer = try await desk.answer(
        .set, "juliet", "<query xmlns='\(Namespace.mam)' node='blog'>\(order)\(inner)</query>")
      #expect(answer["type"] == "result")
      return desk.answers.all.dropFirst(before).compactMap {
        $0.first("result", Namespace.mam)?["id"]
      }
    }
    let all = try await page("")
    try #require(all.count == 6)
    func between(_ after: Int, _ before: Int, _ more: String = "") -> String {
      resultSet("<after>\(all[after])</after><before>\(all[before])</before>\(more)")
    }
    #expect(try await page(between(0, 4)) == Array(all[1...3]))
    #expect(try await page(between(0, 4, "<max>2</max>")) == Array(all[2...3]))
    #expect(try await page(between(3, 3)) == [])
    let (edge, place) = (isDescending ? "before-id" : "after-id", all[2])
    #expect(
      try await page(form(Namespace.mam, field(edge, place)) + between(0, 5)) == Array(all[3...4]))
    #expect(
      try await page(form(Namespace.mam, field(edge, all[0])) + between(2, 5)) == Array(all[3...4]))
    try await desk.store.close()
  }
}
