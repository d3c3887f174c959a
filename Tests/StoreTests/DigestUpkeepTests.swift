import Foundation
import PubSub
import Testing
import XML
import XMPP

@testable import Store

/// What is to be done for those who gather, and what becomes of what waits.
@Suite struct DigestUpkeepTests {
  /// A deleted node sends nothing more, whoever has its name now, and stands in nobody's way.
  @Test func deletedNode() async throws {
    let fixture = try await Fixture()
    let (service, known) = (fixture.service, fixture.known)
    for name in ["blog", "other"] {
      try await fixture.create(name)
      try await fixture.subscribe("juliet@verona.lit", to: name) { $0.digest = true }
      try await fixture.tell("a", at: name)
    }
    let number = try #require(try await fixture.record("blog")).number
    try await fixture.apply([.delete(NodeID(stored: "blog"), redirect: nil)])
    // Nothing is to be done for it.
    let other = try #require(try await fixture.record("other")).number
    #expect(other > number)
    #expect(
      try await fixture.store.read {
        try $0.gatheringNode(after: 0, in: service, now: Timestamp(milliseconds: 9))
      } == other)
    func due() async throws -> Int {
      try await fixture.store.read {
        try $0.dueDigests(
          number, now: Timestamp(milliseconds: 9), limit: 9, bytes: 999, known
        ).count
      }
    }
    #expect(try await due() == 0)
    try await fixture.create("blog")
    #expect(try await due() == 0)
    #expect(try await fixture.digests("other", at: 0) == ["juliet: a"])
    // What it left behind is swept, here and where it was gathered above.
    try await fixture.acknowledgeAll()
    try await fixture.sweep()
    #expect(try await fixture.number("SELECT count(*) FROM gathered WHERE node = \(number)") == 0)
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }

  /// Nodes of a service at which something is to be done, one after the other.
  @Test func nodes() async throws {
    let fixture = try await Fixture()
    let service = fixture.service
    let jid = try BareJID("other.verona.lit")
    let other = try await fixture.store.write { try $0.hostedService(jid) }
    for name in ["a", "b", "c"] {
      try await fixture.create(name)
      try await fixture.subscribe("juliet@verona.lit", to: name) { $0.digest = name != "b" }
      try await fixture.tell("x", at: name)
    }
    let (a, c) = (try await fixture.record("a")?.number, try await fixture.record("c")?.number)
    for (after, service, expected) in [
      (0, service, a), (a ?? 0, service, c), (c ?? 0, service, nil), (0, other, nil),
    ] {
      #expect(
        try await fixture.store.read {
          try $0.gatheringNode(after: after, in: service, now: Timestamp(milliseconds: 9))
        } == expected)
    }
    // What has gone out is to be forgotten, and then nothing is to be done until more comes and the time too.
    let now = Timestamp(milliseconds: 9)
    func next(at time: Timestamp = now) async throws -> Int64? {
      try await fixture.store.read { try $0.gatheringNode(after: 0, in: service, now: time) }
    }
    #expect(try await fixture.digests("a", at: 9) == ["juliet: x"])
    #expect(try await next() == a)
    try await fixture.store.write { try $0.pruneGathered(a ?? 0, limit: 9) }
    #expect(try await next() == c)
    try await fixture.tell("y", at: "a")
    #expect(try await next() == c)
    #expect(try await next(at: Timestamp(milliseconds: 9 + 86_400_000)) == a)
    // And where nobody gathers any more.
    try await fixture.unsubscribe("juliet@verona.lit", from: "a")
    #expect(try await next() == a)
    try await fixture.store.close()
  }

  /// What was gathered for one, due or not, in portions.
  @Test func one() async throws {
    let fixture = try await Fixture()
    let (service, known) = (fixture.service, fixture.known)
    try await fixture.create("blog")
    try await fixture.subscribe("juliet@verona.lit", to: "blog") {
      $0.digest = true
      $0.keywords = ["x"]
    }
    try await fixture.subscribe("romeo@verona.lit", to: "blog")
    func next(_ jid: String = "juliet@verona.lit", bytes: Int = .max) async throws -> Int? {
      let facts = try subscription(jid) { $0.keywords = ["x"] }
      return try await fixture.store.write { tx in
        let node = try #require(try tx.snapshot.node(NodeID(stored: "blog"), in: service))
        let digest = try tx.snapshot.digest(of: facts, to: node, bytes: bytes, known)
        if let digest { try tx.digested(digest, now: Timestamp(milliseconds: 0)) }
        return digest?.members.count
      }
    }
    #expect(try await next() == nil)
    for text in ["x", "no", "x", "x"] { try await fixture.tell("a", text: text) }
    let size = "<a xmlns='\(Namespace.pubsubEvent)'/>".utf8.count
    #expect(try await next("romeo@verona.lit") == nil)
    #expect(try await next(bytes: 2 * size) == 2)
    #expect(try await next() == 1)
    #expect(try await next() == nil)
    try await fixture.tell("a", text: "no")
    #expect(try await next() == 0)
    #expect(try await next() == nil)
    try await fixture.store.close()
  }

  /// A purge takes along what waits, also above, and nothing else.
  @Test func purge() async throws {
    let fixture = try await Fixture()
    try await fixture.create("club")
    for name in ["news", "other"] {
      try await fixture.create(name) { $0.parent = NodeID(stored: "club") }
    }
    for name in ["club", "news"] {
      try await fixture.subscribe("juliet@verona.lit", to: name) {
        $0.digest = true
        $0.depth = -1
      }
    }
    for name in ["news", "other"] { try await fixture.tell(name, at: name) }
    try await fixture.apply([.purge(NodeID(stored: "news"))])
    try await fixture.tell("late", at: "news")
    #expect(try await fixture.digests("club", at: 0) == ["juliet: other late"])
    #expect(try await fixture.digests("news", at: 0) == ["juliet: late"])
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }
}
