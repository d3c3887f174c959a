import PubSub
import Social
import Store
import TestSupport
import Testing
import XMPP

@testable import Web

/// What owners and the site ask of robots.
@Suite struct RobotRulesTests {
  private static let month = Month(of: TestSite.start)

  /// All that is of one community.
  private static let pages = [
    "/c/birds", "/p/birds/1", "/feed/birds", "/feed.json/birds", "/p/birds/1/comments/feed",
    "/c/birds/archive/\(month.year)/\(month.month)",
    "/c/birds/archive/\(month.year)/\(month.month)/feed",
    "/oembed?url=https%3A%2F%2Fsocial.example.org%2Fp%2Fbirds%2F1",
    "/oembed?format=xml&url=https%3A%2F%2Fsocial.example.org%2Fp%2Fbirds%2F1",
    "/api/v1/nodes/social.example.org/birds", "/api/v1/nodes/social.example.org/birds/posts",
    "/api/v1/posts/social.example.org/birds/1",
  ]

  /// What is of several.
  private static let mixed = [
    "/", "/communities", "/feed", "/tag/swift", "/tag/swift/feed", "/api/v1/nodes",
    "/archive/\(month.year)/\(month.month)",
  ]

  /// What a page asks, in its header and, if it has one, in its head.
  private func words(_ site: TestSite, _ page: String) async throws -> String? {
    let reply = try await site.get(page)
    #expect(reply.status == 200, "\(page)")
    let words = reply["X-Robots-Tag"]
    if reply["Content-Type"]?.hasPrefix("text/html") == true {
      let tag = words.map { "<meta name=\"robots\" content=\"\($0)\">" } ?? "name=\"robots\""
      #expect(reply.text.contains(tag) == (words != nil), "\(page)")
    }
    return words
  }

  @Test func theOwnerDecides() async throws {
    try await withSite { site in
      try await site.discuss(comments: 1)
      try await site.publish("birds", "2", .of("Another", tags: ["swift"]))
      for (robots, expected) in [
        (.all, nil), (.noAI, "noai, noimageai"), (.noIndex, "noindex"),
        (.neither, "noindex, noai, noimageai"), (.all, nil),
      ] as [(Robots, String?)] {
        try await site.configure("birds", robots: robots)
        for page in Self.pages { #expect(try await words(site, page) == expected, "\(page)") }
        for page in Self.mixed { #expect(try await words(site, page) == nil, "\(page)") }
        #expect(try await words(site, "/search?q=swifts") == "noindex")
        let isIndexed = robots.mayIndex
        let map = try await site.get("/sitemap.xml").text
        #expect(map.contains("node=birds<") == isIndexed, "\(map)")
      }
    }
  }

  /// A part of the sitemap that somebody has from before.
  @Test func aPartOfTheSitemapGoes() async throws {
    try await withSite { site in
      try await site.create("birds")
      try await site.publish("birds", "1", .of("The swifts are back"))
      let part = "/sitemap.xml?part=posts&node=birds"
      #expect(try await site.get(part).status == 200)
      try await site.configure("birds", robots: .noIndex)
      #expect(try await site.get(part).status == 404)
    }
  }

  /// Whoever has a page still is told that it is not to be found from now on.
  @Test func whoHasAFeedIsTold() async throws {
    try await withSite { site in
      try await site.create("birds")
      let tag = try #require(try await site.get("/feed/birds")["ETag"])
      let known = [("If-None-Match", tag)]
      let before = try await site.get("/feed/birds", known)
      #expect(before.status == 304 && before["X-Robots-Tag"] == nil)
      try await site.configure("birds", robots: .noAI)
      #expect(try await site.get("/feed/birds", known)["X-Robots-Tag"] == "noai, noimageai")
    }
  }

  @Test func theSiteDecidesForAll() async throws {
    try await withSite(refusesAI: true) { site in
      try await site.discuss(comments: 1)
      try await site.publish("birds", "2", .of("Another", tags: ["swift"]))
      for page in Self.pages + Self.mixed {
        #expect(try await words(site, page) == "noai, noimageai", "\(page)")
      }
      try await site.configure("birds", robots: .noIndex)
      for page in Self.pages {
        #expect(try await words(site, page) == "noindex, noai, noimageai", "\(page)")
      }
      let robots = try await site.get("/robots.txt").text
      #expect(robots.contains("User-agent: CCBot\n") && robots.contains("\nDisallow: /\n"))
    }
    try await withSite { site in
      let robots = try await site.get("/robots.txt").text
      #expect(!robots.contains("\nDisallow: /\n"))
    }
  }
}
