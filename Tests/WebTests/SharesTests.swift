import PubSub
import Social
import Store
import TestSupport
import Testing
import XML
import XMPP

@testable import Web

/// What a post passes on, and who passes it on.
@Suite struct SharesTests {
  private func sharing(
    _ item: String, in node: String = "birds", page: String? = nil, title: String = "Look",
    author: String = "Romeo"
  ) throws -> Entry {
    var entry = Entry.of(title, author: author)
    entry.references = [
      Entry.Reference(
        kind: .share, place: XMPPURI.Place(service: try .main, node: node, item: item), page: page)
    ]
    return entry
  }

  @Test func quotesAndSharers() async throws {
    try await withSite { site in
      for node in ["birds", "yard"] { try await site.create(node, title: "The \(node)") }
      try await site.publish(
        "birds", "1", .of("<i>Swifts</i>", html: "<p>They are <b>back</b></p>\n<p>\"All\"</p>"))
      let alone = try await site.get("/p/birds/1")
      #expect(!alone.text.contains("id=\"shares\"") && !alone.text.contains("quote"))
      try await site.publish("yard", "copy", sharing("1"))
      let share = try await site.get("/p/yard/copy").text
      for part in [
        "<blockquote class=\"quote h-cite\">", "&lt;i&gt;Swifts&lt;/i&gt;", "href=\"/p/birds/1\"",
        ">They are back</p>", "&quot;All&quot;", "<bdi>Juliet</bdi>", "<bdi>The birds</bdi>",
        "aria-label=\"What this post shares\"",
        "u-repost-of\" href=\"xmpp:social.example.org?;node=birds;item=1\"",
      ] { #expect(share.contains(part), "\(part)") }
      #expect(!share.contains("<b>back"))
      let shared = try await site.get("/p/birds/1")
      for part in [
        ">Shared once</h2>", "href=\"/p/yard/copy\"", "<bdi>Romeo</bdi>", "<bdi>The yard</bdi>",
      ] { #expect(shared.text.contains(part), "\(part)") }
      #expect(shared["ETag"] != alone["ETag"])
      // It changes with either side.
      try await site.publish("birds", "1", .of("Swallows", html: ""))
      let edited = try await site.get("/p/yard/copy").text
      #expect(edited.contains(">Swallows</a>") && !edited.contains("Swifts"))
      try await site.publish("yard", "copy", sharing("1", author: "Mercutio"))
      #expect(try await site.get("/p/birds/1").text.contains("<bdi>Mercutio</bdi>"))
      try await site.retract("yard", "copy")
      #expect(try await !site.get("/p/birds/1").text.contains("Shared"))
    }
  }

  @Test func whatIsNotHereIsALinkAlone() async throws {
    try await withSite { site in
      try await site.create("yard")
      try await site.create("secret", title: "Secret", access: .whitelist)
      try await site.publish("secret", "plan", .of("The plan"))
      try await site.publish("yard", "a", sharing("plan", in: "secret"))
      try await site.publish("yard", "b", sharing("none", in: "secret"))
      try await site.publish("yard", "c", sharing("x", page: "https://a.example/p?q=\"1\"&r"))
      func quote(_ item: String) async throws -> Substring {
        let page = try await site.get("/p/yard/\(item)").text
        let start = try #require(page.firstRange(of: "<section class=\"quotes\""))
        let end = try #require(page[start.upperBound...].firstRange(of: "</section>"))
        return page[start.lowerBound..<end.lowerBound]
      }
      let hidden = try await quote("a")
      #expect(try await hidden.replacing("plan", with: "none") == quote("b"))
      #expect(!hidden.contains("blockquote") && !hidden.contains("href=\"/p/"))
      #expect(hidden.contains("href=\"xmpp:social.example.org?;node=secret;item=plan\""))
      let web = try await quote("c")
      #expect(web.contains("href=\"https://a.example/p?q=&quot;1&quot;&amp;r\""))
      #expect(web.contains("<bdi>a.example</bdi>"))
      // Its title is nowhere.
      #expect(try await !site.get("/p/yard/a").text.contains("The plan"))
    }
  }

  @Test func onlySoMany() async throws {
    var limits = WebLimits.patient
    (limits.sharesOnPage, limits.quotesOnPage, limits.excerptLength) = (2, 1, 12)
    try await withSite(limits) { site in
      for node in ["birds", "yard"] { try await site.create(node) }
      try await site.publish(
        "birds", "1", .of("", html: "<p>Swifts are back, all of them, at last</p>"))
      try await site.publish("birds", "2", .of("Swallows"))
      for number in 1...3 {
        var entry = try sharing("1")
        entry.references += try sharing("2").references
        try await site.publish("yard", "c\(number)", entry)
      }
      let page = try await site.get("/p/birds/1").text
      #expect(page.contains(">Shared 3 times, the newest 2:</h2>"))
      #expect(page.contains("/p/yard/c3") && page.contains("/p/yard/c2"))
      #expect(!page.contains("/p/yard/c1"))
      let share = try await site.get("/p/yard/c1").text
      #expect(share.contains("Swifts are…") && !share.contains("Swallows"))
    }
  }

  /// Whatever stands in either post, their pages have the elements that they have with plain words.
  @Test func hostileWordsInjectNothing() async throws {
    try await withSite { site in
      for node in ["birds", "yard"] { try await site.create(node) }
      func pages(_ number: Int, _ text: String) async throws -> [[String]] {
        let (original, share) = ("o\(number)", "c\(number)")
        try await site.publish("birds", original, .of(text, author: text, language: text))
        var entry = try sharing(original, title: text, author: text)
        entry.references.append(Entry.Reference(kind: .reply, place: nil, page: "https://" + text))
        try await site.publish("yard", share, entry)
        var pages: [[String]] = []
        for path in ["/p/birds/\(original)", "/p/yard/\(share)"] {
          let reply = try await site.get(path)
          #expect(reply.status == 200)
          pages.append(startTags(reply.text))
        }
        // Each stands alone.
        try await site.retract("birds", original)
        try await site.retract("yard", share)
        return pages
      }
      let plain = try await pages(0, "plain")
      for (number, text) in HostilePageTests.texts.enumerated() {
        #expect(try await pages(number + 1, text) == plain, "\(text)")
      }
    }
  }

  /// A post of nothing but a picture has something to be called by too.
  @Test func aQuoteIsNeverEmpty() async throws {
    try await withSite { site in
      for node in ["birds", "yard"] { try await site.create(node) }
      let picture = Entry.Enclosure(
        href: "https://e.example/a.png", type: "image/png", title: "A swift", length: 1)
      try await site.publish("birds", "1", .of("", html: "", enclosures: [picture]))
      try await site.publish("yard", "copy", sharing("1"))
      #expect(try await site.get("/p/yard/copy").text.contains(">A swift</a>"))
    }
  }
}
