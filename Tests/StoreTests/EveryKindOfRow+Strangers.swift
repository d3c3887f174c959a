import PubSub
import Social
import Testing
import XML
import XMPP

@testable import Store

/// What is attached to the posts of a followed node, as its service sums it up, and somebody of whom another service alone
/// says that they have written something; since the schema 0023.
extension EveryKindOfRow {
  private static let blog = NodeID(stored: "urn:xmpp:microblog:0")
  private static let notes = NodeID(stored: "notes")
  private static let new = ItemID(stored: "new")

  static func strangers(_ fixture: Fixture) async throws {
    let now = Timestamp(milliseconds: 7_000)
    let home = try BareJID("tybalt@capulet.lit")
    let (forum, stranger) = (try BareJID("pubsub.capulet.lit"), try BareJID("stranger@x.lit"))
    let post = try Post("strange", title: "Strange", by: stranger)
    try await fixture.store.write { tx in
      let feed = try #require(try tx.snapshot.source(blog, of: home))
      try tx.followSummary(of: feed, now)
      var summary = try #require(try tx.snapshot.summary(of: feed))
      (summary.stage, summary.access) = (.following, .open)
      try tx.update(summary)
      let said = ForeignItem(
        id: new, publisher: nil, payload: AttachmentSummary(noticed: 3).element.canonical)
      try tx.take([said], of: summary, .now, now, [:])

      try tx.begin(notes, of: forum, isPublic: true, now)
      let source = try #require(try tx.snapshot.source(notes, of: forum))
      try tx.noteUnsummed(source, now)
      let item = ForeignItem(id: post.item.id, publisher: stranger, payload: post.item.payload)
      try tx.take([item], of: source, .now, now, post.projections)
      let author = Author(
        number: try tx.intern(stranger), jid: stranger, origin: .claimed(by: forum))
      try tx.meet([author], PeopleBounds(), now)
    }
  }

  static func checkStrangers(_ fixture: Fixture) async throws {
    let home = try BareJID("tybalt@capulet.lit")
    let (forum, stranger) = (try BareJID("pubsub.capulet.lit"), try BareJID("stranger@x.lit"))
    try await fixture.store.read { (snapshot: Snapshot) throws in
      let feed = try #require(try snapshot.source(blog, of: home))
      #expect(try snapshot.publicSummary(of: new, inNode: feed.number)?.noticed == 3)
      let source = try #require(try snapshot.source(notes, of: forum))
      #expect(try snapshot.unsummed(source) == Timestamp(milliseconds: 7_000))
      #expect(try snapshot.itemNames(of: source).map(\.name) == ["strange"])
      #expect(try snapshot.person(stranger) != nil)
    }
    #expect(
      try await fixture.number("SELECT count(*) FROM person WHERE claimed IS NOT NULL") == 1)
  }
}
