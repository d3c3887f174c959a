import Media
import Store
import Testing
import XMPP

@testable import Web

@Suite struct SitePathTests {
  static let names = [
    "news", "a/b", "/", ".", "..", "...", ".hidden", "~", "~a", "~~", "~..", "100%", "%2F", "a b",
    " ", "what?", "#1", "a&b=c+d", "ünïcode", "e\u{301}", "é", "🐦", "~\u{301}x", "\"'<>`", "\\",
    "archive", "2026", "feed", "comments", "urn:xmpp:microblog:0", "xmpp:a@b?;node=c",
    "tab\tline\n", "search", "\u{202E}right",
    String(repeating: "x", count: 1_000), String(repeating: "🐦", count: 250),
  ]

  @Test(arguments: names) func everyAddressIsReadBackAsItWas(_ name: String) throws {
    let main = try BareJID.main
    let other = try BareJID("pubsub@other.example.org")
    let place = try #require(PlaceName("k0123456789abc"))
    let dated = try #require(PlaceName(dated: "d0123456789abc0123456789abc"))
    let month = try #require(Month(year: 2026, month: 1))
    for service in [main, other] {
      let node = NodePath(service, name)
      for path in [
        SitePath.community(node, .newest), .community(node, .before(place)),
        .community(node, .after(place)), .post(node, item: name), .post(node, item: "1"),
        .post(node, item: name, comments: place),
        .communityFeed(node), .communityFeed(node, .json), .search(name), .stylesheet(name),
        .commentsFeed(node, item: name), .commentsFeed(node, item: "1", .json, before: place),
        .searchFeed(name), .communityFeed(node, before: place), .archive(.community(node), month),
        .archive(.community(node), month, .after(dated)), .archiveFeed(.community(node), month),
        .archiveFeed(.community(node), month, .json, .before(dated)),
        .media(MediaPath(code: String(repeating: "0", count: 32), size: .small, address: name)),
      ] {
        let target = try path.target(.test)
        let route = try SitePath.parse(target, .test)
        #expect(route == SitePath.Route(path: path))
        #expect(try route.path.target(.test) == target, "to the byte, whatever the normal form")
        #expect(target.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F })
        #expect(!target.contains("\"") && !target.contains("'") && !target.contains("<"))
        #expect(
          !target.split(separator: "/").contains { [".", "..", "%2E", "%2E%2E"].contains($0) })
      }
    }
  }

  @Test(arguments: [
    (SitePath.front, "/"), (.feed(), "/feed"), (.feed(.json), "/feed.json"),
    (.search(""), "/search"), (.communities(), "/communities"),
    (.searchFeed("a b", .json), "/search/feed.json?q=a%20b"), (.robots, "/robots.txt"),
    (.tag("a/b"), "/tag/a%2Fb"), (.tag(".."), "/tag/~.."), (.tag("feed"), "/tag/feed"),
    (.tagFeed("feed"), "/tag/feed/feed"), (.tagFeed("café"), "/tag/caf%C3%A9/feed"),
    (.tagFeed("a", .json), "/tag/a/feed.json"),
    (
      .tag("日本", before: PlaceName("k0123456789abc")),
      "/tag/%E6%97%A5%E6%9C%AC?before=k0123456789abc"
    ),
    (.icon, "/icon"), (.about, "/about"), (.stylesheet(nil), "/style.css"),
    (.search("a b"), "/search?q=a%20b"),
  ]) func fixedAddresses(_ path: SitePath, _ target: String) throws {
    #expect(try path.target(.test) == target)
    #expect(try SitePath.parse(target, .test).path == path)
  }

  @Test func avatars() throws {
    let name = String(repeating: "0a", count: 20)
    let path = SitePath.avatar(try #require(AvatarID(name)))
    #expect(try path.target(.test) == "/avatar/\(name)")
    #expect(try SitePath.parse("/avatar/\(name)", .test) == SitePath.Route(path: path))
    for other in ["", "x", name.uppercased(), name + "/x"] {
      #expect(throws: SitePathError.unknown) { try SitePath.parse("/avatar/\(other)", .test) }
    }
  }

  @Test func addressesAreWrittenAsDocumented() throws {
    let node = NodePath(try .main, "a/b")
    let other = NodePath(try BareJID("pubsub@other.example.org"), "..")
    #expect(try SitePath.community(node, .newest).target(.test) == "/c/a%2Fb")
    let place = try #require(PlaceName("k0123456789abc"))
    #expect(
      try SitePath.community(other, .before(place)).target(.test)
        == "/c/pubsub%40other.example.org/~..?before=k0123456789abc")
    #expect(try SitePath.post(node, item: "~1").target(.test) == "/p/a%2Fb/~~1")
    #expect(
      try SitePath.communityFeed(other).target(.test)
        == "/feed/pubsub%40other.example.org/~..")
  }

  @Test func namesThatOnlyLookTheSameHaveAddressesOfTheirOwn() throws {
    let one = SitePath.community(NodePath(try .main, "é"), .newest)
    let two = SitePath.community(NodePath(try .main, "e\u{301}"), .newest)
    #expect(try one.target(.test) != two.target(.test))
  }

  @Test func theLongestNamesFit() throws {
    let name = String(repeating: "é", count: 511)
    let node = NodePath(try BareJID("pubsub@other.example.org"), name)
    let target = try SitePath.post(node, item: name).target(.test)
    #expect(target.utf8.count <= WebLimits().targetBytes)
  }

  @Test func theMainServiceWrittenOutIsMoved() throws {
    let route = try SitePath.parse("/p/social.example.org/news/1", .test)
    #expect(route.moved)
    #expect(try route.path.target(.test) == "/p/news/1")
  }

  @Test(arguments: [
    ("/@romeo", "romeo@example.org"), ("/@juliet@capulet.lit", "juliet@capulet.lit"),
    ("/@%F0%9F%90%A6", nil), ("/@r%C3%B6meo", "römeo@example.org"),
    ("/@a%26b@x.example", nil), ("/@a.b%2Bc@x.example", "a.b+c@x.example"),
  ]) func peopleHaveNames(_ target: String, _ jid: String?) throws {
    guard let jid else {
      #expect(throws: SitePathError.unknown) { try SitePath.parse(target, .test) }
      return
    }
    let blog = NodePath(try BareJID(jid), "urn:xmpp:microblog:0")
    let place = try #require(PlaceName("k0123456789abc"))
    let month = try #require(Month(year: 2026, month: 2))
    for (path, tail) in [
      (SitePath.community(blog, .newest), ""),
      (.community(blog, .before(place)), "?before=k0123456789abc"),
      (.communityFeed(blog), "/feed"), (.communityFeed(blog, .json), "/feed.json"),
      (.communityFeed(blog, before: place), "/feed?before=k0123456789abc"),
      (.archive(.community(blog), month), "/archive/2026/02"),
      (.commentsFeed(blog, item: "archive"), "/archive/comments/feed"),
      (
        .commentsFeed(blog, item: "feed", .json, before: place),
        "/~feed/comments/feed.json?before=k0123456789abc"
      ),
      (.post(blog, item: "comments", slug: Slug(title: "feed")), "/comments/feed"),
      (.archiveFeed(.community(blog), month, .json), "/archive/2026/02/feed.json"),
      (.post(blog, item: "archive", slug: Slug(title: "2026")), "/archive/2026"),
      (.post(blog, item: "1"), "/1"),
      (.post(blog, item: "feed"), "/~feed"), (.post(blog, item: "feed.rss"), "/~feed.rss"),
      (.post(blog, item: ".."), "/~.."),
      (.post(blog, item: "~feed"), "/~~feed"), (.post(blog, item: "archive"), "/archive"),
      (.post(blog, item: "1", slug: Slug(title: "Oh, Romeo!")), "/1/oh-romeo"),
      (
        .post(blog, item: "1", slug: Slug(title: "Ü"), comments: place),
        "/1/%C3%BC?comments=k0123456789abc"
      ),
    ] {
      #expect(try path.target(.test) == target + tail)
      #expect(try SitePath.parse(target + tail, .test) == SitePath.Route(path: path))
    }
  }

  /// What stands for the same leads to where it is, whatever is below it.
  @Test(arguments: [
    ("/@romeo@example.org", "/@romeo"), ("/@Romeo", "/@romeo"), ("/@romeo/", "/@romeo"),
    ("/c/romeo%40example.org/urn%3Axmpp%3Amicroblog%3A0", "/@romeo"),
    (
      "/c/juliet@capulet.lit/urn:xmpp:microblog:0?before=k0123456789abc",
      "/@juliet@capulet.lit?before=k0123456789abc"
    ),
    ("/p/romeo%40example.org/urn%3Axmpp%3Amicroblog%3A0/a%2Fb", "/@romeo/a%2Fb"),
    ("/feed/romeo%40example.org/urn%3Axmpp%3Amicroblog%3A0", "/@romeo/feed"),
    ("/tag/Caf%C3%89", "/tag/caf%C3%A9"), ("/tag/cafe%CC%81/feed", "/tag/caf%C3%A9/feed"),
    ("/c/news/", "/c/news"), ("/feed/", "/feed"), ("/feed.rss", "/feed"),
    ("/@romeo/feed.rss", "/@romeo/feed"),
    ("/feed.rss/news", "/feed/news"), ("/tag/a/feed.rss", "/tag/a/feed"),
    ("/favicon.ico", "/icon"), ("/icon.svg", "/icon"),
    ("/p/news/1/comments/feed.rss", "/p/news/1/comments/feed"),
    ("/search/feed.rss?q=x", "/search/feed?q=x"), ("/communities/", "/communities"),
    ("/archive/2026/1/", "/archive/2026/01"),
    ("/c/news/archive/2026/11/feed.rss", "/c/news/archive/2026/11/feed"),
    ("/feed?before=3", "/feed"),
    (
      "/c/romeo%40example.org/urn%3Axmpp%3Amicroblog%3A0/archive/2026/11", "/@romeo/archive/2026/11"
    ),
    ("/c/news?before=17", "/c/news"), ("/p/news/1?comments=-5", "/p/news/1"),
    ("/p/Social.example.ORG/news/1", "/p/news/1"),
  ]) func otherAddressesAreMoved(_ target: String, _ canonical: String) throws {
    let route = try SitePath.parse(target, .test)
    #expect(try route.path.target(.test) == canonical)
    #expect(route.moved)
    #expect(try !SitePath.parse(canonical, .test).moved)
  }

  /// Proxies may write them so: whoever is sent to another spelling might never arrive.
  @Test(arguments: [
    "/%40romeo", "/@romeo/%31", "/c/n%65ws", "/c/%c3%A9", "/c/a%3ab", "/c/a:b",
    "/@r%6fmeo%40x.example",
  ]) func whatIsOnlyEncodedOtherwiseIsNotMoved(_ target: String) throws {
    #expect(try !SitePath.parse(target, .test).moved)
  }

  /// Of a site without a domain of people all names are whole.
  @Test func noDomainIsLeftOut() throws {
    let home = SiteHome(try .main)
    let blog = NodePath(try BareJID("romeo@example.org"), "urn:xmpp:microblog:0")
    #expect(SitePath.community(blog, .newest).target(home) == "/@romeo@example.org")
    #expect(throws: SitePathError.unknown) { try SitePath.parse("/@romeo", home) }
  }

  @Test func aSlashAtTheEndIsMoved() throws {
    let route = try SitePath.parse("/c/news/", .test)
    let path = SitePath.community(NodePath(try .main, "news"), .newest)
    #expect(route == SitePath.Route(path: path, moved: true))
    let front = try SitePath.parse("/", .test)
    #expect(!front.moved)
  }

  @Test(arguments: [
    ("/c/n%65ws", "/c/news"), ("/c/news?utm_source=x", "/c/news"), ("/?", "/"),
    ("/?x=%", "/"), ("/p/news/1?ref=caf%E9", "/p/news/1"),
    ("/c/news?a=1&a=2&before=k0123456789abc", "/c/news?before=k0123456789abc"),
    ("/c/news?%62efore=k0123456789abc", "/c/news?before=k0123456789abc"),
    ("/feed/news/", "/feed/news"), ("/feed/", "/feed"),
    ("http://evil.example/c/news", "/c/news"), ("HTTPS://evil.example", "/"),
    ("/search?q=a+b", "/search?q=a%20b"), ("/search?q=", "/search"), ("/c/%c3%A9", "/c/%C3%A9"),
    ("/c/social.example.org", "/c/social.example.org"),
  ]) func otherSpellingsAreUnderstood(_ target: String, _ canonical: String) throws {
    #expect(try SitePath.parse(target, .test).path.target(.test) == canonical)
  }

  @Test(arguments: [
    "", "c/news", "*", "ftp://evil.example/", "/c/%", "/c/%2", "/c/%GG", "/c/%FF", "/c/%00",
    "/c/%1F", "/c/%C3", "/c/.", "/c/..", "/c/%2e%2E", "/c/a/../b", "/c/news?before=",
    "/c/news?before=x", "/c/news?before=-01", "/c/news?before=-0", "/c/news?before=01",
    "/c/news?before=+1",
    "/c/news?before=9223372036854775808", "/c/news?before=k0123456789abc&after=k0123456789abc",
    "/c/news?before=1&before=2", "/c/news?before=1&%62efore=2", "/c/news?before=k0123456789ab",
    "/c/news?before=k0123456789abcd", "/c/news?before=kz123456789abc",
    "/c/news?before=K0123456789ABC",
    "/c/news?before=0123456789abc", "/@romeo/.", "/@romeo/%2e%2e", "/@romeo/1/..", "/@%",
    "/@romeo?before=x",
    "/archive/2026/11?before=k0123456789abc", "/archive/2026/11?before=d0123456789abc0123456789ab",
    "/archive/2026/11?before=d0123456789abcz123456789abc", "/c/n/archive/2026/11/feed?after=5",
    "/search?q=%", "/search?q=%FF", "/c/news#top", "/c/a b", "/c/é", "/c/a\u{7F}",
  ]) func whatIsNoAddressIsMalformed(_ target: String) {
    #expect(throws: SitePathError.malformed) { try SitePath.parse(target, .test) }
  }

  @Test(arguments: [
    "/search/feed", "/communities/x", "/p/news/comments/feed/x", "/p/a/b/c/d/comments/feed",
    "/@romeo/1/slug/comments/feed", "/c/news/comments/feed", "/tag/a/comments/feed",
    "/archive", "/archive/2026", "/archive/2026/13", "/archive/0/1", "/archive/2026/00",
    "/archive/2026/+1", "/archive/02026/1", "/archive/2026/11/x", "/archive/2026/11/feed/x",
    "/c/archive/2026/11", "/c/a/b/c/archive/2026/11", "/p/news/archive/2026/11",
    "/c//archive/2026/11",
    "/search/archive/2026/11", "/@romeo/1/archive/2026/11", "/@/archive/2026/11",
    "/tag//archive/2026/11",
    "/nope", "/tag", "/tag/", "/tag//feed", "/tag/a/b", "/tag/a/feed/x", "/c", "/c/", "/c//",
    "/c/news//", "/c/a/b/c", "/c/~news", "/p/news", "/p/news/",
    "/p/a/b/c/d", "/feed/a/b/c", "/search/x", "/style.css/x", "//", "/C/news",
    "/c/not@@a.jid/news", "/@", "/@romeo//", "/@romeo/~x", "/@romeo/1/2/3", "/@a@b@c",
    "/@@example.org",
    "/@ro%20meo", "/@romeo/feed/x/y",
  ]) func whatIsNotHereIsUnknown(_ target: String) {
    #expect(throws: SitePathError.unknown) { try SitePath.parse(target, .test) }
  }
}

extension SiteHome {
  static var test: SiteHome { get throws { SiteHome(try .main, domain: "example.org") } }
}
