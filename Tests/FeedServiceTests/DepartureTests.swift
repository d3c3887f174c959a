import PubSub
import Store
import TestSupport
import Testing
import XML
import XMPP

@testable import FeedService

@Suite(.timeLimit(.minutes(1))) struct DepartureTests {
  private static let presence = submit(["expire": "presence"], type: "subscribe_options")

  private func subscribe(_ desk: Desk, _ node: String, _ jid: String, isTemporary: Bool = true)
    async throws
  {
    let options = isTemporary ? "<options>\(Self.presence)</options>" : ""
    try await desk.set(
      "juliet@verona.lit/phone", "<subscribe node='\(node)' jid='\(jid)'/>" + options)
  }

  /// Her subscriptions, without what is the same in all.
  private func left(_ desk: Desk) async throws -> [String] {
    let (number, juliet) = (desk.number, try BareJID("juliet@verona.lit"))
    return try await desk.store.read {
      try $0.subscriptions(of: juliet, in: number, node: nil, ListRange(limit: 999)).entries
        .map { "\($0.entry.node?.name ?? "") \($0.entry.jid.resource ?? "-")" }
    }
  }

  private func isKept(_ desk: Desk, _ node: String) async throws -> [String] {
    try await desk.read(node) {
      try $0.items(of: $1, ItemRange(), limit: 999, bytes: .max).page.map(\.id.name)
    }
  }

  /// A resource takes along what is its own, the last one what is the account's.
  @Test func temporary() async throws {
    let desk = try await Desk()
    try await desk.create("blog")
    try await desk.create("visits", ["tempsub": "1"])
    for resource in ["phone", "desk"] { try desk.presence("juliet@verona.lit/\(resource)") }
    try await subscribe(desk, "blog", "juliet@verona.lit/phone")
    try await subscribe(desk, "blog", "juliet@verona.lit/desk")
    try await subscribe(desk, "blog", "juliet@verona.lit")
    try await subscribe(desk, "visits", "juliet@verona.lit/phone", isTemporary: false)
    try await subscribe(desk, "visits", "juliet@verona.lit", isTemporary: false)
    try await subscribe(desk, "blog", "juliet@verona.lit/other", isTemporary: false)
    try await desk.clear()
    try desk.presence("juliet", "unavailable")
    try await desk.settle()
    #expect(try await left(desk) == ["blog desk", "blog -", "visits -", "blog other"])
    // She is told, and so is the owner.
    let ended = ["blog", "visits"].map {
      event("<subscription node='\($0)' jid='juliet@verona.lit/phone' subscription='none'/>")
    }
    #expect(try await desk.events().sorted() == (ended + ended).sorted())
    // Somebody else's departure, and one who was not there.
    try desk.presence("nurse", "unavailable")
    try desk.presence("juliet", "unavailable")
    try await desk.settle()
    #expect(try await left(desk).count == 4)
    try desk.presence("juliet@verona.lit/desk", "unavailable")
    try await desk.settle()
    #expect(try await left(desk) == ["blog other"])
    try await desk.store.close()
  }

  /// All of an account at once: when it shares its presence no more, or its server says that it is not there.
  @Test(arguments: ["unsubscribed", "error", "unavailable"])
  func wholeAccount(type: String) async throws {
    let desk = try await Desk()
    try await desk.create("blog")
    for resource in ["phone", "desk"] {
      try desk.presence("juliet@verona.lit/\(resource)")
      try await subscribe(desk, "blog", "juliet@verona.lit/\(resource)")
    }
    try await subscribe(desk, "blog", "juliet@verona.lit")
    // What is said of presence is said by the account.
    try desk.presence(type == "unsubscribed" ? "juliet" : "juliet@verona.lit", type)
    try await desk.settle()
    #expect(try await left(desk) == [])
    try await desk.store.close()
  }

  /// A publisher's items go when the last resource goes.
  @Test(arguments: ["1", "0"])
  func items(notify: String) async throws {
    let desk = try await Desk()
    let fields: KeyValuePairs = [
      "publish_model": "open", "purge_offline": "1", "notify_retract": notify, "notify_sub": "0",
    ]
    try await desk.create("wall", fields)
    try await desk.create("lasting", ["publish_model": "open", "notify_sub": "0"])
    try await desk.set("nurse", "<subscribe node='wall' jid='nurse@verona.lit'/>")
    for resource in ["phone", "desk"] { try desk.presence("juliet@verona.lit/\(resource)") }
    for node in ["wall", "lasting"] {
      try await desk.set("juliet", publish(node, "hers", entry("Hers")))
      try await desk.set("nurse", publish(node, "other", entry("Other")))
    }
    try await desk.clear()
    try desk.presence("juliet", "unavailable")
    try await desk.settle()
    #expect(try await isKept(desk, "wall") == ["hers", "other"])
    try desk.presence("juliet@verona.lit/desk", "unavailable")
    try await desk.settle()
    #expect(try await isKept(desk, "wall") == ["other"])
    #expect(try await isKept(desk, "lasting") == ["hers", "other"])
    #expect(
      try await desk.events()
        == (notify == "1" ? [event("<items node='wall'><retract id='hers'/></items>")] : []))
    try await desk.store.close()
  }

  // MARK: In portions

  /// Much of both kinds: more than goes at once.
  private func busy() async throws -> Desk {
    let desk = try await Desk()
    try await desk.create(
      "wall", ["publish_model": "open", "purge_offline": "1", "notify_sub": "0"])
    let (number, known) = (desk.number, Acquaintances(policy: desk.policy))
    let (wall, juliet) = (try NodeID("wall"), try BareJID("juliet@verona.lit"))
    var effects: [Effect] = []
    for index in 0..<Context.departuresAtOnce + 50 {
      var options = SubscriptionOptions()
      options.expiry = .presence
      effects.append(
        .subscribe(
          wall,
          SubscriptionFacts(
            jid: JID(juliet), id: SubscriptionID("\(index)"), state: .subscribed, options: options))
      )
      let id = try ItemID("\(index)")
      effects.append(.store(wall, PublishedItem(id: id, publisher: juliet, payload: nil)))
    }
    let decision = Decision(effects: effects)
    try await desk.store.write { try $0.apply(decision, in: number, now: .now, known) }
    try desk.presence("juliet")
    return desk
  }

  /// How many subscriptions and items are left.
  private func counts(_ desk: Desk) async throws -> [Int] {
    try await desk.read("wall") { [$1.facts.subscribers, $1.facts.items] }
  }

  /// So much in each transaction, until nothing is left.
  @Test func portions() async throws {
    let desk = try await busy()
    let (context, jid) = (desk.feeds.context, try JID("juliet@verona.lit/phone"))
    let all = Context.departuresAtOnce + 50
    var seen: [[Int]] = []
    while try await desk.store.write({ try context.depart([jid], isLast: true, $0) }) {
      seen.append(try await counts(desk))
    }
    #expect(seen == [[50, all], [0, all - 50], [0, 0]])
    try await desk.store.close()
  }

  /// What is left after the first portion goes while the service runs.
  @Test func goesOn() async throws {
    let desk = try await busy()
    try desk.presence("juliet", "unavailable")
    try await desk.settle()
    #expect(try await counts(desk)[0] == 50)
    try await desk.running {
      try await eventually("all is gone") { try await counts(desk) == [0, 0] }
    }
    try await desk.store.close()
  }

  /// Whoever is back keeps what is left.
  @Test func comesBack() async throws {
    let desk = try await busy()
    try desk.presence("juliet", "unavailable")
    try desk.presence("juliet")
    try await desk.settle()
    let before = try await counts(desk)
    #expect(before[0] == 50)
    try await desk.feeds.departed(try JID("juliet@verona.lit/phone"))
    try await desk.feeds.departed(try JID("juliet@verona.lit"))
    #expect(try await counts(desk) == before)
    // Of another resource only what is its own.
    try await desk.feeds.departed(try JID("juliet@verona.lit/desk"))
    #expect(try await counts(desk) == before)
    _ = desk.people.presence.leave(try JID("juliet@verona.lit"))
    try await desk.feeds.departed(try JID("juliet@verona.lit/phone"))
    #expect(try await counts(desk) == [0, 0])
    try await desk.store.close()
  }

  /// A departure that cannot be taken on at once is seen to later.
  @Test func refused() async throws {
    var limits = FeedServiceLimits()
    limits.unaskedPerAccount = 0
    let desk = try await Desk(feedLimits: limits)
    let (number, known) = (desk.number, Acquaintances(policy: desk.policy))
    let (wall, juliet) = (try NodeID("wall"), try BareJID("juliet@verona.lit"))
    var configuration = NodeConfiguration()
    configuration.purgeOffline = true
    let effects: [Effect] = [
      .create(wall, configuration, owner: juliet),
      .store(wall, PublishedItem(id: try ItemID("a"), publisher: juliet, payload: nil)),
    ]
    try await desk.store.write {
      try $0.apply(Decision(effects: effects), in: number, now: .now, known)
    }
    try desk.presence("juliet")
    try desk.presence("juliet", "unavailable")
    try await desk.settle()
    #expect(try await counts(desk) == [0, 1])
    try await desk.running {
      try await eventually("it is gone") { try await counts(desk) == [0, 0] }
    }
    try await desk.store.close()
  }
}
