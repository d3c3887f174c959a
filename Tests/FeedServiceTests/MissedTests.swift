import PubSub
import Store
import TestSupport
import Testing
import XML
import XMPP

@testable import FeedService

@Suite(.timeLimit(.minutes(1))) struct MissedTests {
  private static let ago = "<ago xmlns='\(Namespace.ago)' secs='5'/>"

  /// What was published since, the last version of each, oldest first (XEP-0312).
  @Test func missed() async throws {
    try await Desk.atWork { desk in
      try await desk.fill("based", ["presence_based_delivery": "1"], items: 3)
      try await desk.set("romeo", publish("based", "0", entry("again")))
      try await desk.fill("shown", ["send_last_published_item": "never"], items: 2)
      try await desk.fill("others", items: 3)
      try await desk.subscribe("based")
      try await desk.subscribe("shown", "juliet@verona.lit", ["show-values": "dnd"])
      try await desk.subscribe("others")
      #expect(
        try await desk.comes(Self.ago).sorted() == ["based 0", "based 1", "based 2", "others 2"])
      #expect(
        try await desk.comes(Self.ago).filter { $0.hasPrefix("based") }
          == ["based 1", "based 2", "based 0"])
      // In a state that the subscription names.
      #expect(
        try await desk.comes("<show>dnd</show>" + Self.ago).filter { $0.hasPrefix("shown") }
          == ["shown 0", "shown 1"])
      // Who does not say for how long is sent the newest, where the node does that.
      #expect(try await desk.comes("<show>dnd</show>").sorted() == ["based 0", "others 2"])
    }
  }

  /// From so many seconds ago on, and what clocks may disagree by.
  @Test(arguments: [(20, ["new"]), (80, ["old", "new"]), (Int.max, ["old", "new"])])
  func since(seconds: Int, expected: [String]) async throws {
    try await Desk.atWork { desk in
      let (number, known) = (desk.number, Acquaintances(policy: desk.policy))
      let (blog, romeo) = (try NodeID("blog"), try BareJID("romeo@verona.lit"))
      var configuration = NodeConfiguration()
      configuration.presenceBasedDelivery = true
      let effects: [(Int64, Effect)] = [
        (110, .create(blog, configuration, owner: romeo)),
        (100, .store(blog, PublishedItem(id: try ItemID("old"), publisher: romeo, payload: nil))),
        (0, .store(blog, PublishedItem(id: try ItemID("new"), publisher: romeo, payload: nil))),
      ]
      try await desk.store.write { tx in
        for (age, effect) in effects {
          let time = Timestamp(milliseconds: Timestamp.now.milliseconds - age * 1000)
          try tx.apply(Decision(effects: [effect]), in: number, now: time, known)
        }
      }
      try await desk.subscribe("blog")
      #expect(
        try await desk.comes("<ago xmlns='\(Namespace.ago)' secs='\(seconds)'/>")
          == expected.map { "blog \($0)" })
    }
  }

  /// So many nodes are looked at: those that changed last.
  @Test func manyNodes() async throws {
    try await Desk.atWork { desk in
      let all = (0...Context.maximumArrivalNodes).map { "n\($0)" }
      for name in all {
        try await desk.fill(name)
        try await desk.subscribe(name)
      }
      try await desk.set("romeo", publish("n0", "again", entry("again")))
      let told = try await desk.comes("")
      #expect(told.count == Context.maximumArrivalNodes)
      #expect(Set(told) == Set(all.dropFirst(2).map { "\($0) 0" } + ["n0 again"]))
    }
  }

  /// So many items in all: of one node the newest, in their order.
  @Test func manyItems() async throws {
    try await Desk.atWork { desk in
      let count = Context.maximumArrival.items
      try await desk.fill("early", ["presence_based_delivery": "1"], items: 3)
      try await desk.fill("late", ["presence_based_delivery": "1"], items: count + 5)
      for name in ["early", "late"] { try await desk.subscribe(name) }
      #expect(try await desk.comes(Self.ago) == (5..<count + 5).map { "late \($0)" })
      // A part of what is left is for the next one.
      for number in 0..<7 {
        try await desk.set("romeo", "<retract node='late'><item id='\(number + 5)'/></retract>")
      }
      let told = try await desk.comes(Self.ago)
      #expect(told.filter { $0.hasPrefix("early") } == ["early 1", "early 2"])
      #expect(told.count == count)
    }
  }

  /// And so many bytes, the first item aside.
  @Test func manyBytes() async throws {
    try await Desk.atWork { desk in
      let size = 250_000
      let payload = "<a xmlns='urn:a'>\(String(repeating: "x", count: size))</a>"
      for name in ["a", "b"] {
        try await desk.create(name, ["presence_based_delivery": "1"])
        for number in 0..<3 { try await desk.set("romeo", publish(name, "\(number)", payload)) }
        try await desk.subscribe(name)
      }
      let room = Context.maximumArrival.bytes / size
      #expect(room == 4)
      #expect(try await desk.comes(Self.ago).sorted() == ["a 2", "b 0", "b 1", "b 2"])
    }
  }

  /// Who follows by capabilities is sent what was missed too, whether we know them or have to ask; with what a
  /// subscriber is sent in one parcel.
  @Test(arguments: [false, true]) func watchers(isAsked: Bool) async throws {
    try await Desk.atWork { desk in
      try await desk.fill("moods", ["send_last_published_item": "never"], items: 3)
      try await desk.set("romeo", publish("moods", "0", entry("again")))
      try await desk.fill("closed", ["access_model": "whitelist"], items: 2)
      try await desk.fill("blog", ["presence_based_delivery": "1"], items: 2)
      try await desk.subscribe("blog")
      let client = Client("moods+notify", "closed+notify", "blog+notify")
      desk.questions.answer { [questions = desk.questions] to, _ in
        questions.result(to, client.answer)
      }
      if !isAsked {
        _ = await desk.people.capabilities.ask(try JID("nurse@verona.lit"), client.mark)
      }
      func comes(_ inner: String) async throws -> [String] {
        let moods = try NodeID("moods")
        try await desk.clear()
        try desk.presence("juliet", nil, client.text + inner)
        try await eventually("she is known") { desk.people.presence.hasWatchers(moods) }
        try await desk.attended()
        let told = try await desk.told().map { $0.replacing(" juliet/phone", with: "") }
        try desk.presence("juliet", "unavailable")
        return told
      }
      let told = try await comes(Self.ago)
      #expect(told.filter { $0.hasPrefix("moods") } == ["moods 1", "moods 2", "moods 0"])
      #expect(told.filter { !$0.hasPrefix("moods") } == ["blog 0", "blog 1"])
      // Who does not say for how long is sent what the node sends to those who come.
      #expect(try await comes("") == ["blog 1"])
    }
  }

  /// And no more than fits.
  @Test func manyItemsForWatchers() async throws {
    try await Desk.atWork { desk in
      let count = Context.maximumArrival.items
      try await desk.fill("moods", items: count + 5)
      let client = Client("moods+notify")
      desk.questions.answer { [questions = desk.questions] to, _ in
        questions.result(to, client.answer)
      }
      _ = await desk.people.capabilities.ask(try JID("nurse@verona.lit"), client.mark)
      try await desk.clear()
      try desk.presence("juliet", nil, client.text + Self.ago)
      try await desk.attended()
      let events = try await desk.events()
      #expect(events.count == count)
      #expect(events.first?.contains("<item id='5'") == true)
    }
  }
}
