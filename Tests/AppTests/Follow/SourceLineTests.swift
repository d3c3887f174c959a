import Logging
import PubSub
import Social
import Store
import TestSupport
import Testing
import XMPP

@testable import App

/// What `martlet follows` says.
@Suite struct SourceLineTests {
  @Test(
    arguments: [
      (0, "0 s"), (59, "59 s"), (60, "1 min"), (3_599, "59 min"), (3_600, "1 h"), (172_799, "47 h"),
      (172_800, "2 d"),
    ] as [(Int64, String)])
  func spans(seconds: Int64, text: String) { #expect(Timestamp.span(seconds) == text) }

  /// Beside a process that has the database, and without one.
  @Test func aDeskWritesDownWhatIsWanted() async throws {
    let folder = try TemporaryFolder()
    let store = try Store(
      path: folder.database, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    let desk = try FollowDesk(database: folder.database)
    #expect(desk.isServed)
    try await desk.follow(try FollowAddress("juliet@example.net"))
    let follows = try await store.read { try $0.newFollows(limit: 9) }
    #expect(follows.map(\.node.name) == ["urn:xmpp:microblog:0"])
    try await store.write { tx in
      for follow in follows {
        try tx.begin(follow.node, of: follow.service, isPublic: false, .now)
        try tx.begun(follow)
      }
    }
    var source = try #require(try await desk.source(try FollowAddress("juliet@example.net")))
    source.stage = .following
    source.way = .subscription
    source.access = .open
    source.expected = 3
    _ = try await store.write { [source] in try $0.update(source) }
    let shown = try #require(try await desk.sources(after: 0, limit: 9).first)
    #expect(
      SourceLine(source: shown, now: .now).text
        == "following   subscription  0/3           -           -           "
        + "xmpp:juliet@example.net?;node=urn%3Axmpp%3Amicroblog%3A0")
    source.problem = .closed
    source.failures = 2
    source.due = Timestamp(milliseconds: Timestamp.now.milliseconds + 90_000)
    let failing = SourceLine(source: source, now: .now).text
    #expect(failing.hasPrefix("failing"))
    #expect(failing.contains("We may not read it. Tried 2 times; tried again in 1 min. Its owner"))
    source.problem = .unseen
    let waiting = SourceLine(source: source, now: .now, us: try BareJID("social.example.org")).text
    #expect(
      waiting.contains("Ask juliet@example.net to let social.example.org see their presence."))
    (source.problem, source.access) = (nil, .presence)
    #expect(SourceLine(source: source, now: .now).text.contains("Found by those alone who see"))
    #expect(
      try await desk.audit(try FollowAddress("juliet@example.net")).node.name.hasPrefix("urn"))
    #expect(try await desk.unfollow(try FollowAddress("juliet@example.net")) == [])
    await #expect(throws: Failure.self) {
      _ = try await desk.audit(try FollowAddress("romeo@example.net"))
    }
    try await aWholeService(desk, store)
    try await store.close()
    // A program that another test starts may hold what was open then, the lock too, until it is itself.
    try await eventually("nobody has the database") {
      let alone = try FollowDesk(database: folder.database)
      let isServed = alone.isServed
      if !isServed { try await alone.follow(try FollowAddress("romeo@example.net")) }
      await alone.close()
      return !isServed
    }
  }

  /// What is asked for and not followed is listed once, with the reason.
  @Test func whatIsNotBegunSaysWhy() async throws {
    let folder = try TemporaryFolder()
    let store = try Store(
      path: folder.database, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    let desk = try FollowDesk(database: folder.database)
    let (mute, ours) = (try BareJID("mute@example.net"), try BareJID("social.example.org"))
    let blog = NodeID(stored: NodeProfile.microblogType)
    let blocked = BlockedDomains(["capulet.lit"])
    for address in ["juliet@example.net", "mute@example.net", "tybalt@capulet.lit"] {
      try await desk.follow(try FollowAddress(address))
    }
    try await store.write { tx in
      for name in ["romeo", "paris"] {
        try tx.follow(Follow(blog, of: mute, for: try BareJID("\(name)@example.org")), .now)
      }
      try tx.optOut(mute, .now)
      _ = try tx.hostedService(ours)
      try tx.follow(Follow(blog, of: ours, .configuration), .now)
    }
    func lines() async throws -> [String] {
      try await desk.unbegun(after: 0, limit: 9).map {
        SourceLine(unbegun: $0, now: .now, blocked: blocked).text
      }
    }
    let found = try await lines()
    #expect(found.count == 4 && found.allSatisfy { $0.hasPrefix("asked for   -   ") })
    for (line, words) in zip(found, ["not begun", "not want it", "blocked its", "our own"]) {
      #expect(line.contains(words), "\(line)")
    }
    let first = try await desk.unbegun(after: 0, limit: 1)
    #expect(try await desk.unbegun(after: first[0].number, limit: 9).count == 3)
    let juliet = first[0]
    try await store.write {
      _ = try $0.begin(juliet.node, of: juliet.service, isPublic: false, .now)
    }
    #expect(try await lines() == Array(found.dropFirst()))
    try await store.close()
  }

  private func aWholeService(_ desk: FollowDesk, _ store: Store) async throws {
    let address = try FollowAddress("xmpp:pubsub.example.net")
    try await desk.follow(address)
    var follow = try #require(try await desk.service(address))
    let line = SourceLine(service: follow, now: .now).text
    #expect(line == "new         list          0 nodes       -           -           \(address)")
    (follow.problem, follow.failures) = (.unreachable, 1)
    let failing = SourceLine(service: follow, now: .now).text
    #expect(failing.hasPrefix("failing") && failing.contains("(s2s)?"))
    // The file names it too.
    try await store.write { try $0.setConfigured(services: [address.service], .now) }
    #expect(try await desk.unfollow(address) == [.configuration])
    try await store.write { try $0.setConfigured(services: [], .now) }
    #expect(try await desk.services() == [])
  }
}
