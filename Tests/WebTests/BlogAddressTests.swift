import Social
import Store
import TestSupport
import Testing
import XMPP

@testable import Web

/// The addresses of people's posts, in the store of a site that follows their blogs.
@Suite struct BlogAddressTests {
  private static var blog: NodePath {
    get throws { NodePath(try BareJID("romeo@example.org"), "urn:xmpp:microblog:0") }
  }

  @Test func aSlugLeadsWhereverItIsWrong() async throws {
    try await withSite { site in
      try await site.follow(Self.blog.node, of: Self.blog.service)
      try await site.post("1", "Oh, Romeo", in: Self.blog)
      try await site.post("feed", "", in: Self.blog)
      let address = "/@romeo/1/oh-romeo"
      let page = try await site.get(address)
      #expect(page.status == 200 && page.text.contains("Oh, Romeo"))
      for old in [
        "/@romeo/1", "/@romeo/1/", "/@romeo/1/nonsense", "/@romeo/1/oh-romeo/",
        "/@romeo@example.org/1",
        "/p/romeo%40example.org/urn%3Axmpp%3Amicroblog%3A0/1",
      ] {
        var reply = try await site.get(old)
        for _ in 0..<2 where reply.status == 301 {
          let place = try #require(reply["Location"])
          #expect(place.hasPrefix("https://social.example.org/@romeo/1"))
          reply = try await site.get(String(place.dropFirst("https://social.example.org".count)))
        }
        #expect(reply.status == 200 && reply.text == page.text, "\(old)")
      }
      let blog = try await site.get("/@romeo").text
      #expect(blog.contains("href=\"\(address)\""))
      // Whose it is, where it has no title.
      #expect(blog.contains(">romeo</h1>") && page.text.contains("<bdi>romeo</bdi>"))
      #expect(
        try await site.get("/@romeo/feed").text.contains("https://social.example.org\(address)"))
      // A post without a title has none, and no other name takes a post's place.
      #expect(try await site.get("/@romeo/~feed").status == 200)
      #expect(
        try await site.get("/@romeo/~feed/x")["Location"]
          == "https://social.example.org/@romeo/~feed")
    }
  }

  @Test func anEditedTitleKeepsOldLinks() async throws {
    try await withSite { site in
      try await site.follow(Self.blog.node, of: Self.blog.service)
      try await site.post("1", "A rose", in: Self.blog)
      #expect(try await site.get("/@romeo/1/a-rose").status == 200)
      try await site.post("1", "A tulip", in: Self.blog)
      let reply = try await site.get("/@romeo/1/a-rose")
      #expect(
        reply.status == 301 && reply["Location"] == "https://social.example.org/@romeo/1/a-tulip")
      #expect(try await site.get("/@romeo/2/a-tulip").status == 404)
      #expect(try await site.get("/@juliet/1/a-tulip").status == 404)
    }
  }
}
