import PubSub
import Social
import Testing
import XMPP

@testable import Store

/// Hearts that the service writes for those who notice a post: where they go, and when they go.
@Suite struct HeartTests {
  private static let comments = CommentTests.comments
  private static let noticing = Attachments(isNoticed: true)

  /// A post with its comments, which Juliet has noticed; her heart is there.
  private func fixture() async throws -> Fixture {
    let fixture = try await Fixture()
    try await fixture.create("blog")
    try await fixture.says(
      "p", in: "blog", "<link rel='replies' href='xmpp:\(fixture.jid)?;node=\(Self.comments)'/>")
    try await fixture.create(Self.comments)
    try await fixture.attach(Self.noticing, to: "p", of: "blog", by: fixture.juliet)
    try await fixture.says("noticed-1", in: Self.comments, title: "♥", by: fixture.juliet)
    return fixture
  }

  private func hearts(_ fixture: Fixture) async throws -> [String] {
    try await fixture.checkInvariants()
    return try await fixture.texts(
      """
      SELECT item.name FROM comment JOIN item ON item.id = comment.item WHERE comment.heart = 1
      ORDER BY item.id
      """)
  }

  private func noticed(_ fixture: Fixture) async throws -> Int? {
    try await fixture.summary(of: "p", in: "blog")?.noticed
  }

  @Test func theyGoWithWhatTheyStandFor() async throws {
    let fixture = try await fixture()
    #expect(try await hearts(fixture) == ["noticed-1"])
    #expect(try await noticed(fixture) == 1)
    // What is attached besides is no matter.
    let more = Attachments(isNoticed: true, reactions: ["\u{1F477}"])
    try await fixture.attach(more, to: "p", of: "blog", by: fixture.juliet)
    try await fixture.attach(Self.noticing, to: "p", of: "blog", by: fixture.romeo)
    try await fixture.detach(fixture.romeo, from: "p", of: "blog")
    #expect(try await hearts(fixture) == ["noticed-1"])
    let less = Attachments(reactions: ["\u{1F477}"])
    try await fixture.attach(less, to: "p", of: "blog", by: fixture.juliet)
    #expect(try await hearts(fixture) == [])
    #expect(try await noticed(fixture) == 0)
    try await fixture.store.close()
  }

  /// One that was hidden meanwhile does not come back.
  @Test(arguments: [true, false])
  func theyStayWithWhatTheyStandFor(isTakenBack: Bool) async throws {
    let fixture = try await fixture()
    let (comments, heart) = (NodeID(stored: Self.comments), ItemID(stored: "noticed-1"))
    try await fixture.apply([.hide(comments, heart)])
    if isTakenBack { try await fixture.detach(fixture.juliet, from: "p", of: "blog") }
    let post = try Post("noticed-1", title: "♥", by: fixture.juliet)
    try await fixture.apply([.show(comments, heart)], projections: post.projections)
    #expect(try await hearts(fixture) == (isTakenBack ? [] : ["noticed-1"]))
    #expect(try await noticed(fixture) == (isTakenBack ? nil : 1))
    try await fixture.store.close()
  }

  @Test func theyGoWithTheAttachments() async throws {
    let fixture = try await fixture()
    try await fixture.detach(fixture.juliet, from: "p", of: "blog")
    #expect(try await hearts(fixture) == [])
    #expect(try await noticed(fixture) == nil)
    try await fixture.store.close()
  }

  /// One's own takes the place of the one that was written, whatever becomes of it.
  @Test func theyMakeRoomForOnesOwn() async throws {
    let fixture = try await fixture()
    try await fixture.says("h1", in: Self.comments, title: "♥", by: fixture.romeo)
    #expect(try await hearts(fixture) == ["noticed-1", "h1"])
    try await fixture.says("h2", in: Self.comments, title: "♥", by: fixture.juliet)
    #expect(try await hearts(fixture) == ["h1", "h2"])
    #expect(try await noticed(fixture) == 2)
    try await fixture.detach(fixture.juliet, from: "p", of: "blog")
    #expect(try await hearts(fixture) == ["h1", "h2"])
    #expect(try await noticed(fixture) == 2)
    try await fixture.store.close()
  }

  @Test func whereTheyGo() async throws {
    let fixture = try await fixture()
    let (romeo, juliet) = (fixture.romeo, fixture.juliet)
    func place(of item: String, by jid: BareJID) async throws -> String? {
      try await fixture.read("blog") {
        try $0.placeForHeart(on: ItemID(stored: item), in: $1, by: jid)?.node.facts.id.name
      }
    }
    #expect(try await place(of: "p", by: romeo) == Self.comments)
    #expect(try await place(of: "none", by: romeo) == nil)
    // She has noticed it, and has a heart.
    #expect(try await place(of: "p", by: juliet) == nil)
    // Somebody else's comments are no place for it, even where the post names them.
    try await fixture.says(
      "q", in: "blog", "<link rel='replies' href='xmpp:\(fixture.jid)?;node=\(Self.comments)'/>")
    try await fixture.attach(Self.noticing, to: "q", of: "blog", by: juliet)
    #expect(try await place(of: "q", by: romeo) == nil)
    #expect(try await place(of: "q", by: juliet) == nil)
    // What is attached is not in the place of comments.
    try await fixture.apply([.delete(NodeID(stored: Self.comments), redirect: nil)])
    try await fixture.sweep()
    #expect(try await place(of: "p", by: romeo) == nil)
    let post = try await fixture.read("blog") {
      try $0.commentCount(of: ItemID(stored: "p"), in: $1, for: romeo, fixture.known)
    }
    #expect(post == nil)
    try await fixture.store.close()
  }
}
