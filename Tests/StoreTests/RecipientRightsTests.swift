import PubSub
import Testing
import XMPP

@testable import Store

/// Who is told depends on who may read, and who is there, when the message goes out.
@Suite struct RecipientRightsTests {
  private struct RostersNeeded: Error {}

  /// Juliet is a contact of every owner, in a group; nobody else is.
  private func known(_ fixture: Fixture) -> Acquaintances {
    Acquaintances(
      policy: fixture.policy,
      contact: { who, _ in
        who.local == "juliet" ? Contact(seesPresence: true, groups: ["Friends"]) : .stranger
      })
  }

  private static let readers: [(AccessModel, [String])] = [
    (.open, ["juliet", "member", "nobody", "escalus"]),
    (.presence, ["juliet", "member", "escalus"]),
    (.roster, ["juliet", "member", "escalus"]),
    (.authorize, ["juliet", "member", "nobody", "escalus"]), (.whitelist, ["member", "escalus"]),
  ]

  /// Subscribers, by the access model: plain ones and those with options, of the node and of the one above.
  @Test(arguments: readers, [false, true])
  func access(row: (access: AccessModel, names: [String]), isOptioned: Bool) async throws {
    let fixture = try await Fixture()
    try await fixture.create("blog") {
      $0.accessModel = row.access
      $0.rosterGroups = ["Family", "Friends"]
    }
    for name in ["juliet", "member", "nobody", "outcast", "escalus"] {
      try await fixture.subscribe("\(name)@verona.lit", to: "blog") { $0.includeBody = isOptioned }
    }
    let blog = NodeID(stored: "blog")
    try await fixture.apply([
      .affiliate(blog, BareJID("member@verona.lit"), .member),
      .affiliate(blog, BareJID("outcast@verona.lit"), .outcast),
    ])
    let suffix = isOptioned ? " 1 +body" : ""
    #expect(
      try await fixture.told(event("blog"), known(fixture)) == row.names.map { $0 + suffix })
    try await fixture.store.close()
  }

  /// Whoever is kept out above is kept out below.
  @Test(arguments: AccessModel.allCases, [false, true])
  func accessAbove(access: AccessModel, isOptioned: Bool) async throws {
    let fixture = try await Fixture()
    try await fixture.create("top") {
      $0.accessModel = access
      $0.rosterGroups = ["Friends"]
    }
    try await fixture.create("middle") { $0.parent = NodeID(stored: "top") }
    try await fixture.create("blog") { $0.parent = NodeID(stored: "middle") }
    for name in ["juliet", "member", "nobody", "escalus"] {
      try await fixture.subscribe("\(name)@verona.lit", to: "blog") { $0.includeBody = isOptioned }
    }
    try await fixture.apply([
      .affiliate(NodeID(stored: "top"), BareJID("member@verona.lit"), .member)
    ])
    var expected = Self.readers.first { $0.0 == access }?.1 ?? []
    // Subscribed below only.
    if access == .authorize { expected = ["member", "escalus"] }
    let suffix = isOptioned ? " 1 +body" : ""
    #expect(
      try await fixture.told(event("blog"), known(fixture)) == expected.map { $0 + suffix })
    // Who is subscribed above with all below it, and may not read below.
    try await fixture.configure("blog") { $0.accessModel = .whitelist }
    try await fixture.subscribe("above@verona.lit", to: "middle") { $0.depth = 1 }
    #expect(
      try await fixture.told(event("blog"), known(fixture)) == ["escalus" + suffix])
    try await fixture.store.close()
  }

  /// Rosters that are not there are asked for, where they matter and nowhere else.
  @Test(arguments: AccessModel.allCases)
  func rosters(access: AccessModel) async throws {
    let fixture = try await Fixture()
    try await fixture.create("blog") { $0.accessModel = access }
    try await fixture.apply([
      .affiliate(NodeID(stored: "blog"), BareJID("member@verona.lit"), .member)
    ])
    let (romeo, policy) = (fixture.romeo, fixture.policy)
    let known = Acquaintances(
      policy: policy,
      contact: { _, owners in
        #expect(owners == [romeo])
        throw RostersNeeded()
      })
    // What a member may do is known without.
    try await fixture.subscribe("member@verona.lit", to: "blog")
    #expect(try await fixture.told(event("blog"), known) == ["member"])
    try await fixture.subscribe("nobody@verona.lit", to: "blog")
    try await fixture.apply([], [event("blog")])
    let waiting = try #require(try await fixture.waiting().first)
    if access.needsRosters {
      await #expect(throws: RostersNeeded.self) {
        try await fixture.recipients(of: waiting, known)
      }
    } else {
      #expect(
        try await fixture.recipients(of: waiting, known).count == (access == .whitelist ? 1 : 2))
    }
    try await fixture.store.close()
  }

  /// Only those who are there, in the states that they name.
  @Test(arguments: [false, true])
  func presence(isNodeBased: Bool) async throws {
    let fixture = try await Fixture()
    try await fixture.create("blog") { $0.presenceBasedDelivery = isNodeBased }
    for name in ["here", "gone"] {
      try await fixture.subscribe("\(name)@verona.lit", to: "blog")
      try await fixture.subscribe("\(name)-busy@verona.lit", to: "blog") {
        $0.showValues = [.dnd, .xa]
      }
      try await fixture.subscribe("\(name)-chat@verona.lit", to: "blog") { $0.showValues = [.chat] }
    }
    let known = Acquaintances(
      policy: fixture.policy,
      isAvailable: { jid, states in
        jid.bare.local?.hasPrefix("here") == true && (states.isEmpty || states == [.dnd, .xa])
      })
    #expect(
      try await fixture.told(event("blog"), known)
        == (isNodeBased ? ["here", "here-busy 1"] : ["here", "here-busy 1", "gone"]))
    #expect(
      try await fixture.told(event("blog", .subscribers, .retraction), known)
        == (isNodeBased ? ["here", "here-busy 1"] : ["here", "here-busy 1", "gone"]))
    // Of the node itself all are told.
    #expect(try await fixture.told(event("blog", .subscribers, .node), known).count == 6)
    #expect(try await fixture.told(event("blog", .everybody, .node), known).count == 6)
    try await fixture.store.close()
  }

  /// A reader may have lost the right when the time comes; one who is told of a change of their own need not read.
  @Test func single() async throws {
    let fixture = try await Fixture()
    try await fixture.create("blog") { $0.accessModel = .whitelist }
    let (juliet, escalus) = (try JID("juliet@verona.lit/a"), try JID("escalus@verona.lit"))
    #expect(try await fixture.told(event("blog", .one(juliet), .node)) == ["juliet/a"])
    #expect(try await fixture.told(event("blog", .reader(juliet))) == [])
    #expect(try await fixture.told(event("blog", .reader(escalus))) == ["escalus"])
    try await fixture.apply([.affiliate(NodeID(stored: "blog"), juliet.bare, .member)])
    #expect(try await fixture.told(event("blog", .reader(juliet))) == ["juliet/a"])
    // What comes back of it is counted where the address has a subscription of its own.
    func tag(_ audience: Event.Audience) async throws -> String? {
      try await fixture.apply([], [event("blog", audience)])
      let announced = try #require(try await fixture.waiting().last)
      return try await fixture.recipients(of: announced).first?.tag
    }
    #expect(try await tag(.reader(juliet)) == "0")
    try await fixture.subscribe("juliet@verona.lit", to: "blog")
    #expect(try await tag(.reader(juliet)) == "0")
    try await fixture.subscribe("\(juliet)", to: "blog")
    #expect(try await tag(.reader(juliet)) == "2")
    #expect(try await tag(.one(juliet)) == "0")
    // A text is for who asked for one, by whichever subscription: of the resource, or of the account.
    func isToldText() async throws -> [String] {
      try await fixture.acknowledgeAll()
      return try await fixture.told(event("blog", .reader(juliet), text: "A rose"))
    }
    #expect(try await isToldText() == ["juliet/a"])
    try await fixture.subscribe("juliet@verona.lit", to: "blog", "text") { $0.includeBody = true }
    #expect(try await isToldText() == ["juliet/a +body"])
    #expect(try await fixture.told(event("blog", .reader(juliet))) == ["juliet/a"])
    try await fixture.store.close()
  }

  /// After some notifications that came back nothing more is sent, until the subscriber shows up.
  @Test(arguments: [false, true])
  func bounces(isOptioned: Bool) async throws {
    let fixture = try await Fixture()
    try await fixture.create("blog")
    try await fixture.subscribe("juliet@verona.lit/a", to: "blog") { $0.includeBody = isOptioned }
    let suffix = isOptioned ? " 1 +body" : ""
    let (service, jid) = (fixture.service, try JID("juliet@verona.lit/a"))
    func bounce(at time: Int64 = 1_000) async throws {
      try await fixture.store.write { tx in
        let found = try tx.snapshot.subscription(1, of: jid, in: service)
        try tx.bounced(try #require(found), now: Timestamp(milliseconds: time))
      }
    }
    func told(at time: Int64) async throws -> Bool {
      let told = try await fixture.told(event("blog"), at: time)
      #expect(told == [] || told == ["juliet/a" + suffix])
      return told != []
    }
    let hour = Suspension.interval
    let last = hour * Int64(Suspension.maximumBounces + 2)
    for number in 1...Suspension.maximumBounces + 2 {
      let time = hour * Int64(number)
      // However many there are in an hour.
      for more in 0..<9 { try await bounce(at: time + Int64(more)) }
      try await bounce(at: time + hour - 1)
      #expect(try await told(at: time) == (number < Suspension.maximumBounces))
    }
    // What is for them alone is held back too, and what is told them of themselves is not.
    #expect(try await fixture.told(event("blog", .reader(jid)), at: last) == [])
    #expect(try await fixture.told(event("blog", .one(jid), .node)) == ["juliet/a"])
    // After a day without one it is tried again, and they are counted anew.
    let later = last + Suspension.duration
    #expect(try await !told(at: later - 1))
    #expect(try await told(at: later))
    for number in 1...Suspension.maximumBounces {
      let time = later + hour * Int64(number)
      try await bounce(at: time)
      #expect(try await told(at: time) == (number < Suspension.maximumBounces))
    }
    #expect(try await fixture.store.read { try $0.hasBounces(jid.bare) })
    try await fixture.store.write { try $0.resume(jid.bare) }
    #expect(try await fixture.store.read { try !$0.hasBounces(jid.bare) })
    #expect(try await fixture.told(event("blog")) == ["juliet/a" + suffix])
    // A request about the subscription shows too that somebody is there.
    for number in 1...5 { try await bounce(at: hour * Int64(number)) }
    let facts = try subscription("juliet@verona.lit/a") { $0.includeBody = isOptioned }
    try await fixture.apply([.change(NodeID(stored: "blog"), facts)])
    #expect(try await fixture.told(event("blog")) == ["juliet/a" + suffix])
    // Only the account itself, in that service.
    let romeo = JID(fixture.romeo)
    let other = try await fixture.store.write { try $0.hostedService(BareJID("other.verona.lit")) }
    for (jid, service) in [(romeo, service), (jid, other)] {
      #expect(
        try await fixture.store.read { try $0.subscription(1, of: jid, in: service) } == nil)
    }
    try await fixture.store.close()
  }

  /// Those whose presence asks for notifications: who may read and is not subscribed, in whatever way. A subscription
  /// of an account covers all of its resources, one of a resource that one alone.
  @Test func watchers() async throws {
    let fixture = try await Fixture()
    try await fixture.create("blog")
    try await fixture.subscribe("juliet@verona.lit/a", to: "blog") { $0.deliver = false }
    try await fixture.subscribe("nurse@verona.lit", to: "blog") { $0.digest = true }
    let jids = try [
      "juliet@verona.lit/a", "juliet@verona.lit/b", "nurse@verona.lit/c", "nobody@verona.lit/c",
      "member@verona.lit/d",
    ].map { try JID($0) }
    try await fixture.apply([
      .affiliate(NodeID(stored: "blog"), BareJID("member@verona.lit"), .member)
    ])
    let known = Acquaintances(policy: fixture.policy, hasAudience: { $0.name == "blog" })
    func watchers(from first: Int = 0) async throws -> [String] {
      try await fixture.apply([], [event("blog")], known)
      let event = try #require(try await fixture.waiting().last)
      return try await fixture.store.read {
        try Recipients(of: event, known, $0, now: .now).watchers(jids, from: first).map {
          "\($0.tag) \($0.words)"
        }
      }
    }
    #expect(try await watchers() == ["w1 juliet/b", "w3 nobody/c", "w4 member/d"])
    try await fixture.configure("blog") { $0.accessModel = .whitelist }
    #expect(try await watchers(from: 7) == ["w11 member/d"])
    try await fixture.acknowledgeAll()
    // Nobody but them: the event is announced for them alone.
    try await fixture.unsubscribe("juliet@verona.lit/a", from: "blog")
    try await fixture.unsubscribe("nurse@verona.lit", from: "blog")
    try await fixture.apply([], [event("blog")], known)
    #expect(try await fixture.waiting().count == 1)
    try await fixture.apply([], [event("blog")])
    #expect(try await fixture.waiting().count == 1)
    try await fixture.store.close()
  }
}
