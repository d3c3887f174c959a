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
    let changed = try await store.lastChange()
    let posts = try await store.newestPosts(limit: limits.feedEntries)
    return .page(
      page(
        AtomFeed(
          id: XMPPURI.account(links.main), title: configuration.siteName,
          updated: changed ?? Self.never, address: links.absolute(.feed),
          page: links.absolute(.front), author: configuration.siteName,
          entries: posts.map(entry)), changed: changed))
  }

  func feed(of node: NodePath) async throws -> Outcome {
    guard let community = try await store.community(service: node.service, node: node.node),
      let list = try await store.posts(
        service: node.service, node: node.node, .newest, limit: limits.feedEntries)
    else { return .missing }
    let feed = AtomFeed(
      id: XMPPURI.node(service: node.service, node: node.node), title: community.title,
      subtitle: community.description, updated: community.changed,
      address: links.absolute(.communityFeed(node)),
      page: links.absolute(.community(node, .newest)),
      xmpp: XMPPURI.node(service: node.service, node: node.node), language: community.language,
      author: configuration.siteName, entries: list.posts.map(entry))
    return .page(page(feed, changed: community.changed))
  }

  /// When nothing has ever changed: the time of the request would be a new feed each time.
  private static let never = Timestamp(milliseconds: 0)

  private func entry(_ post: PostView) -> AtomEntry {
    AtomEntry(
      entry: post.entry,
      page: links.absolute(.post(NodePath(post.service, post.node), item: post.item)),
      xmpp: XMPPURI.item(service: post.service, node: post.node, item: post.item))
  }

  private func page(_ feed: AtomFeed, changed: Timestamp?) -> Page {
    var body = ByteBuffer(string: "<?xml version='1.0' encoding='utf-8'?>\n")
    body.writeBytes(feed.element.xml())
    return Page(.atom, body, changed: changed)
  }
}
