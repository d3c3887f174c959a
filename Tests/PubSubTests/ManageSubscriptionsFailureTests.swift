import Testing
import XML
import XMPP

@testable import PubSub

/// What of a request to change subscriptions is refused, and what is carried out (XEP-0060, section 8.8.2.4).
@Suite struct ManageSubscriptionsFailureTests {
  let cast: Cast
  init() throws { cast = try Cast() }

  private func decide(
    _ changes: [NodeSubscriptionsRequest.Change], access: AccessModel = .open,
    by actor: Actor? = nil, present: [SubscriptionFacts] = [], actors: [Actor] = [],
    _ account: Account = Account()
  ) throws -> Decision {
    var named = ManageSubscriptions.Named(present: [:], actors: [:])
    for change in changes {
      named.present[change.jid.bare] = present.filter { $0.jid.bare == change.jid.bare }
      named.actors[change.jid.bare] = Actor(jid: change.jid.bare)
    }
    for actor in actors {
      if let jid = actor.jid { named.actors[jid] = actor }
    }
    return try ManageSubscriptions.decide(
      NodeSubscriptionsRequest(node: NodeID("blog"), changes: changes),
      cast.node { $0.accessModel = access }, by: actor ?? cast.owner, named,
      lastItem: nil, account, cast.circumstances)
  }

  /// The entry that cannot be changed, as it stays; null if there is none.
  private func remaining(_ decision: Decision) throws -> [String] {
    guard let failure = decision.failure else { return [] }
    #expect(refusal { throw failure } == "modify: not-acceptable")
    let list = try #require(decision.reply?.first("subscriptions", Namespace.pubsubOwner))
    #expect(list["node"] == "blog")
    return list.all("subscription", Namespace.pubsubOwner).map {
      "\($0["jid"] ?? "") \($0["subscription"] ?? "") \($0["subid"] ?? "-")"
    }
  }

  /// States that nobody is put into, and words that are none.
  @Test(arguments: [Subscription.State.pending, .unconfigured, nil])
  func states(state: Subscription.State?) throws {
    let polonius = try JID("polonius@denmark.lit")
    let bard = try JID("bard@shakespeare.lit")
    let subscribed = try cast.subscription("polonius@denmark.lit")
    let decision = try decide(
      [.init(polonius, state), .init(bard, .subscribed)], present: [subscribed])
    #expect(try remaining(decision) == ["polonius@denmark.lit subscribed s1"])
    // All else is done.
    var new = try cast.subscription("bard@shakespeare.lit", "fresh")
    new.payer = cast.romeo
    #expect(try decision.effects == [.subscribe(NodeID("blog"), new)])
    #expect(try remaining(decide([.init(polonius, state)])) == ["polonius@denmark.lit none -"])
  }

  /// All that were meant stay.
  @Test func several() throws {
    let decision = try decide(
      [.init(JID(cast.juliet), .pending)],
      present: [cast.subscription(), cast.subscription("juliet@verona.lit", "s2", .pending)])
    #expect(
      try remaining(decision)
        == ["juliet@verona.lit subscribed s1", "juliet@verona.lit pending s2"])
    #expect(decision.effects.isEmpty)
  }

  /// An id that is not there.
  @Test(arguments: [Subscription.State.none, .subscribed])
  func unknownID(state: Subscription.State) throws {
    let decision = try decide(
      [.init(JID(cast.juliet), state, id: SubscriptionID("s9"))], present: [cast.subscription()])
    #expect(try remaining(decision) == ["juliet@verona.lit none s9"])
    #expect(decision.effects.isEmpty)
  }

  /// Nobody is subscribed who could not read then.
  @Test(arguments: [
    (AccessModel.open, Affiliation.none, true), (.open, .outcast, false),
    (.presence, .none, false), (.presence, .member, true), (.roster, .none, false),
    (.authorize, .none, true), (.authorize, .outcast, false), (.whitelist, .none, false),
    (.whitelist, .publishOnly, false), (.whitelist, .member, true),
  ])
  func rights(access: AccessModel, affiliation: Affiliation, isDone: Bool) throws {
    let decision = try decide(
      [.init(JID(cast.juliet), .subscribed)], access: access, actors: [cast.actor(affiliation)])
    #expect(try remaining(decision) == (isDone ? [] : ["juliet@verona.lit none -"]))
    #expect(decision.effects.count == (isDone ? 1 : 0))
  }

  /// Nor one whom a node above keeps out.
  @Test func above() throws {
    var juliet = cast.actor()
    juliet.above = [Actor.Level(AccessRules(access: .whitelist), Standing())]
    let decision = try decide([.init(JID(cast.juliet), .subscribed)], actors: [juliet])
    #expect(try remaining(decision) == ["juliet@verona.lit none -"])
  }

  /// An address that is named several times needs another id each time.
  @Test(
    arguments: [
      ([nil, nil], badRequest), (["s1", "s1"], badRequest), (["s1", nil], badRequest),
      (["s1", "s2", "s1"], badRequest), (["s1", "s2"], "accepted"),
    ] as [([String?], String)])
  func namedTwice(ids: [String?], expected: String) throws {
    let changes: [NodeSubscriptionsRequest.Change] = ids.map {
      .init(JID(cast.juliet), Subscription.State.none, id: $0.map { SubscriptionID($0) })
    }
    let present = try ["s1", "s2"].map { try cast.subscription("juliet@verona.lit", $0) }
    #expect(refusal { try decide(changes, present: present) } == expected)
    guard expected == "accepted" else { return }
    #expect(try decide(changes, present: present).effects.count == 2)
  }

  /// An account is subscribed so many times, whoever asks for it.
  @Test func manyOfOneAccount() throws {
    let limit = cast.policy.maximumSubscriptionsPerAccount
    let changes = try (0...limit).map { number in
      NodeSubscriptionsRequest.Change(try JID("juliet@verona.lit/\(number)"), .subscribed)
    }
    let decision = try decide(changes)
    #expect(decision.effects.count == limit)
    #expect(try remaining(decision) == ["juliet@verona.lit/\(limit) none -"])
    let present = try (0..<limit).map { try cast.subscription("juliet@verona.lit/x\($0)") }
    #expect(
      try remaining(decide([changes[0]], present: present)) == ["juliet@verona.lit/0 none -"])
  }

  /// Whom an owner adds counts against the owner's quota.
  @Test func quota() throws {
    let changes = try ["a@b", "c@d"].map {
      NodeSubscriptionsRequest.Change(try JID($0), .subscribed)
    }
    let limit = try #require(cast.policy.quota.subscriptions)
    func account(_ has: Int) -> Account { Account(own: Usage(subscriptions: has)) }
    #expect(try decide(changes, account(limit - 2)).effects.count == 2)
    #expect(
      refusal { try decide(changes, account(limit - 1)) }
        == "wait: too-many-subscriptions policy-violation")
    #expect(try decide(changes, by: cast.administrator(), account(limit)).effects.count == 2)
    // What is there costs nothing more.
    #expect(
      try decide(
        [.init(JID(cast.juliet), .subscribed)], present: [cast.subscription()], account(limit)
      ).failure == nil)
  }

  /// Addresses of one account are several.
  @Test func resources() throws {
    let changes: [NodeSubscriptionsRequest.Change] = [
      .init(JID(cast.juliet), .subscribed),
      .init(try JID("juliet@verona.lit/balcony"), .subscribed),
    ]
    #expect(try decide(changes).effects.count == 2)
  }
}
