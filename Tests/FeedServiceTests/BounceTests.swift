import PubSub
import Store
import TestSupport
import Testing
import XML
import XMPP

@testable import FeedService

@Suite(.timeLimit(.minutes(1))) struct BounceTests {
  /// Juliet follows Romeo's blog: her subscription is the first.
  private func desk() async throws -> Desk {
    let desk = try await Desk()
    try await desk.create("blog")
    try await desk.set("juliet", "<subscribe node='blog' jid='juliet@verona.lit'/>")
    try await desk.clear()
    return desk
  }

  private func comesBack(
    _ desk: Desk, _ condition: String, type: String = "cancel", id: String = "e9-1",
    from: String = "juliet@verona.lit"
  ) async throws {
    try desk.message(
      from, "type='error' id='\(id)'",
      """
      <event xmlns='\(Namespace.pubsubEvent)'/><error type='\(type)'>\
      <\(condition) xmlns='\(Namespace.stanzaErrors)'/></error>
      """)
    try await desk.settle()
  }

  private func isSubscribed(_ desk: Desk) async throws -> Bool {
    try await desk.read("blog") { $1.facts.subscribers } == 1
  }

  private func hasBounces(_ desk: Desk) async throws -> Bool {
    let juliet = try BareJID("juliet@verona.lit")
    return try await desk.store.read { try $0.hasBounces(juliet) }
  }

  /// Who is gone, or was not found, is subscribed no more; of anything else what does not pass by itself is counted
  /// (section 12.4).
  @Test(arguments: StanzaError.Condition.allCases, ["cancel", "wait"])
  func conditions(condition: StanzaError.Condition, type: String) async throws {
    let desk = try await desk()
    try await comesBack(desk, condition.rawValue, type: type)
    let isOver = condition == .gone || condition == .itemNotFound
    #expect(try await isSubscribed(desk) != isOver)
    #expect(try await hasBounces(desk) == (!isOver && type != "wait"))
    // The owner is told, and the one who is gone is not.
    let owned = "<subscription node='blog' jid='juliet@verona.lit' subscription='none'/>"
    #expect(try await desk.events() == (isOver ? [event(owned)] : []))
    #expect(desk.posts.all.isEmpty)
    try await desk.store.close()
  }

  /// An outage silences nobody, nor do many errors in a short time.
  @Test(arguments: ["wait", "cancel"])
  func many(type: String) async throws {
    let desk = try await desk()
    for _ in 0..<20 { try await comesBack(desk, "remote-server-timeout", type: type) }
    try await desk.set("romeo", publish("blog", "a", entry("A")))
    let relay = Relay()
    try await desk.deliverAll(to: relay)
    #expect(relay.messages.all.map(\.to) == ["juliet@verona.lit"])
    try await desk.store.close()
  }

  /// Who is held back is told again after presence, and after a request.
  @Test(arguments: [true, false])
  func shows(byPresence: Bool) async throws {
    let desk = try await desk()
    let (number, juliet) = (desk.number, try JID("juliet@verona.lit"))
    let now = Timestamp.now.milliseconds
    try await desk.store.write { tx in
      let found = try #require(try tx.snapshot.subscription(1, of: juliet, in: number))
      for hours in (0..<5).reversed() {
        try tx.bounced(
          found, now: Timestamp(milliseconds: now - Int64(hours) * Suspension.interval))
      }
    }
    let relay = Relay()
    try await desk.set("romeo", publish("blog", "a", entry("A")))
    try await desk.deliverAll(to: relay)
    #expect(relay.messages.all.isEmpty)
    try await desk.running {
      if byPresence {
        try desk.presence("juliet")
      } else {
        try await desk.set("juliet", "<subscribe node='blog' jid='juliet@verona.lit'/>")
      }
      try await eventually("she is back") { try await !hasBounces(desk) }
      try await desk.clear()
      try await desk.set("romeo", publish("blog", "b", entry("B")))
      try await desk.deliverAll(to: relay)
    }
    #expect(relay.messages.all.map(\.event) == ["b"])
    try await desk.store.close()
  }

  /// An error that does not say which is one like others.
  @Test func withoutCondition() async throws {
    let desk = try await desk()
    try desk.message("juliet@verona.lit/a", "type='error' id='e9-1'", "")
    try await desk.settle()
    #expect(try await isSubscribed(desk))
    #expect(try await hasBounces(desk))
    try await desk.store.close()
  }

  /// Nobody speaks for others, and what is no notification of ours changes nothing.
  @Test(arguments: [
    ("e9-1", "romeo@verona.lit"), ("e9-1", "verona.lit"), ("e9-1", "social.verona.lit"),
    ("e9-2", "juliet@verona.lit"), ("e9-0", "juliet@verona.lit"), ("e9-w1", "juliet@verona.lit"),
    ("e9-o1", "juliet@verona.lit"), ("x9-1", "juliet@verona.lit"), ("", "juliet@verona.lit"),
  ])
  func notTheirs(id: String, from: String) async throws {
    let desk = try await desk()
    try await comesBack(desk, "gone", id: id, from: from)
    #expect(try await isSubscribed(desk))
    #expect(try await !hasBounces(desk))
    try await desk.store.close()
  }

  /// Of another service nothing is ended, nor by a message that is no error.
  @Test func others() async throws {
    let desk = try await desk()
    try desk.receive(
      """
      <message type='error' id='e9-1' from='juliet@verona.lit' to='other.verona.lit'>\
      <error><gone xmlns='\(Namespace.stanzaErrors)'/></error></message>
      """)
    try desk.message(
      "juliet@verona.lit", "id='e9-1'", "<error><gone xmlns='\(Namespace.stanzaErrors)'/></error>")
    try await desk.settle()
    #expect(try await isSubscribed(desk))
    try await desk.store.close()
  }

  @Test(
    arguments: [
      ("e12-34", 34), ("e12-9223372036854775807", Int64.max), ("e12-0", nil), ("e12--3", nil),
      ("e12-w3", nil), ("e12-o3", nil), ("e12", nil), ("e12-", nil), ("e-3", nil), ("e1-2-3", nil),
      ("12-34", nil), ("ex-3", nil), ("e12-9223372036854775808", nil), ("", nil), (nil, nil),
    ] as [(String?, Int64?)])
  func ids(text: String?, number: Int64?) {
    #expect(NotificationID.subscription(text) == number)
  }

  /// What is written is read.
  @Test func roundTrip() {
    #expect(NotificationID.subscription(NotificationID.head(7) + "8") == 8)
  }
}
