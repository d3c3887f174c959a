package import Store
import XMPP

/// What programs ask for: search engines, and sites that know an address of this one and want to know more.
package enum MachinePath: Hashable, Sendable {
  /// `/sitemap.xml`: the index of all parts.
  case sitemap
  /// The part with the site's own pages.
  case sitemapOfSite
  /// A part with posts of a community, from a place on; the first one has the community's page too.
  case sitemapPart(NodePath, after: PlaceName? = nil)
  case embed(EmbedQuestion)
  case webFinger(resource: String, relations: [String] = [])
  case hostMeta
  case hostMetaInJSON
  case nodeInfoLinks
  case nodeInfo
  /// As OPML.
  case communityList
  case api(APIPath)
}

extension MachinePath {
  /// - Parameter segments: of the path, without marks.
  /// - Returns: nil if it is none of these.
  static func parse(_ segments: [String], _ query: inout SiteQuery, _ home: SiteHome)
    throws(SitePathError) -> MachinePath?
  {
    switch segments {
    case ["sitemap.xml"]: return try sitemap(query, home)
    case ["oembed"]: return .embed(try EmbedQuestion(query))
    case [".well-known", "webfinger"]: return try webFinger(query)
    case [".well-known", "host-meta"]: return .hostMeta
    case [".well-known", "host-meta.json"]: return .hostMetaInJSON
    case [".well-known", "nodeinfo"]: return .nodeInfoLinks
    case ["nodeinfo", "2.1"]: return .nodeInfo
    case ["communities.opml"]: return .communityList
    case _ where segments.starts(with: ["api", "v1"]):
      return .api(try APIPath.parse(Array(segments.dropFirst(2)), &query))
    default: return nil
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

  /// RFC 7033, section 4.2: a resource has to be there.
  private static func webFinger(_ query: SiteQuery) throws(SitePathError) -> MachinePath {
    let relations = try query.values("rel")
    guard let resource = try query.value("resource"), relations.count <= maximumRelations else {
      throw .malformed
    }
    return .webFinger(resource: resource, relations: relations)
  }

  private static let maximumRelations = 64

  var segments: [String] {
    switch self {
    case .sitemap, .sitemapOfSite, .sitemapPart: ["sitemap.xml"]
    case .embed: ["oembed"]
    case .webFinger: [".well-known", "webfinger"]
    case .hostMeta: [".well-known", "host-meta"]
    case .hostMetaInJSON: [".well-known", "host-meta.json"]
    case .nodeInfoLinks: [".well-known", "nodeinfo"]
    case .nodeInfo: ["nodeinfo", "2.1"]
    case .communityList: ["communities.opml"]
    case .api(let path): ["api", "v1"] + path.segments
    }
  }

  func query(_ home: SiteHome) -> [(name: String, value: String)] {
    switch self {
    case .sitemapOfSite: [("part", "site")]
    case .sitemapPart(let node, let place):
      [("part", "posts")]
        + (node.service == home.main ? [] : [("service", node.service.description)])
        + [("node", node.node)] + (place.map { [("after", $0.text)] } ?? [])
    case .embed(let question): question.query
    case .webFinger(let resource, let relations):
      [("resource", resource)] + relations.map { ("rel", $0) }
    case .api(let path): path.query
    case .sitemap, .hostMeta, .hostMetaInJSON, .nodeInfoLinks, .nodeInfo, .communityList: []
    }
  }
}

extension MachinePath {
  /// Whether a program asks for an address, to be told in JSON what is wrong with it.
  static func isProgram(_ target: String) -> Bool {
    ["/api/", "/oembed", "/.well-known/", "/nodeinfo/"].contains { target.hasPrefix($0) }
  }
}

extension SitePath {
  /// Whether it says something in the words of the interface.
  var isWorded: Bool {
    switch self {
    case .front, .community, .post, .tag, .communities, .archive, .search, .about: true
    default: false
    }
  }

  /// Whether pages of other sites may read it.
  var isOpen: Bool {
    switch self {
    case .machine, .feed, .communityFeed, .tagFeed, .archiveFeed, .commentsFeed, .searchFeed,
      .avatar:
      true
    default: false
    }
  }
}
