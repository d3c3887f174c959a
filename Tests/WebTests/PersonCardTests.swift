import PubSub
import Social
import Store
import TestSupport
import Testing
import XMPP

@testable import Web

/// People on the front page, and what they follow on their own.
@Suite struct PersonCardTests {
  private static let blog = NodeProfile.microblogType

  /// Who stands on the front page, in order.
  private func people(_ site: TestSite) async throws -> [String] {
    let page = try await site.get("/").text
    return page.matches(of: /<a class="p-name u-url" href="([^"]+)"><bdi>/).map { String($0.1) }
  }

  @Test func peopleWithBlogsAreOnTheFrontPage() async throws {
    try await withSite { site in
      #expect(try await !site.get("/").text.contains("id=\"people\""))
      let (romeo, paris) = (try BareJID("romeo@example.org"), try BareJID("paris@example.org"))
      let (foreign, silent) = (
        try BareJID("juliet@capulet.lit"), try BareJID("nurse@example.org")
      )
      for account in [romeo, paris, foreign] {
        try await site.follow(Self.blog, of: account, ["1"])
      }
      try await site.follow(Self.blog, of: silent)
      try await site.create("news", title: "The news")
      #expect(try await people(site) == ["/@paris", "/@romeo"])
      // What is theirs is among the communities too, if it is no blog of our own people.
      let page = try await site.get("/").text
      let communities = try #require(page.firstMatch(of: /(?s)<ul class="communities">(.*?)<\/ul>/))
        .1
      #expect(communities.contains("The news") && communities.contains("/@juliet@capulet.lit"))
      #expect(!communities.contains("/@romeo") && !communities.contains("/@nurse"))
      // Who has written last comes first; whose blog is not for everybody goes.
      try await site.post("2", "Another", in: NodePath(romeo, Self.blog))
      #expect(try await people(site) == ["/@romeo", "/@paris"])
      try await site.setAccess(.whitelist, of: NodePath(romeo, Self.blog))
      #expect(try await people(site) == ["/@paris"])
    }
  }

  @Test func thereAreNotTooMany() async throws {
    var limits = WebLimits.patient
    limits.peopleOnFront = 2
    try await withSite(limits) { site in
      for name in ["a", "b", "c"] {
        try await site.follow(Self.blog, of: try BareJID("\(name)@example.org"), ["1"])
      }
      #expect(try await people(site) == ["/@c", "/@b"])
      // Who is left out is no community for that, nor does any number of them leave no room for one.
      #expect(try await !site.get("/").text.contains("<ul class=\"communities\">"))
    }
  }

  private func subscription(_ account: BareJID, isPublic: Bool) throws -> SubscriptionFacts {
    var options = SubscriptionOptions()
    options.isPublic = isPublic
    return SubscriptionFacts(
      jid: try JID("\(account)"), id: SubscriptionID("s"), state: .subscribed,
      options: options)
  }

  /// What somebody follows for everybody to see (XEP-0465), as far as everybody may see that.
  @Test func aPersonShowsWhatTheyFollow() async throws {
    try await withSite { site in
      let romeo = try BareJID("romeo@example.org")
      try await site.follow(Self.blog, of: romeo, ["1"])
      for node in ["birds", "roses", "quiet"] { try await site.create(node, title: "All \(node)") }
      try await site.create("secret", title: "All secrets", access: .whitelist)
      func follows() async throws -> [String] {
        let page = try await site.get("/@romeo").text
        return page.matches(of: /<li><a href="([^"]+)"><bdi>All\s/).map { String($0.1) }
      }
      #expect(try await follows() == [])
      for (node, isPublic) in [
        ("birds", true), ("quiet", false), ("secret", true), ("roses", true),
      ] {
        try await site.apply(
          [.subscribe(NodeID(stored: node), try subscription(romeo, isPublic: isPublic))])
      }
      #expect(try await follows() == ["/c/roses", "/c/birds"])
      #expect(try await site.get("/@romeo").text.contains("id=\"follows\""))
      // It changes, and so does what everybody may see.
      try await site.apply(
        [.change(NodeID(stored: "roses"), try subscription(romeo, isPublic: false))])
      #expect(try await follows() == ["/c/birds"])
      try await site.apply(
        [.change(NodeID(stored: "quiet"), try subscription(romeo, isPublic: true))])
      #expect(try await follows() == ["/c/quiet", "/c/birds"])
      try await site.configure("birds", access: .whitelist)
      #expect(try await follows() == ["/c/quiet"])
      try await site.apply(
        [.unsubscribe(NodeID(stored: "quiet"), try subscription(romeo, isPublic: true))])
      #expect(try await follows() == [])
      #expect(try await !site.get("/@romeo").text.contains("id=\"follows\""))
    }
  }
}
