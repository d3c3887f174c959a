import PubSub
import TestSupport
import Testing
import XMPP

@testable import Social
@testable import Web

@Suite struct TagPageTests {
  @Test func postsOfAllCommunitiesPageAfterPage() async throws {
    var limits = WebLimits.patient
    limits.postsOnPage = 2
    try await withSite(limits) { site in
      for node in ["birds", "news"] { try await site.create(node) }
      try await site.create("secret", access: .whitelist)
      for number in 1...5 {
        try await site.publish(
          number.isMultiple(of: 2) ? "birds" : "news", "\(number)",
          .of("Title \(number).", tags: ["été & <b>", "x\(number)"]))
        try await site.publish("secret", "\(number)", .of("Hidden", tags: ["été & <b>", "hidden"]))
      }
      let address = "/tag/%C3%A9t%C3%A9%20%26%20%3Cb%3E"
      var (target, seen): (String?, [String]) = (address, [])
      while let place = target {
        let page = try await site.get(place).text
        seen += page.matches(of: #/>Title (\d)\./#).map { String($0.1) }
        #expect(page.contains("#été &amp; &lt;b&gt;</h1>"))
        #expect(page.contains("noindex") == (place != address))
        target = page.firstMatch(of: #/rel="next" href="([^"]*)"/#).map { String($0.1) }
      }
      #expect(seen == ["5", "4", "3", "2", "1"])
      let post = try await site.get("/p/news/1").text
      #expect(
        post.contains(
          "<a class=\"p-category\" rel=\"tag\" href=\"\(address)\">été &amp; &lt;b&gt;</a>"))
      // What nobody may see is as if nobody had used it.
      for tag in ["hidden", "nothing"] {
        #expect(try await site.get("/tag/\(tag)").status == 404)
        #expect(try await site.get("/tag/\(tag)/feed").status == 404)
      }
      try await site.retract("news", "5")
      #expect(try await site.get("/tag/x5").status == 404)
      #expect(try await !site.get(address).text.contains("Title 5."))
    }
  }

  @Test func itsFeed() async throws {
    try await withSite { site in
      try await site.create("birds")
      try await site.publish("birds", "1", .of("One", tags: ["may"]))
      try await site.publish("birds", "2", .of("Two", tags: ["may"], minutesToEdit: 9))
      let page = try await site.get("/tag/may").text
      #expect(page.contains("title=\"#may\" href=\"/tag/may/feed\""))
      let reply = try await site.get("/tag/may/feed")
      #expect(reply["Content-Type"] == "application/atom+xml; charset=utf-8")
      let feed = reply.text
      for part in [
        "<id>https://social.example.org/tag/may</id>",
        "rel='self' type='application/atom+xml' href='https://social.example.org/tag/may/feed'",
        ">One</title>", ">Two</title>",
      ] { #expect(feed.contains(part), "\(part)\n\(feed)") }
      let etag = try #require(reply["ETag"])
      #expect(
        try await site.get("/tag/may/feed", method: "GET", [("If-None-Match", etag)]).status == 304)
    }
  }
}
