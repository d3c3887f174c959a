import Social
import Store
import XMPP

// Months as feed documents (RFC 5005, section 4). From the newest part of a feed `prev-archive` leads down through all posts in
// the order of their publication: each document ends at a place, and the next one begins there, so that none is missed or
// met twice on the way, whatever is published, edited or retracted meanwhile. A month that is too long for one document goes on
// at the place where that one ends.

extension Site {
  /// Missing where nothing was published that month or before it: whoever is on the way down from a month that has become
  /// empty gets on.
  func archiveFeed(
    _ scope: PostScope, _ month: Month, _ format: FeedFormat, _ place: PagePlace
  ) async throws -> Outcome {
    let view = try await store.archive(
      scope, month, archiveCursor(place), feedBounds, within: limits.searchTime)
    guard var found = view, month.start <= .now, !found.posts.isEmpty || found.earlierMonth != nil
    else {
      return .missing
    }
    found.posts = try await store.withReplies(found.posts)
    var feed = feed(scope, found.node, updated: lastUpdate(of: found.posts), found.posts)
    feed.page = links.absolute(.archive(scope, month))
    return .page(
      page(
        feed, format, at: .archiveFeed(scope, month, format, place),
        paging(scope, month, found, format), changed: nil, robots: found.node?.robots ?? []))
  }

  private func paging(
    _ scope: PostScope, _ month: Month, _ found: ArchiveView, _ format: FeedFormat
  ) -> AtomFeedPaging {
    func address(_ month: Month, _ place: PagePlace = .newest) -> String {
      links.absolute(.archiveFeed(scope, month, format, place))
    }
    var paging = AtomFeedPaging()
    paging.isArchive = true
    paging.current = links.absolute(scope.feed(format))
    paging.previousArchive =
      found.older.map { address(month, .before(PlaceName($0, datePlaces))) }
      ?? found.earlierMonth.map { address($0) }
    paging.nextArchive =
      found.newer.map { address(month, .after(PlaceName($0, datePlaces))) }
      ?? found.laterMonth.map { later in
        guard found.isLaterLong else { return address(later) }
        return address(later, .after(PlaceName(DatePlace(before: later.start), datePlaces)))
      }
    return paging
  }
}
