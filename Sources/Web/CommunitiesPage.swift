import Store

/// `/communities`: all public communities and blogs, the last active first, a page at a time.
struct CommunitiesPage: View {
  var page: Frame
  var communities: [CommunityCard]
  var hasCommunities: Bool
  var first: String?
  var older: String?
  var isPaged: Bool

  static let fields: ViewFields<CommunitiesPage> = [
    "page": { $0.page }, "communities": { $0.communities }, "hasCommunities": { $0.hasCommunities },
    "first": { $0.first }, "older": { $0.older }, "isPaged": { $0.isPaged },
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
      page: frame, communities: found.nodes.map(card), hasCommunities: !found.nodes.isEmpty,
      first: first, older: older,
      isPaged: first != nil || older != nil)
    return .page(try page(view, "communities", frame))
  }
}
