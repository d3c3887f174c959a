import Social
import Store
import XMPP

extension SitePath {
  /// Parses a request target in origin form or absolute form (RFC 9112 section 3.2). Of the query
  /// only what the route has a use for is looked at.
  ///
  /// What is not the canonical address is `moved`: a slash at the end, a name that is left out where it is short, a blog by
  /// its node's name. What only encodes otherwise is not: there are proxies that do.
  package static func parse(_ target: String, _ home: SiteHome) throws(SitePathError) -> Route {
    let origin = try originForm(target)
    let parts = origin.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    var query = SiteQuery(parts.count > 1 ? parts[1] : "")
    let spelled = try parts[0].dropFirst().split(separator: "/", omittingEmptySubsequences: false)
      .map { segment throws(SitePathError) in try Self.decode(segment) }
    var segments = spelled
    if segments.count > 1, segments.last == "", segments.first != "" { segments.removeLast() }
    let path = try path(segments, &query, home)
    // Of names that only look the same one is the right one.
    let isSpelled = path.segments(home).elementsEqual(spelled) { $0.utf8.elementsEqual($1.utf8) }
    return Route(path: path, moved: query.isOutdated || !isSpelled)
  }

  static func path(
    _ segments: [String], _ query: inout SiteQuery, _ home: SiteHome
  ) throws(SitePathError) -> SitePath {
    if let path = try archive(segments, &query, home) { return path }
    if let path = try commentsFeed(segments, &query, home) { return path }
    if segments[0].utf8.first == UInt8(ascii: "@") { return try blog(segments, &query, home) }
    let rest = try segments.dropFirst().map { segment throws(SitePathError) in try name(segment) }
    if let format = FeedFormat(named: segments[0]) {
      let place = try query.placeName("before")
      return rest.isEmpty
        ? .feed(format, before: place)
        : .communityFeed(try node(rest[...], home), format, before: place)
    }
    if let path = try MachinePath.parse([segments[0]] + rest, &query, home) {
      return .machine(path)
    }
    switch (segments[0], rest.count) {
    case ("", 0): return .front
    case ("c", 1), ("c", 2): return .community(try node(rest[...], home), try query.place())
    case ("p", 2), ("p", 3):
      guard let item = rest.last, !item.isEmpty else { throw .unknown }
      return .post(
        try node(rest.dropLast(), home), item: item, comments: try query.placeName("comments"))
    case ("tag", 1): return .tag(try tag(rest[0]), before: try query.placeName("before"))
    case ("tag", 2):
      guard let format = FeedFormat(named: rest[1]) else { throw .unknown }
      return .tagFeed(try tag(rest[0]), format, before: try query.placeName("before"))
    case ("communities", 0): return .communities(before: try query.placeName("before"))
    case ("search", 0):
      let (words, place) = (try query.value("q") ?? "", try query.foundPlace("after"))
      return .search(words, after: isSearch(words) ? place : nil)
    case ("search", 1):
      guard let format = FeedFormat(named: rest[0]), let words = try query.value("q") else {
        throw .unknown
      }
      return .searchFeed(words, format)
    case ("style.css", 0): return .stylesheet(try query.value("v"))
    case ("icon", 0), ("icon.svg", 0), ("favicon.ico", 0): return .icon
    case ("about", 0): return .about
    case ("robots.txt", 0): return .robots
    case ("avatar", 1):
      guard let id = AvatarID(rest[0]), id.description == rest[0] else { throw .unknown }
      return .avatar(id)
    case ("media", 3): return .media(try MediaPath(rest))
    default: throw .unknown
    }
  }

  /// `/@romeo`, and what is below it.
  private static func blog(
    _ segments: [String], _ query: inout SiteQuery, _ home: SiteHome
  ) throws(SitePathError) -> SitePath {
    let blog = NodePath(try person(segments[0].dropFirst(), home), NodeProfile.microblogType)
    if segments.count == 2, let format = FeedFormat(named: segments[1]) {
      return .communityFeed(blog, format, before: try query.placeName("before"))
    }
    switch segments.count {
    case 1: return .community(blog, try query.place())
    case 2, 3:
      let item = try name(segments[1], among: reserved)
      guard !item.isEmpty else { throw .unknown }
      return .post(
        blog, item: item,
        slug: segments.count > 2 && !segments[2].isEmpty ? Slug(given: segments[2]) : nil,
        comments: try query.placeName("comments"))
    default: throw .unknown
    }
  }

  static func person(_ name: Substring, _ home: SiteHome) throws(SitePathError) -> BareJID {
    let text = name.contains("@") ? String(name) : home.domain.map { name + "@" + $0 }
    guard let text, let person = try? BareJID(text), person.local != nil else { throw .unknown }
    return person
  }

  /// A node, with or without its service.
  static func node(_ names: ArraySlice<String>, _ home: SiteHome) throws(SitePathError)
    -> NodePath
  {
    guard names.count <= 2, let node = names.last, !node.isEmpty, let first = names.first else {
      throw .unknown
    }
    guard names.count > 1 else { return NodePath(home.main, node) }
    guard let service = try? BareJID(first) else { throw .unknown }
    return NodePath(service, node)
  }

  /// As posts have it.
  static func tag(_ text: String) throws(SitePathError) -> String {
    let tag = text.lowercased().composed
    guard !tag.isEmpty else { throw .unknown }
    return tag
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

  private static func decode(_ segment: Substring) throws(SitePathError) -> String {
    guard let text = PercentCoding.decode(segment.utf8), text != ".", text != ".." else {
      throw .malformed
    }
    return text
  }

  /// Without its mark.
  static func name(
    _ segment: String, among reserved: Set<String> = []
  ) throws(SitePathError) -> String {
    guard segment.utf8.first == UInt8(ascii: "~") else { return segment }
    let bare = String(segment.unicodeScalars.dropFirst())
    guard needsMark(bare) || reserved.contains(bare) else { throw .unknown }
    return bare
  }
}
