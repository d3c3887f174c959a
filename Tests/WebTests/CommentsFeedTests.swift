import PubSub
import Social
import TestSupport
import Testing
import XML
import XMPP

@testable import Web

/// The comments on a post as a feed (RFC 4685).
@Suite struct CommentsFeedTests {
  private static let address = "/p/birds/1/comments/feed"

  @Test func theNewestFirst() async throws {
    try await withSite { site in
      try await site.discuss(comments: 2)
      try await site.comment("answer", answering: "c1", at: 5_000)
      try await site.comment("heart", .of("♥", html: ""), isHeart: true, at: 5_000)
      let page = try await site.get("/p/birds/1")
      #expect(
        page.text.contains(
          "title=\"Comments on: The swifts are back\" href=\"\(Self.address)\""))
      let reply = try await site.get(Self.address)
      #expect(reply["Content-Type"] == "application/atom+xml; charset=utf-8")
      let feed = try reply.atom()
      let entries = feed.all("entry", Namespace.atom)
      let node = "xmpp:social.example.org?;node=urn%3Axmpp%3Amicroblog%3A0%3Acomments%2F1;item="
      #expect(
        entries.map { $0.first("id", Namespace.atom)?.text }
          == ["answer", "c2", "c1"].map { node + $0 })
      let post = "xmpp:social.example.org?;node=birds;item=1"
      let answered = entries.map { InReplyTo.all(in: $0).map(\.ref) }
      #expect(answered == [[node + "c1"], [post], [post]])
      let links = feed.all("link", Namespace.atom)
      #expect(
        links.first { $0["rel"] == "alternate" }?["href"]
          == "https://social.example.org/p/birds/1")
      // The page of each begins with it.
      let alternate = entries[1].all("link", Namespace.atom).first { $0["rel"] == "alternate" }
      let parts = try #require(alternate?["href"]).dropFirst(TestSite.origin.count)
        .split(separator: "#").map(String.init)
      let begun = try await site.get(parts[0]).text
      #expect(begun.contains("id=\"\(parts[1])\"") && begun.contains("Words of c2"))
      #expect(!begun.contains("Words of c1"))
      let json = try await site.get("/p/birds/1/comments/feed.json").text
      #expect(json.contains("Words of answer") && !json.contains("♥"))
    }
  }

  @Test func pageAfterPage() async throws {
    var limits = WebLimits.patient
    limits.feedEntries = 2
    try await withSite(limits) { site in
      try await site.discuss(comments: 5)
      var (next, seen): (String?, [String]) = (Self.address, [])
      while let target = next {
        let feed = try await site.get(target).atom()
        seen += feed.all("entry", Namespace.atom).compactMap {
          $0.first("id", Namespace.atom)?.text.suffix(2).description
        }
        next = feed.all("link", Namespace.atom).first { $0["rel"] == "next" }?["href"]
          .map { String($0.dropFirst(TestSite.origin.count)) }
      }
      #expect(seen == ["c5", "c4", "c3", "c2", "c1"])
    }
  }

  /// Other feeds say how many there are and when the last one came.
  @Test(arguments: ["/feed", "/feed/birds", "/c/birds/archive/2025/11/feed"])
  func entriesSayWhereTheirCommentsAre(_ target: String) async throws {
    try await withSite { site in
      try await site.discuss(comments: 2)
      try await site.comment("c3", at: 60_000)
      try await site.publish("birds", "2", .of("No comments"))
      let entries = try await site.get(target).atom().all("entry", Namespace.atom)
      func replies(_ item: String) -> Element? {
        let entry = entries.first {
          $0.first("id", Namespace.atom)?.text.hasSuffix("item=\(item)") == true
        }
        return entry?.all("link", Namespace.atom).first { $0["rel"] == "replies" }
      }
      let link = try #require(replies("1"))
      #expect(link["href"] == "https://social.example.org" + Self.address)
      #expect(link["type"] == "application/atom+xml")
      let threading = link.attributes.filter { $0.name.namespace == Namespace.threading }
      #expect(threading.map(\.name.name) == ["count", "updated"])
      #expect(threading.map(\.value) == ["3", "2025-11-22T08:27:40Z"])
      #expect(replies("2") == nil)
      let tag = try await site.get("/feed/birds")["ETag"]
      try await site.comment("c4", at: 90_000)
      #expect(try await site.get("/feed/birds")["ETag"] != tag)
      #expect(try await site.get("/feed/birds")["Last-Modified"] == nil)
    }
  }

  /// Comments that not everybody may read look like none.
  @Test func closedCommentsAreNotThere() async throws {
    try await withSite { site in
      try await site.discuss(comments: 1, access: .whitelist)
      let missing = try await site.get("/p/birds/never/comments/feed")
      let closed = try await site.get(Self.address)
      #expect(closed.status == 404 && closed.body == missing.body)
      #expect(try await !site.get("/feed/birds").text.contains("replies"))
      #expect(try await !site.get("/p/birds/1").text.contains("comments/feed"))
      try await site.retract("birds", "1")
      #expect(try await site.get(Self.address).status == 410)
    }
  }

  /// Whatever stands in a comment, the feed is well-formed and says it once.
  @Test(arguments: HostilePageTests.texts)
  func hostileCommentsAreText(_ text: String) async throws {
    try await withSite { site in
      try await site.discuss(comments: 0)
      try await site.comment("c1", .of(text, html: "", author: text))
      let feed = try await site.get(Self.address).atom()
      let entry = try #require(feed.first("entry", Namespace.atom))
      #expect(entry.first("title", Namespace.atom)?.text == text.oneLine(limit: 1_000))
      #expect(feed.all("entry", Namespace.atom).count == 1)
    }
  }
}
