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
}
