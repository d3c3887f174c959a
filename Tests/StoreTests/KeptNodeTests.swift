import PubSub
import Social
import Testing
import XMPP

@testable import Store

/// Nodes that the service keeps for other ones: whoever asks about one is what they are to the other.
@Suite struct KeptNodeTests {
  /// A blog with a post that Juliet reacted to.
  private func world(_ change: @Sendable (inout NodeConfiguration) -> Void = { _ in }) async throws
    -> Fixture
  {
    let fixture = try await Fixture()
    try await fixture.create("blog", change)
    try await fixture.publish("post", in: "blog")
    try await fixture.attach(
      Attachments(isNoticed: true), to: "post", of: "blog", by: fixture.juliet)
    return fixture
  }

  private func kept(_ fixture: Fixture) -> [String] {
    [fixture.attached(to: "post", of: "blog"), fixture.summaryName("blog")]
  }

  /// Who may do what to the node itself, and to what is kept for it.
  private func rights(_ fixture: Fixture, _ person: BareJID) async throws -> [[Action]] {
    let known = fixture.known
    var all: [[Action]] = []
    for name in ["blog"] + kept(fixture) {
      all.append(
        try await fixture.read(name) { snapshot, node in
          let actor = try snapshot.actor(person, of: node, known)
          return [Action.discover, .subscribe, .retrieve, .publish, .retractOwn, .retractAny].filter
          {
            Rights.may($0, actor, node.facts.configuration)
          }
        })
    }
    return all
  }

  private func isSame(_ fixture: Fixture) async throws -> Bool {
    var isSame = true
    for person in ["romeo", "juliet", "benvolio", "paris", "mercutio", "tybalt", "escalus"] {
      let all = try await rights(fixture, BareJID("\(person)@verona.lit"))
      isSame = isSame && all[1] == all[0]
      isSame =
        isSame && all[2] == all[0].filter { [.discover, .subscribe, .retrieve].contains($0) }
    }
    return isSame
  }

  /// Its rules are those of the node that it is for, and stay so.
  @Test func rulesAreThoseOfTheOther() async throws {
    let fixture = try await world()
    let blog = NodeID(stored: "blog")
    for (person, affiliation) in [
      ("benvolio", Affiliation.publisher), ("paris", .publishOnly), ("mercutio", .member),
      ("tybalt", .outcast),
    ] {
      try await fixture.apply([.affiliate(blog, BareJID("\(person)@verona.lit"), affiliation)])
    }
    try await fixture.subscribe("juliet@verona.lit", to: "blog")
    try await fixture.create("house")
    for access in AccessModel.allCases {
      for publish in PublishModel.allCases {
        try await fixture.configure("blog") {
          $0.accessModel = access
          $0.publishModel = publish
          $0.rosterGroups = ["Friends"]
        }
        for name in kept(fixture) {
          let configuration = try #require(try await fixture.record(name)).facts.configuration
          #expect(configuration.accessModel == access)
          #expect(configuration.publishModel == publish)
          #expect(configuration.rosterGroups == ["Friends"])
          #expect(configuration.parent == nil)
        }
        #expect(try await isSame(fixture), "\(access) \(publish)")
      }
    }
    // What stands above counts, too.
    try await fixture.configure("blog") {
      $0.accessModel = .open
      $0.parent = NodeID(stored: "house")
    }
    #expect(try await isSame(fixture))
    #expect(try await rights(fixture, BareJID("rosaline@verona.lit"))[2].contains(.retrieve))
    try await fixture.configure("house") { $0.accessModel = .whitelist }
    #expect(try await isSame(fixture))
    #expect(
      try await rights(fixture, BareJID("rosaline@verona.lit")).allSatisfy {
        !$0.contains(.retrieve)
      })
    #expect(
      try await fixture.read(kept(fixture)[0]) { try $0.affiliates(of: $1, .owner, limit: 9) }
        == [fixture.romeo])
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }

  @Test func readersReactWhereTheOwnerSays() async throws {
    let fixture = try await world()
    #expect(try await !rights(fixture, fixture.juliet)[1].contains(.publish))
    try await fixture.configure("blog") { $0.reactors = .readers }
    #expect(try await rights(fixture, fixture.juliet)[1].contains(.publish))
    #expect(try await !rights(fixture, fixture.juliet)[0].contains(.publish))
    try await fixture.configure("blog") { $0.accessModel = .whitelist }
    #expect(try await !rights(fixture, fixture.juliet)[1].contains(.publish))
    try await fixture.store.close()
  }

  /// A node may stand as deep as it may, and something may be attached to its items.
  @Test func theDeepestNodeHasSome() async throws {
    let fixture = try await Fixture()
    let names = (0...Lineage.maximumDepth).map { $0 == Lineage.maximumDepth ? "blog" : "n\($0)" }
    for (number, name) in names.enumerated() {
      try await fixture.create(name) {
        $0.parent = number == 0 ? nil : NodeID(stored: names[number - 1])
      }
    }
    try await fixture.publish("post", in: "blog")
    try await fixture.attach(
      Attachments(isNoticed: true), to: "post", of: "blog", by: fixture.juliet)
    for name in kept(fixture) {
      #expect(try await fixture.record(name)?.above.count == Lineage.maximumDepth)
    }
    #expect(try await fixture.summary(of: "post", in: "blog")?.noticed == 1)
    // It is nothing that stands below the others, which may move as before.
    try await fixture.configure("n1") { $0.parent = nil }
    let height = try await fixture.read("blog") { snapshot, node in
      try snapshot.relations(parent: NodeID(stored: "n0"), link: nil, of: node, in: fixture.service)
      { _ in
        true
      }.height
    }
    #expect(height == 0)
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }

  /// It is found by its name, and in no list.
  @Test func itIsInNoList() async throws {
    let fixture = try await world()
    let (service, known) = (fixture.service, fixture.known)
    for jid in [fixture.romeo, fixture.juliet, try BareJID("escalus@verona.lit")] {
      for filter in [
        TypeFilter.all, .without(["urn:a"]), .only([nil]),
        .only([Namespace.attachments, Namespace.attachmentSummary]),
      ] {
        let page = try await fixture.store.read {
          try $0.nodes(in: service, for: jid, filter, ListRange(limit: 9), known)
        }
        #expect(page.entries.map(\.entry.id.name).allSatisfy { $0 == "blog" })
      }
      let mine = try await fixture.store.read {
        try $0.affiliations(of: jid, in: service, node: nil, ListRange(limit: 9)).entries.count
      }
      #expect(mine == (jid == fixture.romeo ? 1 : 0))
    }
    let met = try await fixture.read("blog") { snapshot, node in
      var met: [String] = []
      let range = TreeRange(depth: 9, withLinks: true, isBackwards: false, nodes: 99)
      _ = try snapshot.tree(below: node, range, for: fixture.romeo, known) { tree, _ in
        met.append(tree.node.facts.id.name)
        return true
      }
      return met
    }
    #expect(Set(met) == ["blog"])
    #expect(try await fixture.store.communities(limit: 9).map(\.name) == ["blog"])
    #expect(try await fixture.number("SELECT shown FROM service") == 1)
    let (jid, names) = (fixture.jid, kept(fixture))
    for name in names {
      let page = try await fixture.store.communityPage(
        service: jid, node: name, .newest, limit: 9, .whole)
      #expect(page == nil)
    }
    // Nothing stands below it or belongs to it.
    let found = try await fixture.store.read {
      try $0.relations(
        parent: NodeID(stored: names[0]), link: NodeID(stored: names[1]), of: nil, in: service
      ) { _ in true }
    }
    #expect(found.parent == nil)
    #expect(found.link == nil)
    try await fixture.store.close()
  }

  /// Who is subscribed to a node with all below it has not asked for this.
  @Test func subscribersOfTheOtherAreNotTold() async throws {
    let fixture = try await world()
    let (attached, summary) = (kept(fixture)[0], kept(fixture)[1])
    try await fixture.subscribe("nurse@capulet.lit", to: "blog", "deep") { $0.depth = -1 }
    try await fixture.subscribe("peter@capulet.lit", to: "blog", "digest") {
      $0.depth = -1
      $0.digest = true
    }
    for name in [attached, summary] { try await fixture.subscribe("romeo@verona.lit", to: name) }
    try await fixture.apply(
      [], [event(attached), event(summary), event(summary, .everybody, .node)])
    for event in try await fixture.waiting() {
      #expect(try await fixture.recipients(of: event).map(\.jid) == ["romeo@verona.lit"])
    }
    #expect(try await fixture.number("SELECT count(*) FROM gathered") == 0)
    // And they, as long as they may read the other node.
    try await fixture.subscribe("juliet@verona.lit", to: summary)
    try await fixture.configure("blog") { $0.accessModel = .whitelist }
    for event in try await fixture.waiting() {
      #expect(try await fixture.recipients(of: event).map(\.jid) == ["romeo@verona.lit"])
    }
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }

  /// When the node's access changes, the subscriptions of what is kept for it are looked through, too.
  @Test func subscriptionsAreReviewed() async throws {
    let fixture = try await world()
    let summary = kept(fixture)[1]
    try await fixture.subscribe("nurse@capulet.lit", to: summary)
    try await fixture.apply([.review(NodeID(stored: "blog"))])
    let service = fixture.service
    let number = try await fixture.store.read { try $0.nodeToReview(in: service) }
    #expect(try await fixture.record(summary)?.number == number)
    let found = try #require(number)
    let page = try await fixture.store.read {
      try $0.review(of: found, in: service, limit: 9)?.page
    }
    #expect(page?.map(\.subscription.jid.description) == ["nurse@capulet.lit"])
    try await fixture.store.close()
  }

  /// One that was made by hand under such a name, before there were these, makes room.
  @Test func theNameIsTheServices() async throws {
    let fixture = try await Fixture()
    try await fixture.create("blog")
    try await fixture.publish("post", in: "blog")
    for name in kept(fixture) {
      try await fixture.create(name)
      try await fixture.publish("old", in: name)
    }
    try await fixture.attach(
      Attachments(reactions: ["a"]), to: "post", of: "blog", by: fixture.juliet)
    // The test's own publish found the old one, as the service does not: it looks whose it is.
    #expect(try await fixture.record(kept(fixture)[0])?.keeping == nil)
    let name = NodeID(stored: kept(fixture)[0])
    let made = NodeConfiguration(
      Kept(.shared, for: NodeID(stored: "blog")), type: Namespace.attachments)
    try await fixture.apply([
      .create(name, made, owner: fixture.jid),
      .bind(name, to: ItemID(stored: "post"), of: NodeID(stored: "blog")),
    ])
    try await fixture.attach(
      Attachments(reactions: ["a"]), to: "post", of: "blog", by: fixture.juliet)
    #expect(try await fixture.record(kept(fixture)[0])?.keeping == .shared)
    #expect(try await fixture.items(kept(fixture)[0]) == ["juliet@verona.lit"])
    #expect(try await fixture.items(kept(fixture)[1]) == ["post"])
    try await fixture.sweep()
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }

  /// A node that is made anew under the name of one that is deleted has nothing of it.
  @Test func aNewNodeHasNothingOfTheOldOne() async throws {
    let fixture = try await world()
    try await fixture.apply([.delete(NodeID(stored: "blog"), redirect: nil)])
    for name in kept(fixture) { #expect(try await fixture.record(name) == nil) }
    try await fixture.create("blog")
    try await fixture.publish("post", in: "blog")
    for name in kept(fixture) { #expect(try await fixture.record(name) == nil) }
    try await fixture.attach(
      Attachments(reactions: ["b"]), to: "post", of: "blog", by: fixture.romeo)
    #expect(
      try await fixture.summary(of: "post", in: "blog")
        == AttachmentSummary(reactions: [.init("b")]))
    try await fixture.sweep()
    #expect(
      try await fixture.summary(of: "post", in: "blog")
        == AttachmentSummary(reactions: [.init("b")]))
    #expect(try await fixture.number("SELECT count(*) FROM attachment") == 1)
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }
}
