import Social
import Store
import TestSupport
import Testing
import XMPP

@testable import Web

/// What lists and names look like that somebody has spoilt.
@Suite struct ListTests {
  @Test func listsReadNoMoreThanTheyShow() async throws {
    try await withSite { site in
      try await site.create("news")
      let html = "<p>\(String(repeating: "word ", count: 1_000))</p>"
      try await site.publish("news", "1", .of("Long", html: html))
      try await site.publish("news", "2", .of("Short", html: "<p>x</p>"))
      let extent = PostExtent(htmlBytes: 100, textLength: 10)
      let front = try await site.store.frontPage(posts: 9, communities: 9, extent)
      let page = try #require(
        try await site.store.communityPage(
          service: .main, node: "news", .newest, limit: 9, extent))
      #expect(front.posts == page.page.posts && front.communities == [page.node])
      #expect(front.posts.map(\.isWhole) == [true, false])
      #expect(front.posts.map(\.entry.html.markup) == ["<p>x</p>", ""])
      #expect(front.posts.map(\.entry.text) == ["x", "word word "])
      guard
        case .found(let post) = try await site.store.post(
          service: .main, node: "news", item: "1")
      else {
        Issue.record("the post is there")
        return
      }
      #expect(post.isWhole && post.entry.html.markup.utf8.count > 5_000)
    }
  }

  @Test func aCursorThatLeadsToTheNewestIsMoved() async throws {
    var limits = WebLimits.patient
    limits.postsOnPage = 2
    try await withSite(limits) { site in
      func place(_ number: Int64) -> String { site.place(number) }
      try await site.create("news")
      #expect(try await site.get("/c/news?before=\(place(9))").status == 301)
      for number in 1...5 { try await site.publish("news", "\(number)", .of("T\(number)")) }
      let reply = try await site.get("/c/news?before=\(place(.max))")
      #expect(reply.status == 301)
      #expect(reply["Location"] == "https://social.example.org/c/news")
      // Later it may be the address of a page of its own.
      #expect(reply["Cache-Control"] == "public, max-age=0, s-maxage=5, stale-while-revalidate=5")
      let noindex = "<meta name=\"robots\" content=\"noindex\">"
      let list = try await site.store.communityPage(
        service: .main, node: "news", .newest, limit: 2, .whole)
      let older = try #require(list?.page.older)
      let page = try await site.get("/c/news?before=\(place(older))")
      #expect(page.status == 200 && page.text.contains(noindex))
      #expect(!(try await site.get("/c/news").text.contains(noindex)))
    }
  }

  @Test func everythingHasANameThatCanBeSeen() async throws {
    try await withSite { site in
      try await site.create("news", title: "\u{200B}\u{200E}")
      try await site.create("\u{2060}\u{200D}", title: " ")
      try await site.publish("news", "1", .of("One"))
      try await site.publish("\u{2060}\u{200D}", "1", .of("Two"))
      let front = try await site.get("/").text
      #expect(front.contains("<a href=\"/c/news\"><bdi>news</bdi></a>"))
      #expect(front.contains("<bdi>Untitled</bdi>"))
      #expect(!front.contains("<bdi></bdi>"))
      for (node, name) in [("news", "news"), ("%E2%81%A0%E2%80%8D", "Untitled")] {
        #expect(try await site.get("/c/\(node)").text.contains(">\(name)</h1>"))
        #expect(try await site.get("/p/\(node)/1").text.contains("<bdi>\(name)</bdi>"))
        #expect(try await site.get("/feed/\(node)").text.contains(">\(name)</title>"))
      }
    }
  }

  @Test func theNameOfAFileDoesNotTurnItsEnding() {
    let file = Entry.Enclosure(
      href: "https://e.example/a%E2%80%AEgpj.exe", type: "application/x-msdownload", title: nil,
      length: nil)
    let entry = Entry.of("t", enclosures: [file])
    #expect(
      Attachments(entry, clipped: false, nameLength: 100, unnamed: "").files.map(\.fileName) == [
        "agpj.exe"
      ])
  }

  @Test(
    arguments: [
      ("ar", "rtl", "ar"), ("HE-il", "rtl", "he-il"), ("de", "auto", "de"),
      ("x\"><b>", "auto", nil), ("ur-Latn", "auto", "ur-latn"), ("az-Arab", "rtl", "az-arab"),
    ] as [(String, String, String?)])
  func aLanguageHasADirection(_ language: String, _ direction: String, _ shown: String?)
    async throws
  {
    try await withSite { site in
      try await site.create("news", description: "Twitter عن", language: language)
      let page = try await site.get("/c/news").text
      #expect(page.contains("<h1 class=\"p-name\" dir=\"\(direction)\">news</h1>"))
      #expect(page.contains("<p class=\"p-summary lead\" dir=\"\(direction)\">"))
      #expect(page.contains("<header class=\"masthead\" lang=") == (shown != nil))
      #expect(try await site.get("/").text.contains("<p dir=\"\(direction)\">Twitter"))
      let feed = try await site.get("/feed/news").text
      #expect(feed.contains("xml:lang") == (shown != nil))
      if let shown {
        #expect(page.contains("masthead\" lang=\"\(shown)\""))
        #expect(feed.contains(shown))
      }
    }
  }
}
