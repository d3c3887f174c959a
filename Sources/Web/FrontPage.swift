import Store

/// `/`: the newest public posts and the communities.
struct FrontPage: Sendable {
  var page: Frame
  var posts: [PostCard]
  /// Of the month of the newest post.
  var archive: String?
  var communities: [CommunityCard]
  var hasCommunities: Bool
  /// Where their feeds are, as OPML.
  var outlines: String?
}

extension Site {
  func frontPage() async throws -> Outcome {
    let found = try await store.frontPage(
      posts: limits.postsOnPage, communities: limits.communitiesOnFront, listed)
    var frame = self.frame(nil, canonical: .front)
    frame.about = language.text(.aboutSite, configuration.siteName)
    frame.data = try dataOfSite()
    let view = FrontPage(
      page: frame, posts: found.posts.map { card($0, .mixed) },
      archive: archiveLink(.everything, found.posts),
      communities: found.communities.map(card), hasCommunities: !found.communities.isEmpty,
      outlines: found.communities.isEmpty ? nil : links.relative(.machine(.communityList)))
    return .page(try page(view, "front", frame))
  }
}
