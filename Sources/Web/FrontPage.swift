import Store

/// `/`: the newest public posts, the communities and the people.
struct FrontPage: View {
  var page: Frame
  var posts: [PostCard]
  /// Of the month of the newest post.
  var archive: String?
  var communities: [CommunityCard]
  var people: [PersonCard]
  /// Where their feeds are, as OPML.
  var outlines: String?

  static let fields: ViewFields<FrontPage> = [
    "page": { $0.page }, "posts": { $0.posts }, "archive": { $0.archive },
    "communities": { $0.communities },
    "hasCommunities": { !$0.communities.isEmpty }, "people": { $0.people },
    "hasPeople": { !$0.people.isEmpty },
    "outlines": { $0.outlines },
  ]
}

extension Site {
  func frontPage() async throws -> Outcome {
    let found = try await store.frontPage(
      posts: limits.postsOnPage, communities: limits.communitiesOnFront,
      people: limits.peopleOnFront, of: Set(configuration.domains), listed)
    var frame = self.frame(nil, canonical: .front)
    let outlines = !found.communities.isEmpty || !found.people.isEmpty
    frame.about = language.text(.aboutSite, configuration.siteName)
    frame.data = try dataOfSite()
    let view = FrontPage(
      page: frame, posts: found.posts.map { card($0, .mixed) },
      archive: archiveLink(.everything, found.posts),
      communities: found.communities.map(card),
      people: found.people.map(card),
      outlines: outlines ? links.relative(.machine(.communityList)) : nil)
    return .page(try page(view, "front", frame))
  }
}
