import PubSub
import Store
import Testing
import XML
import XMPP

@testable import FeedService

@Suite(.timeLimit(.minutes(1))) struct ArrivalTests {
  /// Who is told of which item, as it waits: `node item to`.
  private func told(_ desk: Desk) async throws -> [String] {
    let relay = Relay()
    try await desk.deliverAll(to: relay)
    return try relay.stanzas.all.map { stanza in
      let items = try #require(
        stanza.first("event", Namespace.pubsubEvent)?.first("items", Namespace.pubsubEvent))
      #expect(stanza.first("delay", Namespace.delay) != nil)
      let item = items.first("item", Namespace.pubsubEvent)
      let to = (stanza["to"] ?? "").replacing("@verona.lit", with: "")
      return "\(items["node"] ?? "") \(item?["id"] ?? "") \(to)"
    }
  }

  private func fill(
    _ desk: Desk, _ node: String, _ fields: KeyValuePairs<String, String> = [:], items: Int = 1
  ) async throws {
    try await desk.create(node, fields)
    for number in 0..<items {
      try await desk.set("romeo", publish(node, "\(number)", entry("\(number)")))
    }
  }

  private func subscribe(
    _ desk: Desk, _ node: String, _ jid: String = "juliet@verona.lit",
    _ options: KeyValuePairs<String, String> = [:]
  ) async throws {
    let form = submit(options, type: "subscribe_options")
    try await desk.set(
      jid.contains("/") ? jid : "juliet",
      "<subscribe node='\(node)' jid='\(jid)'/><options>\(form)</options>")
  }

  /// The newest item, of nodes that are so configured, to the resource that has come; once.
  @Test func lastItems() async throws {
    let desk = try await Desk()
    for mode in ["never", "on_sub", "on_sub_and_presence"] {
      try await fill(desk, mode, ["send_last_published_item": mode], items: 2)
      try await subscribe(desk, mode)
    }
    try await desk.create("empty")
    try await subscribe(desk, "empty")
    try await fill(desk, "digest")
    try await subscribe(desk, "digest", "juliet@verona.lit", ["digest": "1"])
    try await desk.clear()
    try desk.presence("juliet")
    try await desk.settle()
    #expect(try await told(desk) == ["on_sub_and_presence 1 juliet/phone"])
    try desk.presence("juliet", nil, "<show>away</show>")
    try desk.presence("juliet")
    try await desk.settle()
    #expect(try await told(desk) == [])
    // Another resource, and the same one when it comes again.
    try desk.presence("juliet@verona.lit/desk")
    try desk.presence("juliet", "unavailable")
    try desk.presence("juliet")
    try await desk.settle()
    #expect(
      try await told(desk)
        == ["on_sub_and_presence 1 juliet/desk", "on_sub_and_presence 1 juliet/phone"])
    // Not after a connection of ours was lost: they were there before.
    desk.people.presence.beginRound()
    try desk.presence("juliet")
    try await desk.settle()
    #expect(try await told(desk) == [])
    try await desk.store.close()
  }

  /// A subscription of another resource is none of theirs.
  @Test func ofResources() async throws {
    let desk = try await Desk()
    try await fill(desk, "phones")
    try await fill(desk, "desks")
    try await subscribe(desk, "phones", "juliet@verona.lit/phone")
    try await subscribe(desk, "desks", "juliet@verona.lit/desk")
    try await desk.clear()
    try desk.presence("juliet")
    try desk.presence("nurse")
    try await desk.settle()
    #expect(try await told(desk) == ["phones 0 juliet/phone"])
    try await desk.store.close()
  }

  /// Who may not read any more when the message goes out is not told.
  @Test func rights() async throws {
    let desk = try await Desk()
    try await fill(desk, "blog")
    try await subscribe(desk, "blog")
    try await desk.clear()
    try desk.presence("juliet")
    try await desk.settle()
    try await desk.setOwned(
      "romeo", "<configure node='blog'>\(submit(["access_model": "whitelist"]))</configure>")
    let before = try await desk.outbox().count
    #expect(before > 0)
    #expect(try await told(desk) == [])
    try await desk.store.close()
  }

  // MARK: Missed

  private static let ago = "<ago xmlns='\(Namespace.ago)' secs='5'/>"

  /// What Juliet is sent when she comes; she leaves again.
  private func comes(_ desk: Desk, _ inner: String) async throws -> [String] {
    try await desk.clear()
    try desk.presence("juliet", nil, inner)
    try await desk.settle()
    let told = try await told(desk).map { $0.replacing(" juliet/phone", with: "") }
    try desk.presence("juliet", "unavailable")
    return told
  }

  /// What was published since, the last version of each, oldest first (XEP-0312).
  @Test func missed() async throws {
    let desk = try await Desk()
    try await fill(desk, "based", ["presence_based_delivery": "1"], items: 3)
    try await desk.set("romeo", publish("based", "0", entry("again")))
    try await fill(desk, "shown", ["send_last_published_item": "never"], items: 2)
    try await fill(desk, "others", items: 3)
    try await subscribe(desk, "based")
    try await subscribe(desk, "shown", "juliet@verona.lit", ["show-values": "dnd"])
    try await subscribe(desk, "others")
    #expect(
      try await comes(desk, Self.ago).sorted() == ["based 0", "based 1", "based 2", "others 2"])
    #expect(
      try await comes(desk, Self.ago).filter { $0.hasPrefix("based") }
        == ["based 1", "based 2", "based 0"])
    // In a state that the subscription names.
    #expect(
      try await comes(desk, "<show>dnd</show>" + Self.ago).filter { $0.hasPrefix("shown") }
        == ["shown 0", "shown 1"])
    // Who does not say for how long is sent the newest, where the node does that.
    #expect(try await comes(desk, "<show>dnd</show>").sorted() == ["based 0", "others 2"])
    try await desk.store.close()
  }

  /// From so many seconds ago on, and what clocks may disagree by.
  @Test(arguments: [(20, ["new"]), (80, ["old", "new"]), (Int.max, ["old", "new"])])
  func since(seconds: Int, expected: [String]) async throws {
    let desk = try await Desk()
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
    try await subscribe(desk, "blog")
    #expect(
      try await comes(desk, "<ago xmlns='\(Namespace.ago)' secs='\(seconds)'/>")
        == expected.map { "blog \($0)" })
    try await desk.store.close()
  }

  /// So many nodes are looked at: those that changed last.
  @Test func manyNodes() async throws {
    let desk = try await Desk()
    let all = (0...Context.maximumArrivalNodes).map { "n\($0)" }
    for name in all {
      try await fill(desk, name)
      try await subscribe(desk, name)
    }
    try await desk.set("romeo", publish("n0", "again", entry("again")))
    let told = try await comes(desk, "")
    #expect(told.count == Context.maximumArrivalNodes)
    #expect(Set(told) == Set(all.dropFirst(2).map { "\($0) 0" } + ["n0 again"]))
    try await desk.store.close()
  }

  /// So many items in all: of one node the newest, in their order.
  @Test func manyItems() async throws {
    let desk = try await Desk()
    let count = Context.maximumArrivalItems
    try await fill(desk, "early", ["presence_based_delivery": "1"], items: 3)
    try await fill(desk, "late", ["presence_based_delivery": "1"], items: count + 5)
    for name in ["early", "late"] { try await subscribe(desk, name) }
    #expect(try await comes(desk, Self.ago) == (5..<count + 5).map { "late \($0)" })
    // A part of what is left is for the next one.
    for number in 0..<7 {
      try await desk.set("romeo", "<retract node='late'><item id='\(number + 5)'/></retract>")
    }
    let told = try await comes(desk, Self.ago)
    #expect(told.filter { $0.hasPrefix("early") } == ["early 1", "early 2"])
    #expect(told.count == count)
    try await desk.store.close()
  }

  /// And so many bytes, the first item aside.
  @Test func manyBytes() async throws {
    let desk = try await Desk()
    let size = 250_000
    let payload = "<a xmlns='urn:a'>\(String(repeating: "x", count: size))</a>"
    for name in ["a", "b"] {
      try await desk.create(name, ["presence_based_delivery": "1"])
      for number in 0..<3 { try await desk.set("romeo", publish(name, "\(number)", payload)) }
      try await subscribe(desk, name)
    }
    let room = Context.maximumArrivalBytes / size
    #expect(room == 4)
    #expect(try await comes(desk, Self.ago).sorted() == ["a 2", "b 0", "b 1", "b 2"])
    try await desk.store.close()
  }

  // MARK: Watchers

  /// Who asks for a node's notifications by their capabilities is sent its newest item: if they may read it, and have
  /// no subscription that covers them.
  @Test func interests() async throws {
    let desk = try await Desk()
    try await fill(desk, "moods")
    try await fill(desk, "never", ["send_last_published_item": "on_sub"])
    try await fill(desk, "closed", ["access_model": "whitelist"])
    try await desk.create("empty")
    for name in ["whole", "phone", "desk"] { try await fill(desk, name) }
    try await subscribe(desk, "whole", "juliet@verona.lit", ["deliver": "0"])
    try await subscribe(desk, "phone", "juliet@verona.lit/phone", ["digest": "1"])
    try await subscribe(desk, "desk", "juliet@verona.lit/desk")
    try await desk.clear()
    let client = Client(
      "moods+notify", "never+notify", "closed+notify", "empty+notify", "missing+notify",
      "whole+notify", "phone+notify", "desk+notify")
    desk.questions.answer { [questions = desk.questions] to, _ in
      questions.result(to, client.answer)
    }
    let moods = try NodeID("moods")
    let more = Client("moods+notify", "never+notify", "desk+notify", "phone+notify")
    try await desk.running {
      try desk.presence("juliet", nil, client.text)
      try await until("it is known") { desk.people.presence.hasWatchers(moods) }
      try await until("all is told") { try await desk.outbox().count == 2 }
      #expect(try await told(desk).sorted() == ["desk 0 juliet/phone", "moods 0 juliet/phone"])
      // A change is no news; another client of the make need not be asked.
      try desk.presence("juliet", nil, "<show>xa</show>" + client.text)
      try desk.presence("romeo", nil, client.text)
      try await desk.settle()
      #expect(desk.questions.asked.all.count == 1)
      let all = ["closed", "desk", "moods", "phone", "whole"]
      #expect(try await told(desk).sorted() == all.map { "\($0) 0 romeo/phone" })
      // Who asks for more than before is sent that alone.
      let less = Client("moods+notify", "never+notify")
      desk.questions.answer { [questions = desk.questions] to, payload in
        questions.result(to, payload["node"] == less.mark.discoNode ? less.answer : more.answer)
      }
      try desk.presence("nurse", nil, less.text)
      try await until("it is told") { try await desk.outbox().count == 1 }
      #expect(try await told(desk) == ["moods 0 nurse/phone"])
      try desk.presence("nurse", nil, more.text)
      try await until("the rest is told") { try await desk.outbox().count == 2 }
      #expect(try await told(desk).sorted() == ["desk 0 nurse/phone", "phone 0 nurse/phone"])
    }
    try await desk.store.close()
  }

  /// Of those for whom there is no room nothing is asked.
  @Test func noRoom() async throws {
    let desk = try await Desk()
    try await fill(desk, "blog")
    try await subscribe(desk, "blog")
    try await desk.clear()
    let client = Client("moods+notify")
    desk.questions.answer { [questions = desk.questions] to, _ in
      questions.result(to, client.answer)
    }
    let count = PresenceBook.resourcesPerAccount
    try await desk.running {
      for number in 0...count {
        try desk.presence("juliet@verona.lit/\(number)", nil, client.text)
      }
      try await until("all were asked") {
        desk.people.presence.watchers(NodeID(stored: "moods")).count == count
      }
    }
    try await desk.settle()
    #expect(try await told(desk).count == count)
    #expect(desk.questions.asked.all.allSatisfy { $0["to"] != "juliet@verona.lit/\(count)" })
    try await desk.store.close()
  }

  /// Who comes is served again, whatever came back before.
  @Test func resumes() async throws {
    let desk = try await Desk()
    try await fill(desk, "blog")
    try await subscribe(desk, "blog")
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
    #expect(try await comes(desk, "") == ["blog 1"])
    #expect(try await desk.store.read { try !$0.hasBounces(juliet.bare) })
    try await desk.store.close()
  }
}
