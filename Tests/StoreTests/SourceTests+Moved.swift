import PubSub
import Testing
import XMPP

@testable import Store

extension SourceTests {
  /// Two have moved to a node that an account follows for itself: it stays as long as anybody wants it, and goes then.
  @Test func twoLeadToOne() async throws {
    let fixture = try await Fixture()
    let (forum, now) = (NodeID(stored: "forum"), Timestamp(milliseconds: 1_000))
    let (service, juliet) = (try BareJID("pubsub.capulet.lit"), fixture.juliet)
    let own = Follow(forum, of: service, for: juliet)
    let old = ["one", "two"].map { Follow(NodeID(stored: $0), of: tybalt, .admin) }
    func origins() async throws -> [Follow.Origin] {
      try await fixture.store.read { try $0.origins(of: forum, at: service) }
    }
    func leave(_ follow: Follow) async throws {
      try await fixture.store.write { tx in
        _ = try tx.unfollow(follow, now)
        guard let source = try tx.snapshot.source(follow.node, of: follow.service) else { return }
        _ = try tx.forgetUnwanted(source, now)
      }
    }
    try await fixture.store.write { tx in
      try tx.follow(own, now)
      try tx.begin(forum, of: service, isPublic: false, now)
      for follow in old {
        try tx.follow(follow, now)
        try tx.begin(follow.node, of: follow.service, isPublic: false, now)
        guard var source = try tx.snapshot.source(follow.node, of: follow.service) else { continue }
        source.stage = .ended
        try tx.update(source)
        try tx.follow(source, to: forum, of: service, now)
      }
      // Nor does it lead back.
      guard let source = try tx.snapshot.source(forum, of: service) else { return }
      try tx.follow(source, to: old[0].node, of: old[0].service, now)
    }
    #expect(try await Set(origins()) == [.account, .moved])
    #expect(
      try await fixture.store.read { try $0.origins(of: old[0].node, at: old[0].service) }
        == [.admin])
    try await leave(own)
    #expect(try await origins() == [.moved])
    try await leave(old[0])
    #expect(try await origins() == [.moved])
    #expect(try await fixture.store.read { try $0.source(forum, of: service) } != nil)
    try await leave(old[1])
    #expect(try await origins() == [])
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }
}
