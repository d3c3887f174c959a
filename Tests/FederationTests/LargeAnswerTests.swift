import PubSub
import Social
import Store
import TestSupport
import Testing
import XMPP

@testable import Federation

/// Answers that are more than is read, or more than servers pass on.
@Suite struct LargeAnswerTests {
  private static let largest = 200_000

  private func text(_ bytes: Int) -> String { String(repeating: "rose ", count: bytes / 5) }

  private func world(_ service: OtherService) async throws -> World {
    let world = try await World([World.service: service], largestAnswer: Self.largest)
    try await world.follow()
    world.start()
    return world
  }

  /// Many at once are too many, a few are not.
  @Test(arguments: [true, false]) func itemsAreLarge(hasPages: Bool) async throws {
    let service = OtherService(.init(hasPages: hasPages))
    for number in 1...15 { try service.publish("item\(number)", text(70_000), day: number) }
    let world = try await world(service)
    try await world.equals(service)
    let source = try #require(try await world.source())
    #expect(source.failures == 0 && source.problem == nil && source.note == nil)
    // It is not asked for so many again.
    let asked = service.requests.count
    try service.publish("new", "thorn", day: 20)
    world.reconnect()
    try await world.equals(service)
    let counts = service.requests.dropFirst(asked).compactMap { request in
      request.split(separator: " ").last.flatMap { Int($0) }
    }
    #expect(counts.max() ?? 0 <= 3)
    try await world.stop()
  }

  /// One alone is too large: the others come, and of it nothing is kept but its id.
  @Test(arguments: [true, false], [1, 20, 40])
  func anItemIsLarge(hasPages: Bool, large: Int) async throws {
    let service = OtherService(.init(hasPages: hasPages))
    for number in 1...40 {
      let text = number == large ? text(Self.largest) : "thorn"
      try service.publish("item\(number)", text, day: number)
    }
    let world = try await world(service)
    try await world.equals(service)
    #expect(try await world.found("thorn").count == 39)
    #expect(try await world.found("rose") == [])
    let source = try #require(try await world.source())
    #expect(source.note == .largeItem && source.problem == nil)
    #expect(source.advice(.now, nil)?.contains("larger") == true)
    // Once it is as small as others, it is here.
    try service.publish("item\(large)", "rose", day: 41)
    world.reconnect()
    try await world.equals(service)
    try await eventually("it is found") { try await world.found("rose") == ["item\(large)"] }
    try await eventually("nothing is odd") { try await world.source()?.note == nil }
    try await world.stop()
  }

  /// Servers exist that list all ids at once: where that is too much, the newest items are here, and it is said.
  @Test func theListIsLong() async throws {
    let service = OtherService()
    for number in 1...6_000 { try service.publish("item\(number)", "thorn", day: number % 28 + 1) }
    let world = try await world(service)
    try await eventually("the newest are here") {
      try await world.source()?.stage == .following
    }
    let source = try #require(try await world.source())
    #expect(source.note == .longList && source.problem == nil && source.failures == 0)
    #expect(source.items >= 20)
    #expect(try await world.items().first == "item6000")
    try await world.stop()
  }

  /// Names may be long: fewer of them are listed on a page then.
  @Test func namesAreLong() async throws {
    let service = OtherService(.init(idsOnPage: 500))
    for number in 1...300 {
      let name = String(repeating: "n", count: 900) + String(number)
      try service.publish(name, "thorn", day: number % 28 + 1)
    }
    let world = try await world(service)
    try await world.equals(service)
    #expect(try await world.source()?.note == nil)
    try await world.stop()
  }

  /// A server on the way drops what is too large for it, or our own link ends of it: that counts as a failure, and less is
  /// asked for the next time.
  @Test(arguments: [true, false], [true, false])
  func itNeverArrives(hasPages: Bool, endsLink: Bool) async throws {
    let service = OtherService(.init(hasPages: hasPages, mostBytes: 160_000, endsLink: endsLink))
    for number in 1...12 { try service.publish("item\(number)", text(70_000), day: number) }
    let world = try await world(service)
    try await eventually("that is noted") {
      try await world.source()?.problem == (endsLink ? .cutOff : .noAnswer)
    }
    try await world.equals(service)
    #expect(try await world.source()?.failures == 0)
    try await world.stop()
  }

  /// The newest ones are small, and say nothing of those behind them: what fails once is not asked for again.
  @Test(arguments: [true, false], [true, false])
  func whatIsBehindNeverArrives(hasPages: Bool, endsLink: Bool) async throws {
    let service = OtherService(.init(hasPages: hasPages, mostBytes: 75_000, endsLink: endsLink))
    for number in 1...124 {
      let text = text(number > 24 ? 200 : 9_000)
      try service.publish("item\(number)", text, day: number)
    }
    let world = try await World([World.service: service])
    try await world.follow()
    world.start()
    try await world.equals(service)
    try await eventually("nothing is wrong") { try await world.source()?.problem == nil }
    try await world.stop()
  }

  /// The newest post of a blog is too large: who may read it shows all the same, and the others stay.
  @Test(arguments: [true, false]) func theNewestOfABlogIsLarge(isPrivileged: Bool) async throws {
    let blog = OtherService(.init(isAccount: true))
    try blog.publish("a", "thorn")
    let juliet = try BareJID("juliet@verona.lit")
    let world = try await World([juliet.description: blog], largestAnswer: Self.largest) {
      $0.domains = ["verona.lit"]
    }
    if isPrivileged {
      world.privileges.grant(
        Privileges(iq: [Namespace.pubsub: .both, Namespace.pubsubOwner: .get]), by: "verona.lit")
    }
    try await world.follow(NodeProfile.microblogType, of: juliet)
    world.start()
    func source() async throws -> Source? {
      try await world.source(NodeProfile.microblogType, of: juliet)
    }
    try await eventually("it is followed") { try await source()?.stage == .following }
    let compared = try await source()?.compared
    try blog.publish("b", text(Self.largest), day: 2)
    world.reconnect()
    try await eventually("it was compared again") { try await source()?.compared != compared }
    let found = try #require(try await source())
    #expect(found.access == .open && found.problem == nil && found.note == .largeItem)
    #expect(try await world.found("thorn") == ["a"])
    try await world.stop()
  }

  /// Whoever has ended the link is not asked again as soon as it is there.
  @Test func whoEndsTheLinkWaits() async throws {
    let service = OtherService(.init(mostBytes: 0, endsLink: true))
    try service.publish("a", "rose")
    let world = try await World([World.service: service]) {
      ($0.firstRetry, $0.longestRetry) = (.seconds(600), .seconds(600))
    }
    try await world.follow()
    world.start()
    try await eventually("that is noted") { try await world.source()?.problem == .cutOff }
    let rounds = world.rounds
    try await eventually("it goes on") { world.rounds > rounds + 5 }
    #expect(try await world.source()?.failures == 1)
    try await world.stop()
  }
}
