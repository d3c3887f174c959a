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
    case .feed(let format): [format.rawValue]
    case .communityFeed(let node, let format):
      node.isBlog
        ? [Self.person(node, home), format.rawValue] : [format.rawValue] + Self.names(node, home)
    case .tag(let tag, _): ["tag", Self.marked(tag)]
    case .tagFeed(let tag, let format): ["tag", Self.marked(tag), format.rawValue]
    case .search: ["search"]
    case .stylesheet: ["style.css"]
    case .icon: ["icon.svg"]
    case .robots: ["robots.txt"]
    case .avatar(let id): ["avatar", id.description]
    case .machine(let path): path.segments
    }
  }

  private func query(_ home: SiteHome) -> [(name: String, value: String)] {
    switch self {
    case .community(_, .before(let place)): [("before", place.text)]
    case .community(_, .after(let place)): [("after", place.text)]
    case .post(_, _, _, let place?): [("comments", place.text)]
    case .tag(_, let place?): [("before", place.text)]
    case .search(let words) where !words.isEmpty: [("q", words)]
    case .stylesheet(let mark?): [("v", mark)]
    case .machine(let path): path.query(home)
    default: []
    }
  }

  private static func names(_ node: NodePath, _ home: SiteHome) -> [String] {
    let service = node.service == home.main ? [] : [marked(node.service.description)]
    return service + [marked(node.node)]
  }

  private static func person(_ node: NodePath, _ home: SiteHome) -> String {
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
