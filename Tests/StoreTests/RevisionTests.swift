import PubSub
import Social
import Testing
import XML
import XMPP

@testable import Store

/// What edited posts said before.
@Suite struct RevisionTests {
  private func titles(_ fixture: Fixture, _ item: String = "p") async throws -> [String] {
    try await fixture.checkInvariants()
    return try await fixture.read("blog") {
      try $0.revisions(of: ItemID(stored: item), in: $1)
    }.map { revision in
      let payload = try Element(parsing: revision.payload)
      let title = payload.first("title", Namespace.atom)?.text ?? ""
      return "\(title) by \(revision.publisher) at \(revision.published.milliseconds)"
    }
  }

  @Test func theNewestFirst() async throws {
    let fixture = try await Fixture()
    try await fixture.create("blog")
    #expect(try await titles(fixture) == [])
    for (title, person, time) in [
      ("A", fixture.romeo, 1_000), ("B", fixture.juliet, 2_000), ("C", fixture.romeo, 3_000),
    ] as [(String, BareJID, Int64)] {
      try await fixture.publish("p", in: "blog", title: title, by: person, at: time)
    }
    #expect(
      try await titles(fixture)
        == ["B by \(fixture.juliet) at 2000", "A by \(fixture.romeo) at 1000"])
    for number in 0..<20 {
      try await fixture.publish("p", in: "blog", title: "\(number)", at: 4_000)
    }
    let kept = try await titles(fixture)
    #expect(kept.count == Transaction.maximumRevisions)
    #expect(kept.first?.hasPrefix("18 by") == true)
    // Gone with the post; another one of the name has none.
    try await fixture.apply([.retract(NodeID(stored: "blog"), ItemID(stored: "p"))])
    #expect(try await titles(fixture) == [])
    try await fixture.publish("p", in: "blog", at: 9_000)
    try await fixture.apply([.purge(NodeID(stored: "blog"))])
    #expect(try await titles(fixture) == [])
    try await fixture.store.close()
  }

  /// What is told to who decides of the quota is what is kept.
  @Test func whatStays() async throws {
    let fixture = try await Fixture()
    try await fixture.create("blog")
    let blog = NodeID(stored: "blog")
    let shortest = try Post("p", title: "x", by: fixture.romeo).item.payload?.count ?? 0
    let most = Transaction.maximumRevisionBytes - shortest + 1
    for (length, stays) in [(1, true), (most, true), (most + 1, false)] {
      try await fixture.apply([.retract(blog, ItemID(stored: "p"))])
      let title = String(repeating: "x", count: length)
      try await fixture.publish("p", in: "blog", title: title)
      let held = try await fixture.read("blog") {
        try ($0.held([ItemID(stored: "p")], in: $1), $0.oldest(of: $1, limit: 1))
      }
      #expect(held.0.map(\.staysAsVersion) == [stays])
      #expect(held.1 == held.0)
      try await fixture.publish("p", in: "blog", title: "B")
      #expect(try await titles(fixture).count == (stays ? 1 : 0))
    }
    // What is no post has no versions.
    try await fixture.apply([
      .store(
        blog, PublishedItem(id: ItemID(stored: "a"), publisher: fixture.romeo, payload: [1, 2]))
    ])
    let other = try await fixture.read("blog") { try $0.held([ItemID(stored: "a")], in: $1) }
    #expect(other.map(\.staysAsVersion) == [false])
    try await fixture.store.close()
  }
}
