import Social
import Store

/// `/tag/{tag}`: the posts with a tag, in whatever community.
struct TagPage: View {
  var page: Frame
  var topic: String
  /// Of the month of the newest post.
  var archive: String?
  var atom: String
  var posts: [PostCard]
  var first: String?
  var older: String?

  static let fields: ViewFields<TagPage> = [
    "page": { $0.page }, "topic": { $0.topic }, "archive": { $0.archive }, "atom": { $0.atom },
    "posts": { $0.posts },
    "first": { $0.first }, "older": { $0.older }, "isPaged": { $0.first != nil || $0.older != nil },
  ]
}

extension Site {
  /// Missing where nobody has used the tag. Throws `SearchError`.
  func tagPage(_ tag: String, before place: PlaceName?) async throws -> Outcome {
    let found = try await posts(
      tagged: tag, before: place?.number(tagPlaces), limit: limits.postsOnPage, listed)
    guard !found.posts.isEmpty || place != nil else { return .missing }
    var frame = self.frame("#" + tag, canonical: .tag(tag, before: place))
    if place != nil { frame.robots.insert(.noIndex) }
    frame.data = place == nil ? try data(ofTag: tag) : nil
    frame.feeds.insert(feed("#" + tag) { .tagFeed(tag, $0) }, at: 0)
    let older = found.older.map {
      links.relative(.tag(tag, before: PlaceName($0, tagPlaces)))
    }
    let first = place.map { _ in links.relative(.tag(tag)) }
    let view = TagPage(
      page: frame, topic: "#" + tag, archive: archiveLink(.tag(tag), found.posts),
      atom: links.relative(.tagFeed(tag)),
      posts: found.posts.map { card($0, .mixed) }, first: first, older: older)
    return .page(try page(view, "tag", frame))
  }

  /// The newest posts with a tag as Atom; see `feed()`.
  func feed(ofTag tag: String, _ format: FeedFormat, before place: PlaceName? = nil) async throws
    -> Outcome
  {
    var found = try await posts(
      tagged: tag, before: place?.number(tagPlaces), limit: limits.feedEntries, feedBounds.extent)
    guard !found.posts.isEmpty || place != nil else { return .missing }
    let fitting = found.posts.fitting(limits.feedBytes)
    if fitting.count < found.posts.count { found.older = fitting.last?.sequence }
    found.posts = try await store.withReplies(fitting)
    let older = found.older.map { PlaceName($0, tagPlaces) }
    return .page(
      page(
        feed(.tag(tag), nil, updated: lastUpdate(of: found.posts), found.posts), format,
        at: .tagFeed(tag, format, before: place),
        try await paging(.tag(tag), found.posts, older: older, format, before: place),
        changed: nil))
  }

  private func posts(
    tagged tag: String, before place: Int64? = nil, limit: Int, _ extent: PostExtent
  ) async throws -> PostPage {
    try await store.posts(tagged: tag, before: place, searchBounds(limit, extent))
  }
}
