import TestSupport
import Testing

@testable import Social
@testable import Web

@Suite struct LinkCardTests {
  private func card(_ href: String, _ title: String?, _ text: String? = nil) -> LinkCard? {
    LinkCard(Entry.LinkCard(href: href, title: title, description: text), 40)
  }

  @Test func whatAPostSaysOfAPage() {
    let card = card("https://www.example.org:8443/a?b", "A page", "Two\nlines")
    #expect(card?.cardLink == "https://www.example.org:8443/a?b" && card?.cardTitle == "A page")
    #expect(card?.cardText == "Two lines" && card?.cardHost == "www.example.org:8443")
    #expect(self.card("xmpp:romeo@example.org", "Romeo")?.cardHost == "xmpp:romeo@example.org")
    #expect(self.card("https://example.org/", nil, "Text")?.cardTitle == "https://example.org/")
  }

  @Test func aPageShowsIt() async throws {
    try await withSite { site in
      try await site.create("birds", title: "Birds")
      let link = Entry.LinkCard(href: "https://a.example/", title: "Swifts", description: "Fast.")
      try await site.publish("birds", "1", .of("Look", links: [link]))
      let page = try await site.get("/p/birds/1").text
      #expect(page.contains("<bdi>Swifts</bdi>") && page.contains("Fast.</span>"))
    }
  }

  @Test(
    arguments: [
      ("https://example.org/", nil, nil), ("https://example.org/", nil, " "),
      ("javascript:alert(1)", "x", "y"), ("data:text/html,x", "x", nil),
      ("//example.org", "x", nil),
    ] as [(String, String?, String?)])
  func noCard(_ href: String, _ title: String?, _ text: String?) {
    #expect(card(href, title, text) == nil)
  }
}
