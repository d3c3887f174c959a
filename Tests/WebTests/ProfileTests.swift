import PubSub
import Social
import Store
import TestSupport
import Testing
import XML
import XMPP

@testable import Web

/// The page of a person: their blog, with what they say of themselves.
@Suite struct ProfileTests {
  private static let blog = NodeProfile.microblogType

  /// Somebody's blog, and what they say of themself.
  private func tell(
    _ site: TestSite, of account: BareJID, nickname: String, _ picture: AvatarPicture
  ) async throws {
    let payload = Self.entry(account)
    let projection = Projection(
      of: payload, itemID: "1", publisher: account, received: TestSite.start)
    try await site.follow(Self.blog, of: account)
    try await site.store.write { tx in
      guard let source = try tx.snapshot.source(NodeID(stored: Self.blog), of: account) else {
        return
      }
      let item = ForeignItem(
        id: ItemID(stored: "1"), publisher: account, payload: payload.canonical)
      try tx.take([item], of: source, .now, TestSite.start, [item.id: projection])
      let found = try tx.snapshot.newAuthors(below: .max, limit: 9)
      try tx.meet(found.authors, PeopleBounds(), .now)
      guard var person = try tx.snapshot.person(account) else { return }
      (person.nickname, person.picture) = (nickname, picture.id)
      try tx.update(person, wasDue: person.due, picture, budget: nil, .now)
    }
  }

  private static func entry(_ account: BareJID) -> Element {
    Element(
      "entry", Namespace.atom, [:],
      [
        Element("title", Namespace.atom, text: "The first"),
        Element(
          "author", Namespace.atom, [:],
          [Element("uri", Namespace.atom, text: "xmpp:\(account)")]),
      ])
  }

  @Test func whoseItIs() async throws {
    try await withSite { site in
      let picture = try #require(
        AvatarPicture(Array("GIF89a".utf8) + [64, 0, 64, 0, 1], limit: 99))
      let romeo = try BareJID("romeo@example.org")
      try await tell(site, of: romeo, nickname: "Romeo <b>", picture)
      let page = try await site.get("/@romeo").text
      for part in [
        "<img class=\"portrait u-photo\" src=\"/avatar/\(picture.id)\" alt=\"\"",
        ">Romeo &lt;b&gt;</h1>", "href=\"xmpp:romeo@example.org\"><bdi>romeo@example.org</bdi>",
      ] { #expect(page.contains(part), "\(part)") }
      // A community is nobody's.
      try await site.create("news")
      let other = try await site.get("/c/news").text
      #expect(!other.contains("portrait") && !other.contains("Written by"))
    }
  }

  /// The blogs of our own people have no other home on the web; those of others do.
  @Test(arguments: [("romeo@example.org", true), ("juliet@capulet.lit", false)])
  func whereItIsAtHome(_ account: String, _ isOurs: Bool) async throws {
    try await withSite { site in
      let account = try BareJID(account)
      try await site.follow(Self.blog, of: account, ["1"])
      let place = isOurs ? "/@romeo" : "/@\(account)"
      let (blog, post) = (
        try await site.get(place).text, try await site.get(place + "/1/a-post").text
      )
      for page in [blog, post] { #expect(page.contains("noindex") != isOurs) }
      let canonical = "<link rel=\"canonical\" href=\"\(TestSite.origin)\(place)/1/a-post\">"
      #expect(post.contains(canonical) == isOurs)
      let map = try await site.get("/sitemap.xml").text
      #expect(map.contains("microblog") == isOurs)
    }
  }

  /// Everybody sees whom they may read, and no longer than that: the post is elsewhere.
  @Test func thePictureGoesWithWhatMakesItPublic() async throws {
    try await withSite { site in
      try await site.follow(Self.blog, of: .juliet)
      try await site.create("news")
      try await site.publish("news", "1", .of("Here"))
      let picture = try await site.tell("Juliet")
      func portrait() async throws -> Bool {
        try await site.get("/@juliet").text.contains(
          "class=\"portrait u-photo\" src=\"\(picture)\"")
      }
      #expect(try await portrait())
      try await site.retract("news", "1")
      #expect(try await !portrait())
      try await site.publish("news", "2", .of("Here again"))
      #expect(try await portrait())
      try await site.configure("news", access: .whitelist)
      #expect(try await !portrait())
      #expect(try await site.get(picture).status == 404)
    }
  }
}
