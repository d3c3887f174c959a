import NIOCore
import Social
import Store
import XML
import XMPP

/// What a feed is written in. Atom is what readers are led to; who asks for RSS gets Atom too, which those readers know.
package enum FeedFormat: String, CaseIterable, Sendable {
  case atom = "feed"
  case json = "feed.json"

  private static let rss = "feed.rss"
  /// As addresses name them.
  static let names = Set(allCases.map(\.rawValue) + [rss])

  init?(named name: String) { self.init(rawValue: name == Self.rss ? Self.atom.rawValue : name) }
}

// `/feed` and `/feed/{node}`: the newest posts, and older ones a page at a time. Always through the XML or JSON writer, never a
// text template.

extension Site {
  /// Of everything that is public.
  func feed(_ format: FeedFormat, before place: PlaceName? = nil) async throws -> Outcome {
    let found = try await store.feed(feedBounds, before: place?.number(postPlaces))
    let posts = try await store.withReplies(found.posts)
    // When a community is deleted or closed, what is left may be older: no date tells of that.
    return .page(
      page(
        feed(.everything, nil, updated: found.changed ?? Self.never, posts), format,
        at: .feed(format, before: place),
        try await paging(.everything, found, format, before: place), changed: nil))
  }

  func feed(of node: NodePath, _ format: FeedFormat, before place: PlaceName? = nil) async throws
    -> Outcome
  {
    let view = try await store.feed(
      service: node.service, node: node.node, feedBounds, before: place?.number(postPlaces))
    guard let found = view, let community = found.node else { return .missing }
    let posts = try await store.withReplies(found.posts)
    // What is said of comments and authors changes with these, and what comes from elsewhere with no date.
    let isSettled =
      configuration.services.contains(node.service)
      && !posts.contains { $0.replies != nil || $0.isProfiled }
    return .page(
      page(
        feed(.community(node), community, updated: community.changed, posts), format,
        at: .communityFeed(node, format, before: place),
        try await paging(.community(node), found, format, before: place),
        changed: isSettled ? community.changed : nil, robots: community.robots))
  }

  /// What all parts of a feed have in common.
  ///
  /// - Parameter community: whose feed it is, if it is that of a node.
  func feed(
    _ scope: PostScope, _ community: NodeView?, updated: Timestamp, _ posts: [PostView]
  ) -> AtomFeed {
    var feed = AtomFeed(
      id: "", title: configuration.siteName, updated: updated, address: "",
      page: links.absolute(scope.place), author: configuration.siteName,
      entries: posts.map(entry))
    switch scope {
    case .everything: feed.id = XMPPURI.account(links.home.main)
    case .tag(let tag):
      feed.id = links.absolute(.tag(tag))
      feed.title = "#\(tag) · \(configuration.siteName)"
    case .node(let service, let name):
      feed.id = XMPPURI.node(service: service, node: name)
      feed.xmpp = feed.id
      feed.title = NodePath(service, name).label(
        community?.title ?? name, limit: AtomFeed.lineLimit)
      feed.subtitle = community?.description
      feed.language = community?.language.flatMap(LanguageTag.init)?.text
    }
    return feed
  }

  /// Of the newest part and the pages of it: they go by the last change of each post. The archive that comes before the
  /// newest part begins with the newest post that is not in it.
  private func paging(
    _ scope: PostScope, _ found: FeedView, _ format: FeedFormat, before place: PlaceName?
  ) async throws -> AtomFeedPaging {
    try await paging(
      scope, found.posts, older: found.older.map { PlaceName($0, postPlaces) }, format,
      before: place)
  }

  /// Nil, too, where it cannot be found in time: the feed is of use without it.
  private func newestPlace(_ scope: PostScope, besides posts: [PostView]) async throws -> DatePlace?
  {
    do {
      return try await store.newestPlace(
        scope, besides: Set(posts.map(\.sequence)), within: limits.searchTime)
    } catch SearchError.tooSlow {
      return nil
    }
  }

  func paging(
    _ scope: PostScope, _ posts: [PostView], older: PlaceName?, _ format: FeedFormat,
    before place: PlaceName?
  ) async throws -> AtomFeedPaging {
    var paging = AtomFeedPaging()
    paging.first = links.absolute(scope.feed(format))
    paging.next = older.map { links.absolute(scope.feed(format, before: $0)) }
    if place == nil, older != nil {
      let newest = try await newestPlace(scope, besides: posts)
      paging.previousArchive = newest.map { place in
        links.absolute(
          .archiveFeed(scope, place.month, format, .before(PlaceName(place.next, datePlaces))))
      }
    }
    return paging
  }

  /// When nothing has ever changed: the time of the request would be a new feed each time.
  static let never = Timestamp(milliseconds: 0)

  var feedBounds: FeedBounds {
    FeedBounds(
      entries: limits.feedEntries, bytes: limits.feedBytes,
      extent: PostExtent(htmlBytes: limits.feedPostBytes, textLength: limits.excerptLength))
  }

  func lastUpdate(of posts: [PostView]) -> Timestamp {
    posts.map(\.entry.updated).max() ?? Self.never
  }

  func entry(_ post: PostView) -> AtomEntry {
    AtomEntry(
      entry: post.entry,
      page: links.absolute(post.path()),
      xmpp: XMPPURI.item(service: post.service, node: post.node, item: post.item),
      isWhole: post.isWhole,
      replies: post.replies.map {
        AtomReplies(
          address: links.absolute(.commentsFeed(post.home, item: post.item)), count: $0.count,
          updated: $0.updated)
      })
  }

  func page(
    _ feed: AtomFeed, _ format: FeedFormat, at path: SitePath, _ paging: AtomFeedPaging,
    changed: Timestamp?, robots: RobotRules = []
  ) -> Page {
    var feed = feed
    feed.address = links.absolute(path)
    feed.paging = paging
    var header = LinkHeader()
    header.add(feed.address, "self")
    header.add(feed.page, "alternate", type: "text/html")
    guard format == .atom else {
      return Page(
        .jsonFeed, ByteBuffer(bytes: feed.json), changed: changed, links: header,
        robots: rules(robots))
    }
    return Page(
      .atom, .xml(feed.element), changed: changed, links: header, robots: rules(robots))
  }
}
