import PubSub
import TestSupport
import Testing
import XMPP

@testable import Social
@testable import Web

/// Posts by the month of their publication, and the posts beside one.
@Suite struct ArchivePageTests {
  /// With posts in three months, the newest of which begins with the site's first moment.
  private func populate(_ site: TestSite) async throws {
    for node in ["news", "secret"] {
      try await site.create(node, title: "All <news>", access: node == "news" ? .open : .whitelist)
      for (item, date) in [
        ("a", "2025-09-30T23:59:59Z"), ("b", "2025-10-01T00:00:00Z"), ("c", "2025-10-31T12:00:00Z"),
        ("d", "2025-11-01T00:00:00Z"),
      ] {
        let entry = Entry.of("\(node) \(item).", tags: ["t", node])
        try await site.publish(node, item, entry.dated(date))
      }
    }
  }

  @Test(arguments: ["", "/c/news", "/tag/t"])
  func aMonth(_ place: String) async throws {
    try await withSite { site in
      try await populate(site)
      let page = try await site.get("\(place)/archive/2025/10")
      #expect(page.status == 200)
      #expect(page.text.contains(">October 2025</h1>"))
      #expect(page.titles == ["news c.", "news b."])
      for month in ["09", "11"] {
        #expect(page.text.contains("href=\"\(place)/archive/2025/\(month)\""))
      }
      #expect(!page.text.contains("noindex") && !page.text.contains("secret"))
      #expect(
        page.text.contains(
          "rel=\"canonical\" href=\"https://social.example.org\(place)/archive/2025/10\""))
      // What is not there and what is for few look the same.
      for month in ["2025/08", "2025/12", "2999/01"] {
        #expect(try await site.get("\(place)/archive/\(month)").status == 404)
      }
    }
  }

  @Test func whatIsForFewHasNoMonths() async throws {
    try await withSite { site in
      try await populate(site)
      let missing = try await site.get("/c/never/archive/2025/10")
      for place in ["/c/secret", "/tag/secret"] {
        for tail in ["", "/feed", "/feed.json"] {
          let reply = try await site.get("\(place)/archive/2025/10\(tail)")
          #expect(reply.status == 404 && reply.body == missing.body)
        }
      }
      try await site.publish("secret", "x", .of("secret").dated("2025-07-07T00:00:00Z"))
      for target in ["/archive/2025/07", "/archive/2025/07/feed"] {
        let reply = try await site.get(target)
        #expect(reply.status == 404 && reply.body == missing.body)
      }
    }
  }

  @Test func listsLeadToMonths() async throws {
    try await withSite { site in
      try await populate(site)
      let community = try await site.get("/c/news").text
      for (month, count) in [("11", 1), ("10", 2), ("09", 1)] {
        let links = community.matches(
          of: #/<a href="\/c\/news\/archive\/2025\/(\d+)">\w+ 2025<\/a> <small>(\d+)</#)
        #expect(links.contains { $0.1 == month && $0.2 == "\(count)" })
      }
      #expect(try await site.get("/").text.contains("href=\"/archive/2025/11\""))
      #expect(try await site.get("/tag/t").text.contains("href=\"/tag/t/archive/2025/11\""))
      try await site.retract("news", "d")
      #expect(try await !site.get("/c/news").text.contains("archive/2025/11"))
      #expect(try await site.get("/c/news/archive/2025/11").status == 404)
    }
  }

  @Test func aMonthPageAfterPage() async throws {
    var limits = WebLimits.patient
    limits.postsOnPage = 2
    try await withSite(limits) { site in
      try await site.create("news")
      for number in 1...5 {
        try await site.publish("news", "\(number)", .of("\(number)").dated("2025-11-03T00:00:00Z"))
      }
      var (target, seen, last): (String?, [String], String) = ("/c/news/archive/2025/11", [], "")
      while let place = target {
        let page = try await site.get(place)
        #expect(page.text.contains("noindex") == (place != "/c/news/archive/2025/11"))
        seen += page.titles
        (target, last) = (page.link("next"), place)
      }
      #expect(seen == ["5", "4", "3", "2", "1"])
      let previous = try await site.get(last).link("prev")
      let back = try #require(previous)
      #expect(try await site.get(back).titles == ["3", "2"])
      // A place of nobody's making leads somewhere in the month, or to its end.
      #expect(
        try await site.get("/c/news/archive/2025/11?before=d0123456789abc0123456789abc").status
          == 200)
    }
  }

  @Test func thePostsBesideOne() async throws {
    try await withSite { site in
      try await populate(site)
      let page = try await site.get("/p/news/b").text
      #expect(page.contains(#/<a rel="prev" href="\/p\/news\/a">.*Previous post.*news a\./#))
      #expect(page.contains(#/<a rel="next" href="\/p\/news\/c">.*Next post.*news c\./#))
      #expect(try await !site.get("/p/news/d").text.contains("rel=\"next\""))
      #expect(try await !site.get("/p/news/a").text.contains("rel=\"prev\""))
    }
  }
}

extension Entry {
  /// Published at another time.
  func dated(_ date: String) throws -> Entry {
    var entry = self
    entry.published = try #require(Timestamp(date))
    return entry
  }
}

extension Reply {
  /// The headings of the posts on a page.
  var titles: [String] {
    text.matches(of: #/<h2 class="p-name"[^>]*><a[^>]*>([^<]*)</a>/#).map { String($0.1) }
  }

  /// The first one of a relation.
  func link(_ relation: String) -> String? {
    text.matches(of: #/rel="([a-z]*)" href="([^"]*)"/#).first { $0.1 == relation }
      .map { String($0.2) }
  }
}
