import PubSub
import Store
import TestSupport
import Testing
import XML
import XMPP

@testable import Federation

/// The ways by which a node of an account is read and its news come.
@Suite struct WaysTests {
  static let tybalt = "tybalt@capulet.lit"
  static let juliet = "juliet@verona.lit"
  private let node = NodeID(stored: "urn:xmpp:microblog:0")

  private func source(_ world: World, _ jid: String = tybalt) async throws -> Source? {
    try await world.source(node.name, of: try BareJID(jid))
  }

  private func settled(
    _ world: World, _ jid: String = tybalt, _ isSo: @escaping @Sendable (Source) -> Bool
  ) async throws {
    try await eventually("it is so") {
      try await source(world, jid).map(isSo) == true
    }
  }

  /// Asked once, granted, told of news, and withdrawn: what is for contacts is there for contacts, and then for nobody.
  @Test(arguments: [true, false]) func presenceIsAskedFor(isBlunt: Bool) async throws {
    let account = OtherService(.init(access: "presence", isAccount: true, isBlunt: isBlunt))
    try account.publish("a", "rose")
    let world = try await World.following(account, of: Self.tybalt)
    let tybalt = try BareJID(Self.tybalt)
    try await settled(world) { $0.problem == .unseen && $0.failures > 3 }
    #expect(world.sent == ["subscribe \(tybalt)"])
    #expect(!account.requests.contains { $0.hasPrefix("items") })

    account.behave { $0.isShared = true }
    try await world.share(true, tybalt)
    try await settled(world) { $0.way == .presence && $0.stage == .following && $0.items == 1 }
    try await eventually("presence is shown") { world.sent.count == 2 }
    #expect(world.sent.last == "available \(tybalt) with capabilities")
    #expect(world.presence.interests.features == ["urn:xmpp:microblog:0+notify"])
    #expect(account.subscribers == [])
    // Whoever sees their presence finds it, and nobody else can tell that it is there.
    #expect(try await world.found("rose", friends: [Self.tybalt]) == ["a"])
    #expect(try await world.found("rose", friends: ["paris@capulet.lit"]) == [])
    #expect(try await world.found("since:2024-01-01") == [])

    let item = RemoteItem(
      id: ItemID(stored: "b"), payload: try account.publish("b", "thorn", day: 2))
    try world.hear(.items(node, [.published(item)]), from: Self.tybalt)
    try await eventually("news are here") {
      try await world.found("thorn", friends: [Self.tybalt]) == ["b"]
    }
    // The server has forgotten what it was shown.
    world.reconnect()
    try await eventually("presence is shown again") { world.sent.count == 3 }

    account.behave { $0.isShared = false }
    try await world.share(false, tybalt)
    try world.hear(.items(node, [.published(item)]), from: Self.tybalt)
    try await settled(world) { $0.problem == .closed && $0.items == 0 }
    #expect(try await world.found("rose", friends: [Self.tybalt]) == [])
    try await eventually("nothing is wanted any more") {
      world.presence.interests.features.isEmpty
    }
    // Whoever has refused is left in peace, whoever wants it anew.
    try await world.follow(node.name, of: tybalt)
    let failures = try #require(try await source(world)).failures
    try await settled(world) { $0.failures > failures + 2 || $0.failures > 3 }
    #expect(world.sent.filter { $0.hasPrefix("subscribe") }.count == 1)
    try await world.stop()
  }

  /// What is neither for all nor for contacts is not fetched, and nobody is asked for anything.
  @Test(arguments: ["whitelist", "authorize", "roster"])
  func whatIsClosedIsLeftAlone(access: String) async throws {
    let account = OtherService(.init(access: access, isAccount: true, isShared: true))
    try account.publish("a", "rose")
    let world = try await World([Self.tybalt: account])
    try await world.follow(node.name, of: try BareJID(Self.tybalt))
    try await world.share(true, try BareJID(Self.tybalt))
    world.start()
    try await settled(world) { $0.problem == .closed && $0.failures > 2 }
    #expect(world.sent == [] && account.requests.allSatisfy { $0 == "info" })
    try await world.stop()
  }

  /// The presence that was asked for a node alone is given back with it.
  @Test func presenceIsGivenBack() async throws {
    let account = OtherService(.init(access: "presence", isAccount: true))
    let tybalt = try BareJID(Self.tybalt)
    let world = try await World.following(account, of: Self.tybalt)
    try await settled(world) { $0.problem == .unseen }
    let follow = Follow(node, of: tybalt, .admin)
    _ = try await world.store.write { try $0.unfollow(follow, .now) }
    try await eventually("it is given back") { world.sent.count == 3 }
    #expect(world.sent.dropFirst() == ["unsubscribe \(tybalt)", "unavailable \(tybalt)"])
    try await world.stop()
  }

  /// An open node becomes one for contacts: everybody loses it at once, contacts find it again.
  @Test func whatWasOpenIsForContacts() async throws {
    let account = OtherService(.init(isAccount: true, isShared: true))
    try account.publish("a", "rose")
    let tybalt = try BareJID(Self.tybalt)
    let world = try await World.following(account, of: Self.tybalt)
    try await settled(world) { $0.items == 1 && $0.stage == .following }
    try await world.share(true, tybalt)
    try await eventually("presence is shown") { !world.sent.isEmpty }
    #expect(try await world.found("rose") == ["a"])
    account.behave { $0.access = "presence" }
    let form = DataForm(
      .result, fields: [.init("pubsub#access_model", .listSingle, values: ["presence"])])
    try world.hear(.configuration(node, form), from: Self.tybalt)
    try await eventually("others find it no more") { try await world.found("rose") == [] }
    try await settled(world) { $0.isForContacts && $0.stage == .following }
    #expect(try await world.found("rose", friends: [Self.tybalt]) == ["a"])
    try await world.stop()
  }

  /// The server of our own people lets us read in their name: they need do nothing.
  @Test(arguments: ["open", "presence"]) func privilegesAreUsed(access: String) async throws {
    let account = OtherService(.init(access: access, isAccount: true, isBlunt: true))
    for number in 1...30 { try account.publish("item\(number)", "rose", day: number) }
    let world = try await World.following(account, of: Self.juliet) {
      $0.pollInterval = .milliseconds(50)
    }
    world.privileges.grant(
      Privileges(iq: [Namespace.pubsub: .both, Namespace.pubsubOwner: .get]), by: "verona.lit")
    try await settled(world, Self.juliet) { $0.way == .privilege && $0.items == 30 }
    #expect(world.sent == [])
    #expect(account.subscribers == (access == "open" ? ["social.verona.lit"] : []))
    #expect(account.requests.contains("configuration"))
    try account.publish("b", "thorn", day: 60)
    account.retract("item3")
    try await eventually("news are found") {
      let (thorns, roses) = (
        try await world.found("thorn", by: "juliet"), try await world.found("rose", by: "juliet")
      )
      return thorns == ["b"] && roses.count == 29
    }
    #expect(try await world.found("thorn") == (access == "open" ? ["b"] : []))
    account.behave { $0.access = "whitelist" }
    world.reconnect()
    try await settled(world, Self.juliet) { $0.items == 0 && $0.problem == .closed }
    try await world.stop()
  }

  /// Of the older version of XEP-0356 there are no requests in the name of others: presence is asked for.
  @Test func olderPrivileges() async throws {
    let account = OtherService(.init(access: "presence", isAccount: true))
    try account.publish("a", "rose")
    let world = try await World.following(account, of: Self.juliet)
    world.privileges.grant(
      Privileges(Namespace.privilege1, roster: .get, iq: [Namespace.pubsub: .both]),
      by: "verona.lit")
    try await settled(world, Self.juliet) { $0.problem == .unseen }
    #expect(world.sent == ["subscribe \(Self.juliet)"])
    try await world.stop()
  }

  /// The grant is taken away while the link is: what everybody may read is read as by everybody, and stays here.
  @Test func privilegesAreTakenAway() async throws {
    let account = OtherService(.init(isAccount: true, isBlunt: true))
    try account.publish("a", "rose")
    let world = try await World.following(account, of: Self.juliet)
    world.privileges.grant(
      Privileges(iq: [Namespace.pubsub: .both, Namespace.pubsubOwner: .get]), by: "verona.lit")
    try await settled(world, Self.juliet) { $0.way == .privilege && $0.items == 1 }
    account.behave { $0.grantsNothing = true }
    world.privileges.forget()
    world.reconnect()
    try await settled(world, Self.juliet) { $0.way == .subscription && $0.problem == nil }
    #expect(try await world.found("rose") == ["a"])
    try await world.stop()
  }

  /// The server says that we may, and refuses it all the same: we ask as ourselves.
  @Test func privilegesAreRefused() async throws {
    let account = OtherService(
      .init(access: "presence", isAccount: true, grantsNothing: true, isBlunt: true))
    try account.publish("a", "rose")
    let world = try await World.following(account, of: Self.juliet)
    world.privileges.grant(
      Privileges(iq: [Namespace.pubsub: .both, Namespace.pubsubOwner: .get]), by: "verona.lit")
    try await settled(world, Self.juliet) { $0.problem == .unseen }
    #expect(world.sent == ["subscribe \(Self.juliet)"])
    try await world.stop()
  }

  /// The server of our own people says what it lets us do after it was waited for: nothing is lost, and nobody is asked.
  @Test func privilegesComeLate() async throws {
    let account = OtherService(.init(access: "presence", isAccount: true))
    try account.publish("a", "rose")
    let world = try await World.following(account, of: Self.juliet) {
      ($0.firstRetry, $0.longestRetry) = (.seconds(60), .seconds(60))
    }
    let all = Privileges(iq: [Namespace.pubsub: .both, Namespace.pubsubOwner: .get])
    world.privileges.grant(all, by: "verona.lit")
    try await settled(world, Self.juliet) { $0.way == .privilege && $0.items == 1 }
    world.privileges.forget()
    world.reconnect()
    try await settled(world, Self.juliet) { $0.failures == 1 && $0.items == 1 }
    world.privileges.grant(all, by: "verona.lit")
    try await settled(world, Self.juliet) { $0.problem == nil && $0.items == 1 }
    #expect(world.sent == [])
    try await world.stop()
  }

  /// Whoever asks what the component can do learns nothing of nodes that few accounts have.
  @Test func otherNodesAreLookedAt() async throws {
    let account = OtherService(.init(access: "presence", isAccount: true, isShared: true))
    try account.publish("a", "rose")
    let (world, tybalt) = (try await World([Self.tybalt: account]), try BareJID(Self.tybalt))
    try await world.follow("secrets", of: tybalt)
    try await world.share(true, tybalt)
    world.start()
    try await eventually("it is followed") {
      try await world.source("secrets", of: tybalt)?.way == .polling
    }
    #expect(world.presence.interests.features.isEmpty && world.sent.isEmpty)
    try await world.stop()
  }

  /// Who forgot the last node ended before giving presence back: it is given back at the next start, but not by those who
  /// need it here, and what is long ago is forgotten.
  @Test func presenceThatIsLeftIsGivenBack() async throws {
    let world = try await World([:])
    let names = ["tybalt", "paris", "mercutio"]
    let (long, component) = (Timestamp(milliseconds: 1_000), world.number)
    try await world.store.write { tx in
      for name in names {
        let contact = PresenceContact(isSeen: name != "mercutio", sought: long)
        try tx.setContact(try BareJID("\(name)@capulet.lit"), contact, of: component)
      }
      try tx.setContact(
        try BareJID("romeo@verona.lit"), PresenceContact(isSeen: true), of: component)
    }
    world.start()
    try await eventually("it is given back") { world.sent.count == 4 }
    #expect(
      Set(world.sent)
        == Set(
          names.prefix(2).flatMap { name in
            ["unsubscribe", "unavailable"].map { "\($0) \(name)@capulet.lit" }
          }))
    let left = try await world.store.read {
      try $0.contacts(of: component, after: 0, limit: 9).page.map(\.jid.description)
    }
    #expect(!left.contains("mercutio@capulet.lit") && left.contains("romeo@verona.lit"))
    try await world.stop()
  }
}
