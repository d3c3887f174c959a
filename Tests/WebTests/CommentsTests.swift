import PubSub
import Social
import Store
import TestSupport
import Testing
import XMPP

@testable import Web

/// The comments below a post.
@Suite struct CommentsTests {
  @Test func theyStandBelowThePost() async throws {
    try await withSite { site in
      try await site.discuss(comments: 2)
      try await site.comment("answer", answering: "c1")
      try await site.comment("heart", .of("♥", html: ""), isHeart: true)
      try await site.comment("title", .of("<b>Mind</b> the \"gap\"", html: ""))
      let page = try await site.get("/p/birds/1").text
      for part in [
        ">4 comments</h2>", "<p>Words of c1</p>", "<p>Words of c2</p>", "<p>Words of answer</p>",
        "&lt;b&gt;Mind&lt;/b&gt; the &quot;gap&quot;",
        "<bdi>Romeo</bdi>", "comment step1", "comment step0",
      ] { #expect(page.contains(part), "\(part)") }
      let answered = page.matches(of: #/u-in-reply-to" href="([^"]*)"/#).map { String($0.1) }
      #expect(answered.filter { $0 == "/p/birds/1" }.count == 3)
      let parent = try #require(answered.first { $0.hasPrefix("#k") })
      #expect(page.contains("id=\"\(parent.dropFirst())\""))
      // A heart is none of them.
      #expect(page.contains("Noticed by 1 person") && page.split(separator: "♥").count == 2)
      #expect(!page.contains("More comments"))
      // A comment has no page of its own, and is in no list: it is all here, with what belongs to it.
      let long = String(repeating: "One more word. ", count: 300) + "The end."
      try await site.comment(
        "long",
        .of(
          "", html: "<p>\(long)</p>",
          enclosures: [
            Entry.Enclosure(
              href: "https://e.example/a.png", type: "image/png", title: "A nest", length: nil)
          ]))
      let whole = try await site.get("/p/birds/1").text
      #expect(whole.contains("The end.</p>") && whole.contains("alt=\"A nest\""))
      try await site.comment(
        "endless",
        .of(
          "", html: "<p>\(String(repeating: long, count: 5))</p>",
          enclosures: [
            Entry.Enclosure(
              href: "https://e.example/a.pdf", type: "application/pdf", title: "A map", length: nil)
          ]))
      let cut = try await site.get("/p/birds/1").text
      #expect(cut.contains("…</p>") && cut.utf8.count > 4 * long.utf8.count)
      #expect(cut.contains("A map</bdi></a>"))
      let own = SitePath.post(NodePath(try .main, TestSite.comments), item: "c1").target(try .test)
      #expect(try await site.get(own).status == 404)
      try await site.retract("birds", "1")
      #expect(try await site.get("/p/birds/1").status == 410)
    }
  }

  @Test func pageAfterPage() async throws {
    var limits = WebLimits.patient
    limits.commentsOnPage = 2
    try await withSite(limits) { site in
      try await site.discuss(comments: 5)
      var (target, seen) = ("/p/birds/1", [String]())
      for round in 0..<3 {
        let page = try await site.get(target).text
        seen += page.matches(of: #/Words of (c\d)/#).map { String($0.1) }
        #expect(page.contains("noindex") == (round > 0))
        #expect(page.contains("rel=\"canonical\" href=\"https://social.example.org/p/birds/1\""))
        #expect(page.contains("href=\"/p/birds/1#comments\"") == (round > 0))
        let next = page.firstMatch(of: #/rel="next" href="([^"#]*)#comments"/#)
        #expect((next == nil) == (round == 2))
        if let next { target = String(next.1) }
      }
      #expect(seen == ["c1", "c2", "c3", "c4", "c5"])
      #expect(try await site.get("/p/birds/1?comments=k0123456789abc").status == 200)
      for bad in ["x", "01", "1&comments=2", "k012345678abc"] {
        #expect(try await site.get("/p/birds/1?comments=\(bad)").status == 400, "\(bad)")
      }
    }
  }

  /// Comments that not everybody may read look like none.
  @Test func closedCommentsAreNotThere() async throws {
    let closed = try await withSite { site in
      try await site.discuss(comments: 2, access: .whitelist)
      return try await site.get("/p/birds/1").text
    }
    #expect(!closed.contains("Words of") && !closed.contains("comments"))
  }
}
