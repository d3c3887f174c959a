import PubSub
import Testing
import XMPP

@testable import Store

/// A node of another service that is followed, one that somebody has opted out with, and one that is only asked for.
extension EveryKindOfRow {
  private static let node = NodeID(stored: "urn:xmpp:microblog:0")

  static func following(_ fixture: Fixture) async throws {
    let now = Timestamp(milliseconds: 5_000)
    let (home, mute) = (try BareJID("tybalt@capulet.lit"), try BareJID("mute@capulet.lit"))
    let posts = try ["new", "old"].map { try Post($0, title: "Post \($0)", by: home) }
    let items = posts.map { ForeignItem(id: $0.item.id, publisher: nil, payload: $0.item.payload) }
    try await fixture.store.write { tx in
      for (service, origin) in [
        (home, Follow.Origin.admin), (home, .configuration), (mute, .moved),
      ] {
        try tx.follow(Follow(node, of: service, origin), now)
      }
      try tx.begin(node, of: home, isPublic: true, now)
      try tx.begun(Follow(node, of: home, .admin))
      var source = try #require(try tx.snapshot.source(node, of: home))
      (source.stage, source.way, source.access) = (.following, .subscription, .open)
      source.audit = Source.Audit(at: now, missing: 1, differing: 2, stale: 3)
      try tx.update(source)
      try tx.heard(source, now)
      try tx.take([items[1]], of: source, .history, now, posts[1].projections)
      try tx.take([items[0]], of: source, .now, now, posts[0].projections)
      try tx.optOut(mute, now)
    }
  }

  /// It is all there, and goes on.
  static func checkFollowing(_ fixture: Fixture) async throws {
    let (home, mute) = (try BareJID("tybalt@capulet.lit"), try BareJID("mute@capulet.lit"))
    let source = try #require(try await fixture.store.read { try $0.source(node, of: home) })
    #expect(source.stage == .following)
    #expect(source.way == .subscription)
    #expect(source.isOpen && source.isPublic)
    #expect(source.heard == Timestamp(milliseconds: 5_000))
    #expect(source.audit?.stale == 3)
    #expect(
      try await fixture.store.read { try $0.itemNames(of: source) }.map(\.name) == ["new", "old"])
    #expect(
      try await fixture.store.read { try $0.origins(source) }.sorted { $0.rawValue < $1.rawValue }
        == [.admin, .configuration])
    #expect(try await fixture.store.read { try $0.hasOptedOut(mute) })
    _ = try await fixture.store.write { try $0.drop([ItemID(stored: "old")], of: source, .now) }
    #expect(try await fixture.store.read { try $0.itemNames(of: source) }.map(\.name) == ["new"])
    try await fixture.checkInvariants()
  }
}
