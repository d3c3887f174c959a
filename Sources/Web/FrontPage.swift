import Store

/// `/`: the newest public posts and the communities.
struct FrontPage: Sendable {
  var page: Frame
  var posts: [PostCard]
  var communities: [CommunityCard]
  var hasCommunities: Bool
  /// Where their feeds are, as OPML.
  var outlines: String?
}

extension Site {
  func frontPage() async throws -> Outcome {
    let found = try await store.frontPage(
      posts: limits.postsOnPage, communities: limits.communitiesOnPage, listed)
    var frame = self.frame(nil, canonical: .front)
    frame.about = "Public posts and communities on \(configuration.siteName)."
    frame.data = try dataOfSite()
    let view = FrontPage(
      page: frame, posts: found.posts.map { card($0, .mixed) },
      communities: found.communities.map(card), hasCommunities: !found.communities.isEmpty,
      outlines: found.communities.isEmpty ? nil : links.relative(.machine(.communityList)))
    return .page(Page(.html, try Templates.render(view, "front")))
  }
}
