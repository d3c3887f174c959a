import Store
import XMPP

/// Writes addresses of this site: relative ones for pages, absolute ones for feeds and headers.
struct SiteLinks: Sendable {
  let origin: String
  let home: SiteHome

  /// `origin` may end in a slash or not.
  init(origin: String, _ home: SiteHome) {
    self.origin = origin.hasSuffix("/") ? String(origin.dropLast()) : origin
    self.home = home
  }

  func relative(_ path: SitePath) -> String { path.target(home) }

  func absolute(_ path: SitePath) -> String { origin + path.target(home) }

  /// What pages are named by that a shared cache is to forget together (`Cache-Tag`): those of one community by its address,
  /// all others, which may show any of them, as `lists`. Nil for what shows none.
  func cacheTag(_ path: SitePath) -> String? {
    switch path {
    case .stylesheet, .icon, .robots, .avatar, .media: nil
    case .community(let node, _), .post(let node, _, _, _), .communityFeed(let node, _, _),
      .commentsFeed(let node, _, _, _), .machine(.sitemapPart(let node, _)),
      .machine(.api(.node(let node))), .machine(.api(.posts(let node, _))),
      .machine(.api(.post(let node, _))):
      relative(.community(node, .newest))
    case .archive(let scope, _, _), .archiveFeed(let scope, _, _, _): cacheTag(scope)
    default: "lists"
    }
  }

  private func cacheTag(_ scope: PostScope) -> String {
    guard case .node(let service, let node) = scope else { return "lists" }
    return relative(.community(NodePath(service, node), .newest))
  }

  /// The text itself if a visitor may be sent there: http, https or xmpp.
  static func outward(_ text: String) -> String? {
    // By its bytes: what follows the scheme may combine with its last letter.
    let start = String(decoding: text.utf8.prefix(8), as: UTF8.self).lowercased()
    return ["http://", "https://", "xmpp:"].contains { start.utf8.starts(with: $0.utf8) }
      ? text : nil
  }
}
