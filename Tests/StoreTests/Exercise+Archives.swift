import Social
import XMPP

@testable import Store

// What was published in a month, and what feeds say of comments.
extension Exercise {
  func readArchives() async throws {
    let (store, jid) = (fixture.store, fixture.jid)
    let bounds = FeedBounds(entries: 2, bytes: 9_999, extent: .whole)
    let month = Month(of: Timestamp(milliseconds: 1_000))
    let start = DatePlace(before: month.start)
    for scope in [PostScope.everything, .node(service: jid, name: "blog"), .tag("t")] {
      for cursor in [ArchiveCursor.newest, .before(start), .after(start)] {
        _ = try await store.archive(scope, month, cursor, bounds, months: 2, within: .seconds(60))
      }
      _ = try await store.newestPlace(scope, besides: [1], within: .seconds(60))
    }
    _ = try await store.post(service: jid, node: "blog", item: "c", beside: true)
    _ = try await store.withReplies(store.newestPosts(limit: 9))
    for item in ["c", "d", "e"] {
      _ = try await store.commentFeed(
        service: jid, node: "blog", item: item, before: nil, limit: 2, .whole)
    }
  }
}
