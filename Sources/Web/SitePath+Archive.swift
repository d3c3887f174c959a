import Social
package import Store
import XMPP

// `archive/{year}/{month}` below the front, a person, a community or a tag, and its feeds: `archive/2026/11/feed`. An
// address is one of these by what stands before `archive`, so that nodes and items may have these names too.

extension PostScope {
  package static func community(_ node: NodePath) -> PostScope {
    .node(service: node.service, name: node.node)
  }

  /// The place where its newest posts are.
  var place: SitePath {
    switch self {
    case .everything: .front
    case .node(let service, let name): .community(NodePath(service, name), .newest)
    case .tag(let tag): .tag(tag)
    }
  }

  /// The feed with its newest posts.
  func feed(_ format: FeedFormat, before place: PlaceName? = nil) -> SitePath {
    switch self {
    case .everything: .feed(format, before: place)
    case .node(let service, let name):
      .communityFeed(NodePath(service, name), format, before: place)
    case .tag(let tag): .tagFeed(tag, format, before: place)
    }
  }
}

extension SitePath {
  private static let archiveSegment = "archive"

  /// Nil if it is not of that form.
  static func archive(
    _ segments: [String], _ query: inout SiteQuery, _ home: SiteHome
  ) throws(SitePathError) -> SitePath? {
    let format = segments.last.flatMap(FeedFormat.init(named:))
    let head = segments.dropLast(format == nil ? 0 : 1)
    guard head.count >= 3, let month = Month(head.suffix(2)),
      head.dropLast(2).last == archiveSegment,
      let scope = try scope(head.dropLast(3), home)
    else { return nil }
    let place = try query.place(isDated: true)
    return format.map { .archiveFeed(scope, month, $0, place) } ?? .archive(scope, month, place)
  }

  private static func scope(
    _ segments: ArraySlice<String>, _ home: SiteHome
  ) throws(SitePathError) -> PostScope? {
    guard let first = segments.first else { return .everything }
    if segments.count == 1, first.utf8.first == UInt8(ascii: "@") {
      let person = try person(first.dropFirst(), home)
      return .node(service: person, name: NodeProfile.microblogType)
    }
    let names = try segments.dropFirst().map { segment throws(SitePathError) in try name(segment) }
    switch (first, names.count) {
    case ("c", 1), ("c", 2): return .community(try node(names[...], home))
    case ("tag", 1): return .tag(try tag(names[0]))
    default: return nil
    }
  }

  static func archive(_ scope: PostScope, _ month: Month, _ home: SiteHome) -> [String] {
    let place: [String] =
      switch scope {
      case .everything: []
      default: scope.place.segments(home)
      }
    return place + [archiveSegment] + month.segments
  }
}

extension Month {
  /// `2026` and `11`; zeros at the beginning may be left out.
  fileprivate init?(_ segments: ArraySlice<String>) {
    let numbers = segments.compactMap { segment -> Int? in
      guard segment.utf8.count <= 4,
        segment.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 })
      else { return nil }
      return Int(segment)
    }
    guard numbers.count == 2 else { return nil }
    self.init(year: numbers[0], month: numbers[1])
  }

  fileprivate var segments: [String] {
    [CivilTime.pad(year, 4), CivilTime.pad(month)]
  }
}
