import PubSub
import Social
import Store
import TestSupport
import Testing
import XML
import XMPP

@testable import Federation

/// The authors of what is here: what they say of themselves is asked for, kept and asked for again.
@Suite struct PeopleTests {
  static let jid = "tybalt@capulet.lit"
  let tybalt: BareJID
  private let first = AvatarPicture.bytes(1)
  private let second = AvatarPicture.bytes(2)

  init() throws { tybalt = try BareJID(Self.jid) }

  private static let questions: Set = ["nickname", "card4", "metadata", "data", "card"]

  func asked(_ account: OtherService) -> [String] {
    account.requests.filter { Self.questions.contains($0) }
  }

  /// Follows somebody's blog, with a post.
  func following(
    _ account: OtherService, _ change: (inout FederationSettings) -> Void = { _ in }
  ) async throws -> World {
    try account.publish("a", "rose")
    return try await World.following(account, of: Self.jid) { settings in
      settings.pictures = 1_000_000
      change(&settings)
    }
  }

  func person(_ world: World) async throws -> Person? {
    let tybalt = tybalt
    return try await world.store.read { try $0.person(tybalt) }
  }

  func settled(
    _ world: World, _ isSo: @escaping @Sendable (Person) -> Bool = { _ in true }
  ) async throws {
    try await eventually("they are known") {
      try await person(world).map { $0.asked != nil && isSo($0) } == true
    }
  }

  /// Nothing more is asked, however often is looked whether there is anything to do.
  func rests(_ world: World, _ account: OtherService) async throws {
    let (rounds, requests) = (world.rounds, asked(account))
    try await eventually("it was looked") { world.rounds > rounds + 10 }
    #expect(asked(account) == requests)
  }

  @Test func theyAreAskedOnce() async throws {
    let account = OtherService(.init(isAccount: true))
    account.say { $0.call("  Prince\n of cats ") }
    account.say { $0.show(first) }
    let world = try await following(account)
    try await settled(world) { $0.nickname == "Prince of cats" && $0.failures == 0 }
    let known = try #require(try await person(world))
    #expect(known.picture == AvatarID(of: first) && known.hasPicture)
    #expect(known.due > Timestamp.now.advanced(by: .seconds(70_000)))
    #expect(asked(account) == ["nickname", "metadata", "data"])
    try await rests(world, account)
    try await world.stop()
  }

  /// Who writes in a node of ours is asked like any other.
  @Test func authorsOfOurOwnNodes() async throws {
    let account = OtherService(.init(isAccount: true))
    account.say { $0.call("Cat") }
    let world = try await World([Self.jid: account]) { $0.pictures = 1_000_000 }
    world.start()
    try await eventually("it was looked") { world.rounds > 5 }
    try await publishHere(world)
    try await settled(world) { $0.nickname == "Cat" }
    try await world.stop()
  }

  /// They have a post in a node of ours.
  func publishHere(_ world: World) async throws {
    let (node, tybalt, number) = (NodeID(stored: "ours"), tybalt, world.number)
    let entry = try OtherService.entry("rose")
    let item = PublishedItem(id: ItemID(stored: "a"), publisher: tybalt, payload: entry.canonical)
    let projection = Projection(of: entry, itemID: "a", publisher: tybalt, received: .now)
    try await world.store.write { tx in
      try tx.apply(
        Decision(effects: [
          .create(node, NodeConfiguration(), owner: tybalt), .store(node, item),
        ]), in: number, now: .now, projections: [item.id: projection],
        Acquaintances(policy: ServicePolicy(domains: [], admins: [])))
    }
  }

  /// However long nodes of other servers take.
  @Test func onePlaceIsTheirs() async throws {
    let account = OtherService(.init(isAccount: true))
    account.say { $0.call("Cat") }
    let slow = OtherService(.init(isSilent: true))
    let homes = ["pubsub.a.lit", "pubsub.b.lit", "pubsub.c.lit"]
    let services = Dictionary(uniqueKeysWithValues: homes.map { ($0, slow) })
    let world = try await World(services.merging([Self.jid: account]) { $1 }) {
      $0.pictures = 1_000_000
      $0.serversAtOnce = 2
    }
    for home in homes { try await world.follow(of: try BareJID(home)) }
    try await publishHere(world)
    world.start()
    try await settled(world) { $0.nickname == "Cat" }
    try await world.stop()
  }

  /// What the administrators have blocked is nobody's name; what else they are called by is.
  @Test func aBlockedNickname() async throws {
    let account = OtherService(.init(isAccount: true))
    account.say {
      $0.call("Cheap Pills")
      $0.card = VCardTemp(fullName: "Tybalt").element
    }
    let world = try await following(account) { $0.blockedWords = BlockedWords(["cheap pills"]) }
    try await settled(world) { $0.nickname == "Tybalt" }
    try await world.stop()
  }

  /// Servers without PEP, and those that show it to contacts alone, have the older card.
  @Test(arguments: [StanzaError.Condition.itemNotFound, .forbidden, .serviceUnavailable])
  func theOlderCard(condition: StanzaError.Condition) async throws {
    let account = OtherService(.init(isAccount: true))
    let card = VCardTemp(
      fullName: "Tybalt", photo: .init(type: "image/png", bytes: first))
    account.say {
      $0.refusal = StanzaError(condition, "No.")
      $0.card = card.element
    }
    let world = try await following(account)
    try await settled(world) { $0.nickname == "Tybalt" && $0.failures == 0 }
    #expect(try await person(world)?.picture == AvatarID(of: first))
    #expect(asked(account) == ["nickname", "card4", "metadata", "card"])
    try await world.stop()
  }

  /// Pages are for everybody: what an account shows to its contacts is not on them, though the component is one.
  @Test func whatIsForContacts() async throws {
    let account = OtherService(.init(isAccount: true, isShared: true))
    account.say {
      $0.call("Cat")
      $0.show(first)
      $0.card = VCardTemp(fullName: "Tybalt").element
      $0.isForContacts = true
    }
    let world = try await World([Self.jid: account]) { $0.pictures = 1_000_000 }
    try account.publish("a", "rose")
    try await world.share(true, tybalt)
    try await world.follow(of: tybalt)
    world.start()
    try await settled(world)
    let known = try #require(try await person(world))
    #expect(known.nickname == nil && known.picture == nil && known.problem == nil)
    #expect(asked(account) == ["nickname", "card4", "metadata", "card"])
    #expect(account.strangers >= 4)
    try await world.stop()
  }

  @Test func theNewerCard() async throws {
    let account = OtherService(.init(isAccount: true))
    account.say {
      $0.items[VCard4.node] = [("x", VCard4(fullName: "Tybalt", nicknames: ["Cat"]).element)]
      $0.items[Namespace.avatarMetadata] = [("x", AvatarMetadata().element)]
    }
    let world = try await following(account)
    try await settled(world) { $0.nickname == "Cat" && $0.picture == nil && $0.failures == 0 }
    #expect(asked(account) == ["nickname", "card4", "metadata"])
    try await world.stop()
  }

  /// Somebody tells of a change, and somebody of whom we have not asked to be told.
  @Test func changesAreHeardOf() async throws {
    let account = OtherService(.init(isAccount: true))
    account.say { $0.call("Cat") }
    account.say { $0.show(first) }
    let world = try await following(account) { $0.toldPersonAge = .zero }
    try await settled(world)
    account.say { $0.show(second) }
    let event = EventBody.items(
      NodeID(stored: Namespace.avatarMetadata), [.published(RemoteItem(id: ItemID(stored: "x")))])
    #expect(try world.hear(event, from: Self.jid))
    try await rests(world, account)
    try await world.share(true, tybalt)
    let wanted = PersonLook.nodes.map { $0 + "+notify" } + ["urn:xmpp:microblog:0+notify"]
    try await eventually("it is wanted") { world.presence.interests.features == wanted.sorted() }
    try world.hear(event, from: Self.jid)
    try await settled(world) { $0.picture == AvatarID(of: AvatarPicture.bytes(2)) && $0.hasPicture }
    // The one before is nobody's.
    let id = try #require(AvatarID(of: first))
    #expect(try await !world.store.read { try $0.hasPicture(id) })
    // What is here is not fetched again.
    let count = asked(account).count
    try world.hear(event, from: Self.jid)
    try await eventually("they are asked again") { asked(account).count == count + 2 }
    try await rests(world, account)
    try await world.stop()
  }

  @Test func whoPublishesIsAskedAgain() async throws {
    let account = OtherService(.init(isAccount: true))
    account.say { $0.call("Cat") }
    let world = try await following(account) { $0.personAge = .milliseconds(1) }
    try await settled(world) { $0.nickname == "Cat" }
    try await eventually("it is followed") {
      try await world.source("urn:xmpp:microblog:0", of: tybalt)?.way != nil
    }
    account.say { $0.call("King") }
    try await rests(world, account)
    let item = RemoteItem(id: ItemID(stored: "b"), payload: try account.publish("b", "thorn"))
    try world.hear(
      .items(NodeID(stored: "urn:xmpp:microblog:0"), [.published(item)]), from: Self.jid)
    try await settled(world) { $0.nickname == "King" }
    try await world.stop()
  }

  /// What is no picture, or not that one, is not shown, and not asked for again before it is time.
  @Test(arguments: Hostile.all) func hostile(_ hostile: Hostile) async throws {
    let account = OtherService(.init(isAccount: true))
    account.say { $0.call("Cat") }
    account.say(hostile.change)
    account.waitIsOver()
    let world = try await following(account)
    try await settled(world) { $0.problem == hostile.problem }
    let known = try #require(try await person(world))
    #expect(known.picture == nil && known.nickname == hostile.nickname && known.failures == 1)
    #expect(known.due > Timestamp.now.advanced(by: .seconds(3_000)))
    #expect(asked(account) == hostile.asked)
    try await rests(world, account)
    #expect(try await world.found("rose") == ["a"])
    try await world.stop()
  }

  /// A server that is just starting, or has no time, has not said that there is nothing: what was known stands.
  @Test(arguments: [
    ("busy", Person.Problem.busy, ["nickname", "card4", "metadata", "card"]),
    ("cut", .unreachable, ["nickname", "card4"]),
    ("late", .busy, ["nickname", "metadata", "data"]),
  ])
  func whatWasKnownStands(how: String, problem: Person.Problem, again: [String]) async throws {
    let account = OtherService(.init(isAccount: true))
    account.say {
      $0.call("Cat")
      $0.show(first)
    }
    let world = try await following(account)
    try await settled(world) { $0.nickname == "Cat" && $0.picture != nil }
    account.say {
      $0.items = [:]
      switch how {
      case "busy": $0.busy = ["nickname", "metadata"]
      case "cut": $0.cut = ["card4"]
      default:
        $0.call("King")
        $0.show(second)
        $0.busy = ["data"]
      }
    }
    _ = try await world.store.write { [tybalt] in try $0.hear(of: tybalt, askAgain: .now) }
    try await settled(world) { $0.failures == 1 }
    let known = try #require(try await person(world))
    #expect(known.problem == problem && known.picture == AvatarID(of: first) && known.hasPicture)
    // What is said is believed.
    #expect(known.nickname == (how == "late" ? "King" : "Cat"))
    #expect(asked(account).suffix(again.count) == again[...])
    try await world.stop()
  }

  /// A server that does not answer for one is not tried with all of its people, and what was known of them stands.
  @Test func aSilentServer() async throws {
    let (one, other) = (OtherService(.init(isAccount: true)), OtherService(.init(isAccount: true)))
    let paris = try BareJID("paris@capulet.lit")
    for account in [one, other] {
      try account.publish("a", "rose")
      account.say { $0.silent = [Namespace.nickname] }
    }
    one.waitIsOver()
    other.waitIsOver()
    let world = try await World([Self.jid: one, paris.description: other]) {
      $0.pictures = 1_000_000
      // Both are known by then.
      $0.authorInterval = .zero
      $0.serversAtOnce = 1
    }
    for account in [tybalt, paris] { try await world.follow(of: account) }
    world.start()
    try await eventually("both are left alone") {
      let people = try await world.store.read { [tybalt] in
        [try $0.person(tybalt), try $0.person(paris)]
      }
      return people.allSatisfy { $0?.problem == .noAnswer }
    }
    #expect(asked(one).count + asked(other).count <= 2)
    try await rests(world, one)
    try await world.stop()
  }

  /// A picture that made room for another one is not fetched again as long as there is none.
  @Test func whatMadeRoomStaysAway() async throws {
    let paris = try BareJID("paris@capulet.lit")
    let accounts = [Self.jid: first, paris.description: second].mapValues { picture in
      let account = OtherService(.init(isAccount: true))
      account.say { $0.show(picture) }
      return account
    }
    func count(_ what: String) -> [Int] {
      accounts.values.map { account in asked(account).count { $0 == what } }
    }
    let world = try await World(accounts) { $0.pictures = first.count }
    for (jid, account) in accounts {
      try account.publish("a", "rose")
      try await world.follow(of: try BareJID(jid))
    }
    world.start()
    try await eventually("both are known") { count("data") == [1, 1] }
    try await eventually("they are asked again") {
      for jid in [tybalt, paris] {
        try await world.store.write { _ = try $0.hear(of: jid, askAgain: .now) }
      }
      return count("card").allSatisfy { $0 > 3 }
    }
    #expect(count("data") == [1, 1])
    try await world.stop()
  }
}
