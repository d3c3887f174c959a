import Store
import Testing
import XMPP

@testable import Web

@Suite struct MachinePathTests {
  private static let hostile = HostilePageTests.texts + SitePathTests.names + ["&rel=x", "a&url=b"]

  @Test(arguments: hostile) func everyAddressIsReadBackAsItWas(_ text: String) throws {
    let node = NodePath(try .capulet, text)
    let place = try #require(PlaceName("k0123456789abc"))
    let paths: [MachinePath] = [
      .sitemapPart(node, after: place), .embed(EmbedQuestion(address: text, format: .xml)),
      .embed(EmbedQuestion(address: text, maximumWidth: 1, maximumHeight: 2)),
      .webFinger(resource: text), .webFinger(resource: text, relations: [text, "x", text]),
      .api(.node(node)), .api(.posts(node)), .api(.posts(node, .after(place))),
      .api(.post(node, item: text)), .api(.search(text)),
      .api(.search(text, after: FoundPlace(list: 7, place: place))),
    ]
    for path in paths {
      let target = try SitePath.machine(path).target(.test)
      #expect(try SitePath.parse(target, .test) == SitePath.Route(path: .machine(path)))
      #expect(target.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F })
    }
  }

  @Test(arguments: [
    (MachinePath.hostMeta, "/.well-known/host-meta"),
    (.hostMetaInJSON, "/.well-known/host-meta.json"), (.nodeInfoLinks, "/.well-known/nodeinfo"),
    (.nodeInfo, "/nodeinfo/2.1"), (.communityList, "/communities.opml"),
    (
      .webFinger(resource: "acct:a@b", relations: ["x", "y"]),
      "/.well-known/webfinger?resource=acct%3Aa%40b&rel=x&rel=y"
    ),
    (.embed(EmbedQuestion(address: "x", maximumWidth: 3)), "/oembed?url=x&format=json&maxwidth=3"),
    (.api(.nodes()), "/api/v1/nodes"), (.api(.description), "/api/v1/openapi.json"),
  ]) func addresses(_ path: MachinePath, _ target: String) throws {
    #expect(try SitePath.machine(path).target(.test) == target)
    #expect(try SitePath.parse(target, .test) == SitePath.Route(path: .machine(path)))
  }

  @Test(arguments: [
    "/.well-known", "/.well-known/x", "/nodeinfo", "/nodeinfo/2.0", "/api", "/api/v2/nodes",
    "/api/v1", "/api/v1/nodes/a", "/api/v1/posts/a/b", "/sitemap.xml/x", "/communities.opml/x",
    "/oembed/x?url=x",
  ]) func whatIsNotHereIsUnknown(_ target: String) {
    #expect(throws: SitePathError.unknown) { try SitePath.parse(target, .test) }
  }

  @Test(arguments: ["0k0123456789abc", "7k0123456789abc"])
  func placesOfASearch(_ text: String) throws {
    #expect(try #require(FoundPlace(text)).text == text)
  }

  @Test(arguments: [
    "", "k0123456789abc", "8k0123456789abc", "-1k0123456789abc", "٣k0123456789abc", "0", "0k",
  ]) func whatIsNoPlace(_ text: String) { #expect(FoundPlace(text) == nil) }
}
