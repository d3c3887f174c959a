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

  @Test func locationsAreShownWhereTheNodeAllows() async throws {
    let fixture = try await Fixture()
    let place = """
      <geoloc xmlns='http://jabber.org/protocol/geoloc'><lat>45.4</lat><lon>10.9</lon>\
      <locality>Verona</locality></geoloc>
      """
    try await fixture.create("blog")
    try await fixture.says("p", in: "blog", place)
    func location() async throws -> Entry.Location? {
      let found = try await fixture.store.post(
        service: fixture.jid, node: "blog", item: "p")
      guard case .found(let post) = found else {
        Issue.record("\(found)")
        return nil
      }
      return post.entry.location
    }
    #expect(try await location() == nil)
    let payload = try await fixture.read("blog") {
      try $0.item(ItemID(stored: "p"), in: $1)?.payload
    }
    #expect(String(decoding: payload ?? [], as: UTF8.self).contains("<lat>45.4</lat>"))
    // Posts from before, too.
    try await fixture.configure("blog") { $0.showsLocation = true }
    #expect(
      try await location()
        == Entry.Location(
          coordinates: .init(latitude: 45.4, longitude: 10.9), name: "Verona"))
    try await fixture.configure("blog") { $0.showsLocation = false }
    #expect(try await location() == nil)
    try await fixture.store.close()
  }
}
