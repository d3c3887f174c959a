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

// `/feed` and `/feed/{node}`: the newest posts. Always through the XML or JSON writer, never a text template.

extension Site {
  /// Of everything that is public.
  func feed(_ format: FeedFormat) async throws -> Outcome {
    let found = try await store.feed(feedBounds)
    let feed = AtomFeed(
      id: XMPPURI.account(links.home.main), title: configuration.siteName,
      updated: found.changed ?? Self.never, address: links.absolute(.feed()),
      page: links.absolute(.front), author: configuration.siteName,
      entries: found.posts.map(entry))
    // When a community is deleted or closed, what is left may be older: no date tells of that.
    return .page(page(feed, format, at: .feed(format), changed: nil))
  }

  func feed(of node: NodePath, _ format: FeedFormat) async throws -> Outcome {
    guard let found = try await store.feed(service: node.service, node: node.node, feedBounds),
      let community = found.node
    else { return .missing }
    let feed = AtomFeed(
      id: XMPPURI.node(service: node.service, node: node.node),
      title: node.label(community.title, limit: AtomFeed.lineLimit),
      subtitle: community.description, updated: community.changed,
      address: links.absolute(.communityFeed(node)),
      page: links.absolute(.community(node, .newest)),
      xmpp: XMPPURI.node(service: node.service, node: node.node),
      language: community.language.flatMap(LanguageTag.init)?.text,
      author: configuration.siteName, entries: found.posts.map(entry))
    return .page(
      page(feed, format, at: .communityFeed(node, format), changed: community.changed))
  }

  /// When nothing has ever changed: the time of the request would be a new feed each time.
  private static let never = Timestamp(milliseconds: 0)

  var feedBounds: FeedBounds {
    FeedBounds(
      entries: limits.feedEntries, bytes: limits.feedBytes,
      extent: PostExtent(htmlBytes: limits.feedPostBytes, textLength: limits.excerptLength))
  }

  func entry(_ post: PostView) -> AtomEntry {
    AtomEntry(
      entry: post.entry,
      page: links.absolute(post.path()),
      xmpp: XMPPURI.item(service: post.service, node: post.node, item: post.item),
      isWhole: post.isWhole)
  }

  func page(_ feed: AtomFeed, _ format: FeedFormat, at path: SitePath, changed: Timestamp?)
    -> Page
  {
    guard format == .atom else {
      return Page(
        .jsonFeed, ByteBuffer(bytes: feed.json(at: links.absolute(path))), changed: changed)
    }
    var body = ByteBuffer(string: "<?xml version='1.0' encoding='utf-8'?>\n")
    body.writeBytes(feed.element.xml())
    return Page(.atom, body, changed: changed)
  }
}
