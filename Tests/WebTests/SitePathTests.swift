import Store
import Testing
import XMPP

@testable import Web

@Suite struct SitePathTests {
  static let names = [
    "news", "a/b", "/", ".", "..", "...", ".hidden", "~", "~a", "~~", "~..", "100%", "%2F", "a b",
    " ", "what?", "#1", "a&b=c+d", "ünïcode", "e\u{301}", "é", "🐦", "~\u{301}x", "\"'<>`", "\\",
    "urn:xmpp:microblog:0", "xmpp:a@b?;node=c", "tab\tline\n", "search", "\u{202E}right",
    String(repeating: "x", count: 1_000), String(repeating: "🐦", count: 250),
  ]

  @Test(arguments: names) func everyAddressIsReadBackAsItWas(_ name: String) throws {
    let main = try BareJID.main
    let other = try BareJID("pubsub@other.example.org")
    for service in [main, other] {
      let node = NodePath(service, name)
      for path in [
        SitePath.community(node, .newest), .community(node, .before(17)),
        .community(node, .after(Int64.max)), .post(node, item: name), .post(node, item: "1"),
        .post(node, item: name, comments: Int64.min),
        .communityFeed(node), .search(name), .stylesheet(name),
      ] {
        let target = path.target(main: main)
        let route = try SitePath.parse(target, main: main)
        #expect(route == SitePath.Route(path: path))
        #expect(route.path.target(main: main) == target, "to the byte, whatever the normal form")
        #expect(target.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F })
        #expect(!target.contains("\"") && !target.contains("'") && !target.contains("<"))
        #expect(
          !target.split(separator: "/").contains { [".", "..", "%2E", "%2E%2E"].contains($0) })
      }
    }
  }

  @Test(arguments: [
    (SitePath.front, "/"), (.feed, "/feed"), (.search(""), "/search"), (.robots, "/robots.txt"),
    (.icon, "/icon.svg"), (.stylesheet(nil), "/style.css"), (.search("a b"), "/search?q=a%20b"),
  ]) func fixedAddresses(_ path: SitePath, _ target: String) throws {
    #expect(try path.target(main: .main) == target)
    #expect(try SitePath.parse(target, main: .main).path == path)
  }

  @Test func avatars() throws {
    let name = String(repeating: "0a", count: 20)
    let path = SitePath.avatar(try #require(AvatarID(name)))
    #expect(try path.target(main: .main) == "/avatar/\(name)")
    #expect(try SitePath.parse("/avatar/\(name)", main: .main) == SitePath.Route(path: path))
    for other in ["", "x", name.uppercased(), name + "/x"] {
      #expect(throws: SitePathError.unknown) { try SitePath.parse("/avatar/\(other)", main: .main) }
    }
  }

  @Test func addressesAreWrittenAsDocumented() throws {
    let node = NodePath(try .main, "a/b")
    let other = NodePath(try BareJID("pubsub@other.example.org"), "..")
    #expect(try SitePath.community(node, .newest).target(main: .main) == "/c/a%2Fb")
    #expect(
      try SitePath.community(other, .before(3)).target(main: .main)
        == "/c/pubsub%40other.example.org/~..?before=3")
    #expect(try SitePath.post(node, item: "~1").target(main: .main) == "/p/a%2Fb/~~1")
    #expect(
      try SitePath.communityFeed(other).target(main: .main)
        == "/feed/pubsub%40other.example.org/~..")
  }

  @Test func namesThatOnlyLookTheSameHaveAddressesOfTheirOwn() throws {
    let one = SitePath.community(NodePath(try .main, "é"), .newest)
    let two = SitePath.community(NodePath(try .main, "e\u{301}"), .newest)
    #expect(try one.target(main: .main) != two.target(main: .main))
  }

  @Test func theLongestNamesFit() throws {
    let name = String(repeating: "é", count: 511)
    let node = NodePath(try BareJID("pubsub@other.example.org"), name)
    let target = try SitePath.post(node, item: name).target(main: .main)
    #expect(target.utf8.count <= WebLimits().targetBytes)
  }

  @Test func theMainServiceWrittenOutIsMoved() throws {
    let route = try SitePath.parse("/p/social.example.org/news/1", main: .main)
    #expect(route.moved)
    #expect(try route.path.target(main: .main) == "/p/news/1")
  }

  @Test func aSlashAtTheEndIsMoved() throws {
    let route = try SitePath.parse("/c/news/", main: .main)
    let path = SitePath.community(NodePath(try .main, "news"), .newest)
    #expect(route == SitePath.Route(path: path, moved: true))
    let front = try SitePath.parse("/", main: .main)
    #expect(!front.moved)
  }

  @Test(arguments: [
    ("/c/n%65ws", "/c/news"), ("/c/news?utm_source=x", "/c/news"), ("/?", "/"),
    ("/?x=%", "/"), ("/p/news/1?ref=caf%E9", "/p/news/1"),
    ("/c/news?a=1&a=2&before=3", "/c/news?before=3"),
    ("/c/news?%62efore=3", "/c/news?before=3"), ("/feed/news/", "/feed/news"), ("/feed/", "/feed"),
    ("http://evil.example/c/news", "/c/news"), ("HTTPS://evil.example", "/"),
    ("/search?q=a+b", "/search?q=a%20b"), ("/search?q=", "/search"), ("/c/%c3%A9", "/c/%C3%A9"),
    ("/c/social.example.org", "/c/social.example.org"),
  ]) func otherSpellingsAreUnderstood(_ target: String, _ canonical: String) throws {
    #expect(try SitePath.parse(target, main: .main).path.target(main: .main) == canonical)
  }

  @Test(arguments: [
    "", "c/news", "*", "ftp://evil.example/", "/c/%", "/c/%2", "/c/%GG", "/c/%FF", "/c/%00",
    "/c/%1F", "/c/%C3", "/c/.", "/c/..", "/c/%2e%2E", "/c/a/../b", "/c/news?before=",
    "/c/news?before=x", "/c/news?before=-01", "/c/news?before=-0", "/c/news?before=01",
    "/c/news?before=+1",
    "/c/news?before=9223372036854775808", "/c/news?before=1&after=2", "/c/news?before=1&before=2",
    "/c/news?before=1&%62efore=2",
    "/search?q=%", "/search?q=%FF", "/c/news#top", "/c/a b", "/c/é", "/c/a\u{7F}",
  ]) func whatIsNoAddressIsMalformed(_ target: String) {
    #expect(throws: SitePathError.malformed) { try SitePath.parse(target, main: .main) }
  }

  @Test(arguments: [
    "/nope", "/c", "/c/", "/c//", "/c/news//", "/c/a/b/c", "/c/~news", "/p/news", "/p/news/",
    "/p/a/b/c/d", "/feed/a/b/c", "/search/x", "/style.css/x", "//", "/C/news",
    "/c/not@@a.jid/news", "/favicon.ico",
  ]) func whatIsNotHereIsUnknown(_ target: String) {
    #expect(throws: SitePathError.unknown) { try SitePath.parse(target, main: .main) }
  }
}
