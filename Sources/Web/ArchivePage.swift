import Social
import Store
import XMPP

/// `/archive/2026/11`, `/c/{node}/archive/2026/11`: what was published in a month, a page at a time.
struct ArchivePage: View {
  var page: Frame
  var monthTitle: String
  /// Whose posts they are, and where the newest ones are.
  var label: String
  var place: String
  var atom: String
  var posts: [PostCard]
  var newer: String?
  var older: String?
  var earlier: MonthLink?
  var later: MonthLink?
  var months: [MonthLink]

  static let fields: ViewFields<ArchivePage> = [
    "page": { $0.page }, "monthTitle": { $0.monthTitle }, "label": { $0.label },
    "place": { $0.place }, "atom": { $0.atom },
    "posts": { $0.posts }, "newer": { $0.newer }, "older": { $0.older },
    "isPaged": { $0.newer != nil || $0.older != nil },
    "earlier": { $0.earlier }, "later": { $0.later }, "months": { $0.months },
    "hasMonths": { !$0.months.isEmpty },
  ]
}

/// A month with posts.
struct MonthLink: View {
  var monthName: String
  var monthLink: String
  /// `12`, or `1000+`.
  var monthCount: String?

  static let fields: ViewFields<MonthLink> = [
    "monthName": { $0.monthName }, "monthLink": { $0.monthLink }, "monthCount": { $0.monthCount },
  ]
}

extension Site {
  /// Missing where nothing was published. Throws `SearchError`.
  func archivePage(_ scope: PostScope, _ month: Month, _ place: PagePlace) async throws -> Outcome {
    let bounds = FeedBounds(entries: limits.postsOnPage, bytes: .max, extent: listed)
    let found = try await store.archive(
      scope, month, archiveCursor(place), bounds, months: limits.monthsOnPage,
      within: limits.searchTime)
    guard let found, !found.posts.isEmpty || place != .newest else { return .missing }
    let label = self.label(scope, found.node)
    var frame = self.frame(
      "\(language.name(month)) · \(label)", canonical: .archive(scope, month, place))
    frame.robots.formUnion(found.node?.robots ?? [])
    if place != .newest || found.node.map({ configuration.isForeign($0.service) }) == true {
      frame.robots.insert(.noIndex)
    }
    frame.feeds.insert(feed(of: scope, month, label), at: 0)
    func address(_ place: PagePlace) -> String { links.relative(.archive(scope, month, place)) }
    let newer = found.newer.map { address(.after(PlaceName($0, datePlaces))) }
    let older = found.older.map { address(.before(PlaceName($0, datePlaces))) }
    let view = ArchivePage(
      page: frame, monthTitle: language.name(month), label: label,
      place: links.relative(scope.place),
      atom: links.relative(scope.feed(.atom)),
      posts: found.posts.map { card($0, found.node == nil ? .mixed : .listed) },
      newer: newer, older: older,
      earlier: found.earlierMonth.map { link(scope, $0) },
      later: found.laterMonth.map { link(scope, $0) },
      months: monthLinks(scope, found.months))
    return .page(try page(view, "archive", frame))
  }

  /// To the archive of the month of the newest post; nil if there is none.
  func archiveLink(_ scope: PostScope, _ posts: [PostView]) -> String? {
    posts.map(\.entry.published).max().map {
      links.relative(.archive(scope, Month(of: $0)))
    }
  }

  func monthLinks(_ scope: PostScope, _ months: [MonthCount]) -> [MonthLink] {
    months.map { link(scope, $0.month, posts: $0.posts) }
  }

  private func link(_ scope: PostScope, _ month: Month, posts: Int? = nil) -> MonthLink {
    MonthLink(
      monthName: language.name(month), monthLink: links.relative(.archive(scope, month)),
      monthCount: posts.map { $0 < MonthCount.maximum ? "\($0)" : "\($0)+" })
  }

  private func label(_ scope: PostScope, _ node: NodeView?) -> String {
    switch scope {
    case .everything: configuration.siteName
    case .tag(let tag): "#" + tag
    case .node(let service, let name):
      NodePath(service, name).label(node?.title ?? name, limit: limits.titleLength)
    }
  }

  private func feed(of scope: PostScope, _ month: Month, _ label: String) -> Frame.Feed {
    feed("\(label), \(language.name(month))") { .archiveFeed(scope, month, $0) }
  }
}
