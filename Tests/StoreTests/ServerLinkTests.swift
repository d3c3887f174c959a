import PubSub
import Social
import Testing
import XMPP

@testable import Store

/// What posts are delivered with, and what is shown of them, as their node has it.
@Suite struct ServerLinkTests {
  private func links(_ fixture: Fixture, _ item: String, in node: String) async throws
    -> ServerLinks
  {
    try await fixture.read(node) {
      try $0.serverLinks(of: ItemID(stored: item), in: $1) { "page of \($1.name) in \($0.name)" }
    }
  }

  @Test func asFarAsTheyLeadSomewhere() async throws {
    let fixture = try await Fixture()
    let comments = CommentTests.comments
    try await fixture.create("blog")
    try await fixture.create(comments)
    try await fixture.says(
      "p", in: "blog", "<link rel='replies' href='xmpp:\(fixture.jid)?;node=\(comments)'/>")
    try await fixture.says("q", in: "blog", by: fixture.juliet)
    try await fixture.apply([
      .store(
        NodeID(stored: "blog"),
        PublishedItem(
          id: ItemID(stored: "other"), publisher: fixture.romeo,
          payload: Array("<a xmlns='b'/>".utf8)))
    ])
    let place = XMPPURI.Place(service: fixture.jid, node: comments)
    #expect(
      try await links(fixture, "p", in: "blog")
        == ServerLinks(page: "page of p in blog", comments: place))
    #expect(try await links(fixture, "q", in: "blog") == ServerLinks(page: "page of q in blog"))
    for item in ["other", "none"] {
      #expect(try await links(fixture, item, in: "blog") == ServerLinks())
    }
    // Comments have no page of their own.
    try await fixture.says("c", in: comments)
    #expect(try await links(fixture, "c", in: comments) == ServerLinks())
    try await fixture.configure("blog") { $0.accessModel = .whitelist }
    #expect(try await links(fixture, "p", in: "blog") == ServerLinks(comments: place))
    try await fixture.store.close()
  }
}
