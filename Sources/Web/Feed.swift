import NIOCore
import Social
import Store
import XML
import XMPP

// `/feed` and `/feed/{node}`: the newest posts as Atom. Always through the XML writer, never a text
// template.

extension Site {
  /// Of everything that is public.
  func feed() async throws -> Outcome {
    let found = try await store.feed(feedBounds)
    let feed = AtomFeed(
      id: XMPPURI.account(links.home.main), title: configuration.siteName,
      updated: found.changed ?? Self.never, address: links.absolute(.feed),
      page: links.absolute(.front), author: configuration.siteName,
      entries: found.posts.map(entry))
    // When a community is deleted or closed, what is left may be older: no date tells of that.
    return .page(page(feed, changed: nil))
  }

  func feed(of node: NodePath) async throws -> Outcome {
    guard let found = try await store.feed(service: node.service, node: node.node, feedBounds),
      let community = found.node
    else { return .missing }
    let feed = AtomFeed(
      id: XMPPURI.node(service: node.service, node: node.node),
      title: Label.first(of: community.title, community.name, limit: AtomFeed.lineLimit),
      subtitle: community.description, updated: community.changed,
      address: links.absolute(.communityFeed(node)),
      page: links.absolute(.community(node, .newest)),
      xmpp: XMPPURI.node(service: node.service, node: node.node),
      language: community.language.flatMap(LanguageTag.init)?.text,
      author: configuration.siteName, entries: found.posts.map(entry))
    return .page(page(feed, changed: community.changed))
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

  func page(_ feed: AtomFeed, changed: Timestamp?) -> Page {
    var body = ByteBuffer(string: "<?xml version='1.0' encoding='utf-8'?>\n")
    body.writeBytes(feed.element.xml())
    return Page(.atom, body, changed: changed)
  }
}
