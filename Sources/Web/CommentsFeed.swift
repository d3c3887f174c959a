import Social
import Store
import XMPP

// `/p/{node}/{item}/comments/feed`, `/@{person}/{item}/comments/feed`: the comments on a post, the newest first. They stand in
// the order of their creation, which no edit changes.

extension SitePath {
  static let commentsSegment = "comments"

  /// Nil if it is not of that form. No other address below a post has two more segments.
  static func commentsFeed(
    _ segments: [String], _ query: inout SiteQuery, _ home: SiteHome
  ) throws(SitePathError) -> SitePath? {
    guard (4...6).contains(segments.count), segments.dropLast().last == commentsSegment,
      let format = segments.last.flatMap(FeedFormat.init(named:)),
      case .post(let node, let item, nil, _) = try? path(Array(segments.dropLast(2)), &query, home)
    else { return nil }
    return .commentsFeed(node, item: item, format, before: try query.placeName("before"))
  }
}

extension Site {
  func commentsFeed(
    of node: NodePath, _ item: String, _ format: FeedFormat, before place: PlaceName?
  ) async throws -> Outcome {
    let found = try await store.commentFeed(
      service: node.service, node: node.node, item: item, before: place?.number(commentPlaces),
      limit: limits.feedEntries, feedBounds.extent)
    return switch found {
    case .missing: .missing
    case .gone: .gone
    case .found(let view):
      .page(
        page(
          feed(view), format, at: .commentsFeed(node, item: item, format, before: place),
          paging(view, format), changed: nil, robots: view.post.robots))
    }
  }

  func commentsFeed(of post: PostView) -> Frame.Feed {
    feed(language.text(.commentsOn, post.entry.headline())) {
      .commentsFeed(post.home, item: post.item, $0)
    }
  }

  private func feed(_ view: CommentFeedView) -> AtomFeed {
    let comments = view.page.comments
    let whole = Set(comments.map(\.post).fitting(limits.feedBytes).map(\.sequence))
    return AtomFeed(
      id: links.absolute(.commentsFeed(view.post.home, item: view.post.item)),
      title: language.text(.commentsOn, view.post.entry.headline()),
      updated: view.replies.updated ?? view.post.entry.updated, address: "",
      page: links.absolute(view.post.path()), author: configuration.siteName,
      entries: comments.map { comment in
        var entry = entry(comment, on: view.post)
        entry.isWhole = entry.isWhole && whole.contains(comment.post.sequence)
        return entry
      })
  }

  private func entry(_ comment: CommentView, on post: PostView) -> AtomEntry {
    let answered =
      comment.parentName.map {
        XMPPURI.item(service: comment.post.service, node: comment.post.node, item: $0)
      } ?? XMPPURI.item(service: post.service, node: post.node, item: post.item)
    var entry = entry(comment.post)
    entry.page = links.absolute(address(of: comment, on: post)) + "#" + anchor(comment.number)
    entry.inReplyTo = InReplyTo(
      ref: answered, href: links.absolute(post.path()), type: "text/html")
    return entry
  }

  /// The page of comments that begins with one.
  private func address(of comment: CommentView, on post: PostView) -> SitePath {
    post.path(comments: PlaceName(comment.number - 1, commentPlaces))
  }

  private func paging(_ view: CommentFeedView, _ format: FeedFormat) -> AtomFeedPaging {
    func address(_ place: PlaceName?) -> String {
      links.absolute(
        .commentsFeed(view.post.home, item: view.post.item, format, before: place))
    }
    var paging = AtomFeedPaging()
    paging.first = address(nil)
    paging.next = view.page.next.map { address(PlaceName($0, commentPlaces)) }
    return paging
  }
}
