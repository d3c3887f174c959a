import XMPP

@testable import Store

/// The reads of the web, a list at a time and whole.
extension Store {
  func newestPosts(limit: Int) async throws -> [PostView] {
    try await frontPage(posts: limit, communities: 1, .whole).posts
  }

  func communities(limit: Int) async throws -> [NodeView] {
    try await frontPage(posts: 1, communities: limit, .whole).communities
  }

  func community(service: BareJID, node: String) async throws -> NodeView? {
    try await communityPage(service: service, node: node, .newest, limit: 1, .whole)?.node
  }

  func posts(service: BareJID, node: String, _ cursor: PageCursor, limit: Int) async throws
    -> PostPage?
  {
    try await communityPage(service: service, node: node, cursor, limit: limit, .whole)?.page
  }

  func search(_ words: String, limit: Int) async throws -> [PostView] {
    try await find(words, after: nil, SearchBounds(posts: limit, time: .seconds(10))).posts.map(
      \.post)
  }

  func lastChange() async throws -> Timestamp? {
    try await feed(FeedBounds(entries: 1, bytes: 1, extent: .whole)).changed
  }
}
