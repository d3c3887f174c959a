import PubSub
import Testing
import XMPP

@testable import Store

/// Who has asked for a node elsewhere: it is there once, and as long as anybody wants it.
@Suite struct FollowedTests {
  private let node = NodeID(stored: "news")
  private let now = Timestamp(milliseconds: 1_000)
  private let service: BareJID

  init() throws { service = try BareJID("pubsub.capulet.lit") }

  @Test func theLastOneForgets() async throws {
    let fixture = try await Fixture()
    let (romeo, juliet) = (fixture.romeo, fixture.juliet)
    let follows = [
      Follow(node, of: service, for: romeo), Follow(node, of: service, for: juliet),
      Follow(node, of: service, .admin),
    ]
    try await fixture.store.write { tx in
      for follow in follows + follows { try tx.follow(follow, now) }
      try tx.begin(node, of: service, isPublic: false, now)
    }
    try await fixture.store.read { (snapshot: Snapshot) throws in
      #expect(try snapshot.newFollows(limit: 9).map(\.account) == [romeo, juliet, nil])
      #expect(try snapshot.countFollowed(by: romeo) == 1)
      #expect(try snapshot.origins(of: node, at: service) == [.account, .admin])
      #expect(try snapshot.sources(limit: 9).count == 1)
    }
    for (place, follow) in follows.enumerated() {
      let (was, isStill, left) = try await fixture.store.write { tx in
        (
          try tx.unfollow(follow, now), try tx.unfollow(follow, now),
          try tx.snapshot.origins(of: node, at: service)
        )
      }
      #expect(was && !isStill && left.isEmpty == (place == 2))
    }
    try await fixture.store.close()
  }

  /// Whoever asks for a service while its nodes are being listed has them listed again.
  @Test(arguments: [true, false]) func aServiceIsAskedForAgain(isAskedAgain: Bool) async throws {
    let fixture = try await Fixture()
    let later = Timestamp(milliseconds: 9_000)
    let due = try await fixture.store.write { tx in
      try tx.followService(service, .admin, now)
      guard var follow = try tx.snapshot.serviceFollow(service) else { return Timestamp?.none }
      follow.due = later
      if isAskedAgain {
        try tx.followService(service, .admin, Timestamp(milliseconds: 2_000))
      }
      try tx.update(follow, wasDue: now)
      return try tx.snapshot.serviceFollow(service)?.due
    }
    #expect(due?.milliseconds == (isAskedAgain ? 2_000 : 9_000))
    try await fixture.store.close()
  }

  /// Pages of what somebody follows, and nobody else's.
  @Test func pages() async throws {
    let fixture = try await Fixture()
    let (romeo, juliet) = (fixture.romeo, fixture.juliet)
    try await fixture.store.write { tx in
      for number in 0..<5 {
        let node = NodeID(stored: "n\(number)")
        try tx.follow(Follow(node, of: service, for: romeo), now)
        try tx.follow(Follow(node, of: service, for: juliet), now)
      }
    }
    try await fixture.store.read { (snapshot: Snapshot) throws in
      let first = try snapshot.followed(by: romeo, limit: 3)
      let rest = try snapshot.followed(by: romeo, after: first.last?.number ?? 0, limit: 3)
      #expect((first + rest).map(\.node.name) == ["n0", "n1", "n2", "n3", "n4"])
      #expect(try snapshot.followed(as: .account, limit: 99).count == 10)
    }
    try await fixture.store.close()
  }

  @Test(
    arguments: [
      (Budget(), Holding(items: 9, bytes: 9), nil, .max),
      (Budget(items: 5), Holding(items: 9, bytes: 9), Holding(items: 4), 0),
      (Budget(items: 5, bytes: 100), Holding(items: 3, bytes: 94), nil, 2),
      (Budget(items: 5, bytes: 100), Holding(items: 3, bytes: 96), nil, 0),
      (Budget(bytes: 100), Holding(items: 3, bytes: 130), Holding(bytes: 30), 0),
    ] as [(Budget, Holding, Holding?, Int)])
  func budgets(budget: Budget, holding: Holding, excess: Holding?, room: Int) {
    #expect(budget.excess(of: holding) == excess)
    #expect(min(budget.room(beside: holding), .max - 9) == min(room, .max - 9))
    #expect(Holding(items: 1, bytes: 30).count(of: [10, 10, 10, 10]) == 3)
  }
}
