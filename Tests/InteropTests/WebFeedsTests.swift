import TestSupport
import Testing

/// Feeds and pages, as readers and other machines find them.
@Suite("Web feeds", .needsProsody, .timeLimit(.minutes(3)))
struct WebFeedsTests {
  private static let communities = (0..<4).map { "varied-\($0)" }
  private static let feeds = communities.map { "/feed/\($0)" }

  private func withVariedPosts(_ body: (FilledSite, [Examiner.Post]) async throws -> Void)
    async throws
  {
    try await FilledSite.empty { site in
      var written: [Examiner.Post] = []
      let each = VariedPosts.count / Self.communities.count
      for (number, node) in Self.communities.enumerated() {
        let posts = Array(VariedPosts.all[(number * each)..<((number + 1) * each)])
        try await site.found(node, "Varied & <\(number)>", "So & so", "en", comments: false)
        try await site.publish(posts, node)
        written += posts.map { Examiner.Post($0, at: site.origin + "/p/\(node)/\($0.item)") }
      }
      try await body(site, written)
    }
  }

  @Test("Grammar and rules hold for 200 varied entries", .needsJing)
  func grammarAndRules() async throws {
    try await withVariedPosts { site, posts in
      let feeds = Self.feeds + ["/feed", "/tag/varied/feed"]
      let plan = Examiner.Plan(feeds: feeds, posts: posts)
      for fault in try await Examiner(site).run("feeds", plan).faults { Issue.record("\(fault)") }
    }
  }

  @Test("feedparser, newsboat, sfeed and rss2email keep all of them, and poll again", .needsReaders)
  func readers() async throws {
    try await withVariedPosts { site, posts in
      for feed in Self.feeds { try await site.world.feed(feed).expectIsWhole(feed) }
      let plan = Examiner.Plan(feeds: Self.feeds, posts: posts)
      for fault in try await Examiner(site).run("readers", plan).faults { Issue.record("\(fault)") }
    }
  }

  @Test("mf2py and extruct read what was meant", .needsMicroformats)
  func meanings() async throws {
    try await FilledSite.with { site in
      func written(_ posts: [SamplePost], _ address: (SamplePost) -> String) -> [Examiner.Post] {
        posts.filter { $0.item != "gone" }.map { post in
          let comments = post.item == "rose" ? FilledSite.comments.count : 0
          return Examiner.Post(post, at: site.origin + address(post), comments: comments)
        }
      }
      let posts =
        written(FilledSite.posts) { "/p/verona/\($0.item)" }
        + written(FilledSite.rightToLeft) { "/p/maqha/\($0.item)" }
        + written(FilledSite.pictures) { "/p/orchard/\($0.item)" }
        + written(FilledSite.blog) {
          "/@romeo/\($0.item)/"
            + ($0.item == "night" ? "good-night" : "what-light-through-yonder-window-breaks")
        }
      let plan = Examiner.Plan(
        posts: posts, lists: ["/", "/c/verona", "/c/maqha", "/c/orchard", "/@romeo", "/tag/rose"])
      for fault in try await Examiner(site).run("meanings", plan).faults {
        Issue.record("\(fault)")
      }
    }
  }

  /// That faults would be told.
  @Test("A feed with faults is found out", .needsJing)
  func faultsAreFound() async throws {
    let feed = """
      <feed xmlns='http://www.w3.org/2005/Atom'><id>x</id><title/><updated>2026-01-01T00:00:00Z</updated>\
      <author><name/><email>romeo@localhost</email></author><entry><id>tag:a</id><title>A</title>\
      <updated>2026-01-01 00:00</updated><author><name>R</name></author><category/>\
      <link ref='alternate' href='xmpp:a'/><link rel='alternate' href='xmpp:a'/><content>a</content>\
      <content type='html'>&lt;script>&lt;/script>&lt;a href='/x'></content></entry></feed>
      """
    let plan = Examiner.Plan(feeds: [feed])
    let faults = try await Examiner(folder: TemporaryFolder()).run("feeds", plan).faults
    for part in [
      #"element "id" invalid"#, #"element "email" not allowed"#, #"attribute "ref" not allowed"#,
      #"element "content" not allowed"#, #"element "category" missing"#, "must be an ISO date",
      "`self`", "only as `related`", "runs nothing", "need no base", "its title says something",
    ] {
      #expect(faults.contains { $0.contains(part) }, "\(part)")
    }
  }
}
