import Testing
import XML
import XMPP

@testable import PubSub

/// What a change of an affiliation makes of subscriptions.
@Suite struct ManageAffiliationsSubscriptionsTests {
  let cast: Cast
  init() throws { cast = try Cast() }

  private func decide(
    _ affiliation: Affiliation, access: AccessModel, _ juliet: Actor? = nil,
    present: [SubscriptionFacts], last: StoredItem? = nil
  ) throws -> Decision {
    let named = ManageAffiliations.Named(
      actors: [cast.juliet: juliet ?? cast.actor(affiliation == .none ? .member : .none)],
      present: [cast.juliet: present], hasOtherOwner: true)
    return try ManageAffiliations.decide(
      NodeAffiliationsRequest(
        node: NodeID("blog"), changes: [.init(cast.juliet, affiliation)]),
      cast.node { $0.accessModel = access }, by: cast.owner, named, lastItem: last, cast.policy)
  }

  /// Who may not read any more loses their subscriptions, and is told.
  @Test(arguments: [
    (AccessModel.open, Affiliation.outcast, true), (.open, .none, false), (.open, .member, false),
    (.presence, .outcast, true), (.presence, .member, false), (.roster, .publishOnly, true),
    (.roster, .publisher, false),
    (.authorize, .outcast, true), (.authorize, .none, false), (.authorize, .publishOnly, true),
    (.whitelist, .outcast, true), (.whitelist, .none, true), (.whitelist, .publishOnly, true),
    (.whitelist, .member, false), (.whitelist, .publisher, false), (.whitelist, .owner, false),
  ])
  func subscriptions(access: AccessModel, affiliation: Affiliation, areLost: Bool) throws {
    let present = [
      try cast.subscription(), try cast.subscription("juliet@verona.lit/balcony", "s2"),
    ]
    let decision = try decide(affiliation, access: access, present: present)
    let node = try NodeID("blog")
    let lost = areLost ? present : []
    #expect(
      decision.effects
        == [.affiliate(node, cast.juliet, affiliation)] + lost.map { .unsubscribe(node, $0) })
    #expect(
      decision.events.map(\.audience)
        == [.one(JID(cast.juliet))] + lost.map { .one($0.jid) })
    #expect(try states(decision) == lost.map { _ in "none" })
  }

  /// Where rosters count, those of the owners are looked at anew when an owner comes or goes, and for who is let in by
  /// them alone now: nothing ends before.
  @Test(
    arguments: [AccessModel.presence, .roster],
    [
      (Affiliation.member, Affiliation.none, true), (.owner, .none, true), (.owner, .member, true),
      (.none, .owner, true), (.none, .member, false), (.member, .publisher, false),
      (.publisher, .none, true),
    ])
  func rosters(
    access: AccessModel, change: (old: Affiliation, new: Affiliation, isReviewed: Bool)
  ) throws {
    let decision = try decide(
      change.new, access: access, cast.actor(change.old), present: [cast.subscription()])
    let node = try NodeID("blog")
    #expect(
      decision.effects
        == [.affiliate(node, cast.juliet, change.new)]
        + (change.isReviewed ? [.review(node)] : []))
    #expect(decision.events.count == 1)
  }

  /// A request is granted to who may read now, and refused to an outcast (section 8.7.4).
  @Test(arguments: [
    (Affiliation.owner, "granted"), (.publisher, "granted"), (.member, "granted"),
    (.publishOnly, "refused"), (.none, "waits"), (.outcast, "refused"),
  ])
  func pending(affiliation: Affiliation, outcome: String) throws {
    let request = try cast.subscription("juliet@verona.lit", "s1", .pending) { $0.digest = true }
    let decision = try decide(
      affiliation, access: .authorize, present: [request], last: cast.lastItem())
    var granted = request
    granted.state = .subscribed
    let node = try NodeID("blog")
    let expected: (effects: [Effect], told: [String]) =
      switch outcome {
      case "granted": ([.change(node, granted)], ["subscribed"])
      case "refused": ([.unsubscribe(node, request)], ["none"])
      default: ([], [])
      }
    #expect(Array(decision.effects.dropFirst()) == expected.effects)
    #expect(try states(decision) == expected.told)
    #expect(
      decision.events.contains { $0.audience == .reader(request.jid) } == (outcome == "granted"))
  }

  /// Rights on a node are of no use while one above keeps somebody out.
  @Test func above() throws {
    let request = try cast.subscription("juliet@verona.lit", "s1", .pending)
    var juliet = cast.actor()
    juliet.above = [Actor.Level(AccessRules(access: .whitelist), Standing())]
    #expect(
      try decide(.member, access: .authorize, juliet, present: [request]).effects.count == 2)
    #expect(
      try decide(.member, access: .authorize, juliet, present: [cast.subscription()])
        .effects.count == 2)
  }

  /// An administrator reads everything, whatever a node makes of them.
  @Test func adminsKeepTheirSubscriptions() throws {
    let named = ManageAffiliations.Named(
      actors: [cast.admin: cast.administrator()],
      present: [cast.admin: [try cast.subscription("escalus@verona.lit")]], hasOtherOwner: true)
    let decision = try ManageAffiliations.decide(
      NodeAffiliationsRequest(node: NodeID("blog"), changes: [.init(cast.admin, .outcast)]),
      cast.node(), by: cast.owner, named, lastItem: nil, cast.policy)
    #expect(decision.effects.count == 1)
  }

  /// Nothing changes, nothing is looked at.
  @Test func unchanged() throws {
    let decision = try decide(
      .outcast, access: .open, cast.actor(.outcast), present: [cast.subscription()])
    #expect(decision.effects.isEmpty)
    #expect(decision.events.isEmpty)
  }
}
