import Social
import Store
import XMPP

/// A community as lists and its own page show it.
struct CommunityCard: View {
  var label: String
  var place: String
  var summary: String?
  var tongue: String?
  /// `dir` of what is in its language.
  var flow: String
  /// `12 posts · 3 followers`
  var count: String
  /// When it changed last.
  var active: PostCard.Moment

  static let fields: ViewFields<CommunityCard> = [
    "label": { $0.label }, "place": { $0.place }, "summary": { $0.summary },
    "tongue": { $0.tongue }, "flow": { $0.flow },
    "count": { $0.count }, "active": { $0.active },
  ]
}

extension Site {
  func card(_ community: NodeView) -> CommunityCard {
    let node = NodePath(community.service, community.name)
    let summary = community.description?.oneLine(limit: limits.excerptLength)
    // Nobody has checked what an owner configured.
    let language = community.language.flatMap(LanguageTag.init)
    return CommunityCard(
      label: node.label(community.title, limit: limits.titleLength),
      place: links.relative(.community(node, .newest)),
      summary: summary.flatMap { $0.isEmpty ? nil : $0 }, tongue: language?.text,
      flow: TextDirection.attribute(language),
      count: count(of: community), active: moment(community.changed))
  }

  private func count(of community: NodeView) -> String {
    self.language.count(.posts, community.posts) + " · "
      + self.language.count(.followers, community.subscribers)
  }
}
