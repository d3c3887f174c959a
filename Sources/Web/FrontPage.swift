import Store

/// `/`: the newest public posts and the communities.
struct FrontPage: Sendable {
  var page: Frame
  var posts: [PostCard]
  var communities: [CommunityCard]
  var hasCommunities: Bool
}

extension Site {
  func frontPage() async throws -> Outcome {
    let posts = try await store.newestPosts(limit: limits.postsOnPage)
    let communities = try await store.communities(limit: limits.communitiesOnPage)
    var frame = self.frame(nil, canonical: .front)
    frame.about = "Public posts and communities on \(configuration.siteName)."
    let view = FrontPage(
      page: frame, posts: posts.map { card($0, .mixed) }, communities: communities.map(card),
      hasCommunities: !communities.isEmpty)
    return .page(Page(.html, try Templates.render(view, "front")))
  }
}
