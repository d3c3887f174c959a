import Social
import Store
import XMPP

/// `/p/{node}/{item}`, `/@{person}/{item}/{slug}`: one post.
struct SinglePostPage: View {
  var page: Frame
  var label: String
  var place: String
  var follow: String
  /// Where a client shows the post, and its comments if there are any.
  var open: String
  var code: CodeView?
  var post: PostCard
  var isInGallery: Bool
  /// The addresses of posts that it answers, and of those that it passes on.
  var answers: [String]
  var repeats: [String]
  var beside: PostsBeside?
  var sharing: Shares?
  var reactions: Reactions?
  var discussion: Comments?

  static let fields: ViewFields<SinglePostPage> = [
    "page": { $0.page }, "label": { $0.label }, "place": { $0.place }, "follow": { $0.follow },
    "open": { $0.open },
    "code": { $0.code }, "post": { $0.post }, "isInGallery": { $0.isInGallery },
    "answers": { $0.answers },
    "repeats": { $0.repeats }, "beside": { $0.beside }, "sharing": { $0.sharing },
    "reactions": { $0.reactions },
    "discussion": { $0.discussion },
  ]
}

extension Site {
  /// - Parameter start: of the comments below it; nil: the first ones.
  func postPage(_ node: NodePath, _ item: String, from start: PlaceName?) async throws -> Outcome {
    let comments = CommentExtent(
      after: start?.number(commentPlaces), limit: limits.commentsOnPage, each: commentExtent)
    return
      switch try await store.post(
        service: node.service, node: node.node, item: item, comments, shareExtent, beside: true)
    {
    case .found(let post):
      .page(try page(of: post, from: start))
    case .gone: .gone
    case .missing: .missing
    }
  }

  private func page(of post: PostView, from start: PlaceName?) throws -> Page {
    let view = try view(of: post, from: start)
    return try page(view, "post", view.page, path: post.path(comments: start))
  }

  func view(of post: PostView, from start: PlaceName? = nil) throws -> SinglePostPage {
    let node = post.home
    let title = node.label(post.nodeTitle, limit: limits.titleLength)
    let card = self.card(post, .whole)
    var frame = self.frame(post.entry.headline(), canonical: post.path())
    frame.kind = "article"
    if configuration.isForeign(post.service) {
      frame.canonical = post.ownPage.flatMap(SiteLinks.outward)
      frame.robots.insert(.noIndex)
    }
    frame.robots.formUnion(post.robots)
    if start != nil { frame.robots.insert(.noIndex) }
    frame.about = post.entry.summary()
    if let picture = card.attachments.pictures.first {
      frame.picture = picture.source
      frame.pictureText = picture.caption
      frame.pictureSize = picture.extent.map {
        Frame.PictureSize(pictureWidth: $0.width, pictureHeight: $0.height)
      }
    }
    frame.article = Frame.Article(
      publishedTime: card.written.stamp, modifiedTime: card.edited?.stamp, topics: post.entry.tags)
    frame.locale = Self.locale(post.entry.language)
    frame.data = try data(
      of: post, card, at: frame.canonical ?? links.absolute(post.path()), in: title)
    frame.embedding = embedLinks(post)
    frame.feeds.insert(feed(of: node, title), at: 0)
    if post.comments != nil { frame.feeds.insert(commentsFeed(of: post), at: 0) }
    let open = XMPPURI.item(service: node.service, node: node.node, item: post.item)
    return SinglePostPage(
      page: frame, label: title, place: links.relative(.community(node, .newest)),
      follow: XMPPURI.subscribe(service: node.service, node: node.node), open: open,
      code: CodeView(open), post: card, isInGallery: post.isInGallery,
      answers: addresses(post.entry, .reply), repeats: addresses(post.entry, .share),
      beside: beside(post), sharing: shares(of: post), reactions: reactions(to: post),
      discussion: comments(on: post, from: start))
  }

  private func addresses(_ entry: Entry, _ kind: Entry.Reference.Kind) -> [String] {
    entry.references.filter { $0.kind == kind }.compactMap { $0.page ?? $0.place?.uri }
      .compactMap(SiteLinks.outward)
  }
}

extension PostView {
  var home: NodePath { NodePath(service, node) }

  func path(comments: PlaceName? = nil) -> SitePath {
    .post(
      home, item: item, slug: home.isBlog ? Slug(title: entry.title) : nil, comments: comments)
  }
}
