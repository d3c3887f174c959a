import PubSub
import Store
import TestSupport
import Testing
import XML
import XMPP

@testable import FeedService

extension Desk {
  /// A desk whose service runs for as long as the body takes.
  static func atWork(
    limits: StoreLimits = StoreLimits(), feedLimits: FeedServiceLimits = FeedServiceLimits(),
    _ body: (Desk) async throws -> Void
  ) async throws {
    let desk = try await Desk(limits: limits, feedLimits: feedLimits)
    try await desk.running { try await body(desk) }
    try await desk.store.close()
  }

  /// Returns when whoever has come has been seen to, and all that was handed over before is stored.
  func attended() async throws {
    try await eventually("all are seen to") { feeds.arrivals.isIdle }
    try await settle()
  }

  /// Who is told of which item, as it waits: `node item to`.
  func told() async throws -> [String] {
    let relay = Relay()
    try await deliverAll(to: relay)
    return try relay.stanzas.all.map { stanza in
      let items = try #require(
        stanza.first("event", Namespace.pubsubEvent)?.first("items", Namespace.pubsubEvent))
      #expect(stanza.first("delay", Namespace.delay) != nil)
      let item = items.first("item", Namespace.pubsubEvent)
      let to = (stanza["to"] ?? "").replacing("@verona.lit", with: "")
      return "\(items["node"] ?? "") \(item?["id"] ?? "") \(to)"
    }
  }

  func fill(
    _ node: String, _ fields: KeyValuePairs<String, String> = [:], items: Int = 1
  ) async throws {
    try await create(node, fields)
    for number in 0..<items {
      try await set("romeo", publish(node, "\(number)", entry("\(number)")))
    }
  }

  func subscribe(
    _ node: String, _ jid: String = "juliet@verona.lit",
    _ options: KeyValuePairs<String, String> = [:]
  ) async throws {
    let form = submit(options, type: "subscribe_options")
    try await set(
      jid.contains("/") ? jid : "juliet",
      "<subscribe node='\(node)' jid='\(jid)'/><options>\(form)</options>")
  }

  /// What Juliet is sent when she comes; she leaves again.
  func comes(_ inner: String) async throws -> [String] {
    try await clear()
    try presence("juliet", nil, inner)
    try await attended()
    let told = try await told().map { $0.replacing(" juliet/phone", with: "") }
    try presence("juliet", "unavailable")
    return told
  }
}
