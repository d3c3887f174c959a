import PubSub
import Social
import Store
import TestSupport
import Testing
import XMPP

@testable import Web

/// The pictures of authors, and the names that they go by.
@Suite struct AvatarTests {
  @Test func theyStandBesideTheByline() async throws {
    try await withSite { site in
      try await site.create("birds")
      try await site.publish("birds", "1", .of("Named", author: "J. Capulet"))
      try await site.publish("birds", "2", .of("Unnamed", author: "juliet"))
      #expect(try await !site.get("/p/birds/1").text.contains("/avatar/"))
      let path = try await site.tell("Jule <b>")
      for page in ["/", "/c/birds", "/p/birds/1", "/p/birds/2"] {
        let text = try await site.get(page).text
        #expect(text.contains("src=\"\(path)\" alt=\"\""), "\(page)")
        #expect(text.contains("Jule &lt;b&gt;") != page.hasSuffix("1"), "\(page)")
        #expect(text.contains("J. Capulet") != page.hasSuffix("2"), "\(page)")
      }
      #expect(try await site.get("/feed").text.contains("<name>Jule &lt;b&gt;</name>"))
      let reply = try await site.get(path)
      #expect(reply.status == 200 && reply.body == TestSite.picture)
      #expect(reply["Content-Type"] == "image/gif" && reply["X-Content-Type-Options"] == "nosniff")
      #expect(reply["Cache-Control"] == "public, max-age=86400, s-maxage=5, immutable")
      #expect(reply["Set-Cookie"] == nil)
      // The interface for programs gives its address to other sites.
      #expect(reply["Cross-Origin-Resource-Policy"] == "cross-origin")
      let tag = try #require(reply["ETag"])
      #expect(try await site.get(path, [("If-None-Match", tag)]).status == 304)
    }
  }

  /// What is not for the public, and what is not there, look the same.
  @Test func othersSeeNothing() async throws {
    try await withSite { site in
      try await site.create("birds", access: .whitelist)
      try await site.publish("birds", "1", .of("Hidden"))
      let hidden = try await site.get(try await site.tell("Jule"))
      let missing = try await site.get("/avatar/" + String(repeating: "a", count: 40))
      #expect(hidden.status == 404 && missing.status == 404 && hidden.body == missing.body)
      for path in [
        "/avatar", "/avatar/", "/avatar/x", "/avatar/" + String(repeating: "A", count: 40),
      ] {
        #expect(try await site.get(path).status == 404, "\(path)")
      }
    }
  }
}
