import Testing
import XML
import XMPP

@testable import PubSub

@Suite struct UpkeepTests {
  let cast: Cast
  init() throws { cast = try Cast() }

  /// A lease has ended, or somebody has gone: they are told, and the owners.
  @Test(arguments: [true, false])
  func ended(notifiesOwners: Bool) throws {
    let node = try cast.node { $0.notifySubscriptions = notifiesOwners }
    let leased = try cast.subscription { $0.expiry = .at(Timestamp(milliseconds: 900)) }
    let decision = Upkeep.end(leased, node)
    #expect(decision.effects == [.unsubscribe(node.id, leased)])
    #expect(
      decision.events.map(\.audience) == [.one(leased.jid)] + (notifiesOwners ? [.owners] : []))
    for event in decision.events {
      #expect(
        try event.body.comparable
          == example(
            """
            <event xmlns='\(Namespace.pubsubEvent)'>
              <subscription node='blog' jid='juliet@verona.lit' subscription='none' subid='s1'/>
            </event>
            """))
    }
  }

  /// A request that waits was no subscription, so that the owners need not know.
  @Test func endedWhilePending() throws {
    let request = try cast.subscription("juliet@verona.lit", "s1", .pending)
    let decision = try Upkeep.end(request, cast.node())
    #expect(decision.effects.count == 1)
    #expect(decision.events.map(\.audience) == [.one(request.jid)])
  }

  /// The example of section 12.19.
  @Test func notice() throws {
    let end = try #require(Timestamp("2006-02-28T23:59:59Z"))
    let leased = try cast.subscription("francisco@denmark.lit/barracks", "ba49252a") {
      $0.expiry = .at(end)
    }
    let decision = try Upkeep.notice(leased, cast.node { $0.deliverNotifications = false })
    #expect(decision.effects.isEmpty)
    #expect(decision.events.map(\.audience) == [.one(leased.jid)])
    #expect(
      try decision.events.first?.body.comparable
        == example(
          """
          <event xmlns='http://jabber.org/protocol/pubsub#event'>
            <subscription expiry='2006-02-28T23:59:59Z' jid='francisco@denmark.lit/barracks'
              node='blog' subid='ba49252a' subscription='subscribed'/>
          </event>
          """))
  }

  /// Who may not read any more loses the subscription; who asks for one gets it where nobody need ask any more, and is
  /// refused where nobody may.
  @Test(arguments: [
    (AccessModel.open, Affiliation.none, "stays", "granted"),
    (.open, .outcast, "ends", "ends"), (.presence, .none, "ends", "ends"),
    (.presence, .member, "stays", "granted"), (.roster, .none, "ends", "ends"),
    (.authorize, .none, "stays", "stays"), (.authorize, .member, "stays", "granted"),
    (.authorize, .publishOnly, "ends", "ends"), (.authorize, .outcast, "ends", "ends"),
    (.whitelist, .none, "ends", "ends"), (.whitelist, .publishOnly, "ends", "ends"),
    (.whitelist, .member, "stays", "granted"), (.whitelist, .owner, "stays", "granted"),
  ])
  func review(
    access: AccessModel, affiliation: Affiliation, subscribed: String, pending: String
  ) throws {
    let node = try cast.node { $0.accessModel = access }
    for (state, expected) in [
      (Subscription.State.subscribed, subscribed), (.pending, pending),
    ] {
      let subscription = try cast.subscription("juliet@verona.lit", "s1", state)
      // What is stored of the subscription must not count for itself.
      for standing in [Standing.Subscription.none, .pending, .subscribed] {
        let decision = Upkeep.review(subscription, node, cast.actor(affiliation, standing))
        var granted = subscription
        granted.state = .subscribed
        let outcome: (effects: [Effect], told: [String]) =
          switch expected {
          case "ends": ([.unsubscribe(node.id, subscription)], ["none"])
          case "granted": ([.change(node.id, granted)], ["subscribed"])
          default: ([], [])
          }
        #expect(decision.effects == outcome.effects, "\(state) \(standing)")
        #expect(try states(decision) == outcome.told)
      }
    }
  }

  /// The rosters of the owners have changed.
  @Test func contacts() throws {
    let node = try cast.node { $0.accessModel = .presence }
    let subscription = try cast.subscription()
    var juliet = cast.actor()
    #expect(Upkeep.review(subscription, node, juliet).effects.count == 1)
    juliet.standing.contact.seesPresence = true
    #expect(Upkeep.review(subscription, node, juliet).effects.isEmpty)
  }

  /// What stands above has changed.
  @Test func above() throws {
    let subscription = try cast.subscription()
    var juliet = cast.actor()
    juliet.above = [Actor.Level(AccessRules(access: .whitelist), Standing())]
    #expect(try Upkeep.review(subscription, cast.node(), juliet).effects.count == 1)
    juliet.above = [Actor.Level(AccessRules(access: .whitelist), Standing(.member))]
    #expect(try Upkeep.review(subscription, cast.node(), juliet).effects.isEmpty)
  }
}
