import Social
import Store
import XML
import XMPP

// `/sitemap.xml`: for search engines, the listed communities that are at home here, and their posts (sitemaps.org). What is
// shown of other services they are to look for there.

extension Site {
  /// The parts, those that were changed last first.
  func sitemapIndex() async throws -> Outcome {
    let parts = try await store.sitemapParts(
      each: limits.sitemapPosts, limit: Self.maximumSitemaps - 1
    ) { [configuration] in !configuration.isForeign($0) }
    var index = Element("sitemapindex", Self.sitemapNamespace)
    index.append(place("sitemap", .machine(.sitemapOfSite)))
    for part in parts {
      let path = MachinePath.sitemapPart(
        NodePath(part.service, part.node), after: part.after.map { PlaceName($0, sitemapPlaces) })
      index.append(place("sitemap", .machine(path), changed: part.changed))
    }
    return .page(Page(.xml, index))
  }

  func sitemapOfSite() -> Outcome {
    .page(Page(.xml, urls([place("url", .front)])))
  }

  func sitemap(of node: NodePath, after place: PlaceName?) async throws -> Outcome {
    guard !configuration.isForeign(node.service),
      let found = try await store.sitemap(
        service: node.service, node: node.node, after: place?.number(sitemapPlaces),
        limit: limits.sitemapPosts)
    else { return .missing }
    let own = self.place("url", .community(node, .newest), changed: found.changed)
    let posts = found.posts.map { post in
      let slug = node.isBlog ? Slug(title: post.title) : nil
      return self.place("url", .post(node, item: post.item, slug: slug), changed: post.published)
    }
    return .page(Page(.xml, urls((place == nil ? [own] : []) + posts)))
  }

  private func urls(_ places: [Element?]) -> Element {
    var set = Element("urlset", Self.sitemapNamespace)
    for place in places { set.append(place) }
    return set
  }

  /// Nil for an address that is longer than a sitemap may have.
  private func place(_ name: String, _ path: SitePath, changed: Timestamp? = nil) -> Element? {
    let address = links.absolute(path)
    guard address.utf8.count <= Self.maximumAddress else { return nil }
    var element = Element(name, Self.sitemapNamespace)
    element.append(Element("loc", Self.sitemapNamespace, text: address))
    if let changed {
      element.append(Element("lastmod", Self.sitemapNamespace, text: changed.text))
    }
    return element
  }

  private static let sitemapNamespace = "http://www.sitemaps.org/schemas/sitemap/0.9"
  /// Parts of an index, and characters of an address: sitemaps.org allows no more.
  private static let maximumSitemaps = 50_000
  private static let maximumAddress = 2_047
}

extension Element {
  fileprivate mutating func append(_ element: Element?) {
    if let element { children.append(.element(element)) }
  }
}
