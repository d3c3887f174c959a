import PubSub
import TestSupport
import Testing
import XMPP

@testable import Social
@testable import Web

/// `/communities`
@Suite struct CommunitiesPageTests {
  @Test func pageAfterPage() async throws {
    var limits = WebLimits.patient
    limits.communitiesOnPage = 2
    limits.communitiesOnFront = 3
    try await withSite(limits) { site in
      for number in 1...5 { try await site.create("n\(number)", title: "Number \(number)") }
      try await site.create("secret", title: "Number 6", access: .whitelist)
      try await site.publish("n2", "1", .of("News"), at: 60_000)
      try await site.publish("secret", "1", .of("News"), at: 60_000)
      let front = try await site.get("/").text
      #expect(front.contains("href=\"/communities\">All communities</a>"))
      #expect(names(front) == ["2", "5", "4"])
      var (next, seen): (String?, [String]) = ("/communities", [])
      while let target = next {
        let page = try await site.get(target)
        #expect(page.status == 200 && page.text.contains("noindex") == (target != "/communities"))
        seen += names(page.text)
        next = page.link("next")
      }
      #expect(seen == ["2", "5", "4", "3", "1"])
      let first = try await site.get("/communities").text
      #expect(
        first.contains(
          "1 post · 0 followers, last active <time datetime=\"2025-11-22T08:27:40Z\">"))
      #expect(try await site.get("/communities?before=x").status == 400)
    }
  }

  @Test func nothingIsThere() async throws {
    try await withSite { site in
      try await site.create("secret", access: .whitelist)
      let page = try await site.get("/communities")
      #expect(page.status == 200 && page.text.contains("There are no communities here."))
    }
  }

  private func names(_ page: String) -> [String] {
    page.matches(of: #/<bdi>Number (\d)<\/bdi><\/a>\n/#).map { String($0.1) }
  }
}
