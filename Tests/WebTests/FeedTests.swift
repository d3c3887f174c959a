import Social
import Store
import TestSupport
import Testing
import XML
import XMPP

@testable import Web

@Suite struct FeedTests {
  private func feed(_ reply: Reply) throws -> Element {
    #expect(reply["Content-Type"] == "application/atom+xml; charset=utf-8")
    return try reply.atom()
  }

  @Test(arguments: ["/feed", "/feed/a%2Fb"])
  func aFeedIsAtom(_ target: String) async throws {
    try await withSite { site in
      try await site.create("a/b", title: "A & B", description: "Both", at: 1_000)
      try await site.publish(
        "a/b", "1?", .of("One <b>", html: "<p>x &amp; <br>y</p>", tags: ["t"]), at: 2_000)
      try await site.publish("a/b", "2", .of("Two"), at: 3_000)
      try await site.retract("a/b", "2", at: 5_000)
      let feed = try feed(try await site.get(target))
      #expect(feed.is("feed", Namespace.atom))
      let links = feed.all("link", Namespace.atom)
      #expect(
        links.first { $0["rel"] == "self" }?["href"] == "https://social.example.org" + target)
      let page = target == "/feed" ? "/" : "/c/a%2Fb"
      #expect(
        links.first { $0["rel"] == "alternate" }?["href"] == "https://social.example.org" + page)
      #expect(feed.first("updated", Namespace.atom)?.text == "2025-11-22T08:26:45Z")
      #expect(feed.first("id", Namespace.atom)?.text.hasPrefix("xmpp:social.example.org") == true)
      let entries = feed.all("entry", Namespace.atom)
      #expect(entries.count == 1)
      let entry = try #require(entries.first)
      #expect(entry.first("title", Namespace.atom)?.text == "One <b>")
      #expect(
        entry.first("link", Namespace.atom)?["href"] == "https://social.example.org/p/a%2Fb/1%3F")
      #expect(entry.first("content", Namespace.atom)?.text == "<p>x &amp; <br>y</p>")
      #expect(
        entry.first("id", Namespace.atom)?.text
          == "xmpp:social.example.org?;node=a%2Fb;item=1%3F")
    }
  }

  @Test func aFeedHasABudgetOfBytes() async throws {
    var limits = WebLimits.patient
    limits.feedBytes = 1_000
    limits.feedPostBytes = 300
    let html = "<p>\(String(repeating: "x", count: 200))</p>"
    try await withSite(limits) { site in
      try await site.create("news")
      for number in 1...9 {
        try await site.publish("news", "\(number)", .of("T\(number)", html: html))
      }
      for target in ["/feed", "/feed/news"] {
        let entries = try feed(try await site.get(target)).all("entry", Namespace.atom)
        #expect(
          entries.compactMap { $0.first("title", Namespace.atom)?.text } == [
            "T9", "T8", "T7", "T6",
          ])
      }
      // Longer than the budget: it is there all the same, without its content.
      let long = "<p>\(String(repeating: "word ", count: 400))</p>"
      try await site.publish("news", "10", .of(String(repeating: "<", count: 180), html: long))
      for target in ["/feed", "/feed/news"] {
        let entries = try feed(try await site.get(target)).all("entry", Namespace.atom)
        #expect(entries.count == 1)
        #expect(entries.first?.first("content", Namespace.atom) == nil)
        let summary = try #require(entries.first?.first("summary", Namespace.atom))
        #expect(summary["type"] == "text" && summary.text.hasPrefix("word word"))
        #expect(summary.text.unicodeScalars.count <= 280)
        #expect(entries.first?.first("link", Namespace.atom)?["rel"] == "alternate")
      }
    }
  }

  @Test func theFeedOfEverythingForgetsADeletedCommunity() async throws {
    try await withSite { site in
      try await site.create("news")
      try await site.publish("news", "1", .of("One"))
      #expect(try feed(try await site.get("/feed")).all("entry", Namespace.atom).count == 1)
      try await site.delete("news")
      let date = [("If-Modified-Since", "Sat, 22 Nov 2025 08:26:40 GMT")]
      #expect(
        try feed(try await site.get("/feed", date)).all("entry", Namespace.atom).isEmpty)
    }
  }

  @Test func anEmptyFeedIsTheSameEachTime() async throws {
    try await withSite { site in
      let first = try await site.get("/feed")
      #expect(try feed(first).first("updated", Namespace.atom)?.text == "1970-01-01T00:00:00Z")
      #expect(try await site.get("/feed").body == first.body)
      #expect(first["Last-Modified"] == nil)
    }
  }

  @Test func aFeedHoldsTheNewest() async throws {
    var limits = WebLimits.patient
    limits.feedEntries = 3
    try await withSite(limits) { site in
      try await site.create("news")
      for number in 1...5 { try await site.publish("news", "\(number)", .of("T\(number)")) }
      for target in ["/feed", "/feed/news"] {
        let entries = try feed(try await site.get(target)).all("entry", Namespace.atom)
        #expect(entries.map { $0.first("title", Namespace.atom)?.text } == ["T5", "T4", "T3"])
      }
    }
  }
}
