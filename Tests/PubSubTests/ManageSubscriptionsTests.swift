import Testing
import XML
import XMPP

@testable import PubSub

@Suite struct ManageSubscriptionsTests {
  let cast: Cast
  init() throws { cast = try Cast() }

  /// Sections 8.8.1 and 8.8.2.
  @Test func wire() throws {
    let get = """
      <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
        <subscriptions node='princely_musings'/>
      </pubsub>
      """
    let empty = try NodeSubscriptionsRequest(node: NodeID("princely_musings"))
    #expect(try NodeSubscriptionsRequest(example(get)) == empty)
    #expect(try empty.element.comparable == example(get))
    let set = """
      <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
        <subscriptions node='princely_musings'>
          <subscription jid='polonius@denmark.lit' subscription='none'/>
          <subscription jid='bard@shakespeare.lit' subscription='subscribed'/>
        </subscriptions>
      </pubsub>
      """
    let changes = try [
      Subscription(node: nil, jid: JID("polonius@denmark.lit"), state: .none),
      Subscription(node: nil, jid: JID("bard@shakespeare.lit"), state: .subscribed),
    ]
    let request = NodeSubscriptionsRequest(node: empty.node, changes: changes)
    #expect(try NodeSubscriptionsRequest(example(set)) == request)
    #expect(try request.element.comparable == example(set))
    #expect(try empty.reply(changes).comparable == example(set))
    // An entry that says nothing changes nothing.
    #expect(
      try NodeSubscriptionsRequest(
        owner("<subscriptions node='princely_musings'><subscription jid='a@b'/></subscriptions>"))
        == empty)
  }

  @Test(arguments: [
    ("", badRequest), ("<subscriptions/>", nodeIDRequired),
    (
      "<subscriptions node='a'><subscription subscription='none'/></subscriptions>",
      "modify: jid-required bad-request"
    ),
    (
      "<subscriptions node='a'><subscription jid='@' subscription='none'/></subscriptions>",
      "modify: invalid-jid bad-request"
    ),
    (
      "<subscriptions node='a'><subscription jid='a@b' subscription='odd'/></subscriptions>",
      badRequest
    ),
  ])
  func malformed(inner: String, expected: String) throws {
    let element = try owner(inner)
    #expect(refusal { try NodeSubscriptionsRequest(element) } == expected)
  }

  private func decide(
    _ changes: [(String, Subscription.State)], _ node: NodeFacts? = nil, by actor: Actor,
    present: [String] = [], missing: Bool = false
  ) throws -> Decision {
    let request = NodeSubscriptionsRequest(
      node: try NodeID("blog"),
      changes: try changes.map { Subscription(node: nil, jid: try JID($0.0), state: $0.1) })
    return try ManageSubscriptions.decide(
      request, missing ? nil : try node ?? cast.node(), by: actor,
      present: Set(try present.map { try JID($0) }))
  }

  @Test func changes() throws {
    let decision = try decide(
      [("juliet@verona.lit/balcony", .subscribed), ("tybalt@verona.lit", .none)], by: cast.owner,
      present: ["tybalt@verona.lit"])
    let (juliet, tybalt) = (try JID("juliet@verona.lit/balcony"), JID(cast.tybalt))
    let node = try NodeID("blog")
    #expect(decision.effects == [.subscribe(node, juliet), .unsubscribe(node, tybalt)])
    #expect(decision.events.map(\.audience) == [.one(juliet), .one(tybalt)])
    #expect(decision.reply == nil)
    #expect(
      try decision.events.last?.body.comparable
        == example(
          """
          <event xmlns='\(Namespace.pubsubEvent)'>
            <subscription node='blog' jid='tybalt@verona.lit' subscription='none'/>
          </event>
          """))
  }

  /// What is so already changes nothing, and nobody is told.
  @Test func noChange() throws {
    let decision = try decide(
      [("juliet@verona.lit", .subscribed), ("tybalt@verona.lit", .none)], by: cast.owner,
      present: ["juliet@verona.lit"])
    #expect(decision.effects.isEmpty)
    #expect(decision.events.isEmpty)
  }

  @Test func refused() throws {
    func outcome(_ changes: [(String, Subscription.State)]) -> String {
      refusal { try decide(changes, by: cast.owner) }
    }
    #expect(outcome([("a@b", .pending)]) == "modify: not-acceptable")
    #expect(outcome([("a@b", .unconfigured)]) == "modify: not-acceptable")
    #expect(outcome([("a@b", .none), ("a@b", .subscribed)]) == badRequest)
  }

  /// So many may be named in one request.
  @Test(arguments: [(1000, "accepted"), (1001, "modify: policy-violation")])
  func bounded(count: Int, expected: String) throws {
    let entries = (1...count).map { "<subscription jid='a\($0)@b' subscription='none'/>" }
    let element = try owner("<subscriptions node='a'>\(entries.joined())</subscriptions>")
    #expect(refusal { try NodeSubscriptionsRequest(element) } == expected)
  }

  @Test(arguments: [
    (Affiliation.owner, "accepted"), (.publisher, forbidden), (.publishOnly, forbidden),
    (.member, forbidden), (.none, forbidden), (.outcast, forbidden),
  ])
  func whoMay(affiliation: Affiliation, expected: String) throws {
    for access in AccessModel.allCases {
      let node = try cast.node { $0.accessModel = access }
      let actor = cast.actor(affiliation)
      #expect(refusal { try decide([("a@b", .none)], node, by: actor) } == expected)
      #expect(refusal { try ManageSubscriptions.authorize(node, by: actor) } == expected)
      #expect(refusal { try decide([], by: actor, missing: true) } == noNode)
      #expect(refusal { try ManageSubscriptions.authorize(nil, by: actor) } == noNode)
    }
  }
}
