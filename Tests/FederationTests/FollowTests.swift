import PubSub
import Store
import TestSupport
import Testing
import XMPP

@testable import Federation

/// What becomes of a node that is followed, from the first question to the last.
@Suite struct FollowTests {
  /// The ways in which services list their items.
  static let manners: [OtherService.Manners] = [
    .init(), .init(listsNewestFirst: true), .init(idsOnPage: 7),
    .init(listsNewestFirst: true, idsOnPage: 7), .init(hasPages: true),
  ]

  @Test(arguments: FollowTests.manners.indices)
  func everythingIsFetchedInOrder(index: Int) async throws {
    let service = OtherService(Self.manners[index])
    for number in 1...45 { try service.publish("item\(number)", "Post \(number)", day: number) }
    let world = try await World.following(service)
    #expect(service.subscribers == ["social.verona.lit"])
    let source = try #require(try await world.source())
    #expect(source.way == .subscription && source.access == .open && source.problem == nil)
    #expect(source.expected == 45 && source.items == 45)
    #expect(try await world.found("since:2024-01-01").count == 45)
    try await world.stop()
  }

  /// Dates that say nothing, and one that is wrong.
  @Test(arguments: [true, false])
  func theOrderIsFoundWithoutDates(listsNewestFirst: Bool) async throws {
    let service = OtherService(.init(listsNewestFirst: listsNewestFirst))
    for number in 1...45 { try service.publish("item\(number)", "Post", day: 5) }
    let world = try await World.following(service)
    try await world.stop()
  }

  @Test func newsAreTakenAsTheyCome() async throws {
    let service = OtherService()
    try service.publish("a", "rose", day: 1)
    let world = try await World.following(service)
    let node = NodeID(stored: "news")
    for (id, text, day) in [("b", "thorn", 2), ("a", "tulip", 3)] {
      let payload = try service.publish(id, text, day: day)
      let item = RemoteItem(id: ItemID(stored: id), payload: payload)
      #expect(try world.hear(.items(node, [.published(item)])))
      try await world.equals(service)
    }
    #expect(try await world.found("rose") == [])
    #expect(try await world.found("tulip") == ["a"])
    // Without its payload it is fetched.
    try service.publish("c", "daisy", day: 4)
    try world.hear(.items(node, [.published(RemoteItem(id: ItemID(stored: "c")))]))
    try await world.equals(service)
    service.retract("a")
    try world.hear(.items(node, [.retracted(ItemID(stored: "a"))]))
    try await world.equals(service)
    // One that was on its way for longer is gone again.
    let late = RemoteItem(id: ItemID(stored: "a"), payload: try OtherService.entry("tulip"))
    let requests = service.requests.count
    try world.hear(.items(node, [.published(late)]), isOld: true)
    try await eventually("it is looked up") { service.requests.count > requests }
    try await world.equals(service)
    #expect(try await world.found("tulip") == [])
    for id in service.ids { service.retract(id) }
    try world.hear(.purge(node))
    try await world.equals(service)
    #expect(try await world.source()?.heard != nil)
    try await world.stop()
  }

  /// What happened while the link was away is found, without fetching all again.
  @Test(arguments: [true, false]) func whatWasMissedIsFound(hasPages: Bool) async throws {
    let service = OtherService(.init(hasPages: hasPages))
    for number in 1...60 { try service.publish("item\(number)", "Post \(number)", day: number) }
    let world = try await World.following(service)
    let before = service.requests.count
    for number in [3, 7, 50] { service.retract("item\(number)") }
    for number in 61...65 { try service.publish("item\(number)", "Post \(number)", day: number) }
    for number in [1, 20] { try service.publish("item\(number)", "Edited \(number)", day: 66) }
    world.reconnect()
    try await world.equals(service)
    #expect(try await world.found("edited").count == 2)
    #expect(service.requests.count - before < 12)
    try await world.stop()
  }

  /// An edit that leaves the item where it is.
  @Test func editsInPlaceAreFound() async throws {
    let service = OtherService(.init(hasPages: true, editsInPlace: true))
    for number in 1...60 { try service.publish("item\(number)", "Post \(number)", day: number) }
    let world = try await World.following(service)
    for number in [4, 31, 60] { try service.publish("item\(number)", "Edited", day: 66) }
    service.retract("item2")
    try service.publish("item61", "Post", day: 67)
    world.reconnect()
    try await world.equals(service)
    #expect(try await world.found("edited").count == 3)
    try await world.stop()
  }

  /// A service that lists nothing, and has no pages: as many of the newest as one answer holds.
  @Test func whatCannotBeListed() async throws {
    let service = OtherService(.init(isTaciturn: true))
    let home = try BareJID("tybalt@capulet.lit")
    for number in 1...45 { try service.publish("item\(number)", "Post \(number)", day: number) }
    let world = try await World([home.description: service])
    try await world.follow(of: home)
    world.start()
    try await eventually("all is here") { try await world.source(of: home)?.items == 45 }
    #expect(try await world.source(of: home)?.access == .open)
    #expect(service.strangers == 1)
    try await world.stop()
  }

  @Test func anAuditComparesEverything() async throws {
    let service = OtherService()
    for number in 1...60 { try service.publish("item\(number)", "Post \(number)", day: number) }
    let world = try await World.following(service)
    // Changed where it stands, as no service is to do it.
    let source = try #require(try await world.source())
    let forged = ForeignItem(
      id: ItemID(stored: "item5"), publisher: nil, payload: Array("<a/>".utf8))
    try await world.store.write { tx in
      try tx.take([forged], of: source, .now, .now, [:])
      try tx.drop([ItemID(stored: "item9")], of: source, .now)
      try tx.retry(source, for: .audit, .now)
    }
    try await eventually("the audit is done") { try await world.source()?.audit != nil }
    let audit = try #require(try await world.source()?.audit)
    #expect((audit.missing, audit.differing, audit.stale) == (1, 1, 0))
    #expect(try await Set(world.items()) == Set(service.ids))
    try await world.stop()
  }

  /// What came to nothing, since its domain was blocked then, is begun when we start.
  @Test func whatCameToNothingIsTriedAgain() async throws {
    let service = OtherService()
    try service.publish("a", "rose")
    let world = try await World([World.service: service])
    try await world.follow()
    try await world.store.write { tx in
      for follow in try tx.snapshot.newFollows(limit: 9) { try tx.begun(follow) }
    }
    world.start()
    try await world.equals(service)
    try await world.stop()
  }

  /// A server that is away as nobody wants its node any more is told so later.
  @Test func aFarewellIsRepeated() async throws {
    let service = OtherService()
    try service.publish("a", "rose")
    let world = try await World.following(service) {
      ($0.firstRetry, $0.longestRetry) = (.seconds(1), .seconds(1))
    }
    service.behave { $0.refusal = StanzaError(.remoteServerTimeout, "It is away.") }
    try await world.unfollow()
    try await eventually("it is tried") { try await world.source()?.failures == 1 }
    #expect(try await world.found("rose") == [])
    service.behave { $0.refusal = nil }
    try await eventually("it is forgotten") { try await world.source() == nil }
    #expect(service.subscribers == [])
    try await world.stop()
  }

  @Test func nobodyWantsItAnyMore() async throws {
    let service = OtherService()
    try service.publish("a", "rose")
    let world = try await World.following(service)
    try await world.unfollow()
    try await eventually("it is forgotten") { try await world.source() == nil }
    #expect(service.subscribers == [])
    #expect(try await world.found("rose") == [])
    try await world.stop()
  }

  /// A service that takes no subscribers is looked at from time to time.
  @Test func otherwiseItIsPolled() async throws {
    let service = OtherService(.init(takesSubscribers: false))
    try service.publish("a", "rose")
    let world = try await World.following(service) { $0.pollInterval = .milliseconds(50) }
    #expect(try await world.source()?.way == .polling)
    try service.publish("b", "thorn", day: 2)
    try await world.equals(service)
    try await world.stop()
  }

  @Test func theNewestOnesAreKept() async throws {
    let service = OtherService()
    for number in 1...30 { try service.publish("item\(number)", "Post", day: number) }
    let world = try await World([World.service: service]) { $0.itemsPerNode = 12 }
    try await world.follow()
    world.start()
    try await eventually("the newest are here") {
      try await world.items() == Array(service.ids.prefix(12))
    }
    try await world.stop()
  }

  @Test func aNodeThatMovesIsFollowedThere() async throws {
    let (old, new) = (OtherService(), OtherService())
    try old.publish("a", "rose")
    try new.publish("a", "rose")
    let home = try BareJID("tybalt@capulet.lit")
    let world = try await World([World.service: old, home.description: new])
    try await world.follow()
    world.start()
    try await world.equals(old)
    try world.hear(
      .delete(NodeID(stored: "news"), redirect: "xmpp:tybalt@capulet.lit?;node=news"))
    try await eventually("it is followed at its new place") {
      try await world.source("news", of: home)?.stage == .following
    }
    #expect(try await world.source()?.stage == .ended)
    #expect(try await world.items() == [])
    try await world.stop()
  }

  /// Whoever opts out is left alone, whoever asks for them later.
  @Test func somebodyOptsOut() async throws {
    let service = OtherService()
    try service.publish("a", "rose")
    let home = try BareJID("tybalt@capulet.lit")
    let world = try await World([home.description: service])
    try await world.follow(of: home)
    world.start()
    try await eventually("it is followed") {
      try await world.source(of: home)?.stage == .following
    }
    #expect(try await world.found("rose") == ["a"])
    try await world.store.write { try $0.optOut(home, .now) }
    #expect(try await world.found("rose") == [])
    try await eventually("nothing is left of it") { try await world.source(of: home) == nil }
    #expect(service.subscribers == [])
    try await world.follow(of: home)
    try await eventually("that was taken note of") {
      try await world.store.read { try $0.newFollows(limit: 9) }.isEmpty
    }
    #expect(try await world.source(of: home) == nil)
    try await world.store.write { try $0.optIn(home, .now) }
    try await eventually("it is followed again") {
      try await world.source(of: home)?.stage == .following
    }
    #expect(try await world.found("rose") == ["a"])
    try await world.stop()
  }

  /// Also after a rest, and after a ring.
  @Test func itRestsWhenThereIsNothingToDo() async throws {
    let service = OtherService()
    try service.publish("a", "rose")
    let world = try await World.following(service)
    let (before, begun) = (world.rounds, ContinuousClock.now)
    try await eventually("it has looked twenty times more") { world.rounds >= before + 20 }
    // Rings from before may have been left.
    #expect(ContinuousClock.now - begun > .milliseconds(500))
    try await world.stop()
  }
}
