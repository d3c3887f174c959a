import Foundation
import TestSupport
import Testing

@testable import Social
@testable import Web

@Suite struct JSONFeedTests {
  private func items(_ reply: Reply) throws -> (feed: [String: Any], items: [[String: Any]]) {
    #expect(reply.status == 200)
    #expect(reply["Content-Type"] == "application/feed+json; charset=utf-8")
    let feed = try #require(
      try JSONSerialization.jsonObject(with: Data(reply.body)) as? [String: Any])
    return (feed, try #require(feed["items"] as? [[String: Any]]))
  }

  @Test(arguments: ["/feed.json", "/feed.json/a%2Fb", "/tag/t/feed.json"])
  func aFeedIsJSON(_ target: String) async throws {
    try await withSite { site in
      try await site.create("a/b", title: "A & B", description: "Both", at: 1_000)
      try await site.publish(
        "a/b", "1?",
        .of(
          "One <b> \"\u{2028}", html: "<p>x &amp; y</p>", tags: ["t"],
          enclosures: [
            Entry.Enclosure(
              href: "https://example.org/a.png", type: "image/png", title: "A", length: 7)
          ]), at: 2_000)
      let (feed, items) = try items(try await site.get(target))
      #expect(feed["version"] as? String == "https://jsonfeed.org/version/1.1")
      #expect(feed["feed_url"] as? String == "https://social.example.org" + target)
      #expect((feed["home_page_url"] as? String)?.hasPrefix("https://social.example.org/") == true)
      let item = try #require(items.first)
      #expect(items.count == 1)
      #expect(item["id"] as? String == "xmpp:social.example.org?;node=a%2Fb;item=1%3F")
      #expect(item["url"] as? String == "https://social.example.org/p/a%2Fb/1%3F")
      #expect(item["title"] as? String == "One <b> \"")
      #expect(item["content_html"] as? String == "<p>x &amp; y</p>" && item["content_text"] == nil)
      #expect(item["date_published"] as? String == "2025-11-22T08:26:40Z")
      #expect(item["tags"] as? [String] == ["t"] && item["language"] as? String == "en")
      let file = try #require((item["attachments"] as? [[String: Any]])?.first)
      #expect(file["mime_type"] as? String == "image/png" && file["size_in_bytes"] as? Int == 7)
      #expect((item["authors"] as? [[String: String]])?.first?["name"] == "Juliet")
    }
  }

  /// One of the two contents is always there.
  @Test func whatIsTooLongIsASummary() async throws {
    var limits = WebLimits.patient
    limits.feedPostBytes = 100
    try await withSite(limits) { site in
      try await site.create("news")
      let html = "<p>\(String(repeating: "word ", count: 100))</p>"
      try await site.publish("news", "1", .of("Long", html: html))
      try await site.publish("news", "2", .of("Picture", html: ""))
      let (_, items) = try items(try await site.get("/feed.json/news"))
      #expect(items.map { $0["content_html"] == nil } == [true, true])
      #expect(items.allSatisfy { ($0["content_text"] as? String)?.isEmpty == false })
    }
  }

  @Test func pagesLeadToIt() async throws {
    try await withSite { site in
      try await site.create("news")
      let page = try await site.get("/c/news").text
      for address in ["/feed.json", "/feed.json/news"] {
        #expect(
          page.contains("type=\"application/feed+json\" title=")
            && page.contains("href=\"\(address)\""))
      }
      #expect(
        try await site.get("/feed.rss/news")["Location"] == "https://social.example.org/feed/news")
    }
  }
}
