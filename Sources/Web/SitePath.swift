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
package enum SitePath: Hashable, Sendable {
  case front
  case community(NodePath, PageCursor)
  /// `comments`: the number of the comment before the first one that it shows; nil: from the beginning.
  case post(NodePath, item: String, comments: Int64? = nil)
  /// Atom, of everything.
  case feed
  case communityFeed(NodePath)
  /// With the words to look for; none: the form alone.
  case search(String)
  /// With the mark of the content that the asker expects.
  case stylesheet(String?)
  case icon
  case robots
  /// The picture of somebody, by its name: other bytes have another one.
  case avatar(AvatarID)

  /// What a request asks for. `moved`: under an address that is not the canonical one.
  package struct Route: Hashable, Sendable {
    package var path: SitePath
    package var moved = false
  }
}

// MARK: - Writing

extension SitePath {
  /// The path and query, `main` being the service that is left out: `/c/news?before=17`.
  package func target(main: BareJID) -> String {
    switch self {
    case .front: "/"
    case .community(let node, .newest): Self.join("c", node, main)
    case .community(let node, .before(let sequence)):
      Self.join("c", node, main) + "?before=\(sequence)"
    case .community(let node, .after(let sequence)):
      Self.join("c", node, main) + "?after=\(sequence)"
    case .post(let node, let item, let comments):
      Self.join("p", node, main) + "/" + Self.segment(item)
        + (comments.map { "?comments=\($0)" } ?? "")
    case .feed: "/feed"
    case .communityFeed(let node): Self.join("feed", node, main)
    case .search(""): "/search"
    case .search(let words): "/search?q=" + PercentCoding.encode(words)
    case .stylesheet(let mark):
      mark.map { "/style.css?v=" + PercentCoding.encode($0) } ?? "/style.css"
    case .icon: "/icon.svg"
    case .robots: "/robots.txt"
    case .avatar(let id): "/avatar/\(id)"
    }
  }

  private static func join(_ kind: String, _ node: NodePath, _ main: BareJID) -> String {
    let service = node.service == main ? "" : "/" + segment(node.service.description)
    return "/" + kind + service + "/" + segment(node.node)
  }

  private static func segment(_ name: String) -> String {
    needsMark(name) ? "~" + PercentCoding.encode(name) : PercentCoding.encode(name)
  }

  private static func needsMark(_ name: some StringProtocol) -> Bool {
    name == "." || name == ".." || name.utf8.first == UInt8(ascii: "~")
  }
}

// MARK: - Parsing

extension SitePath {
  /// Parses a request target in origin form or absolute form (RFC 9112 section 3.2). Of the query
  /// only what the route has a use for is looked at. A slash at the end leads to the address without.
  package static func parse(_ target: String, main: BareJID) throws(SitePathError) -> Route {
    let origin = try originForm(target)
    let parts = origin.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    let query = Query(parts.count > 1 ? parts[1] : "")
    var segments: [String] = []
    for part in parts[0].dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
      segments.append(try name(part))
    }
    let hasTail = segments.count > 1 && segments.last == "" && segments.first != ""
    if hasTail { segments.removeLast() }
    var route = try route(segments, query, main)
    if hasTail { route.moved = true }
    return route
  }

  private static func route(
    _ segments: [String], _ query: Query, _ main: BareJID
  ) throws(SitePathError) -> Route {
    let rest = Array(segments.dropFirst())
    switch (segments[0], rest.count) {
    case ("", 0): return Route(path: .front)
    case ("c", 1), ("c", 2):
      let (node, moved) = try node(rest[...], main)
      return Route(path: .community(node, try query.cursor), moved: moved)
    case ("p", 2), ("p", 3):
      let (node, moved) = try node(rest.dropLast(), main)
      guard let item = rest.last, !item.isEmpty else { throw .unknown }
      return Route(path: .post(node, item: item, comments: try query.comments), moved: moved)
    case ("feed", 0): return Route(path: .feed)
    case ("feed", 1), ("feed", 2):
      let (node, moved) = try node(rest[...], main)
      return Route(path: .communityFeed(node), moved: moved)
    case ("search", 0): return Route(path: .search(try query.value("q") ?? ""))
    case ("style.css", 0): return Route(path: .stylesheet(try query.value("v")))
    case ("icon.svg", 0): return Route(path: .icon)
    case ("robots.txt", 0): return Route(path: .robots)
    case ("avatar", 1):
      guard let id = AvatarID(rest[0]), id.description == rest[0] else { throw .unknown }
      return Route(path: .avatar(id))
    default: throw .unknown
    }
  }

  /// A node, with or without its service; the main one written out is not the canonical form.
  private static func node(
    _ names: ArraySlice<String>, _ main: BareJID
  ) throws(SitePathError) -> (NodePath, moved: Bool) {
    guard let node = names.last, !node.isEmpty, let first = names.first else { throw .unknown }
    guard names.count > 1 else { return (NodePath(main, node), false) }
    guard let service = try? BareJID(first) else { throw .unknown }
    return (NodePath(service, node), service == main)
  }

  private static func originForm(_ target: String) throws(SitePathError) -> Substring {
    // Nothing but printable ASCII is in a request target, and no fragment.
    guard target.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "#") }) else {
      throw .malformed
    }
    if target.hasPrefix("/") { return target[...] }
    for scheme in ["http://", "https://"] where target.lowercased().hasPrefix(scheme) {
      let rest = target.dropFirst(scheme.count)
      guard let path = rest.firstIndex(of: "/") else { return "/" }
      return rest[path...]
    }
    throw .malformed
  }

  private static func name(_ segment: Substring) throws(SitePathError) -> String {
    guard let name = PercentCoding.decode(segment.utf8) else { throw .malformed }
    if name == "." || name == ".." { throw .malformed }
    guard name.utf8.first == UInt8(ascii: "~") else { return name }
    let bare = String(name.unicodeScalars.dropFirst())
    guard needsMark(bare) else { throw .unknown }
    return bare
  }

  /// The query of an address. Others add items of their own to a link, in whatever coding.
  private struct Query {
    private let items: [(name: Substring, value: Substring)]

    init(_ text: Substring) {
      items = text.split(separator: "&").map { item in
        let sides = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        return (sides[0], sides.count > 1 ? sides[1] : "")
      }
    }

    /// The value of a name of this site's, which may be there once.
    func value(_ name: String) throws(SitePathError) -> String? {
      let found = items.filter { PercentCoding.decode($0.name.utf8, plusIsSpace: true) == name }
      guard let item = found.first else { return nil }
      guard found.count == 1,
        let value = PercentCoding.decode(item.value.utf8, plusIsSpace: true)
      else { throw .malformed }
      return value
    }

    var cursor: PageCursor {
      get throws(SitePathError) {
        switch (try value("before"), try value("after")) {
        case (nil, nil): return .newest
        case (let before?, nil): return .before(try Self.sequence(before))
        case (nil, let after?): return .after(try Self.sequence(after))
        case (_?, _?): throw .malformed
        }
      }
    }

    var comments: Int64? {
      get throws(SitePathError) {
        guard let number = try value("comments") else { return nil }
        return try Self.sequence(number)
      }
    }

    /// A sequence number as this site writes it: digits, no leading zero; a minus before those of posts that are
    /// older than their being followed.
    private static func sequence(_ text: String) throws(SitePathError) -> Int64 {
      guard let number = Int64(text), String(number) == text else { throw .malformed }
      return number
    }
  }
}
