import PubSub
import Social
import Store
import TestSupport
import Testing
import XMPP

@testable import Federation

/// How much is kept of what is followed.
@Suite struct BudgetTests {
  private func world(
    _ service: OtherService, _ change: (inout FederationSettings) -> Void
  ) async throws -> World {
    for number in 1...200 {
      try service.publish("post-\(number)", String(repeating: "x", count: 1_000), day: number)
    }
    let world = try await World([World.service: service]) {
      $0.budgetInterval = .milliseconds(20)
      change(&$0)
    }
    try await world.follow()
    world.start()
    try await eventually("it is followed") {
      try await world.source()?.stage == .following
    }
    return world
  }

  private func holding(_ world: World) async throws -> Holding {
    try await world.store.read { [capulet = world.capulet] in try $0.holding(of: capulet) }
  }

  /// The newest are here, and no more than so many bytes; then it is left at that.
  @Test(arguments: [true, false], [true, false])
  func bytesAreBounded(hasPages: Bool, isOfNode: Bool) async throws {
    var manners = OtherService.Manners()
    (manners.hasPages, manners.listsNewestFirst) = (hasPages, true)
    let service = OtherService(manners)
    let world = try await world(service) {
      if isOfNode { $0.bytesPerNode = 60_000 } else { $0.serviceBudget = Budget(bytes: 60_000) }
    }
    try await eventually("what is too much is gone") {
      try await holding(world).bytes <= 60_000
    }
    let items = try await world.items()
    #expect(items.count > 30 && items == Array(service.ids.prefix(items.count)))
    // Looked at again, nothing comes that would have to go.
    let compared = try await world.source()?.compared
    world.reconnect()
    try await eventually("it is compared again") {
      try await world.source()?.compared != compared
    }
    #expect(try await world.items() == items)
    try await world.stop()
  }

  /// The oldest of all go, of whichever node.
  @Test func aServiceAndAllAreBounded() async throws {
    let service = OtherService()
    let world = try await world(service) {
      $0.serviceBudget = Budget(items: 150)
      $0.budget = Budget(items: 120)
    }
    try await world.follow("other")
    try await eventually("both are here as far as may be") {
      let other = try await world.source("other")
      let count = try await holding(world).items
      return other?.stage == .following && count <= 120
    }
    let before = try await holding(world).items
    let payload = try service.publish("late", "Late")
    let late = RemoteItem(id: ItemID(stored: "late"), payload: payload)
    try world.hear(.items(NodeID(stored: "news"), [.published(late)]))
    try await eventually("the new one is here, an old one went") {
      let items = try await world.items()
      let count = try await holding(world).items
      return items.first == "late" && count <= max(before, 120)
    }
    try await world.stop()
  }

  @Test(arguments: [true, false]) func oldPostsStayAway(hasPages: Bool) async throws {
    var manners = OtherService.Manners()
    manners.hasPages = hasPages
    let service = OtherService(manners)
    let now = try await world(service) {
      // Between the days of the hundredth and the hundred and first post.
      let moment = Timestamp("2024-04-17T12:00:00Z") ?? .now
      $0.longestAge = .milliseconds(Timestamp.now.milliseconds - moment.milliseconds)
    }
    let items = try await now.items()
    #expect(items == Array(service.ids.prefix(100)))
    try await now.stop()
  }

  /// Published just now, and written long ago: it does not come, and what it takes the place of goes.
  @Test func oldPostsInNotificationsStayAway() async throws {
    let service = OtherService()
    try service.publish("a", "rose", day: 300)
    let world = try await World.following(service) {
      $0.longestAge = .milliseconds(Timestamp.now.milliseconds - Self.june.milliseconds)
    }
    for (id, day) in [("old", 1), ("new", 301), ("a", 2)] {
      let payload = try service.publish(id, "rose", day: day)
      let item = RemoteItem(id: ItemID(stored: id), payload: payload)
      try world.hear(.items(NodeID(stored: "news"), [.published(item)]))
    }
    try await eventually("the new one is here alone") { try await world.items() == ["new"] }
    try await world.stop()
  }

  private static let june = Timestamp("2024-06-01T00:00:00Z") ?? .now

  /// A post grows too old while its service is away.
  @Test func agesPassWithoutTheService() async throws {
    let service = OtherService()
    for day in [301, 302, 303] { try service.publish("\(day)", "rose", day: day) }
    let world = try await World.following(service) {
      $0.longestAge = .milliseconds(Timestamp.now.milliseconds - Self.june.milliseconds)
      $0.ageInterval = .milliseconds(20)
    }
    service.behave { $0.isSilent = true }
    let source = try #require(try await world.source())
    try await world.store.write { tx in
      let item = ForeignItem(id: ItemID(stored: "ancient"), publisher: nil, payload: nil)
      let projection = Projection(
        of: try OtherService.entry("thorn", day: 1), itemID: "ancient", publisher: source.service,
        received: .now)
      try tx.take([item], of: source, .history, .now, [item.id: projection])
    }
    try await eventually("it is gone") { try await world.items() == ["303", "302", "301"] }
    try await world.stop()
  }

  /// Of a node with more than is kept, no more is read again than tells that it is as before.
  @Test func whatWasLeftOutIsNotLookedForAgain() async throws {
    var manners = OtherService.Manners()
    (manners.hasPages, manners.listsNewestFirst) = (true, true)
    let service = OtherService(manners)
    // Of three hundred posts a hundred are too old.
    for number in 1...100 { try service.publish("old-\(number)", "thorn", day: number) }
    for number in 1...300 { try service.publish("post-\(number)", "rose", day: 200) }
    let world = try await World([World.service: service]) {
      $0.longestAge = .milliseconds(Timestamp.now.milliseconds - Self.june.milliseconds)
    }
    try await world.follow()
    world.start()
    func compared(after old: Timestamp?) async throws {
      try await eventually("it is compared") {
        let source = try await world.source()
        return source?.items == 300 && source?.compared != old
      }
    }
    try await compared(after: nil)
    func read(_ change: () throws -> Void) async throws -> Int {
      let (old, count) = (try await world.source()?.compared, service.requests.count)
      try change()
      world.reconnect()
      try await compared(after: old)
      return service.requests.dropFirst(count).compactMap {
        $0.hasPrefix("items ") ? Int($0.dropFirst(6)) : nil
      }.reduce(0, +)
    }
    // Twenty to begin with, and two hundred that are as before.
    #expect(try await read {} < 300)
    // What is here and gone there is found all the same.
    #expect(
      try await read {
        service.retract("post-1")
        try service.publish("another", "rose", day: 300)
        service.retract("old-1")
      } >= 300)
    #expect(try await world.items().contains("post-1") == false)
    try await world.stop()
  }
}
