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
    let known = fixture.known
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
    #expect(try await fixture.gatheringNodes(at: 9) == [other])
    func due() async throws -> Int {
      try await fixture.store.read {
        var budget = DigestBudget(bytes: 999)
        return try $0.dueDigests(
          number, now: Timestamp(milliseconds: 9), limit: 9, &budget, known
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
    let jid = try BareJID("other.verona.lit")
    let other = try await fixture.store.write { try $0.hostedService(jid) }
    var numbers: [Int64] = []
    for name in ["a", "b", "c"] {
      try await fixture.create(name)
      try await fixture.subscribe("juliet@verona.lit", to: name) {
        $0.digest = name != "b"
        $0.digestFrequency = name == "a" ? 20_000 : 10_000
      }
      numbers.append(try #require(try await fixture.record(name)).number)
    }
    let (a, c) = (numbers[0], numbers[2])
    #expect(try await fixture.gatheringNodes(at: 99_999) == [])
    for name in ["a", "b", "c"] { try await fixture.tell("x", at: name) }
    #expect(try await fixture.gatheringNodes(at: 9) == [a, c])
    #expect(try await fixture.gatheringNodes(at: 9, limit: 1) == [a])
    #expect(try await fixture.gatheringNodes(at: 9, in: other) == [])
    // Nothing is to be done until more comes, and the time too.
    for name in ["a", "c"] { _ = try await fixture.digests(name, at: 9) }
    #expect(try await fixture.settleDigests(at: 9) == 0)
    #expect(try await fixture.gatheringNodes(at: 99_999) == [])
    for name in ["a", "c"] { try await fixture.tell("y", at: name) }
    #expect(try await fixture.gatheringNodes(at: 10_008) == [])
    #expect(try await fixture.gatheringNodes(at: 10_009) == [c])
    #expect(try await fixture.gatheringNodes(at: 20_009) == [c, a])
    // And at once where somebody gathers no more.
    try await fixture.unsubscribe("juliet@verona.lit", from: "a")
    let changed = try subscription("juliet@verona.lit")
    try await fixture.apply([.change(NodeID(stored: "c"), changed)])
    #expect(Set(try await fixture.gatheringNodes(at: 0)) == [a, c])
    #expect(try await fixture.settleDigests() == 0)
    #expect(try await fixture.gatheringNodes(at: 99_999) == [])
    try await fixture.store.close()
  }

  /// One who waits for another time keeps what is gathered; those who have had it are not in the way.
  @Test func paces() async throws {
    let fixture = try await Fixture()
    try await fixture.create("blog")
    for (name, frequency) in [("slow", 50_000), ("quick", 1_000)] {
      try await fixture.subscribe("\(name)@verona.lit", to: "blog") {
        $0.digest = true
        $0.digestFrequency = frequency
      }
    }
    let blog = try #require(try await fixture.record("blog")).number
    try await fixture.tell("a")
    #expect(try await fixture.digests("blog", at: 0) == ["slow: a", "quick: a"])
    #expect(try await fixture.settleDigests() == 0)
    try await fixture.tell("b")
    #expect(try await fixture.digests("blog", at: 1_000) == ["quick: b"])
    #expect(try await fixture.settleDigests(at: 1_000) == 1)
    #expect(try await fixture.gatheringNodes(at: 49_999) == [])
    #expect(try await fixture.gatheringNodes(at: 50_000) == [blog])
    // Where much is gathered nothing waits for its time.
    try await fixture.apply([], (0..<999).map { _ in event("blog") })
    #expect(try await fixture.gatheringNodes(at: 2_000) == [blog])
    #expect(try await fixture.digests("blog", at: 2_000, limit: 1, bytes: 1).count == 1)
    #expect(try await fixture.settleDigests(at: 2_000) == 1_000)
    #expect(try await fixture.gatheringNodes(at: 1_999) == [])
    #expect(try await fixture.gatheringNodes(at: 2_000) == [blog])
    try await fixture.store.close()
  }

  /// What has changed since a digest was read goes its own way.
  @Test(arguments: ["nothing", "sent", "left", "off", "purge", "delete"])
  func changes(what: String) async throws {
    let fixture = try await Fixture()
    let (known, blog) = (fixture.known, NodeID(stored: "blog"))
    try await fixture.create("blog")
    try await fixture.subscribe("juliet@verona.lit", to: "blog") { $0.digest = true }
    try await fixture.tell("a")
    let number = try #require(try await fixture.record("blog")).number
    let now = Timestamp(milliseconds: 9)
    let due = try await fixture.store.read {
      var budget = DigestBudget(bytes: 999)
      return try $0.dueDigests(number, now: now, limit: 9, &budget, known)
    }
    switch what {
    case "sent": #expect(try await fixture.digests("blog", at: 9) == ["juliet: a"])
    case "left": try await fixture.unsubscribe("juliet@verona.lit", from: "blog")
    case "off":
      try await fixture.apply([.change(blog, try subscription("juliet@verona.lit"))])
    case "purge": try await fixture.apply([.purge(blog)])
    case "delete":
      try await fixture.apply([.delete(blog, redirect: nil)])
      try await fixture.create("blog")
    default: try await fixture.tell("later")
    }
    let digest = try #require(due.first)
    #expect(
      try await fixture.store.write { try $0.digested(digest, now: now) } == (what == "nothing"))
    try await fixture.store.close()
  }

  /// To look for keywords takes time, which is limited: the rest is looked at later, and what was found goes out.
  @Test func keywords() async throws {
    let fixture = try await Fixture()
    try await fixture.create("blog")
    for name in ["juliet", "nurse"] {
      try await fixture.subscribe("\(name)@verona.lit", to: "blog") {
        $0.digest = true
        $0.keywords = ["sun", "moon"]
      }
    }
    for text in ["The Sun", "no", "no", "no", "MOON"] { try await fixture.tell("a", text: text) }
    func next() async throws -> [String] {
      try await fixture.digests("blog", at: 0, search: 1)
    }
    // Those who have waited longest are first.
    for found in ["a", "", "", ""] {
      #expect(try await next() == ["juliet: \(found)"])
      #expect(try await next() == ["nurse: \(found)"])
    }
    #expect(try await next() == ["juliet: a"])
    #expect(try await fixture.digests("blog", at: 0) == ["nurse: a"])
    #expect(try await next() == [])
    try await fixture.store.close()
  }

  /// How many messages wait that are for somebody alone.
  @Test func room() async throws {
    let fixture = try await Fixture()
    let service = fixture.service
    try await fixture.create("blog")
    try await fixture.subscribe("juliet@verona.lit", to: "blog")
    func hasRoom() async throws -> Bool {
      try await fixture.store.read { try $0.hasRoomForDigests(in: service, limit: 2) }
    }
    let juliet = try JID("juliet@verona.lit")
    try await fixture.apply([], [event("blog"), event("blog"), event("blog", .one(juliet))])
    try await fixture.apply([], [event("blog", .reader(juliet))])
    #expect(try await hasRoom())
    try await fixture.apply([], [event("blog", .reader(juliet))])
    #expect(try await !hasRoom())
    try await fixture.acknowledgeAll()
    #expect(try await hasRoom())
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
        var budget = DigestBudget(bytes: bytes)
        let digest = try tx.snapshot.digest(of: facts, to: node, &budget, known)
        if let digest { #expect(try tx.digested(digest, now: Timestamp(milliseconds: 0))) }
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
