import GRDB
import PubSub
import Social
import Testing
import XML
import XMPP

@testable import Store

/// Who answers whom among the comments of a post.
@Suite struct CommentThreadTests {
  private static func answer(_ ref: String) -> String {
    "<in-reply-to xmlns='http://purl.org/syndication/thread/1.0' ref='\(ref)'/>"
  }

  private func thread(
    _ fixture: Fixture, after cursor: Int64 = 0, limit: Int = 100
  ) async throws -> (lines: [String], next: Int64?) {
    let page = try await fixture.read(CommentTests.comments) {
      try $0.comments(in: $1, after: cursor, limit: limit)
    }
    return (
      page.comments.map { "\($0.post.item) \($0.parent?.name ?? "-") \($0.depth)" }, page.next
    )
  }

  @Test func threads() async throws {
    let fixture = try await Fixture()
    try await fixture.create(CommentTests.comments)
    func say(_ name: String, _ more: String = "", title: String = "Words") async throws {
      try await fixture.says(name, in: CommentTests.comments, more, title: title)
    }
    try await say("a", "<id>tag:a</id>")
    try await say("b", Self.answer("a"))
    try await say("c", Self.answer("tag:a") + "<id>tag:a</id>")
    try await say("heart", title: "♥")
    try await say(
      "d",
      """
      <in-reply-to xmlns='http://purl.org/syndication/thread/1.0' ref='x' \
      href='xmpp:social.verona.lit?;node=urn%3Axmpp%3Amicroblog%3A0%3Acomments%2Fp;item=c'/>
      """)
    try await say("e", Self.answer("nowhere"))
    try await say("f", Self.answer("f"))
    #expect(
      try await thread(fixture).lines == ["a - 0", "b a 1", "c a 1", "d c 2", "e - 0", "f - 0"])
    // What is answered later, by an edit; two that answer each other.
    try await say("a", Self.answer("d") + "<id>tag:a</id>")
    try await say("e", Self.answer("g"))
    try await say("g", Self.answer("e"))
    #expect(
      try await thread(fixture).lines == [
        "a - 0", "b a 1", "c a 1", "d c 2", "e - 0", "f - 0", "g e 1",
      ])
    // What answers a comment that is gone stands alone.
    try await fixture.apply([.retract(NodeID(stored: CommentTests.comments), ItemID(stored: "c"))])
    #expect(
      try await thread(fixture).lines == [
        "a d 1", "b a 2", "d - 0", "e - 0", "f - 0", "g e 1",
      ])
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }

  /// Page by page each comes once, at a cost that does not depend on how many there are.
  @Test func pages() async throws {
    let fixture = try await Fixture()
    try await fixture.create(CommentTests.comments)
    func fill(_ range: Range<Int>) async throws {
      for start in stride(from: range.lowerBound, to: range.upperBound, by: 100) {
        try await fixture.say(
          (start..<min(start + 100, range.upperBound)).map { number in
            ("c\(number)", number == 0 ? "" : Self.answer("c\(number - 1)"))
          }, in: CommentTests.comments)
      }
    }
    func cost(_ cursor: Int64) async throws -> Int {
      try await fixture.store.write { tx in
        let steps = Log<Int>()
        let node = try #require(
          try tx.snapshot.node(NodeID(stored: CommentTests.comments), in: fixture.service))
        tx.db.trace(options: .statement) { _ in steps.add(1) }
        let page = try tx.snapshot.comments(in: node, after: cursor, limit: 10)
        tx.db.trace(nil)
        #expect(page.comments.count == 10)
        return steps.all.count
      }
    }
    try await fill(0..<40)
    let middle = try #require(try await thread(fixture, limit: 25).next)
    let small = try await cost(middle)
    try await fill(40..<10_000)
    #expect(try await cost(middle) == small)
    let far = try await fixture.number("SELECT id FROM item WHERE name = 'c9900'")
    #expect(try await cost(try #require(far)) == small)

    var found: [String] = []
    var cursor: Int64? = 0
    while let from = cursor {
      let page = try await thread(fixture, after: from, limit: 700)
      found += page.lines
      cursor = page.next
      try #require(found.count <= 10_000)
    }
    #expect(found.count == 10_000)
    #expect(found.first == "c0 - 0")
    #expect(found.last == "c9999 c9998 \(CommentThread.maximumDepth)")
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }

  /// What is gone and not removed yet makes a page short, not slow.
  @Test func whatIsGoneIsPassedOver() async throws {
    let fixture = try await Fixture()
    try await fixture.create(CommentTests.comments)
    for start in stride(from: 0, to: 2_500, by: 250) {
      try await fixture.say(
        (start..<start + 250).map { ("c\($0)", "") }, in: CommentTests.comments)
    }
    try await fixture.apply([.trim(NodeID(stored: CommentTests.comments), keep: 1)])
    var (pages, found) = (0, [String]())
    var cursor: Int64? = 0
    while let from = cursor {
      let page = try await thread(fixture, after: from, limit: 10)
      (found, cursor, pages) = (found + page.lines, page.next, pages + 1)
      try #require(pages < 10)
    }
    #expect(found == ["c2499 - 0"])
    #expect(pages == 3)
    try await fixture.store.close()
  }
}
