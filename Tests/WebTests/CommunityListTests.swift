import PubSub
import Social
import TestSupport
import Testing
import XML
import XMPP

@testable import Web

@Suite struct CommunityListTests {
  private func outlines(_ site: TestSite) async throws -> [Element] {
    let reply = try await site.get("/communities.opml")
    #expect(reply.status == 200 && reply["Content-Type"] == "text/x-opml; charset=utf-8")
    let root = try Element(parsing: Array(reply.text.utf8.drop { $0 != 10 }.dropFirst()))
    #expect(root.is("opml", "") && root["version"] == "2.0")
    #expect(root.first("head", "")?.first("title", "")?.text == "Verona")
    return root.first("body", "")?.all("outline", "") ?? []
  }

  @Test func allThatAreListed() async throws {
    try await withSite { site in
      try await site.create("a/b", title: "A & B", description: "Both", language: "de")
      try await site.create("secret", access: .whitelist)
      try await site.follow("news", of: try .capulet, ["1"])
      let outlines = try await outlines(site)
      let origin = TestSite.origin
      #expect(
        outlines.map { $0["xmlUrl"] } == [
          "\(origin)/feed/pubsub.capulet.lit/news", "\(origin)/feed/a%2Fb",
        ])
      let one = try #require(outlines.last)
      #expect(one["text"] == "A & B" && one["title"] == "A & B" && one["type"] == "rss")
      #expect(one["description"] == "Both" && one["language"] == "de")
      #expect(one["htmlUrl"] == "\(origin)/c/a%2Fb")
      #expect(try await site.get("/").text.contains("href=\"/communities.opml\""))
    }
  }

  @Test func itIsBounded() async throws {
    var limits = WebLimits.patient
    limits.communitiesInList = 2
    try await withSite(limits) { site in
      for node in ["a", "b", "c"] { try await site.create(node) }
      #expect(try await outlines(site).map { $0["text"] } == ["c", "b"])
    }
    limits.listBytes = 200
    try await withSite(limits) { site in
      for node in ["a", "b", "c"] { try await site.create(node) }
      #expect(try await outlines(site).map { $0["text"] } == ["c"])
    }
  }

  @Test(arguments: HostilePageTests.texts) func nothingIsInjected(_ text: String) async throws {
    try await withSite { site in
      try await site.create(text, title: text, description: text)
      let outlines = try await outlines(site)
      #expect(outlines.count == 1 && outlines.first?.attributes.count == 6)
      #expect(outlines.first?["text"] == text.oneLine(limit: 200))
    }
  }
}
