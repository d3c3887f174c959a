import Testing
import XML
import XMPP

@testable import PubSub

@Suite struct ManageSubscriptionsTests {
  let cast: Cast
  init() throws { cast = try Cast() }

  // MARK: Wire

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
    let request = try NodeSubscriptionsRequest(
      node: empty.node,
      changes: [
        .init(JID("polonius@denmark.lit"), Subscription.State.none),
        .init(JID("bard@shakespeare.lit"), .subscribed),
      ])
    #expect(try NodeSubscriptionsRequest(example(set)) == request)
    #expect(try request.element.comparable == example(set))
    let list = """
      <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
        <subscriptions node='princely_musings'>
          <subscription jid='hamlet@denmark.lit' subscription='subscribed'/>
          <subscription jid='polonius@denmark.lit' subscription='unconfigured'/>
          <subscription jid='bernardo@denmark.lit' subscription='subscribed' subid='123-abc'/>
          <subscription jid='bernardo@denmark.lit' subscription='subscribed' subid='004-yyy'/>
        </subscriptions>
      </pubsub>
      """
    let (hamlet, polonius, bernardo) = (
      try JID("hamlet@denmark.lit"), try JID("polonius@denmark.lit"),
      try JID("bernardo@denmark.lit")
    )
    let entries = [
      Subscription(node: nil, jid: hamlet, state: .subscribed),
      Subscription(node: nil, jid: polonius, state: .unconfigured),
      Subscription(node: nil, jid: bernardo, state: .subscribed, id: SubscriptionID("123-abc")),
      Subscription(node: nil, jid: bernardo, state: .subscribed, id: SubscriptionID("004-yyy")),
    ]
    #expect(try empty.reply(entries).comparable == example(list))
  }

  /// An entry that says nothing changes nothing; a word that stands for no state is refused later, alone.
  @Test func entries() throws {
    let request = try NodeSubscriptionsRequest(
      owner(
        """
        <subscriptions node='n'><subscription jid='a@b'/>
        <subscription jid='c@d/e' subid='s1' subscription='odd'/></subscriptions>
        """))
    #expect(try request.changes == [.init(JID("c@d/e"), nil, id: SubscriptionID("s1"))])
  }

  /// A page of the list (XEP-0059).
  @Test func pages() throws {
    let inner = """
      <subscriptions node='n'/><set xmlns='\(Namespace.resultSets)'><max>5</max></set>
      """
    let request = NodeSubscriptionsRequest(
      node: try NodeID("n"), page: ResultSet.Request(max: 5))
    #expect(try NodeSubscriptionsRequest(owner(inner)) == request)
    #expect(try request.element.comparable == owner(inner).comparable)
    let response = ResultSet.Response(first: "a", last: "b", count: 7)
    #expect(try ResultSet.Response(in: request.reply([], response)) == response)
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
  ])
  func malformed(inner: String, expected: String) throws {
    let element = try owner(inner)
    #expect(refusal { try NodeSubscriptionsRequest(element) } == expected)
  }

  /// So many may be named in one request.
  @Test(arguments: [(1000, "accepted"), (1001, "modify: policy-violation")])
  func bounded(count: Int, expected: String) throws {
    let entries = (1...count).map { "<subscription jid='a\($0)@b' subscription='none'/>" }
    let element = try owner("<subscriptions node='a'>\(entries.joined())</subscriptions>")
    #expect(refusal { try NodeSubscriptionsRequest(element) } == expected)
  }

  // MARK: Engine

  private typealias Change = (jid: String, id: String?, state: Subscription.State?)

  private func decide(
    _ changes: [Change], access: AccessModel = .open, by actor: Actor? = nil,
    present: [SubscriptionFacts] = [], affiliations: [String: Affiliation] = [:],
    last: StoredItem? = nil
  ) throws -> Decision {
    var named = ManageSubscriptions.Named(present: [:], actors: [:])
    for change in changes {
      let jid = try JID(change.jid)
      named.present[jid.bare] = present.filter { $0.jid.bare == jid.bare }
      named.actors[jid.bare] = Actor(
        jid: jid.bare, Standing(affiliations[jid.bare.description] ?? .none))
    }
    let request = NodeSubscriptionsRequest(
      node: try NodeID("blog"),
      changes: try changes.map {
        .init(try JID($0.jid), $0.state, id: $0.id.map { SubscriptionID($0) })
      })
    return try ManageSubscriptions.decide(
      request, cast.node { $0.accessModel = access }, by: actor ?? cast.owner, named,
      lastItem: last, Account(), cast.circumstances)
  }

  @Test func changes() throws {
    let gone = try cast.subscription("tybalt@verona.lit")
    let decision = try decide(
      [
        ("juliet@verona.lit/balcony", nil, .subscribed),
        ("tybalt@verona.lit", nil, Subscription.State.none),
      ],
      present: [gone])
    var new = try cast.subscription("juliet@verona.lit/balcony", "fresh")
    new.payer = cast.romeo
    let node = try NodeID("blog")
    #expect(decision.effects == [.subscribe(node, new), .unsubscribe(node, gone)])
    // The owners are told as if they had come and gone by themselves.
    #expect(
      decision.events.map(\.audience) == [.one(new.jid), .owners, .one(gone.jid), .owners])
    #expect(decision.events.map(\.type) == [.normal, .headline, .normal, .headline])
    #expect(decision.reply == nil)
    #expect(decision.failure == nil)
    #expect(
      try decision.events.filter { $0.audience != .owners }.map { try $0.body.comparable } == [
        example(
          """
          <event xmlns='\(Namespace.pubsubEvent)'>
            <subscription node='blog' jid='juliet@verona.lit/balcony' subscription='subscribed'
              subid='fresh'/>
          </event>
          """),
        example(
          """
          <event xmlns='\(Namespace.pubsubEvent)'>
            <subscription node='blog' jid='tybalt@verona.lit' subscription='none' subid='s1'/>
          </event>
          """),
      ])
  }

  /// What is so already changes nothing, and nobody is told.
  /// The log keeps whom somebody else has sent away; not who goes, and not whose request is refused.
  @Test func expelled() throws {
    let present = try [
      cast.subscription("tybalt@verona.lit/street"),
      cast.subscription("juliet@verona.lit", "s2", .pending),
      cast.subscription("romeo@verona.lit", "s3"),
    ]
    let decision = try decide(
      present.map { ($0.jid.description, nil, Subscription.State.none) }, present: present)
    #expect(decision.effects.count == 3)
    #expect(
      try decision.acts == [
        ModerationAct(.expel, NodeID("blog"), by: cast.romeo, subject: cast.tybalt)
      ])
  }

  @Test func noChange() throws {
    let decision = try decide(
      [
        ("juliet@verona.lit", nil, .subscribed),
        ("tybalt@verona.lit", nil, Subscription.State.none),
      ],
      present: [cast.subscription()])
    #expect(decision.effects.isEmpty)
    #expect(decision.events.isEmpty)
    #expect(decision.failure == nil)
  }

  /// An owner lets somebody in, or not.
  @Test(arguments: [(Subscription.State.subscribed, "subscribed"), (.none, "none")])
  func pending(state: Subscription.State, told: String) throws {
    let request = try cast.subscription("juliet@verona.lit", "s1", .pending) { $0.digest = true }
    let decision = try decide(
      [("juliet@verona.lit", nil, state)], access: .authorize, present: [request],
      last: cast.lastItem())
    var granted = request
    granted.state = .subscribed
    let node = try NodeID("blog")
    #expect(
      decision.effects
        == [state == .none ? .unsubscribe(node, request) : .change(node, granted)])
    #expect(try states(decision) == [told])
    // Who comes gets the last item.
    #expect(decision.events.contains { $0.audience == .reader(request.jid) } == (state != .none))
  }

  /// Who has several subscriptions: one that is named, or all of them (section 8.8.3).
  @Test(
    arguments: [
      ("s1", ["s1"]), ("s2", ["s2"]), (nil, ["s1", "s2"]),
    ] as [(String?, [String])])
  func several(named: String?, gone: [String]) throws {
    let present = try [
      cast.subscription(), cast.subscription("juliet@verona.lit", "s2"),
      cast.subscription("juliet@verona.lit/balcony", "s3"),
    ]
    let decision = try decide(
      [("juliet@verona.lit", named, Subscription.State.none)], present: present)
    let node = try NodeID("blog")
    #expect(
      decision.effects
        == present.filter { gone.contains($0.id.name) }.map { .unsubscribe(node, $0) })
    #expect(decision.failure == nil)
  }

  @Test(arguments: [
    (Affiliation.owner, "accepted"), (.publisher, forbidden), (.publishOnly, forbidden),
    (.member, forbidden), (.none, forbidden), (.outcast, forbidden),
  ])
  func whoMay(affiliation: Affiliation, expected: String) throws {
    for access in AccessModel.allCases {
      let node = try cast.node { $0.accessModel = access }
      let actor = cast.actor(affiliation)
      #expect(
        refusal { try decide([("a@b", nil, Subscription.State.none)], access: access, by: actor) }
          == expected)
      #expect(refusal { try ManageSubscriptions.authorize(node, by: actor) } == expected)
      #expect(refusal { try ManageSubscriptions.authorize(nil, by: actor) } == noNode)
    }
  }
}
