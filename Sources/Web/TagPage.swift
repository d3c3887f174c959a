import Social
import Store

/// `/tag/{tag}`: the posts with a tag, in whatever community.
struct TagPage: Sendable {
  var page: Frame
  var topic: String
  var atom: String
  var posts: [PostCard]
  var first: String?
  var older: String?
  var isPaged: Bool
}

extension Site {
  /// Missing where nobody has used the tag. Throws `SearchError`.
  func tagPage(_ tag: String, before place: PlaceName?) async throws -> Outcome {
    let found = try await posts(
      tagged: tag, before: place?.number(tagPlaces), limit: limits.postsOnPage, listed)
    guard !found.posts.isEmpty || place != nil else { return .missing }
    var frame = self.frame("#" + tag, canonical: .tag(tag, before: place))
    frame.unlisted = place != nil
    frame.data = place == nil ? try data(ofTag: tag) : nil
    frame.feeds.insert(
      Frame.Feed(
        feedTitle: "#" + tag, feedLink: links.relative(.tagFeed(tag)),
        jsonLink: links.relative(.tagFeed(tag, .json))), at: 0)
    let older = found.older.map {
      links.relative(.tag(tag, before: PlaceName($0, tagPlaces)))
    }
    let first = place.map { _ in links.relative(.tag(tag)) }
    let view = TagPage(
      page: frame, topic: "#" + tag, atom: links.relative(.tagFeed(tag)),
      posts: found.posts.map { card($0, .mixed) }, first: first, older: older,
      isPaged: first != nil || older != nil)
    return .page(Page(.html, try Templates.render(view, "tag")))
  }

  /// The newest posts with a tag as Atom; see `feed()`.
  func feed(ofTag tag: String, _ format: FeedFormat) async throws -> Outcome {
    let found = try await posts(tagged: tag, limit: limits.feedEntries, feedBounds.extent)
    guard let newest = found.posts.first else { return .missing }
    let feed = AtomFeed(
      id: links.absolute(.tag(tag)), title: "#\(tag) · \(configuration.siteName)",
      updated: found.posts.map(\.entry.updated).max() ?? newest.entry.updated,
      address: links.absolute(.tagFeed(tag)), page: links.absolute(.tag(tag)),
      author: configuration.siteName, entries: found.posts.map(entry))
    return .page(page(feed, format, at: .tagFeed(tag, format), changed: nil))
  }

  private func posts(
    tagged tag: String, before place: Int64? = nil, limit: Int, _ extent: PostExtent
  ) async throws -> PostPage {
    try await store.posts(
      tagged: tag, before: place,
      SearchBounds(posts: limit, time: limits.searchTime, extent: extent))
  }
}
