import Social
import Store
import XMPP

/// `/p/{node}/{item}`, `/@{person}/{item}/{slug}`: one post.
struct SinglePostPage: Sendable {
  var page: Frame
  var label: String
  var place: String
  var follow: String
  var post: PostCard
  var sharing: Shares?
  var reactions: Reactions?
  var discussion: Comments?
}

extension Site {
  /// - Parameter start: of the comments below it; nil: the first ones.
  func postPage(_ node: NodePath, _ item: String, from start: PlaceName?) async throws -> Outcome {
    let comments = CommentExtent(
      after: start?.number(commentPlaces), limit: limits.commentsOnPage, each: listed)
    return
      switch try await store.post(
        service: node.service, node: node.node, item: item, comments, shareExtent)
    {
    case .found(let post):
      .page(
        Page(
          .html, try Templates.render(view(of: post, from: start), "post"),
          path: post.path(comments: start)))
    case .gone: .gone
    case .missing: .missing
    }
  }

  func view(of post: PostView, from start: PlaceName? = nil) -> SinglePostPage {
    let node = post.home
    let title = node.label(post.nodeTitle, limit: limits.titleLength)
    let card = self.card(post, .whole)
    var frame = self.frame(post.entry.headline(), canonical: post.path())
    frame.kind = "article"
    if isForeign(post.service) {
      frame.canonical = post.ownPage.flatMap(SiteLinks.outward)
      frame.unlisted = true
    }
    if start != nil { frame.unlisted = true }
    frame.about = post.entry.summary()
    frame.picture = card.attachments.pictures.first?.source
    frame.pictureText = card.attachments.pictures.first?.caption
    frame.feeds.insert(feed(of: node, title), at: 0)
    return SinglePostPage(
      page: frame, label: title, place: links.relative(.community(node, .newest)),
      follow: XMPPURI.subscribe(service: node.service, node: node.node), post: card,
      sharing: shares(of: post), reactions: reactions(to: post),
      discussion: comments(on: post, from: start))
  }
}

extension PostView {
  var home: NodePath { NodePath(service, node) }

  func path(comments: PlaceName? = nil) -> SitePath {
    .post(
      home, item: item, slug: home.isBlog ? Slug(title: entry.title) : nil, comments: comments)
  }
}
