import PubSub
import Social
import Store
import TestSupport
import Testing
import XMPP

@testable import Federation

// Of whom nothing is kept.
extension PeopleTests {
  /// Of a domain that the administrators have blocked since, nobody is asked, and nothing is shown.
  @Test func theBlockedAreForgotten() async throws {
    let account = OtherService(.init(isAccount: true))
    account.say { $0.call("Cat") }
    let world = try await World([Self.jid: account]) {
      $0.pictures = 1_000_000
      $0.blocked = BlockedDomains(["capulet.lit"])
    }
    try await publishHere(world)
    try await world.store.write { [tybalt] tx in
      try tx.meet(
        try tx.snapshot.newAuthors(below: .max, limit: 9).authors, PeopleBounds(), .now)
      #expect(try tx.snapshot.person(tybalt) != nil)
    }
    world.start()
    try await eventually("they are forgotten") { try await person(world) == nil }
    try await eventually("it was looked") { world.rounds > 20 }
    #expect(try await person(world) == nil && asked(account) == [])
    try await world.stop()
  }

  /// With the last of their posts they go, long before it is time to ask them again.
  @Test func theAbsentAreForgotten() async throws {
    let account = OtherService(.init(isAccount: true))
    account.say { $0.call("Cat") }
    let world = try await following(account) { $0.absenceInterval = .milliseconds(50) }
    try await settled(world) { $0.nickname == "Cat" }
    let blog = Follow(NodeProfile.blog, of: tybalt, .admin)
    _ = try await world.store.write { try $0.unfollow(blog, .now) }
    let sweeper = Sweeper(world.store)
    try await eventually("they are forgotten") {
      while try await sweeper.sweep(now: .now) {}
      return try await person(world) == nil
    }
    try await world.stop()
  }

  @Test(arguments: ["opted out", "switched off"]) func nobodyIsAsked(why: String) async throws {
    let account = OtherService(.init(isAccount: true))
    account.say { $0.call("Cat") }
    let world = try await following(account) { if why == "switched off" { $0.pictures = 0 } }
    if why == "opted out" {
      try await settled(world)
      try await world.store.write { [tybalt] in try $0.optOut(tybalt, .now) }
    }
    try await eventually("it was looked") { world.rounds > 20 }
    #expect(try await person(world) == nil)
    try await rests(world, account)
    try await world.stop()
  }
}
