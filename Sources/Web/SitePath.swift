import Social
package import Store
package import XMPP

/// A node of a service, as addresses name it.
package struct NodePath: Hashable, Sendable {
  package var service: BareJID
  package var node: String

  package init(_ service: BareJID, _ node: String) {
    self.service = service
    self.node = node
  }

  /// Whether it is somebody's blog (XEP-0277), which is at their name.
  var isBlog: Bool { service.local != nil && node == NodeProfile.microblogType }

  /// What it is called, at most `limit` Unicode scalars: its title, but a blog that has only its name for one is called
  /// by whose it is.
  func label(_ title: String, limit: Int) -> String {
    Label.first(of: isBlog && title == node ? service.local : title, node, limit: limit)
  }
}

/// Whose addresses are the short ones.
package struct SiteHome: Hashable, Sendable {
  /// The service that is left out.
  package var main: BareJID
  /// The domain of the people whose domain is left out; nil: nobody's is.
  package var domain: String?

  package init(_ main: BareJID, domain: String? = nil) {
    self.main = main
    self.domain = domain
  }
}

/// Why an address leads nowhere.
package enum SitePathError: Error, Hashable, Sendable {
  /// Not an address by this site's rules: 400.
  case malformed
  /// Well formed, but nothing of that form is here: 404.
  case unknown
}

/// The one list of the site's routes and links: what is parsed from a request and what is written
/// into pages.
///
/// A segment is percent-encoded, a `/` in a name is `%2F`. Browsers and proxies resolve `.` and
/// `..` even where they are encoded, so a segment that is one of them gets a `~` put in front, and
/// so does one that begins with `~`: the node `..` is at `/c/~..`, the node `~a` at `/c/~~a`.
///
/// A person's blog is at `/@romeo`, or `/@romeo@montague.lit` where that is not the site's own domain, its posts below it.
/// They end in a slug, which nobody reads: `/@romeo/1/what-light-through-yonder-window`.
package enum SitePath: Hashable, Sendable {
  case front
  case community(NodePath, PagePlace)
  /// `slug`: only of a person's post. `comments`: the place before the first one that it shows; nil: from the beginning.
  case post(NodePath, item: String, slug: Slug? = nil, comments: PlaceName? = nil)
  /// Of everything. `before`: the place before the first post that it has; nil: from the newest on.
  case feed(FeedFormat = .atom, before: PlaceName? = nil)
  case communityFeed(NodePath, FeedFormat = .atom, before: PlaceName? = nil)
  /// Posts with a tag, in lower case.
  case tag(String, before: PlaceName? = nil)
  case tagFeed(String, FeedFormat = .atom, before: PlaceName? = nil)
  /// The comments on a post, the newest first.
  case commentsFeed(NodePath, item: String, FeedFormat = .atom, before: PlaceName? = nil)
  /// What a search finds.
  case searchFeed(String, FeedFormat = .atom)
  /// All that are public.
  case communities(before: PlaceName? = nil)
  /// What was published in a month.
  case archive(PostScope, Month, PagePlace = .newest)
  case archiveFeed(PostScope, Month, FeedFormat = .atom, PagePlace = .newest)
  /// With the words to look for; none: the form alone.
  /// `after`: the place of the last post that was seen.
  case search(String, after: FoundPlace? = nil)
  /// With the mark of the content that the asker expects.
  case stylesheet(String?)
  case icon
  case robots
  case about
  /// The picture of somebody, by its name: other bytes have another one.
  case avatar(AvatarID)
  /// A picture of a post, from elsewhere.
  case media(MediaPath)
  case machine(MachinePath)

  /// What a request asks for. `moved`: under an address that is not the canonical one.
  package struct Route: Hashable, Sendable {
    package var path: SitePath
    package var moved = false
  }
}

extension SitePath {
  /// As it is for whatever slug.
  var unslugged: SitePath {
    guard case .post(let node, let item, _, let comments) = self else { return self }
    return .post(node, item: item, comments: comments)
  }
}
