import GRDB
import PubSub
import Social
import Testing
import XML
import XMPP

@testable import Store

extension Fixture {
  func followersName(_ node: String) -> String { KeptName.subscribers(of: node).name }

  /// Who is on the list of those who follow a node, by name; whether or not it is stored.
  func followers(_ node: String) async throws -> [String] {
    let (service, name) = (service, NodeID(stored: followersName(node)))
    return try await store.read { snapshot in
      let list = try #require(try snapshot.followerList(name, in: service))
      let items = try snapshot.items(of: list, .newestFirst, limit: 100_000, bytes: .max).page
      #expect(items.count == list.facts.items)
      return try items.compactMap { item in
        let payload = try Element(parsing: try #require(item.payload))
        return Follower(payload)?.jid.description
      }.sorted()
    }
  }
}

/// Who is publicly subscribed to a node is listed as long as that lasts (XEP-0465).
@Suite struct FollowerTests {
  private let blog = NodeID(stored: "blog")

  private func world() async throws -> Fixture {
    let fixture = try await Fixture()
    try await fixture.create("blog")
    return fixture
  }

  private func end(_ fixture: Fixture) async throws {
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }

  private func follow(_ fixture: Fixture, _ jid: String, _ id: String = "1", node: String = "blog")
    async throws
  {
    try await fixture.subscribe(jid, to: node, id) { $0.isPublic = true }
  }

  /// An account is on it once, as long as one of its addresses follows the node.
  @Test func accountsAreListedOnce() async throws {
    let fixture = try await world()
    let (phone, desk) = ("juliet@verona.lit/phone", "juliet@verona.lit/desk")
    try await fixture.subscribe(desk, to: "blog")
    #expect(try await fixture.followers("blog") == [])
    for jid in [phone, "juliet@verona.lit", "nurse@capulet.lit"] { try await follow(fixture, jid) }
    let all = ["juliet@verona.lit", "nurse@capulet.lit"]
    #expect(try await fixture.followers("blog") == all)
    try await fixture.unsubscribe(phone, from: "blog")
    #expect(try await fixture.followers("blog") == all)
    try await fixture.apply([.change(blog, subscription("juliet@verona.lit"))])
    #expect(try await fixture.followers("blog") == ["nurse@capulet.lit"])
    try await fixture.apply([.change(blog, subscription(desk) { $0.isPublic = true })])
    #expect(try await fixture.followers("blog") == all)
    for jid in [desk, "juliet@verona.lit", "nurse@capulet.lit"] {
      try await fixture.unsubscribe(jid, from: "blog")
    }
    #expect(try await fixture.followers("blog") == [])
    try await end(fixture)
  }

  /// Who waits to be let in follows nothing yet.
  @Test func requestsAreNotListed() async throws {
    let fixture = try await world()
    var facts = try subscription("juliet@verona.lit", state: .pending) { $0.isPublic = true }
    try await fixture.apply([.subscribe(blog, facts)])
    #expect(try await fixture.followers("blog") == [])
    facts.state = .subscribed
    try await fixture.apply([.change(blog, facts)])
    #expect(try await fixture.followers("blog") == ["juliet@verona.lit"])
    try await end(fixture)
  }

  /// The ids tell neither who came first nor who follows something else, too.
  @Test func idsTellNothing() async throws {
    let fixture = try await world()
    try await fixture.create("news")
    let people = (10..<40).map { "user\($0)@verona.lit" }
    for node in ["blog", "news"] {
      for jid in people { try await follow(fixture, jid, node: node) }
    }
    func ids(_ node: String) async throws -> [String] {
      try await fixture.items(fixture.followersName(node))
    }
    let (first, second) = (try await ids("blog"), try await ids("news"))
    #expect(Set(first + second).count == 60)
    #expect(first.allSatisfy { $0.utf8.count == 13 })
    #expect(first != first.sorted() && first != first.sorted().reversed())
    // And they are always the same.
    try await fixture.unsubscribe(people[3], from: "blog")
    try await follow(fixture, people[3])
    #expect(try await Set(ids("blog")) == Set(first))
    try await end(fixture)
  }

  /// Who follows the list hears of those who come and go; the list is there for that before anybody is on it.
  @Test func itsSubscribersAreTold() async throws {
    let fixture = try await world()
    let list = fixture.followersName("blog")
    #expect(try await fixture.record(list) == nil)
    try await fixture.subscribe("romeo@verona.lit", to: list)
    #expect(try await fixture.record(list)?.keeping == .derived)
    try await follow(fixture, "juliet@verona.lit")
    try await follow(fixture, "juliet@verona.lit/phone")
    try await fixture.apply([.change(blog, subscription("juliet@verona.lit"))])
    try await fixture.unsubscribe("juliet@verona.lit/phone", from: "blog")
    var told: [String] = []
    for event in try await fixture.waiting() {
      #expect(event.nodeID.name == list)
      told += try await fixture.recipients(of: event).map { "\(event.matter) \($0.jid)" }
    }
    #expect(told == ["item romeo@verona.lit", "retraction romeo@verona.lit"])
    // Whom the rules of the node keep out is told nothing.
    try await follow(fixture, "nurse@capulet.lit")
    try await fixture.configure("blog") { $0.accessModel = .whitelist }
    try await fixture.apply([.affiliate(blog, fixture.romeo, .outcast)])
    for event in try await fixture.waiting() {
      #expect(try await fixture.recipients(of: event).isEmpty)
    }
    try await end(fixture)
  }

  /// The rules of a list that is not stored are those of its node, and so they are once it is.
  @Test(arguments: AccessModel.allCases)
  func rulesAreThoseOfTheNode(_ access: AccessModel) async throws {
    let fixture = try await world()
    try await fixture.configure("blog") {
      $0.accessModel = access
      $0.rosterGroups = ["Friends"]
    }
    try await fixture.apply([.affiliate(blog, fixture.juliet, .member)])
    let (service, known) = (fixture.service, fixture.known)
    let name = NodeID(stored: fixture.followersName("blog"))
    func rights() async throws -> [Bool] {
      try await fixture.store.read { snapshot in
        let list = try #require(try snapshot.followerList(name, in: service))
        #expect(list.facts.configuration.accessModel == access)
        #expect(list.facts.configuration.kept?.refusal == .forbidden)
        return try ["romeo", "juliet", "nurse", "escalus"].map { name in
          let actor = try snapshot.actor(BareJID("\(name)@verona.lit"), of: list, known)
          return Rights.may(.retrieve, actor, list.facts.configuration)
        }
      }
    }
    let isOpen = access == .open
    #expect(try await rights() == [true, true, isOpen, true])
    try await follow(fixture, "juliet@verona.lit")
    #expect(try await rights() == [true, true, isOpen, true])
    // The next change of the rules is one of the list's, too.
    try await fixture.configure("blog") { $0.accessModel = .open }
    let event = try #require(try await fixture.record(name.name))
    #expect(event.facts.configuration.accessModel == .open)
    try await end(fixture)
  }

  @Test func whatHasNoList() async throws {
    let fixture = try await world()
    let (service, list) = (fixture.service, fixture.followersName("blog"))
    try await follow(fixture, "juliet@verona.lit", node: list)
    #expect(try await fixture.record(fixture.followersName(list)) == nil)
    for name in [list, fixture.followersName(list), "blog", fixture.followersName("none")] {
      let found = try await fixture.store.read {
        try $0.followerList(NodeID(stored: name), in: service)
      }
      #expect((found != nil) == (name == list), "\(name)")
    }
    try await end(fixture)
  }

  /// A purge ends no subscription; with the node all is gone, and one of its name begins anew.
  @Test func itGoesWithTheNode() async throws {
    let fixture = try await world()
    try await fixture.publish("post", in: "blog")
    try await follow(fixture, "juliet@verona.lit")
    try await fixture.apply([.purge(blog)])
    #expect(try await fixture.followers("blog") == ["juliet@verona.lit"])
    try await fixture.apply([.delete(blog, redirect: nil)])
    #expect(try await fixture.record(fixture.followersName("blog")) == nil)
    try await fixture.create("blog")
    #expect(try await fixture.followers("blog") == [])
    try await follow(fixture, "nurse@capulet.lit")
    #expect(try await fixture.followers("blog") == ["nurse@capulet.lit"])
    for _ in 0..<3 {
      try await fixture.sweep()
      try await fixture.acknowledgeAll()
    }
    #expect(try await fixture.followers("blog") == ["nurse@capulet.lit"])
    #expect(try await fixture.number("SELECT count(*) FROM node") == 2)
    try await end(fixture)
  }

  /// One that was made by hand under such a name, before there were these, makes room.
  @Test func theNameIsTheServices() async throws {
    let fixture = try await world()
    let name = fixture.followersName("blog")
    try await fixture.create(name)
    #expect(try await fixture.followers("blog") == [])
    try await follow(fixture, "juliet@verona.lit")
    #expect(try await fixture.record(name)?.keeping == .derived)
    #expect(try await fixture.followers("blog") == ["juliet@verona.lit"])
    try await fixture.sweep()
    try await end(fixture)
  }

  /// However many follow a node: one more comes and goes by as many statements, each of which looks up what it needs
  /// (see `QueryPlanTests`).
  @Test func theLastOneCostsAsMuchAsTheFirst() async throws {
    let fixture = try await world()
    try await follow(fixture, "first@verona.lit")
    func cost(_ name: String) async throws -> Int {
      let facts = try subscription("\(name)@verona.lit") { $0.isPublic = true }
      let (service, known, blog) = (fixture.service, fixture.known, blog)
      return try await fixture.store.write { tx in
        let steps = Log<Int>()
        tx.db.trace(options: .statement) { _ in steps.add(1) }
        for effect in [Effect.subscribe(blog, facts), .unsubscribe(blog, facts)] {
          try tx.apply(
            Decision(effects: [effect]), in: service, now: Timestamp(milliseconds: 1_000), known)
        }
        tx.db.trace(nil)
        return steps.all.count
      }
    }
    // The address is new in both cases.
    let small = try await cost("second")
    for start in stride(from: 0, to: 5_000, by: 500) {
      try await fixture.apply(
        try (start..<start + 500).map { number in
          .subscribe(blog, try subscription("user\(number)@verona.lit") { $0.isPublic = true })
        })
    }
    #expect(try await cost("third") == small)
    #expect(try await fixture.record(fixture.followersName("blog"))?.facts.items == 5_001)
    try await fixture.store.close()
  }
}
