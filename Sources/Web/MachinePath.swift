package import Store
import XMPP

/// What programs ask for: search engines, and sites that know a page's address and want to know more.
package enum MachinePath: Hashable, Sendable {
  /// `/sitemap.xml`: the index of all parts.
  case sitemap
  /// The part with the site's own pages.
  case sitemapOfSite
  /// A part with posts of a community, from a place on; the first one has the community's page too.
  case sitemapPart(NodePath, after: PlaceName? = nil)
}

extension MachinePath {
  /// - Parameters:
  ///   - segments: of the path; none begins with a mark.
  /// - Returns: nil if it is none of these.
  static func parse(_ segments: [String], _ query: SiteQuery, _ home: SiteHome)
    throws(SitePathError)
    -> MachinePath?
  {
    switch segments {
    case ["sitemap.xml"]: try sitemap(query, home)
    default: nil
    }
  }

  /// The parts are no folders of their own: a sitemap speaks of what is beside and below it alone (sitemaps.org, "Sitemap
  /// file location").
  private static func sitemap(_ query: SiteQuery, _ home: SiteHome) throws(SitePathError)
    -> MachinePath
  {
    switch (try query.value("part"), try query.value("node")) {
    case ("site", nil): return .sitemapOfSite
    case (nil, nil): return .sitemap
    case ("posts", let name?):
      let node = try query.value("service").map { [$0, name] } ?? [name]
      let after = try query.value("after")
      let place = after.flatMap { PlaceName($0) }
      guard (after == nil) == (place == nil) else { throw .malformed }
      return .sitemapPart(try SitePath.node(node[...], home), after: place)
    default: throw .unknown
    }
  }

  var segments: [String] {
    switch self {
    case .sitemap, .sitemapOfSite, .sitemapPart: ["sitemap.xml"]
    }
  }

  func query(_ home: SiteHome) -> [(name: String, value: String)] {
    switch self {
    case .sitemap: []
    case .sitemapOfSite: [("part", "site")]
    case .sitemapPart(let node, let place):
      [("part", "posts")]
        + (node.service == home.main ? [] : [("service", node.service.description)])
        + [("node", node.node)] + (place.map { [("after", $0.text)] } ?? [])
    }
  }
}
