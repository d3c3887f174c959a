import PubSub
import Testing
import XMPP

@testable import Social
@testable import Store

/// Which posts say what tags are in use just now.
@Suite struct TagTests {
  private static let now = Timestamp(milliseconds: 40 * 86_400_000)

  private func tags(_ fixture: Fixture, among newest: Int = Snapshot.maximumTagged) async throws
    -> [String]
  {
    let service = fixture.service
    return try await fixture.store.read {
      try $0.tagTrend(in: service, now: Self.now, among: newest).first(9).map(\.name)
    }
  }

  @Test func inUse() async throws {
    let fixture = try await Fixture()
    let now = Self.now.milliseconds
    try await fixture.create("blog")
    try await fixture.create("secret") { $0.accessModel = .whitelist }
    let posts: [(id: String, node: String, time: Int64)] = [
      ("past", "blog", now - Snapshot.trendingAge - 1), ("old", "blog", now - Snapshot.trendingAge),
      ("hidden", "secret", now), ("hidden", "secret", now), ("new", "blog", now),
    ]
    for (id, node, time) in posts {
      try await fixture.publish(id, in: node, title: "One #\(id)", at: time)
    }
    #expect(try await tags(fixture) == ["new", "old"])
    // So many are looked through, those too that not everybody may read.
    #expect(try await tags(fixture, among: 3) == ["new", "old"])
    #expect(try await tags(fixture, among: 2) == ["new"])
    #expect(try await tags(fixture, among: 1) == ["new"])
    try await fixture.store.close()
  }
}
