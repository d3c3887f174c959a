import XMPP

extension SitePath {
  /// The path and query: `/c/news?before=k0c2p8m6ybr5q4`.
  package func target(_ home: SiteHome) -> String {
    let path = "/" + segments(home).map(Self.encode).joined(separator: "/")
    let items = query(home).map { "\($0.name)=\(PercentCoding.encode($0.value))" }
    return items.isEmpty ? path : path + "?" + items.joined(separator: "&")
  }

  /// Before they are encoded.
  func segments(_ home: SiteHome) -> [String] {
    switch self {
    case .front: [""]
    case .community(let node, _):
      node.isBlog ? [Self.person(node, home)] : ["c"] + Self.names(node, home)
    case .post(let node, let item, let slug, _):
      node.isBlog
        ? [Self.person(node, home), Self.marked(item, among: Self.reserved)]
          + (slug.map { [$0.text] } ?? [])
        : ["p"] + Self.names(node, home) + [Self.marked(item)]
    case .feed(let format, _): [format.rawValue]
    case .communityFeed(let node, let format, _):
      node.isBlog
        ? [Self.person(node, home), format.rawValue] : [format.rawValue] + Self.names(node, home)
    case .tag(let tag, _): ["tag", Self.marked(tag)]
    case .tagFeed(let tag, let format, _): ["tag", Self.marked(tag), format.rawValue]
    case .commentsFeed(let node, let item, let format, _):
      SitePath.post(node, item: item).segments(home) + [Self.commentsSegment, format.rawValue]
    case .searchFeed(_, let format): ["search", format.rawValue]
    case .archive(let scope, let month, _): Self.archive(scope, month, home)
    case .archiveFeed(let scope, let month, let format, _):
      Self.archive(scope, month, home) + [format.rawValue]
    case .communities: ["communities"]
    case .search: ["search"]
    case .stylesheet: ["style.css"]
    case .icon: ["icon"]
    case .about: ["about"]
    case .robots: ["robots.txt"]
    case .avatar(let id): ["avatar", id.description]
    case .media(let path): path.segments
    case .machine(let path): path.segments
    }
  }

  /// Whether its address has a query.
  func isQuery(_ home: SiteHome) -> Bool { !query(home).isEmpty }

  private func query(_ home: SiteHome) -> [(name: String, value: String)] {
    switch self {
    case .community(_, let place): place.query
    case .post(_, _, _, let place?): [("comments", place.text)]
    case .tag(_, let place?), .feed(_, let place?), .communityFeed(_, _, let place?),
      .tagFeed(_, _, let place?), .commentsFeed(_, _, _, let place?),
      .communities(let place?):
      [("before", place.text)]
    case .archive(_, _, let place), .archiveFeed(_, _, _, let place): place.query
    case .search(let words, let place) where !words.isEmpty:
      [("q", words)] + (place.map { [("after", $0.text)] } ?? [])
    case .searchFeed(let words, _): [("q", words)]
    case .stylesheet(let mark?): [("v", mark)]
    case .machine(let path): path.query(home)
    default: []
    }
  }

  static func names(_ node: NodePath, _ home: SiteHome) -> [String] {
    let service = node.service == home.main ? [] : [marked(node.service.description)]
    return service + [marked(node.node)]
  }

  static func person(_ node: NodePath, _ home: SiteHome) -> String {
    let name = node.service.local.flatMap { node.service.domain == home.domain ? $0 : nil }
    return "@" + (name ?? node.service.description)
  }

  /// What stands below a person's name and is no post.
  static let reserved = FeedFormat.names

  static func marked(_ name: String, among reserved: Set<String> = []) -> String {
    needsMark(name) || reserved.contains(name) ? "~" + name : name
  }

  static func needsMark(_ name: some StringProtocol) -> Bool {
    name == "." || name == ".." || name.utf8.first == UInt8(ascii: "~")
  }

  /// Of people's names the `@` stays readable.
  private static func encode(_ segment: String) -> String {
    guard segment.utf8.first == UInt8(ascii: "@") else { return PercentCoding.encode(segment) }
    return segment.split(separator: "@", omittingEmptySubsequences: false)
      .map(PercentCoding.encode).joined(separator: "@")
  }
}
