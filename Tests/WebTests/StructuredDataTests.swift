import Foundation
import PubSub
import Social
import TestSupport
import Testing
import XMPP

@testable import Web

@Suite struct StructuredDataTests {
  /// The data in a page, as who reads it parses it.
  private func data(_ page: String) throws -> [String: Any] {
    let block = try #require(
      page.firstMatch(of: #/<script type="application\/ld\+json">([^<]*)<\/script>/#))
    let value = try JSONSerialization.jsonObject(with: Data(block.1.utf8))
    return try #require(value as? [String: Any])
  }

  @Test func ofAPost() async throws {
    try await withSite { site in
      try await site.create("birds", title: "Birds & <more>")
      try await site.publish(
        "birds", "1",
        .of(
          "The swifts", tags: ["may", "sky"],
          enclosures: [
            Entry.Enclosure(
              href: "https://e.example/a.jpg", type: "image/jpeg", title: "A swift", length: nil,
              width: 640, height: 480)
          ], language: "pt-br", minutesToEdit: 60))
      let page = try await site.get("/p/birds/1").text
      let data = try data(page)
      #expect(data["@context"] as? String == "https://schema.org")
      #expect(data["@type"] as? String == "BlogPosting")
      #expect(data["headline"] as? String == "The swifts")
      #expect(data["url"] as? String == "https://social.example.org/p/birds/1")
      #expect(data["datePublished"] as? String == "2025-11-22T08:26:40Z")
      #expect(data["dateModified"] as? String == "2025-11-22T09:26:40Z")
      #expect(data["keywords"] as? [String] == ["may", "sky"])
      #expect(data["inLanguage"] as? String == "pt-br")
      let author = try #require(data["author"] as? [String: Any])
      #expect(author["@type"] as? String == "Person" && author["name"] as? String == "Juliet")
      #expect(author["url"] as? String == "xmpp:juliet@example.org")
      let picture = try #require((data["image"] as? [[String: Any]])?.first)
      #expect(picture["url"] as? String == "https://e.example/a.jpg")
      #expect(picture["width"] as? Int == 640 && picture["height"] as? Int == 480)
      #expect((data["isPartOf"] as? [String: Any])?["name"] as? String == "Birds & <more>")
      for line in [
        "<meta property=\"og:locale\" content=\"pt_BR\">",
        "<meta property=\"article:published_time\" content=\"2025-11-22T08:26:40Z\">",
        "<meta property=\"article:modified_time\" content=\"2025-11-22T09:26:40Z\">",
        "<meta property=\"article:tag\" content=\"may\">",
        "<meta property=\"article:tag\" content=\"sky\">",
        "<meta name=\"twitter:card\" content=\"summary_large_image\">",
        "<meta property=\"og:image\" content=\"https://e.example/a.jpg\">",
        "<meta property=\"og:image:alt\" content=\"A swift\">",
        "<meta property=\"og:image:width\" content=\"640\">",
        "<meta property=\"og:image:height\" content=\"480\">",
      ] { #expect(page.contains(line), "\(line)") }
    }
  }

  @Test(arguments: [
    ("/", "WebSite"), ("/c/birds", "Blog"), ("/tag/may", "CollectionPage"),
    ("/@romeo@capulet.lit", "ProfilePage"),
  ]) func ofLists(_ target: String, _ type: String) async throws {
    try await withSite { site in
      try await site.create("birds", title: "Birds")
      try await site.publish("birds", "1", .of("One", tags: ["may"]))
      let romeo = try BareJID("romeo@capulet.lit")
      try await site.follow("urn:xmpp:microblog:0", of: romeo, ["1"])
      let page = try await site.get(target).text
      let data = try data(page)
      #expect(data["@type"] as? String == type)
      #expect(data["url"] as? String == "https://social.example.org" + target)
      #expect(page.contains("<meta name=\"twitter:card\" content=\"summary\">"))
      #expect(!page.contains("article:published_time"))
    }
  }

  @Test func countsAreThoseThatThePageShows() async throws {
    try await withSite { site in
      try await site.create("birds")
      try await site.publish("birds", "1", .of("One"))
      let data = try data(try await site.get("/p/birds/1").text)
      #expect(data["interactionStatistic"] == nil && data["image"] == nil)
    }
  }

  /// Pages further on are in no search engine.
  @Test func notOfFurtherPages() async throws {
    try await withSite { site in
      try await site.create("birds")
      try await site.publish("birds", "1", .of("One"))
      let page = try await site.get("/c/birds?before=\(site.place(99))").text
      #expect(!page.contains("application/ld+json"))
    }
  }

  /// What ends a script, or opens a comment in one, ends nothing.
  @Test(
    arguments: HostilePageTests.texts + ["</script >", "</SCRIPT", "<!--<script>", "\\u003c\\"])
  func nothingEndsTheBlock(_ text: String) async throws {
    try await withSite(name: text) { site in
      try await site.create("birds", title: text)
      try await site.publish("birds", "1", .of(text, author: text, tags: ["t"]))
      let data = try data(try await site.get("/p/birds/1").text)
      let headline = try #require(data["headline"] as? String)
      #expect(headline.utf8.elementsEqual(text.oneLine(limit: 100).utf8))
      #expect((data["author"] as? [String: Any])?["name"] as? String == text)
    }
  }

  @Test(
    arguments: [
      ("pt-br", "pt_BR"), ("zh-hant-tw", "zh_TW"), ("de", nil), ("en-\"x", nil), ("de-1996", nil),
    ] as [(String, String?)]) func locales(_ language: String, _ locale: String?)
  {
    #expect(Site.locale(language) == locale)
  }
}
