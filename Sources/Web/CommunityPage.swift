import Social
import Store
import XMPP

/// `/c/{node}`: a community and its posts, a page at a time.
struct CommunityPage: Sendable {
  var page: Frame
  var label: String
  var summary: String?
  var tongue: String?
  var count: String
  var follow: String
  var atom: String
  var posts: [PostCard]
  var newer: String?
  var older: String?
  var isPaged: Bool
}

extension Site {
  func communityPage(_ node: NodePath, _ cursor: PageCursor) async throws -> Outcome {
    guard let community = try await store.community(service: node.service, node: node.node),
      let list = try await store.posts(
        service: node.service, node: node.node, cursor, limit: limits.postsOnPage)
    else { return .missing }
    let card = self.card(community)
    var frame = self.frame(card.label, canonical: .community(node, cursor))
    frame.about = card.summary
    frame.feeds.insert(feed(of: node, card.label), at: 0)
    let newer = list.newer.map { links.relative(.community(node, .after($0))) }
    var older = list.older.map { links.relative(.community(node, .before($0))) }
    // Whoever waits for newer posts than the newest, or has a cursor of old, can go on from here.
    if list.posts.isEmpty, cursor != .newest { older = links.relative(.community(node, .newest)) }
    let view = CommunityPage(
      page: frame, label: card.label, summary: card.summary, tongue: card.tongue,
      count: card.count, follow: XMPPURI.subscribe(service: node.service, node: node.node),
      atom: links.relative(.communityFeed(node)), posts: list.posts.map { self.card($0, .listed) },
      newer: newer, older: older, isPaged: newer != nil || older != nil)
    return .page(Page(.html, try Templates.render(view, "community")))
  }
}
