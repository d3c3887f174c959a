import Store

/// `/communities`: all public communities and blogs, the last active first, a page at a time.
struct CommunitiesPage: View {
  var page: Frame
  var communities: [CommunityCard]
  var first: String?
  var older: String?

  static let fields: ViewFields<CommunitiesPage> = [
    "page": { $0.page }, "communities": { $0.communities },
    "hasCommunities": { !$0.communities.isEmpty },
    "first": { $0.first }, "older": { $0.older }, "isPaged": { $0.first != nil || $0.older != nil },
  ]
}

extension Site {
  func communitiesPage(before place: PlaceName?) async throws -> Outcome {
    let found = try await store.listedNodes(
      before: place?.number(nodePlaces), limit: limits.communitiesOnPage)
    var frame = self.frame(language[.communities], canonical: .communities(before: place))
    if place != nil { frame.robots.insert(.noIndex) }
    frame.about = language.text(.aboutCommunities, configuration.siteName)
    let older = found.next.map { links.relative(.communities(before: PlaceName($0, nodePlaces))) }
    let first = place.map { _ in links.relative(.communities()) }
    let view = CommunitiesPage(
      page: frame, communities: found.nodes.map(card),
      first: first, older: older)
    return .page(try page(view, "communities", frame))
  }
}
