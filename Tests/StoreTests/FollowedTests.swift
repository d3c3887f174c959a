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

  /// The row of the service goes at once, its nodes by and by, and none that is followed again meanwhile.
  @Test func aServiceIsUnfollowedLittleByLittle() async throws {
    let fixture = try await Fixture()
    let other = try BareJID("pubsub.escalus.lit")
    func portion() async throws -> Bool {
      try await fixture.store.write { try $0.unfollowNodes(of: service, atMost: 2, now) }
    }
    func left() async throws -> Int {
      try await fixture.store.read { try $0.followedNodes(of: service).count }
    }
    try await fixture.store.write { tx in
      for service in [service, other] { try tx.followService(service, .admin, now) }
      for number in 0..<5 {
        for service in [service, other] {
          let node = NodeID(stored: "n\(number)")
          #expect(try tx.follow(node, ofFollowed: service, limit: 9, now))
        }
      }
    }
    #expect(try await !portion())
    #expect(try await left() == 5)
    #expect(try await fixture.store.write { try $0.unfollowService(service, .admin, now) })
    #expect(try await left() == 5)
    #expect(try await portion())
    #expect(try await left() == 3)
    var last: Int64? = 0
    while let number = last {
      last = try await fixture.store.write { try $0.unfollowNodes(after: number, limit: 2, now) }
    }
    #expect(try await left() == 0)
    #expect(try await fixture.store.read { try $0.followedNodes(of: other).count } == 5)
    try await fixture.store.close()
  }

  /// Who is none of our people any more follows nothing.
  @Test func accountsOfOtherDomainsAreUnfollowed() async throws {
    let fixture = try await Fixture()
    let (romeo, paris) = (fixture.romeo, try BareJID("paris@mantua.lit"))
    try await fixture.store.write { tx in
      for account in [paris, romeo, paris] {
        for name in ["a", "b"] {
          try tx.follow(Follow(NodeID(stored: name), of: service, for: account), now)
        }
      }
      try tx.follow(Follow(node, of: service, .admin), now)
    }
    var last: Int64? = 0
    while let number = last {
      last = try await fixture.store.write {
        try $0.unfollowAccounts(besides: [romeo.domain], after: number, limit: 1, now)
      }
    }
    try await fixture.store.read { (snapshot: Snapshot) throws in
      #expect(try snapshot.countFollowed(by: paris) == 0)
      #expect(try snapshot.countFollowed(by: romeo) == 2)
      #expect(try snapshot.follows(.admin).count == 1)
    }
    try await fixture.store.close()
  }

  /// Of strangers nothing is remembered but what they say of the public web, and of robots there.
  @Test func consentIsRemembered() async throws {
    let fixture = try await Fixture()
    let paris = try BareJID("paris@mantua.lit")
    for (publication, isOurs, rows) in [
      (nil, false, 0), (.asDecided, false, 0), (.yes, false, 1), (nil, false, 1),
      (.asDecided, false, 0), (nil, true, 1), (.no, true, 1), (.asDecided, true, 1),
    ] as [(OptOutRequest.Publication?, Bool, Int64)] {
      let said = try await fixture.store.write { tx in
        try tx.optIn(paris, publication: publication, isOurs: isOurs, now)
        return try tx.snapshot.consent(paris)
      }
      #expect(try await fixture.number("SELECT count(*) FROM consent") == rows)
      if let publication { #expect(said == publication) }
    }
    try await fixture.store.close()
  }

  /// What somebody says of robots is of all their nodes, also of those that are followed later.
  @Test func robotsAreToldWhatTheOwnerSays() async throws {
    let fixture = try await Fixture()
    let paris = try BareJID("paris@mantua.lit")
    func robots(_ node: String) async throws -> RobotRules? {
      try await fixture.store.publicNode(service: paris, node: node)?.robots
    }
    func follow(_ node: String) async throws {
      try await fixture.store.write { tx in
        try tx.begin(NodeID(stored: node), of: paris, isPublic: true, now)
        var source = try #require(try tx.snapshot.source(NodeID(stored: node), of: paris))
        (source.stage, source.access) = (.following, .open)
        try tx.update(source)
      }
    }
    func say(_ robots: Robots?, _ publication: OptOutRequest.Publication? = nil) async throws {
      try await fixture.store.write {
        try $0.optIn(paris, publication: publication, robots: robots, now)
      }
    }
    try await follow("early")
    #expect(try await robots("early") == [])
    for (said, rules) in [
      (.noIndex, .noIndex), (.noAI, .noAI), (.neither, [.noIndex, .noAI]),
      (nil, [.noIndex, .noAI]),
    ] as [(Robots?, RobotRules)] {
      try await say(said)
      #expect(try await robots("early") == rules)
      #expect(try await fixture.number("SELECT count(*) FROM consent") == 1)
    }
    try await follow("late")
    #expect(try await robots("late") == [.noIndex, .noAI])
    // Neither what they say of the web nor what their service says of the node is about robots.
    try await say(nil, .yes)
    try await fixture.store.write { tx in
      let source = try #require(try tx.snapshot.source(NodeID(stored: "late"), of: paris))
      var facts = NodeConfiguration()
      facts.title = "Late"
      try tx.update(source, facts)
    }
    #expect(try await robots("late") == [.noIndex, .noAI])
    try await say(.all, .asDecided)
    #expect(try await fixture.number("SELECT count(*) FROM consent") == 0)
    #expect(try await fixture.texts("SELECT DISTINCT robots FROM node") == ["all"])
    // Who opts out takes that back with the rest.
    try await say(.noAI)
    try await fixture.store.write { try $0.optOut(paris, now) }
    #expect(try await fixture.texts("SELECT DISTINCT robots FROM node") == ["all"])
    try await fixture.store.close()
  }

  /// However the items of many nodes stand among each other, the oldest go, a few hundred in each transaction.
  @Test func theOldestOfManyNodesGo() async throws {
    let fixture = try await Fixture()
    let (nodes, perNode, surplus) = (300, 6, 1_000)
    try await fixture.store.write { tx in
      var sources: [Source] = []
      for number in 0..<nodes {
        let node = NodeID(stored: "n\(number)")
        try tx.begin(node, of: service, isPublic: false, now)
        if let source = try tx.snapshot.source(node, of: service) { sources.append(source) }
      }
      for round in 0..<perNode {
        for source in sources {
          let item = ForeignItem(
            id: ItemID(stored: "\(round)"), publisher: nil, payload: Array("<a/>".utf8))
          try tx.take([item], of: source, .now, now, [:])
        }
      }
    }
    let before = fixture.store.version
    let budget = Budget(items: nodes * perNode - surplus)
    try await fixture.store.trim(service, to: budget)
    #expect(fixture.store.version - before <= 5)
    #expect(try await fixture.store.read { try $0.holding(of: service).items } == budget.items)
    // Three rounds have gone, and a hundred of the fourth.
    let rounds = try await fixture.texts("SELECT DISTINCT name FROM item ORDER BY name")
    #expect(rounds == ["3", "4", "5"])
    #expect(try await fixture.number("SELECT count(*) FROM item WHERE name = '3'") == 200)
    // Each has four bytes, and one more of its id.
    try await fixture.store.trim(nil, to: Budget(bytes: 50))
    #expect(try await fixture.store.read { try $0.holding(of: nil).items } == 10)
    try await fixture.sweep()
    try await fixture.checkInvariants()
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
