import Foundation
import PubSub
import Testing
import XML
import XMPP

@testable import Store

/// Notifications that are gathered for their subscribers.
@Suite struct DigestTests {
  /// Each at their own pace: what came since the last digest.
  @Test func pace() async throws {
    let fixture = try await Fixture()
    try await fixture.create("blog")
    try await fixture.tell("early")
    try await fixture.subscribe("quick@verona.lit", to: "blog") {
      $0.digest = true
      $0.digestFrequency = 1_000
    }
    try await fixture.subscribe("slow@verona.lit", to: "blog") {
      $0.digest = true
      $0.digestFrequency = 10_000
    }
    try await fixture.subscribe("romeo@verona.lit", to: "blog")
    #expect(try await fixture.digests("blog", at: 0) == [])
    try await fixture.tell("a")
    #expect(try await fixture.digests("blog", at: 0) == ["quick: a", "slow: a"])
    try await fixture.tell("b")
    try await fixture.tell("c", .retraction)
    #expect(try await fixture.digests("blog", at: 999) == [])
    #expect(try await fixture.digests("blog", at: 1_000) == ["quick: b c"])
    try await fixture.tell("d")
    // Of the node itself they are told at once.
    try await fixture.tell("node", .node)
    #expect(try await fixture.settleDigests() == 3)
    #expect(try await fixture.digests("blog", at: 10_000, limit: 1) == ["quick: d"])
    #expect(try await fixture.digests("blog", at: 10_000) == ["slow: b c d"])
    #expect(try await fixture.digests("blog", at: 99_000) == [])
    #expect(try await fixture.settleDigests() == 0)
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }

  /// Only what is for the subscriber, by their options and their rights.
  @Test func wishes() async throws {
    let fixture = try await Fixture()
    try await fixture.create("club")
    try await fixture.create("news") { $0.parent = NodeID(stored: "club") }
    try await fixture.create("annex") {
      $0.parent = NodeID(stored: "club")
      $0.link = NodeID(stored: "news")
    }
    let wishes: [(String, @Sendable (inout SubscriptionOptions) -> Void)] = [
      ("here", { _ in }), ("below", { $0.depth = 1 }),
      (
        "linked",
        {
          $0.depth = -1
          $0.matters = [.linkedItems]
        }
      ),
      (
        "words",
        {
          $0.depth = -1
          $0.keywords = ["Sun"]
        }
      ), ("off", { $0.deliver = false }),
    ]
    for (name, change) in wishes {
      try await fixture.subscribe("\(name)@verona.lit", to: "club") {
        $0.digest = true
        change(&$0)
      }
    }
    try await fixture.tell("own", at: "club")
    try await fixture.tell("sun", at: "news", text: "the sun rises")
    try await fixture.tell("moon", at: "news", text: "the moon")
    try await fixture.tell("gone", at: "news", .retraction)
    try await fixture.tell("extra", at: "annex")
    #expect(
      try await fixture.digests("club", at: 0) == [
        "here: own", "below: own sun moon gone", "linked: extra", "words: sun gone", "off: ",
      ])
    // Nobody gathers there.
    for node in ["news", "annex"] { #expect(try await fixture.digests(node, at: 0) == []) }
    // Who may not read where it comes from when the time comes.
    try await fixture.tell("late", at: "news")
    try await fixture.tell("later", at: "club")
    try await fixture.configure("news") { $0.accessModel = .whitelist }
    try await fixture.apply([
      .affiliate(NodeID(stored: "club"), BareJID("here@verona.lit"), .outcast)
    ])
    #expect(
      try await fixture.digests("club", at: 100_000_000)
        == ["here: ", "below: later", "linked: ", "words: ", "off: "])
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }

  /// A digest is bounded, one event aside; the rest comes in the next one.
  @Test func bytes() async throws {
    let fixture = try await Fixture()
    try await fixture.create("blog")
    try await fixture.subscribe("juliet@verona.lit", to: "blog") {
      $0.digest = true
      $0.digestFrequency = 1_000
      $0.keywords = ["x"]
    }
    for name in ["a", "b", "no", "c", "no", "d"] {
      try await fixture.tell(name, text: name == "no" ? "" : "x")
    }
    let size = "<a xmlns='\(Namespace.pubsubEvent)'/>".utf8.count
    #expect(try await fixture.digests("blog", at: 0, bytes: 2 * size) == ["juliet: a b"])
    #expect(try await fixture.digests("blog", at: 0, bytes: 2 * size) == [])
    #expect(try await fixture.settleDigests() == 3)
    #expect(try await fixture.digests("blog", at: 1_000, bytes: 1) == ["juliet: c"])
    #expect(try await fixture.digests("blog", at: 2_000, bytes: 2 * size) == ["juliet: d"])
    #expect(try await fixture.digests("blog", at: 3_000) == [])
    #expect(try await fixture.settleDigests() == 0)
    try await fixture.store.close()
  }

  /// Where very much is gathered, digests do not wait.
  @Test func full() async throws {
    let fixture = try await Fixture()
    try await fixture.create("blog")
    try await fixture.subscribe("juliet@verona.lit", to: "blog") { $0.digest = true }
    try await fixture.tell("a")
    #expect(try await fixture.digests("blog", at: 0) == ["juliet: a"])
    try await fixture.apply([], (0..<998).map { _ in event("blog") })
    #expect(try await fixture.digests("blog", at: 1) == [])
    try await fixture.tell("last")
    #expect(try await fixture.digests("blog", at: 1).count == 1)
    #expect(try await fixture.settleDigests(limit: 900) == 100)
    #expect(try await fixture.settleDigests(limit: 900) == 0)
    try await fixture.store.close()
  }

  /// What was gathered before somebody came, was let in, or wanted digests, is not for them.
  @Test func newcomers() async throws {
    let fixture = try await Fixture()
    try await fixture.create("blog")
    let blog = NodeID(stored: "blog")
    try await fixture.subscribe("first@verona.lit", to: "blog") { $0.digest = true }
    var pending = try subscription("pending@verona.lit", state: .pending) { $0.digest = true }
    let plain = try subscription("plain@verona.lit")
    try await fixture.apply([.subscribe(blog, pending), .subscribe(blog, plain)])
    try await fixture.tell("before")
    pending.state = .subscribed
    let changed = try subscription("plain@verona.lit") { $0.digest = true }
    try await fixture.apply([.change(blog, pending), .change(blog, changed)])
    try await fixture.subscribe("new@verona.lit", to: "blog") { $0.digest = true }
    // Another change of options is no new beginning.
    let slower = try subscription("first@verona.lit") {
      $0.digest = true
      $0.digestFrequency = 9_000
    }
    try await fixture.apply([.change(blog, slower)])
    try await fixture.tell("after")
    #expect(
      try await fixture.digests("blog", at: 0).sorted()
        == ["first: before after", "new: after", "pending: after", "plain: after"])
    try await fixture.store.close()
  }
}
