import PubSub
import Store
import TestSupport
import Testing
import XMPP

@testable import Federation

/// What owners elsewhere say of what is done with what is theirs.
@Suite struct ConsentTests {
  private let blog = NodeID(stored: "urn:xmpp:microblog:0")
  private let romeo: BareJID
  private let tybalt: BareJID

  init() throws {
    (romeo, tybalt) = (try BareJID("romeo@verona.lit"), try BareJID("tybalt@capulet.lit"))
  }

  private func optIn(
    _ account: BareJID, _ publication: OptOutRequest.Publication?, _ world: World,
    isIndexed: Bool = false
  ) async throws {
    try await world.store.write { [romeo] in
      try $0.optIn(
        account, publication: publication, isOurs: account == romeo, isIndexed: isIndexed, .now)
    }
  }

  private func isPublic(_ world: World, _ account: BareJID) async throws -> Bool? {
    try await world.source(blog.name, of: account).map { $0.isOpen && $0.isPublic }
  }

  /// The owner's word counts at once, also against the list of the administrators.
  @Test(arguments: [true, false]) func theOwnerDecidesOnThePublicWeb(isListed: Bool) async throws {
    let service = OtherService()
    try service.publish("rose", "A rose")
    let world = try await World([tybalt.description: service]) {
      $0.published = isListed ? ["capulet.lit"] : []
    }
    try await world.follow(blog.name, of: tybalt)
    world.start()
    try await eventually("it is as the list has it") {
      let isPublic = try await isPublic(world, tybalt)
      return try await world.source(blog.name, of: tybalt)?.isOpen == true && isPublic == isListed
    }
    for (publication, expected) in [
      (OptOutRequest.Publication.yes, true), (.no, false), (.yes, true),
    ] {
      try await optIn(tybalt, publication, world)
      #expect(try await isPublic(world, tybalt) == expected)
      // Nothing said leaves it as it is, and the next look too.
      try await optIn(tybalt, nil, world)
      world.reconnect()
      let old = try await world.source(blog.name, of: tybalt)?.looked
      try await eventually("it is looked at again") {
        try await world.source(blog.name, of: tybalt)?.looked != old
      }
      #expect(try await isPublic(world, tybalt) == expected)
    }
    try await optIn(tybalt, .asDecided, world)
    try await eventually("it is as the list has it again") {
      try await isPublic(world, tybalt) == isListed
    }
    try await world.stop()
  }

  /// Said before anybody follows it.
  @Test func itCountsForNodesFollowedLater() async throws {
    let world = try await World([tybalt.description: OtherService()])
    try await optIn(tybalt, .yes, world)
    world.start()
    try await world.follow(blog.name, of: tybalt)
    try await eventually("it is public") {
      try await isPublic(world, tybalt) == true
    }
    try await world.stop()
  }

  @Test(arguments: [true, false]) func localPeopleWhoOptInAreFollowed(isPolicy: Bool) async throws {
    let service = OtherService()
    try service.publish("rose", "A rose")
    let world = try await World([romeo.description: service]) {
      $0.domains = ["verona.lit"]
      $0.owners = isPolicy ? ["verona.lit"] : []
    }
    // They have said so while the policy was the other one.
    try await optIn(romeo, nil, world, isIndexed: !isPolicy)
    try await optIn(tybalt, nil, world)
    world.start()
    if isPolicy {
      try await eventually("their blog is here") {
        try await world.found("rose") == ["rose"]
      }
    } else {
      try await eventually("nobody asks for it") {
        try await world.store.read { try $0.follows(.owner) } == []
      }
    }
    try await world.store.write { [romeo] in try $0.optOut(romeo, .now) }
    try await eventually("it is gone") {
      try await world.store.read { try $0.sources(limit: 9) } == []
    }
    #expect(try await world.store.read { try $0.follows(.owner) } == [])
    try await world.stop()
  }

  /// Who owns a community may have it forgotten, and found again.
  @Test func ownersOptOutOfCommunities() async throws {
    var manners = OtherService.Manners()
    manners.owners = [tybalt.description] + (0..<200).map { "o\($0)@capulet.lit" }
    let service = OtherService(manners)
    try service.publish("rose", "A rose")
    let world = try await World([World.service: service])
    try await world.follow()
    world.start()
    try await world.equals(service)
    let (node, capulet) = (try NodeID("news"), world.capulet)
    func owns(_ name: String) async throws -> Bool {
      let jid = try BareJID(name)
      return try await world.store.read { try $0.isOwner(jid, of: node, at: capulet) }
    }
    for (name, isOwner) in [
      ("tybalt@capulet.lit", true), ("o18@capulet.lit", true), ("o19@capulet.lit", false),
      ("romeo@verona.lit", false),
    ] {
      #expect(try await owns(name) == isOwner, "\(name)")
    }
    try await world.store.write { try $0.optOut(node, of: capulet, .now) }
    #expect(try await world.items() == [])
    #expect(try await world.found("rose") == [])
    try await eventually("it is forgotten") {
      try await world.source() == nil
    }
    // Whoever asks for it again.
    try await world.follow()
    try await world.followService()
    let rounds = world.rounds
    try await eventually("it was looked at") { world.rounds > rounds + 3 }
    #expect(try await world.source() == nil)
    #expect(try await owns("tybalt@capulet.lit"))
    try await world.store.write { try $0.optIn(node, of: capulet, .now) }
    try await world.equals(service)
    try await world.stop()
  }

  /// A node that its service has deleted is forgotten too.
  @Test(arguments: [true, false]) func nothingIsLeftOfWhatIsGone(isNode: Bool) async throws {
    let service = OtherService()
    try service.publish("rose", "A rose")
    let world = try await World.following(service)
    let (node, capulet) = (NodeID(stored: "news"), world.capulet)
    try world.hear(.delete(node, redirect: nil))
    try await eventually("it is gone there") { try await world.source()?.stage == .ended }
    try await world.store.write { tx in
      if isNode {
        try tx.optOut(node, of: capulet, .now)
      } else {
        try tx.optOut(capulet, .now)
      }
    }
    try await eventually("it is forgotten") { try await world.source() == nil }
    try await world.stop()
  }

  /// What our own people wrote in communities elsewhere, though no service is believed to speak for them.
  @Test(arguments: [true, false]) func ourPeopleOptOutOfCommunities(hasPages: Bool) async throws {
    let service = OtherService(.init(hasPages: hasPages))
    try service.publish("theirs", "A rose")
    let thorn = try service.publish("ours", "A thorn", day: 2)
    service.attribute("ours", to: romeo)
    let world = try await World.following(service) { $0.domains = ["verona.lit"] }
    let news = NodeID(stored: "news")
    try await world.store.write { [romeo] in try $0.optOut(romeo, .now) }
    #expect(try await world.items() == ["theirs"])
    // It is not taken again: neither when it is told of, nor when the node is compared.
    let told = RemoteItem(id: ItemID(stored: "ours"), publisher: romeo, payload: thorn)
    try world.hear(.items(news, [.published(told)]))
    let compared = try await world.source()?.compared
    world.reconnect()
    try await eventually("it was compared") {
      try await world.source()?.compared != compared
    }
    #expect(try await world.items() == ["theirs"])
    try await optIn(romeo, nil, world)
    world.reconnect()
    try await world.equals(service)
    // Nor does a post stay that turns out to be theirs.
    try await world.store.write { [romeo] in try $0.optOut(romeo, .now) }
    let edited = RemoteItem(
      id: ItemID(stored: "theirs"), publisher: romeo, payload: try OtherService.entry("Mine"))
    try world.hear(.items(news, [.published(edited)]))
    try await eventually("nothing is left") { try await world.items() == [] }
    try await world.stop()
  }

  /// Who has written what is here is found out by an audit, though there is no room for more, and is neither news nor an edit.
  @Test(arguments: [true, false]) func whoHasWrittenIsLearnedLater(hasPages: Bool) async throws {
    let service = OtherService(.init(hasPages: hasPages))
    for number in 1...60 { try service.publish("item\(number)", "rose", day: number) }
    let world = try await World.following(service) {
      $0.domains = ["verona.lit"]
      $0.budget = Budget(items: 60)
    }
    try await world.equals(service)
    for number in 1...60 { service.attribute("item\(number)", to: romeo) }
    try await world.store.write { tx in
      guard let source = try tx.snapshot.source(NodeID(stored: "news"), of: world.capulet) else {
        return
      }
      try tx.retry(source, for: .audit, .now)
    }
    world.reconnect()
    try await eventually("the audit is done") { try await world.source()?.audit != nil }
    let source = try #require(try await world.source())
    #expect(source.audit.map { [$0.missing, $0.differing, $0.stale] } == [0, 0, 0])
    #expect(source.surprised == nil)
    try await world.store.write { [romeo] in try $0.optOut(romeo, .now) }
    #expect(try await world.items() == [])
    try await world.stop()
  }

  /// Nobody may see here what a service has for some: it is not asked for, and no owner is bothered.
  @Test(arguments: ["whitelist", "authorize", "roster", "presence"])
  func whatServicesHaveForSomeIsLeftAlone(access: String) async throws {
    let service = OtherService(.init(access: access))
    try service.publish("rose", "A rose")
    let world = try await World([World.service: service])
    try await world.follow()
    world.start()
    try await eventually("it was tried") {
      let source = try await world.source()
      return source?.problem == .closed && source?.failures ?? 0 > 2
    }
    #expect(service.requests.allSatisfy { $0 == "info" } && service.subscribers == [])
    service.behave { $0.access = "open" }
    try await world.equals(service)
    try await world.stop()
  }
}
