import PubSub
import Social
import Store
import TestSupport
import Testing
import XMPP

@testable import Web

@Suite struct PageTests {
  @Test func theFrontPageShowsPostsAndCommunities() async throws {
    try await withSite { site in
      #expect(try await site.get("/").text.contains("Nothing has been posted yet."))
      try await site.create("birds", title: "Birds & more", description: "What flies.")
      try await site.publish("birds", "1", .of("The swifts are back", tags: ["may"]))
      let reply = try await site.get("/")
      #expect(reply.status == 200)
      for part in [
        "<h2 class=\"p-name\" dir=\"auto\" lang=\"en\"><a class=\"quiet\" href=\"/p/birds/1\">"
          + "The swifts are back</a></h2>",
        "<a href=\"/c/birds\"><bdi>Birds &amp; more</bdi></a>", "What flies.",
        "1 post · 0 followers", ">may</a></li>",
        "<time dir=\"auto\" class=\"dt-published\" datetime=\"2025-11-22T08:26:40Z\">"
          + "22 November 2025, 08:26 UTC</time>",
        "<link rel=\"canonical\" href=\"https://social.example.org/\">",
        "title=\"Verona\" href=\"/feed\">", "action=\"/search\"",
      ] { #expect(reply.text.contains(part), "\(part)") }
    }
  }

  @Test func aPostHasAPageOfItsOwn() async throws {
    try await withSite { site in
      try await site.create("birds", title: "Birds")
      try await site.publish(
        "birds", "a/b",
        .of(
          "موعد", html: "<p>نص <b>جميل</b></p>",
          enclosures: [
            Entry.Enclosure(
              href: "https://e.example/a.jpg", type: "image/jpeg", title: "A swift", length: nil),
            Entry.Enclosure(
              href: "https://e.example/notes%20of%20may.pdf", type: "application/pdf", title: nil,
              length: 1_234_567),
            Entry.Enclosure(
              href: "https://e.example/song.ogg", type: nil, title: nil, length: nil),
            Entry.Enclosure(
              href: "https://e.example/film.mp4", type: "video/mp4", title: "Over <the> walls",
              length: nil),
          ], language: "ar", minutesToEdit: 60))
      let reply = try await site.get("/p/birds/a%2Fb")
      #expect(reply.status == 200)
      for part in [
        "<h1 class=\"p-name\" dir=\"rtl\" lang=\"ar\">موعد</h1>",
        "<div class=\"text e-content\" dir=\"rtl\" lang=\"ar\">", "<p>نص <b>جميل</b></p>",
        "alt=\"A swift\" loading=\"lazy\"", "<bdi>notes of may.pdf</bdi></a>",
        "application/pdf, 1.2 MB", "edited <time",
        "src=\"https://e.example/song.ogg\" aria-label=\"song.ogg\"></audio><figcaption>"
          + "<a href=\"https://e.example/song.ogg\"",
        "aria-label=\"Over &lt;the&gt; walls\"></video>",
        "<bdi>Over &lt;the&gt; walls</bdi></a></figcaption>",
        "<link rel=\"canonical\" href=\"https://social.example.org/p/birds/a%2Fb\">",
        "<meta property=\"og:type\" content=\"article\">",
        "<meta property=\"og:image\" content=\"https://e.example/a.jpg\">",
        "<meta property=\"og:image:alt\" content=\"A swift\">",
        "href=\"xmpp:social.example.org?pubsub;action=subscribe;node=birds\"",
        "title=\"Birds\" href=\"/feed/birds\">",
        "<a class=\"p-name u-url\" "
          + "href=\"xmpp:juliet@example.org\" rel=\"nofollow ugc noopener\"><bdi>Juliet</bdi></a>",
      ] { #expect(reply.text.contains(part), "\(part)") }
    }
  }

  @Test func aPictureThatTheTextShowsIsNotShownAgain() async throws {
    let shown = "https://e.example/a.jpg?x=1&y=2"
    let entry = Entry.of(
      "t", html: "<p><img src=\"\(HTMLText.escape(shown))\"></p>",
      enclosures: [
        Entry.Enclosure(href: shown, type: "image/jpeg", title: nil, length: nil),
        Entry.Enclosure(
          href: "https://e.example/b.jpg", type: "image/jpeg", title: nil, length: nil),
      ])
    #expect(
      Attachments(entry, clipped: false, nameLength: 100, unnamed: "").pictures.map(\.source) == [
        "https://e.example/b.jpg"
      ])
  }

  @Test func aLongPostStandsInListsAsAnExcerpt() async throws {
    var limits = WebLimits.patient
    limits.wholePostBytes = 200
    limits.excerptLength = 60
    let html = (0..<20).map { "<p>Paragraph number \($0) of many.</p>" }.joined()
    try await withSite(limits) { site in
      try await site.create("news")
      try await site.publish("news", "1", .of("Long", html: html))
      for list in ["/", "/c/news"] {
        let text = try await site.get(list).text
        #expect(text.contains("<p dir=\"auto\">Paragraph number 0 of many.</p>"))
        #expect(text.contains("…</p>"))
        #expect(text.contains("<a href=\"/p/news/1\">Read on<span class=\"hidden\">: Long"))
        #expect(!text.contains("number 19"))
      }
      let post = try await site.get("/p/news/1").text
      #expect(post.contains("<p>Paragraph number 19 of many.</p>"))
      #expect(!post.contains("Read on"))
    }
  }

  @Test func theCommunityIsReadPageByPage() async throws {
    var limits = WebLimits.patient
    limits.postsOnPage = 3
    try await withSite(limits) { site in
      try await site.create("news", title: "News")
      for number in 1...7 {
        try await site.publish("news", "item\(number)", .of("Title \(number).", html: "<p>x</p>"))
      }
      let first = try await site.get("/c/news").text
      #expect(titles(first) == [7, 6, 5])
      #expect(link(first, "prev") == nil)
      let second = try await site.get(try #require(link(first, "next"))).text
      #expect(titles(second) == [4, 3, 2])
      let third = try await site.get(try #require(link(second, "next"))).text
      #expect(titles(third) == [1])
      #expect(link(third, "next") == nil)
      let back = try await site.get(try #require(link(third, "prev"))).text
      #expect(titles(back) == [4, 3, 2])
      // The cursor is a key: a new post moves nothing.
      try await site.publish("news", "item8", .of("Title 8.", html: "<p>x</p>"))
      #expect(titles(try await site.get(try #require(link(first, "next"))).text) == [4, 3, 2])
      let beyond = try await site.get("/c/news?after=\(site.place(.max))").text
      #expect(titles(beyond).isEmpty)
      #expect(link(beyond, "next") == "/c/news")
    }
  }

  @Test func whatAPageHoldsIsBounded() async throws {
    var limits = WebLimits.patient
    limits.postsOnPage = 2
    limits.communitiesOnFront = 3
    limits.titleLength = 20
    try await withSite(limits) { site in
      for number in 0..<5 {
        try await site.create("n\(number)", title: String(repeating: "e\u{301}", count: 1_000))
        try await site.publish("n\(number)", "1", .of("Title \(number)."))
      }
      let page = try await site.get("/").text
      #expect(titles(page) == [4, 3])
      #expect(page.split(separator: "<small").count == 1 + 3)
      #expect(page.unicodeScalars.count { $0 == "\u{301}" } < 5 * 20)
    }
  }

  @Test func searchFindsAndIsNotIndexed() async throws {
    try await withSite { site in
      try await site.create("news")
      try await site.create("secret", access: .whitelist)
      try await site.publish("news", "1", .of("Swifts", html: "<p>On the roof</p>"))
      try await site.publish("secret", "1", .of("Hidden", html: "<p>On the roof too</p>"))
      let found = try await site.get("/search?q=roof").text
      #expect(found.contains("One post was found for"))
      #expect(found.contains("Swifts") && !found.contains("Hidden"))
      #expect(found.contains("<meta name=\"robots\" content=\"noindex\">"))
      #expect(found.contains("value=\"roof\""))
      #expect(try await site.get("/search?q=nothing").text.contains("No post was found for"))
      #expect(try await site.get("/search").text.contains("Enter a few words"))
      #expect(try await site.get("/search?q=+").text.contains("Enter a few words"))
      #expect(try await site.get("/search?q=%22AND%20*%20OR%20NEAR(").status == 200)
    }
  }

  @Test func whatIsHiddenAndWhatIsNotThereLookTheSame() async throws {
    try await withSite { site in
      try await site.create("secret", title: "Secret", access: .whitelist)
      try await site.publish("secret", "1", .of("Hidden"))
      let unknown = try await site.get("/c/unknown")
      #expect(unknown.status == 404)
      for target in [
        "/c/secret", "/p/secret/1", "/p/secret/2", "/p/unknown/1", "/feed/secret", "/feed/unknown",
        "/c/pubsub.other.example/secret", "/nowhere", "/c/secret?before=\(site.place(9))",
      ] {
        let reply = try await site.get(target)
        #expect(reply.status == 404)
        #expect(reply.body == unknown.body)
        let headers = [reply, unknown].map { reply in
          reply.headers.filter { $0.name != "Date" }.map { "\($0.name): \($0.value)" }
        }
        #expect(headers[0] == headers[1])
      }
      #expect(!(try await site.get("/").text.contains("ecret")))
      #expect(!(try await site.get("/feed").text.contains("Hidden")))
    }
  }

  @Test func aRetractedPostIsGone() async throws {
    try await withSite { site in
      try await site.create("news")
      try await site.publish("news", "1", .of("Here"))
      #expect(try await site.get("/p/news/1").status == 200)
      try await site.retract("news", "1")
      let reply = try await site.get("/p/news/1")
      #expect(reply.status == 410)
      #expect(reply.text.contains("This post was taken back"))
      try await site.publish("news", "1", .of("Here again"))
      #expect(try await site.get("/p/news/1").text.contains("Here again"))
    }
  }

  @Test func theNextRequestAfterACommitSeesIt() async throws {
    try await withSite { site in
      try await site.create("news")
      for number in 0..<20 {
        try await site.publish("news", "1", .of("Edition \(number)."))
        for target in ["/", "/c/news", "/p/news/1", "/feed", "/feed/news"] {
          #expect(try await site.get(target).text.contains("Edition \(number)."))
        }
      }
    }
  }

  private func titles(_ page: String) -> [Int] {
    page.matches(of: /Title ([0-9]+)\.<\/a>/).compactMap { Int($0.1) }
  }

  private func link(_ page: String, _ relation: String) -> String? {
    page.split(separator: "<a rel=\"\(relation)\" href=\"").dropFirst().first
      .map { String($0.prefix { $0 != "\"" }) }
  }
}
