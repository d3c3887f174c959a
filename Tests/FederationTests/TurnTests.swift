import PubSub
import Store
import TestSupport
import Testing
import XMPP

@testable import Federation

/// Nodes that take more than one turn.
@Suite struct TurnTests {
  /// So short that each turn is over after one page, or one batch.
  private func short(_ settings: inout FederationSettings) { settings.turn = .nanoseconds(1) }

  private func service(_ count: Int, hasPages: Bool) throws -> OtherService {
    let service = OtherService(.init(hasPages: hasPages))
    for number in 1...count { try service.publish("item\(number)", "rose", day: number % 28 + 1) }
    return service
  }

  @Test(arguments: [true, false]) func theyAreFilled(hasPages: Bool) async throws {
    let service = try service(150, hasPages: hasPages)
    let world = try await World([World.service: service], short)
    try await world.follow()
    world.start()
    try await world.equals(service)
    #expect(try await world.source()?.surprised == nil)
    try await world.stop()
  }

  /// With what has come, gone and changed meanwhile.
  @Test(arguments: [true, false]) func theyAreAudited(hasPages: Bool) async throws {
    let service = try service(150, hasPages: hasPages)
    let world = try await World.following(service, short)
    service.behave { $0.editsInPlace = true }
    try service.publish("item1", "thorn")
    try service.publish("item90", "thorn")
    try service.publish("new", "thorn")
    service.retract("item60")
    try await world.store.write { tx in
      let source = try #require(try tx.snapshot.source(try NodeID("news"), of: world.capulet))
      try tx.retry(source, for: .audit, .now)
    }
    try await eventually("the audit is done") {
      try await world.source()?.audit != nil
    }
    let audit = try #require(try await world.source()?.audit)
    #expect((audit.missing, audit.differing, audit.stale) == (1, 2, 1))
    try await world.equals(service)
    #expect(try await world.found("thorn").count == 3)
    try await world.stop()
  }

  /// One item fills a page, so that the others are fetched by their ids: that ends too.
  @Test func pagesWithALargeItemAreAudited() async throws {
    let service = try service(150, hasPages: true)
    let world = try await World([World.service: service], largestAnswer: 200_000, short)
    try await world.follow()
    world.start()
    try await world.equals(service)
    service.behave { $0.editsInPlace = true }
    try service.publish("item75", String(repeating: "rose ", count: 40_000))
    try service.publish("item1", "thorn")
    try await world.store.write { tx in
      let source = try #require(try tx.snapshot.source(try NodeID("news"), of: world.capulet))
      try tx.retry(source, for: .audit, .now)
    }
    try await eventually("the audit is done") {
      try await world.source()?.audit != nil
    }
    #expect(try await world.source()?.audit?.differing == 2)
    try await world.equals(service)
    #expect(try await world.found("thorn") == ["item1"])
    try await world.stop()
  }

  /// The item before which the next page is to come is gone: the walk begins anew, and nothing is lost.
  @Test func aMarkIsGone() async throws {
    let service = try service(150, hasPages: true)
    let world = try await World([World.service: service], short)
    try await world.follow()
    world.start()
    try await eventually("it is under way") { try await world.source()?.items ?? 0 > 0 }
    for number in 40...140 { service.retract("item\(number)") }
    try await world.equals(service)
    try await world.stop()
  }

  /// An old post is edited when the walk has begun, and many others are published then: it is not taken for gone.
  @Test func anEditMeanwhileIsNotGone() async throws {
    let service = try service(150, hasPages: true)
    let world = try await World([World.service: service]) {
      short(&$0)
      $0.itemsPerNode = 100
    }
    try await world.follow()
    world.start()
    try await eventually("it is followed") {
      let source = try await world.source()
      return source?.stage == .following && source?.items == 100
    }
    // The newest items, and the first page.
    service.afterItems(2) {
      for id in ["item51"] + (0..<12).map({ "new\($0)" }) {
        let item = RemoteItem(id: ItemID(stored: id), payload: try service.publish(id, "thorn"))
        try world.hear(.items(NodeID(stored: "news"), [.published(item)]))
      }
    }
    try await world.store.write { tx in
      let source = try #require(try tx.snapshot.source(try NodeID("news"), of: world.capulet))
      try tx.retry(source, for: .audit, .now)
    }
    try await eventually("the audit is done") {
      try await world.source()?.audit != nil
    }
    #expect(try await world.items() == Array(service.ids.prefix(100)))
    try await world.stop()
  }

  /// A service that never knows its marks says nothing of the node by that: what is here stays.
  @Test func marksAreForgotten() async throws {
    let service = try service(150, hasPages: true)
    service.behave { $0.forgetsMarks = true }
    let world = try await World([World.service: service])
    try await world.follow()
    world.start()
    try await eventually("it was tried often") { try await world.source()?.failures ?? 0 > 4 }
    let source = try #require(try await world.source())
    #expect(source.problem == .unusable && source.access == .open)
    #expect(try await !world.items().isEmpty)
    try await world.stop()
  }

  /// What was missed since a walk began is not found by going on, nor what it was not about.
  @Test func walksBeginAnew() async throws {
    let service = OtherService()
    try service.publish("a", "rose")
    let world = try await World.following(service)
    let (source, other) = (
      try #require(try await world.source()), try BareJID("pubsub.escalus.lit")
    )
    let (underway, walk) = (Underway(), Halt.ids(IDWalk(checked: [ItemID(stored: "a")])))
    #expect(underway.halt(walk, of: source))
    #expect(underway.resume(source) != nil)
    #expect(underway.resume(source) == nil)
    _ = underway.halt(walk, of: source)
    var audit = source
    audit.task = .audit
    #expect(underway.resume(audit) == nil)
    _ = underway.halt(walk, of: source)
    underway.beginAnew(of: other)
    underway.beginAnew(NodeID(stored: "gossip"), of: source.service)
    underway.beginAnew(source.node, of: other)
    #expect(underway.resume(source) != nil)
    _ = underway.halt(walk, of: source)
    underway.beginAnew(of: source.service)
    #expect(underway.resume(source) == nil)
    _ = underway.halt(walk, of: source)
    underway.beginAnew(source.node, of: source.service)
    #expect(underway.resume(source) == nil)
    underway.begin(source.number, source.node, of: source.service)
    underway.beginAnew(NodeID(stored: "gossip"), of: source.service)
    #expect(underway.halt(walk, of: source))
    #expect(underway.resume(source) != nil)
    underway.beginAnew()
    #expect(underway.halt(walk, of: source))
    #expect(underway.resume(source) == nil)
    try await world.stop()
  }

  /// Of a flood each notification that is not read is one: the walk of its node begins anew, and no other one.
  @Test func whatIsDroppedIsMissed() async throws {
    let service = OtherService()
    try service.publish("a", "rose")
    let world = try await World([World.service: service]) {
      ($0.eventsPerMinute, $0.eventsPerNodeAndMinute) = (1, 0)
    }
    for node in ["news", "gossip"] { try await world.follow(node) }
    world.start()
    try await eventually("both are followed") { try await world.followed().count == 2 }
    let (news, gossip) = (
      try #require(try await world.source()), try #require(try await world.source("gossip"))
    )
    let (underway, walk) = (world.federation.underway, Halt.ids(IDWalk()))
    func drop() throws {
      try world.hear(.items(news.node, [.retracted(ItemID(stored: "b"))]))
    }
    // A minute may end between them, and the next one begin.
    for _ in 0..<3 { try drop() }
    try await world.stop()
    for source in [news, gossip] { _ = underway.halt(walk, of: source) }
    for _ in 0..<3 { try drop() }
    #expect(underway.resume(news) == nil)
    #expect(underway.resume(gossip) != nil)
  }

  /// Somebody whose posts are not to be here has written some of it: they are not missed again and again.
  @Test(arguments: [true, false]) func whatIsNotWantedIsNotMissed(hasPages: Bool) async throws {
    let service = OtherService(.init(hasPages: hasPages))
    let tybalt = try BareJID("tybalt@capulet.lit")
    for number in 1...60 {
      try service.publish("item\(number)", "rose", day: number % 28 + 1)
      if number % 2 == 0 { service.attribute("item\(number)", to: tybalt) }
    }
    let world = try await World([World.service: service]) { $0.domains = ["verona.lit"] }
    try await world.store.write { try $0.optOut(tybalt, .now) }
    try await world.follow()
    world.start()
    try await eventually("the others are here") {
      let source = try await world.source()
      return source?.stage == .following && source?.items == 30
    }
    try await world.store.write { tx in
      let source = try #require(try tx.snapshot.source(try NodeID("news"), of: world.capulet))
      try tx.retry(source, for: .audit, .now)
    }
    try await eventually("the audit is done") {
      try await world.source()?.audit != nil
    }
    let (source, asked) = (try #require(try await world.source()), service.requests.count)
    #expect(source.audit.map { $0.missing + $0.differing + $0.stale } == 0)
    #expect(source.surprised == nil)
    // What they write may be here again: all of it is found.
    try await world.store.write { try $0.optIn(tybalt, .now) }
    try await world.store.write { tx in try tx.wakeSources(of: world.capulet, at: .now) }
    try await eventually("theirs are here") {
      try await world.source()?.items == 60
    }
    #expect(service.requests.count > asked)
    try await world.stop()
  }
}
