import PubSub
import Social
import Store
import TestSupport
import Testing
import XML
import XMPP

@testable import Web

@Suite struct SitemapTests {
  private let namespace = "http://www.sitemaps.org/schemas/sitemap/0.9"

  /// The addresses in a sitemap or an index of them, with when each was changed.
  private func places(_ site: TestSite, _ target: String) async throws -> [(String, String?)] {
    let reply = try await site.get(target)
    #expect(reply.status == 200)
    #expect(reply["Content-Type"] == "application/xml; charset=utf-8")
    let text = reply.text.drop { $0 != "\n" }
    let root = try Element(parsing: Array(text.utf8.dropFirst()))
    #expect(root.is("urlset", namespace) || root.is("sitemapindex", namespace))
    return root.elements.map {
      ($0.first("loc", namespace)?.text ?? "", $0.first("lastmod", namespace)?.text)
    }
  }

  /// All addresses in all parts, in order.
  private func all(_ site: TestSite) async throws -> [String] {
    var list: [String] = []
    for part in try await places(site, "/sitemap.xml").map(\.0) {
      let target = try #require(part.split(separator: TestSite.origin, maxSplits: 1).last)
      list += try await places(site, String(target)).map(\.0)
    }
    return list
  }

  @Test func eachPublicPageOnce() async throws {
    try await withSite { site in
      try await site.create("a/b")
      try await site.create("empty", at: 1_000)
      try await site.publish("a/b", "1?", .of("One"), at: 2_000)
      try await site.publish("a/b", "2", .of("Two"), at: 3_000)
      let origin = TestSite.origin
      #expect(
        try await all(site) == [
          "\(origin)/", "\(origin)/c/a%2Fb", "\(origin)/p/a%2Fb/1%3F", "\(origin)/p/a%2Fb/2",
          "\(origin)/c/empty",
        ])
      let index = try await places(site, "/sitemap.xml")
      #expect(index.map(\.1) == [nil, "2025-11-22T08:26:43Z", "2025-11-22T08:26:41Z"])
      let part = try await places(site, "/sitemap.xml?part=posts&node=a%2Fb")
      #expect(
        part.map(\.1) == ["2025-11-22T08:26:43Z", "2025-11-22T08:26:42Z", "2025-11-22T08:26:43Z"])
    }
  }

  @Test func largeCommunitiesHaveSeveralParts() async throws {
    var limits = WebLimits.patient
    limits.sitemapPosts = 2
    try await withSite(limits) { site in
      try await site.create("news")
      for number in 1...5 { try await site.publish("news", "\(number)", .of("\(number)")) }
      let origin = TestSite.origin
      let posts = (1...5).map { "\(origin)/p/news/\($0)" }
      #expect(try await all(site) == ["\(origin)/", "\(origin)/c/news"] + posts)
      let parts = try await places(site, "/sitemap.xml").map(\.0)
      #expect(parts.count == 4)
      // An edit keeps each post where it is.
      try await site.publish("news", "1", .of("Other"), at: 9_000)
      #expect(try await places(site, "/sitemap.xml").map(\.0) == parts)
      #expect(try await all(site) == ["\(origin)/", "\(origin)/c/news"] + posts)
      try await site.retract("news", "2")
      #expect(try await Set(all(site)).isDisjoint(with: [posts[1]]))
      #expect(try await all(site).count == 6)
    }
  }

  /// Nothing of what is hidden, of what has no place in lists, or of what is at home elsewhere.
  @Test func nothingElseIsThere() async throws {
    try await withSite { site in
      try await site.create("secret", access: .whitelist)
      try await site.publish("secret", "1", .of("One"))
      try await site.follow("news", of: try .capulet, ["1"])
      #expect(try await all(site) == [TestSite.origin + "/"])
      let missing = try await site.get("/sitemap.xml?part=posts&node=never")
      #expect(missing.status == 404)
      for query in ["node=secret", "service=pubsub.capulet.lit&node=news"] {
        let reply = try await site.get("/sitemap.xml?part=posts&" + query)
        #expect(reply.status == 404 && reply.body == missing.body)
      }
    }
  }

  @Test func anAddressThatIsTooLongIsLeftOut() async throws {
    try await withSite { site in
      try await site.create("news")
      try await site.publish("news", String(repeating: "ü", count: 400), .of("One"))
      #expect(try await all(site).count == 2)
    }
  }

  @Test(arguments: HostilePageTests.texts.filter { !$0.isEmpty }) func namesInjectNothing(
    _ name: String
  ) async throws {
    try await withSite { site in
      try await site.create(name, title: name)
      try await site.publish(name, name, .of(name))
      let main = try BareJID.main
      let post = SitePath.post(NodePath(main, name), item: name)
      #expect(try await all(site).last == TestSite.origin + post.target(.test))
    }
  }

  @Test func addresses() throws {
    let place = try #require(PlaceName("k0123456789abc"))
    let other = NodePath(try .capulet, "a&b")
    for (path, target) in [
      (MachinePath.sitemap, ""), (.sitemapOfSite, "?part=site"),
      (.sitemapPart(NodePath(try .main, "news")), "?part=posts&node=news"),
      (
        .sitemapPart(other, after: place),
        "?part=posts&service=pubsub.capulet.lit&node=a%26b&after=k0123456789abc"
      ),
    ] {
      #expect(try SitePath.machine(path).target(.test) == "/sitemap.xml" + target)
      #expect(try SitePath.parse("/sitemap.xml" + target, .test).path == .machine(path))
    }
    for query in ["part=x", "node=news", "part=posts", "part=posts&node=", "part=site&node=a"] {
      #expect(throws: SitePathError.unknown) { try SitePath.parse("/sitemap.xml?" + query, .test) }
    }
    #expect(throws: SitePathError.malformed) {
      try SitePath.parse("/sitemap.xml?part=posts&node=a&after=1", .test)
    }
  }

  @Test func robotsAreToldOfIt() async throws {
    try await withSite { site in
      let reply = try await site.get("/robots.txt")
      #expect(reply["Content-Type"] == "text/plain; charset=utf-8")
      #expect(
        reply.text == """
          User-agent: *
          Disallow: /search
          Disallow: /api/

          Sitemap: https://social.example.org/sitemap.xml

          """)
    }
  }
}
