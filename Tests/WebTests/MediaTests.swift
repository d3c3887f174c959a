import Foundation
import Logging
import Media
import Outbound
import PubSub
import TestSupport
import Testing

@testable import Social
@testable import Web

/// Pictures of posts, as visitors get them.
@Suite(.timeLimit(.minutes(2))) struct MediaTests {
  private static let png = SamplePictures.png(width: 3, height: 2)

  /// A site that keeps pictures, and a host that has some.
  private static func run(
    footer path: String? = nil,
    _ answer: @escaping @Sendable (HTTPHost.Request) async -> HTTPHost.Answer = { _ in .ok(png) },
    _ body: @escaping @Sendable (TestSite, HTTPHost) async throws -> Void
  ) async throws {
    let folder = try TemporaryFolder()
    try await HTTPHost.run(answer) { host in
      let settings = MediaSettings(folder: folder.file("media"), ports: [host.port])
      let exempt = ["127.0.0.0/8"].compactMap(IPNetwork.init)
      let keeper = try PictureKeeper(
        settings,
        fetcher: Fetcher(AddressGuard(ports: settings.ports, exempt: exempt), userAgent: "test"),
        thumbnails: nil, logger: Logger(label: "media") { _ in SwiftLogNoOpLogHandler() })
      let picture = path.map { "<img src='\(host.address($0))'>" }
      let look = LookSettings(footer: picture, about: picture)
      try await withSite(look: look, pictures: keeper) { site in try await body(site, host) }
    }
  }

  /// Where the pictures of a page are loaded from.
  private static func sources(_ page: String) -> [String] {
    page.components(separatedBy: "<img").dropFirst().compactMap { tag in
      tag.components(separatedBy: "src=\"").dropFirst().first?.split(separator: "\"").first
        .map(String.init)
    }.filter { !$0.hasPrefix("/icon") }
  }

  private static func publish(
    _ site: TestSite, _ address: String, in node: String = "news"
  ) async throws {
    try await site.create(node, title: "News")
    try await site.publish(
      node, "1",
      .of(
        "Look", html: "<p>Here: <img src=\"\(address)?in&amp;text\" alt=\"a\"></p>",
        enclosures: [
          Entry.Enclosure(
            href: address, type: "image/png", title: "b", length: 1, width: 3, height: 2)
        ]))
  }

  @Test func pagesLoadPicturesFromTheSiteAlone() async throws {
    try await Self.run { site, host in
      try await Self.publish(site, host.address("/a.png"))
      for (target, size) in [("/p/news/1", "large"), ("/c/news", "small"), ("/", "small")] {
        let page = try await site.get(target)
        let sources = Self.sources(page.text)
        #expect(sources.count == 2, "\(target)")
        #expect(
          page["Content-Security-Policy"]?.contains("img-src 'self';") == true)
        for source in sources {
          #expect(source.hasPrefix("/media/") && source.contains("/\(size)/"), "\(source)")
          let picture = try await site.get(source)
          #expect(picture.status == 200 && picture.body == Self.png)
        }
      }
      #expect(Set(host.requests.map(\.path)) == ["/a.png", "/a.png?in&text"])
      #expect(host.requests.count == 2)
    }
  }

  private static let browser = "/usr/bin/chromium-headless-shell"

  /// The policy lets a browser load them, and it asks nobody else.
  @Test(
    .enabled(
      if: FileManager.default.isExecutableFile(atPath: browser),
      "needs: apt install chromium-headless-shell"))
  func aBrowserLoadsThemFromTheSite() async throws {
    try await Self.run { site, host in
      try await Self.publish(site, host.address("/a.png"))
      let folder = try TemporaryFolder()
      let run = try await Finished.running([
        Self.browser, "--no-sandbox", "--disable-gpu", "--no-proxy-server",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
        "--user-data-dir=\(folder.file("profile"))",
        "--virtual-time-budget=20000", "--dump-dom", "http://127.0.0.1:\(site.port)/p/news/1",
      ])
      #expect(
        run.status == 0 && run.output.contains("src=\"/media/"), "\(run.output.suffix(2_000))")
      // The site has asked their host, since the browser has asked the site.
      #expect(Set(host.requests.map(\.path)) == ["/a.png", "/a.png?in&text"])
      #expect(host.requests.allSatisfy { $0.head.lowercased().contains("user-agent: test\r\n") })
    }
  }

  @Test func whatTheAdminShowsIsLoadedFromTheSiteToo() async throws {
    try await Self.run(footer: "/f.png") { _ in
      .ok(Self.png)
    } _: { site, host in
      let sources = Self.sources(try await site.get("/about").text)
      #expect(sources.count == 2)
      for source in sources { #expect(try await site.get(source).body == Self.png) }
      #expect(host.requests.map(\.path) == ["/f.png"])
    }
  }

  @Test func galleriesShowSmallOnes() async throws {
    try await Self.run { site, host in
      var configuration = NodeConfiguration()
      configuration.type = NodeProfile.galleryType
      try await site.apply([.create(NodeID(stored: "birds"), configuration, owner: .juliet)])
      try await site.publish(
        "birds", "1",
        .of(
          "Swift",
          enclosures: [
            Entry.Enclosure(
              href: host.address("/a.png"), type: "image/png", title: nil, length: 1)
          ]))
      let sources = Self.sources(try await site.get("/c/birds").text)
      #expect(sources.count == 1)
      for source in sources {
        #expect(source.hasPrefix("/media/") && source.contains("/small/"))
        #expect(try await site.get(source).body == Self.png)
      }
    }
  }

  @Test func whatMachinesAreToldIsTheAddressItself() async throws {
    try await Self.run { site, host in
      let address = host.address("/a.png")
      try await Self.publish(site, address)
      for target in ["/feed", "/feed.json", "/api/v1/nodes/social.example.org/news/posts"] {
        let text = try await site.get(target).text.replacing("\\/", with: "/")
        #expect(text.contains(address) && !text.contains("/media/"), "\(target)")
      }
      let page = try await site.get("/p/news/1").text
      #expect(page.contains("<meta property=\"og:image\" content=\"\(address)\""))
      // The picture leads to what its author has put there.
      #expect(page.contains("<a href=\"\(address)\""))
    }
  }

  @Test func aPictureIsNothingButAPicture() async throws {
    try await Self.run { site, host in
      try await Self.publish(site, host.address("/a.png"))
      let source = try #require(Self.sources(try await site.get("/p/news/1").text).first)
      let picture = try await site.get(
        source, [("Cookie", "a=b"), ("Referer", "http://c.example/")])
      #expect(picture["Content-Type"] == "image/png")
      #expect(picture["Content-Length"] == String(Self.png.count))
      #expect(picture["Content-Security-Policy"] == "default-src 'none'; sandbox")
      #expect(picture["X-Content-Type-Options"] == "nosniff")
      #expect(picture["Cache-Control"] == "public, max-age=86400")
      let tag = try #require(picture["ETag"])
      let again = try await site.get(source, [("If-None-Match", tag)])
      #expect(again.status == 304 && again.body.isEmpty && again["ETag"] == tag)
      let head = try await site.get(source, method: "HEAD")
      #expect(head.status == 200 && head.body.isEmpty && head["Content-Type"] == "image/png")
      let request = try #require(host.requests.first).head
      #expect(!request.contains("Cookie") && !request.contains("Referer"))
    }
  }

  @Test func nobodyHasUsFetchWhatStandsOnNoPage() async throws {
    try await Self.run { site, host in
      try await Self.publish(site, host.address("/a.png"))
      let source = try #require(Self.sources(try await site.get("/p/news/1").text).first)
      let parts = source.split(separator: "/").map(String.init)
      let other = PercentCoding.encode(host.address("/other.png"))
      let wrong = String(repeating: "0", count: 32)
      for target in [
        "/media/\(parts[1])/\(parts[2])/\(other)", "/media/\(wrong)/\(parts[2])/\(parts[3])",
        "/media/\(parts[1])/small/\(parts[3])", "/media/\(parts[1])/huge/\(parts[3])",
        "/media/\(parts[1].dropLast())/\(parts[2])/\(parts[3])", "/media/\(parts[1])/\(parts[2])",
        "/media/\(parts[1])/\(parts[2])/\(parts[3])/x", "/media/", "/media",
      ] {
        let reply = try await site.get(target)
        #expect(reply.status == 404, "\(target)")
        #expect(!reply.text.contains("other.png"))
      }
      #expect(host.requests.isEmpty)
    }
  }

  @Test func whatCannotBeHadIsMissing() async throws {
    try await Self.run { _ in
      .ok(Array("<svg onload='alert(1)'/>".utf8), "Content-Type: image/svg+xml\r\n")
    } _: { site, host in
      try await Self.publish(site, host.address("/a.svg"))
      let source = try #require(Self.sources(try await site.get("/p/news/1").text).first)
      let reply = try await site.get(source)
      #expect(reply.status == 404 && !reply.text.contains("onload"))
      #expect(reply["Content-Type"] == "text/html; charset=utf-8")
      let unsure = Self.sources(try await site.get("/").text)
      for source in unsure { #expect(try await site.get(source).status == 404) }
    }
  }

  @Test func whatIsOnTheSiteIsLoadedFromThere() async throws {
    try await Self.run { site, host in
      try await Self.publish(site, "\(TestSite.origin)/avatar/1")
      let sources = Self.sources(try await site.get("/p/news/1").text)
      #expect(
        sources.allSatisfy { $0.hasPrefix("\(TestSite.origin)/avatar/1") } && sources.count == 2)
      // Not what only begins alike.
      try await Self.publish(site, "\(TestSite.origin).evil.example/a.png", in: "more")
      let others = Self.sources(try await site.get("/p/more/1").text)
      #expect(others.allSatisfy { $0.hasPrefix("/media/") } && others.count == 2)
    }
  }

  @Test func aPictureThatIsKeptOutlastsItsPost() async throws {
    try await Self.run { site, host in
      try await Self.publish(site, host.address("/a.png"))
      let source = try #require(Self.sources(try await site.get("/p/news/1").text).first)
      try await site.retract("news", "1", at: 1)
      #expect(try await site.get("/p/news/1").status == 410)
      #expect(try await site.get(source).status == 200)
    }
  }

  @Test func switchedOffThePolicySaysSo() async throws {
    try await withSite { site in
      try await Self.publish(site, "https://a.example/a.png")
      let page = try await site.get("/p/news/1")
      #expect(
        Self.sources(page.text) == [
          "https://a.example/a.png?in&amp;text", "https://a.example/a.png",
        ])
      #expect(
        page["Content-Security-Policy"]?.contains("img-src 'self' https: http:;") == true)
      let code = String(repeating: "0", count: 32)
      let target = "/media/\(code)/small/https%3A%2F%2Fa.example%2Fa.png"
      #expect(try await site.get(target).status == 404)
    }
  }
}
