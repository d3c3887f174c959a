import Foundation
import PubSub
import Social
import TestSupport
import Testing
import XML
import XMPP

@testable import Web

@Suite struct OEmbedTests {
  private func target(_ address: String, _ more: String = "") -> String {
    "/oembed?url=\(PercentCoding.encode(TestSite.origin + address))\(more)"
  }

  private func embed(_ reply: Reply) throws -> [String: Any] {
    #expect(reply.status == 200)
    #expect(reply["Content-Type"] == "application/json; charset=utf-8")
    #expect(reply["Access-Control-Allow-Origin"] == "*")
    return try #require(
      try JSONSerialization.jsonObject(with: Data(reply.body)) as? [String: Any])
  }

  @Test func aPost() async throws {
    try await withSite { site in
      try await site.create("birds", title: "Birds")
      try await site.publish(
        "birds", "1",
        .of(
          "The swifts", html: "<p>They are <b>back</b>.</p>",
          enclosures: [
            Entry.Enclosure(
              href: "https://e.example/a.jpg", type: "image/jpeg", title: "A", length: nil,
              width: 640, height: 480)
          ]))
      let embed = try embed(try await site.get(target("/p/birds/1")))
      #expect(embed["version"] as? String == "1.0" && embed["type"] as? String == "rich")
      #expect(embed["title"] as? String == "The swifts")
      #expect(embed["author_name"] as? String == "Juliet")
      #expect(embed["provider_name"] as? String == "Verona")
      #expect(embed["provider_url"] as? String == TestSite.origin + "/")
      #expect(embed["thumbnail_url"] as? String == "https://e.example/a.jpg")
      #expect(embed["thumbnail_width"] as? Int == 640 && embed["thumbnail_height"] as? Int == 480)
      #expect(embed["width"] as? Int == 600 && embed["height"] as? Int == 240)
      #expect(
        embed["html"] as? String == """
          <blockquote cite="https://social.example.org/p/birds/1" dir="auto" lang="en">
          <p><strong>The swifts</strong></p>
          <p>They are back.</p>
          <footer><bdi>Juliet</bdi>, <a href="https://social.example.org/p/birds/1" rel="noopener">\
          <time datetime="2025-11-22T08:26:40Z">22 November 2025</time>, <bdi>Verona</bdi></a></footer>
          </blockquote>

          """)
      let small = try self.embed(
        try await site.get(target("/p/birds/1", "&maxwidth=320&maxheight=100&format=json")))
      #expect(small["width"] as? Int == 320 && small["height"] as? Int == 100)
    }
  }

  @Test func inXML() async throws {
    try await withSite { site in
      try await site.create("birds")
      try await site.publish("birds", "1", .of("A & <b>"))
      let reply = try await site.get(target("/p/birds/1", "&format=xml"))
      #expect(reply.status == 200 && reply["Content-Type"] == "text/xml; charset=utf-8")
      let text = reply.text.drop { $0 != "\n" }
      let root = try Element(parsing: Array(text.utf8.dropFirst()))
      #expect(root.is("oembed", "") && root.first("title", "")?.text == "A & <b>")
      #expect(root.first("width", "")?.text == "600")
      #expect(root.first("html", "")?.text.contains("A &amp; &lt;b&gt;") == true)
    }
  }

  @Test func pagesLeadToIt() async throws {
    try await withSite { site in
      try await site.create("birds")
      try await site.publish("birds", "1", .of("One"))
      let page = try await site.get("/p/birds/1").text
      for (type, format) in [("application/json", "json"), ("text/xml", "xml")] {
        let link = try #require(
          page.firstMatch(of: try Regex("\(type)\\+oembed\" title=\"[^\"]*\" href=\"([^\"]*)\"")))
        let address = try #require(link.output[1].substring).replacing("&amp;", with: "&")
        #expect(address.hasPrefix(TestSite.origin) && address.contains("format=\(format)"))
        #expect(try await site.get(String(address.dropFirst(TestSite.origin.count))).status == 200)
      }
      #expect(try await !site.get("/c/birds").text.contains("oembed"))
    }
  }

  @Test func whatIsNotThere() async throws {
    try await withSite { site in
      try await site.create("secret", access: .whitelist)
      try await site.publish("secret", "1", .of("One"))
      try await site.create("birds")
      try await site.publish("birds", "1", .of("One"))
      let missing = try await site.get(target("/p/never/1"))
      #expect(missing.status == 404)
      #expect(missing["Content-Type"] == "application/problem+json")
      #expect(missing["Access-Control-Allow-Origin"] == "*")
      let other = "/oembed?url=" + PercentCoding.encode("https://evil.example/p/birds/1")
      let longer =
        "/oembed?url=" + PercentCoding.encode("https://social.example.org.evil/p/birds/1")
      for target in [target("/p/secret/1"), target("/c/birds"), target("/%"), other, longer] {
        let reply = try await site.get(target)
        #expect(reply.status == 404 && reply.body == missing.body, "\(target)")
      }
      #expect(try await site.get(target("/p/birds/1", "&format=yaml")).status == 501)
      for target in [
        "/oembed", target("/p/birds/1", "&maxwidth=x"), target("/p/birds/1", "&maxwidth=-1"),
      ] {
        #expect(try await site.get(target).status == 400, "\(target)")
      }
      #expect(try await site.get(target("/p/birds/1#comments")).status == 200)
    }
  }

  /// The markup has the elements and attributes that it has with a plain word.
  @Test(arguments: HostilePageTests.texts) func nothingIsInjected(_ text: String) async throws {
    try await withSite(name: text) { site in
      try await site.create("birds")
      try await site.publish(
        "birds", text, .of(text, html: HTMLText.escape(text), author: text, language: "en"))
      let main = try BareJID.main
      let post = SitePath.post(NodePath(main, "birds"), item: text)
      let path = try post.target(.test)
      let html = try #require(
        try embed(try await site.get(target(path)))["html"] as? String)
      #expect(
        startTags(html) == [
          "blockquote cite dir lang", "p", "strong", "p", "footer", "bdi", "a href rel",
          "time datetime", "bdi",
        ])
      let page = try await site.get(target(path, "&format=xml"))
      let root = try Element(parsing: Array(page.text.utf8.drop { $0 != 10 }.dropFirst()))
      #expect(root.first("html", "")?.text == html)
    }
  }
}
