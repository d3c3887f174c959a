import TestSupport
import Testing
import XMPP

@Suite("Posts that share others")
struct ShareScenario {
  /// As Movim writes it.
  private func share(_ item: String, of node: String, _ title: String) -> String {
    let address = "xmpp:\(Stage.domain)?;node=\(node.replacing(":", with: "%3A"));item=\(item)"
    return """
      <entry xmlns='\(Namespace.atom)' xmlns:thr='\(Namespace.threading)'><title>\(title)</title>\
      <thr:in-reply-to ref='\(address)' href='\(address)' type='text/html'/></entry>
      """
  }

  @Test func pagesAndFeedsTellOfIt() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/movim")
      let juliet = stage.person("juliet@example.org/balcony")
      try await romeo.creates("verona", ["title": "Verona", "notify_sub": "0"])
      try await juliet.creates("yard", ["title": "The yard"])
      // The share comes before what it shares.
      try await juliet.publishes("copy", to: "yard", share("rose", of: "verona", "Look"))
      try await romeo.publishes("rose", to: "verona", entry("A rose", "So sweet."))
      let quote = try await stage.page("/p/yard/copy").text
      #expect(quote.contains("<blockquote") && quote.contains("href=\"/p/verona/rose\""))
      #expect(quote.contains("So sweet."))
      let rose = try await stage.page("/p/verona/rose")
      #expect(rose.text.contains("Shared once") && rose.text.contains("href=\"/p/yard/copy\""))
      #expect(
        try await stage.page("/feed/yard").text.contains(
          "ref='xmpp:\(Stage.domain)?;node=verona;item=rose'"))

      // A comment on it is none.
      let comments = CommentScenario.name("rose")
      try await romeo.creates(comments, ["publish_model": "open"])
      try await romeo.publishes("c1", to: comments, share("rose", of: "verona", "Indeed"))
      #expect(try await stage.page("/p/verona/rose").text.contains("Shared once"))

      // The community is closed, and the page of the share has the link that it always had.
      #expect(try await romeo.configures("verona", ["access_model": "whitelist"]).isResult())
      let closed = try await stage.page("/p/yard/copy").text
      #expect(!closed.contains("sweet") && !closed.contains("<blockquote"))
      #expect(closed.contains("href=\"xmpp:\(Stage.domain)?;node=verona;item=rose\""))
      #expect(try await romeo.configures("verona", ["access_model": "open"]).isResult())
      #expect(try await stage.page("/p/yard/copy").text.contains("So sweet."))
      #expect(try await stage.page("/p/verona/rose")["ETag"] == rose["ETag"])
      #expect(try await juliet.retracts("copy", from: "yard").isResult())
      #expect(try await !stage.page("/p/verona/rose").text.contains("Shared"))
    }
  }

  /// Whoever may read a community passes on what is in it.
  @Test func whatIsPrivateStaysSo() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/movim")
      let juliet = stage.person("juliet@example.org/balcony")
      try await romeo.creates("secret", ["title": "Plans", "access_model": "whitelist"])
      #expect(try await romeo.makes(juliet, "member", of: "secret").isResult())
      try await romeo.publishes("plan", to: "secret", entry("Elope", "At dawn."))
      #expect(try await juliet.reads("secret").ids == ["plan"])
      try await juliet.creates("yard", ["title": "The yard"])
      try await juliet.publishes("plan", to: "yard", share("plan", of: "secret", "Look"))
      try await juliet.publishes("none", to: "yard", share("none", of: "nowhere", "Look"))
      let (held, missing) = (
        try await stage.page("/p/yard/plan").text, try await stage.page("/p/yard/none").text
      )
      for word in ["Elope", "dawn", "Plans", "blockquote", "/p/secret"] {
        #expect(!held.contains(word), "\(word)")
      }
      func link(_ page: String) -> String? {
        page.firstMatch(of: #/Shared from [^\n]*/#).map { String($0.output) }
      }
      #expect(
        link(held)?.replacing("secret;item=plan", with: "nowhere;item=none") == link(missing))
      #expect(link(missing) != nil)
      // Nor do those know who may not look who shares in private.
      try await romeo.publishes("hush", to: "secret", share("none", of: "yard", "Hush"))
      let shared = try await stage.page("/p/yard/none").text
      #expect(!shared.contains("Shared once") && !shared.contains("Hush"))
    }
  }
}
