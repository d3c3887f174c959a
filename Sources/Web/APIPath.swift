package import Store
import XMPP

/// What the read-only interface for programs has, below `/api/v1`. `Static/openapi.json` describes it.
package enum APIPath: Hashable, Sendable {
  case description
  /// All that are listed, the last changed first.
  case nodes(before: PlaceName? = nil)
  case node(NodePath)
  case posts(NodePath, PagePlace = .newest)
  case post(NodePath, item: String)
  /// `after`: the place of the last post that was seen.
  case search(String, after: FoundPlace? = nil)
}

extension APIPath {
  /// - Parameter segments: below the prefix.
  static func parse(_ segments: [String], _ query: inout SiteQuery) throws(SitePathError) -> APIPath
  {
    switch (segments.first, segments.count) {
    case ("openapi.json", 1): return .description
    case ("nodes", 1): return .nodes(before: try query.placeName("before"))
    case ("nodes", 3): return .node(try node(segments))
    case ("nodes", 4) where segments[3] == "posts":
      return .posts(try node(segments), try query.place())
    case ("posts", 4):
      guard !segments[3].isEmpty else { throw .unknown }
      return .post(try node(segments), item: segments[3])
    case ("search", 1):
      return .search(try query.value("q") ?? "", after: try query.foundPlace("after"))
    default: throw .unknown
    }
  }

  /// With its service, always: a program has no use for short addresses.
  private static func node(_ segments: [String]) throws(SitePathError) -> NodePath {
    guard let service = try? BareJID(segments[1]), !segments[2].isEmpty else { throw .unknown }
    return NodePath(service, segments[2])
  }

  var segments: [String] {
    switch self {
    case .description: ["openapi.json"]
    case .nodes: ["nodes"]
    case .node(let node): ["nodes"] + Self.names(node)
    case .posts(let node, _): ["nodes"] + Self.names(node) + ["posts"]
    case .post(let node, let item): ["posts"] + Self.names(node) + [SitePath.marked(item)]
    case .search: ["search"]
    }
  }

  private static func names(_ node: NodePath) -> [String] {
    [node.service.description, node.node].map { SitePath.marked($0) }
  }

  var query: [(name: String, value: String)] {
    switch self {
    case .nodes(let place?): [("before", place.text)]
    case .posts(_, .before(let place)): [("before", place.text)]
    case .posts(_, .after(let place)): [("after", place.text)]
    case .search(let words, let place):
      (words.isEmpty ? [] : [("q", words)]) + (place.map { [("after", $0.text)] } ?? [])
    case .description, .nodes(nil), .node, .posts(_, .newest), .post: []
    }
  }
}
