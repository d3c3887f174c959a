import PubSub
import Store
import TestSupport
import Testing
import XML
import XMPP

@testable import FeedService

@Suite(.timeLimit(.minutes(1))) struct ArrivalTests {
  /// The newest item, of nodes that are so configured, to the resource that has come; once.
  @Test func lastItems() async throws {
    try await Desk.atWork { desk in
      for mode in ["never", "on_sub", "on_sub_and_presence"] {
        try await desk.fill(mode, ["send_last_published_item": mode], items: 2)
        try await desk.subscribe(mode)
      }
      try await desk.create("empty")
      try await desk.subscribe("empty")
      try await desk.fill("digest")
      try await desk.subscribe("digest", "juliet@verona.lit", ["digest": "1"])
      try await desk.clear()
      try desk.presence("juliet")
      try await desk.attended()
      #expect(try await desk.told() == ["on_sub_and_presence 1 juliet/phone"])
      try desk.presence("juliet", nil, "<show>away</show>")
      try desk.presence("juliet")
      try await desk.attended()
      #expect(try await desk.told() == [])
      // Another resource, and the same one when it comes again.
      try desk.presence("juliet@verona.lit/desk")
      try desk.presence("juliet", "unavailable")
      try desk.presence("juliet")
      try await desk.attended()
      #expect(
        try await desk.told()
          == ["on_sub_and_presence 1 juliet/desk", "on_sub_and_presence 1 juliet/phone"])
      // Not after a connection of ours was lost: they were there before.
      desk.people.presence.beginRound()
      try desk.presence("juliet")
      try await desk.attended()
      #expect(try await desk.told() == [])
    }
  }

  /// A subscription of another resource is none of theirs.
  @Test func ofResources() async throws {
    try await Desk.atWork { desk in
      try await desk.fill("phones")
      try await desk.fill("desks")
      try await desk.subscribe("phones", "juliet@verona.lit/phone")
      try await desk.subscribe("desks", "juliet@verona.lit/desk")
      try await desk.clear()
      try desk.presence("juliet")
      try desk.presence("nurse")
      try await desk.attended()
      #expect(try await desk.told() == ["phones 0 juliet/phone"])
    }
  }

  /// Who may not read any more when the message goes out is not told.
  @Test func rights() async throws {
    try await Desk.atWork { desk in
      try await desk.fill("blog")
      try await desk.subscribe("blog")
      try await desk.clear()
      try desk.presence("juliet")
      try await desk.attended()
      try await desk.setOwned(
        "romeo", "<configure node='blog'>\(submit(["access_model": "whitelist"]))</configure>")
      let before = try await desk.outbox().count
      #expect(before > 0)
      #expect(try await desk.told() == [])
    }
  }

  // MARK: Watchers

  /// Who asks for a node's notifications by their capabilities is sent its newest item: if they may read it, and have
  /// no subscription that covers them.
  @Test func interests() async throws {
    try await Desk.atWork { desk in
      try await desk.fill("moods")
      try await desk.fill("never", ["send_last_published_item": "on_sub"])
      try await desk.fill("closed", ["access_model": "whitelist"])
      try await desk.create("empty")
      for name in ["whole", "phone", "desk"] { try await desk.fill(name) }
      try await desk.subscribe("whole", "juliet@verona.lit", ["deliver": "0"])
      try await desk.subscribe("phone", "juliet@verona.lit/phone", ["digest": "1"])
      try await desk.subscribe("desk", "juliet@verona.lit/desk")
      try await desk.clear()
      let client = Client(
        "moods+notify", "never+notify", "closed+notify", "empty+notify", "missing+notify",
        "whole+notify", "phone+notify", "desk+notify")
      desk.questions.answer { [questions = desk.questions] to, _ in
        questions.result(to, client.answer)
      }
      let moods = try NodeID("moods")
      let more = Client("moods+notify", "never+notify", "desk+notify", "phone+notify")
      do {
        try desk.presence("juliet", nil, client.text)
        try await eventually("it is known") { desk.people.presence.hasWatchers(moods) }
        try await eventually("all is told") { try await desk.outbox().count == 2 }
        #expect(try await desk.told().sorted() == ["desk 0 juliet/phone", "moods 0 juliet/phone"])
        // A change is no news; another client of the make need not be asked.
        try desk.presence("juliet", nil, "<show>xa</show>" + client.text)
        try desk.presence("romeo", nil, client.text)
        try await desk.attended()
        #expect(desk.questions.asked.all.count == 1)
        let all = ["closed", "desk", "moods", "phone", "whole"]
        #expect(try await desk.told().sorted() == all.map { "\($0) 0 romeo/phone" })
        // Who asks for more than before is sent that alone.
        let less = Client("moods+notify", "never+notify")
        desk.questions.answer { [questions = desk.questions] to, payload in
          questions.result(to, payload["node"] == less.mark.discoNode ? less.answer : more.answer)
        }
        try desk.presence("nurse", nil, less.text)
        try await eventually("it is told") { try await desk.outbox().count == 1 }
        #expect(try await desk.told() == ["moods 0 nurse/phone"])
        try desk.presence("nurse", nil, more.text)
        try await eventually("the rest is told") { try await desk.outbox().count == 2 }
        #expect(try await desk.told().sorted() == ["desk 0 nurse/phone", "phone 0 nurse/phone"])
      }
    }
  }

  /// Of those for whom there is no room nothing is asked.
  @Test func noRoom() async throws {
    try await Desk.atWork { desk in
      try await desk.fill("blog")
      try await desk.subscribe("blog")
      try await desk.clear()
      let client = Client("moods+notify")
      desk.questions.answer { [questions = desk.questions] to, _ in
        questions.result(to, client.answer)
      }
      let count = PresenceBook.resourcesPerAccount
      do {
        for number in 0...count {
          try desk.presence("juliet@verona.lit/\(number)", nil, client.text)
        }
        try await eventually("all were asked") {
          desk.people.presence.watchers(NodeID(stored: "moods")).count == count
        }
      }
      try await desk.attended()
      #expect(try await desk.told().count == count)
      #expect(desk.questions.asked.all.allSatisfy { $0["to"] != "juliet@verona.lit/\(count)" })
    }
  }

  /// Who comes is served again, whatever came back before.
  @Test func resumes() async throws {
    try await Desk.atWork { desk in
      try await desk.fill("blog")
      try await desk.subscribe("blog")
      let (number, juliet) = (desk.number, try JID("juliet@verona.lit"))
      try await desk.store.write { tx in
        let found = try #require(try tx.snapshot.subscription(1, of: juliet, in: number))
        let now = Timestamp.now.milliseconds
        for hours in (0..<9).reversed() {
          let time = now - Int64(hours) * Suspension.interval
          try tx.bounced(found, now: Timestamp(milliseconds: time))
        }
      }
      try await desk.clear()
      try await desk.set("romeo", publish("blog", "1", entry("1")))
      let relay = Relay()
      try await desk.deliverAll(to: relay)
      #expect(relay.stanzas.all.isEmpty)
      #expect(try await desk.comes("") == ["blog 1"])
      #expect(try await desk.store.read { try !$0.hasBounces(juliet.bare) })
    }
  }
}
