import Testing
import XML
import XMPP

@testable import PubSub

@Suite struct RetrieveTests {
  let cast: Cast
  init() throws { cast = try Cast() }

  /// Who may read items (section 6.5.9), and who may see what a node is.
  @Test(arguments: [
    (AccessModel.open, Affiliation.none, "accepted", "accepted"),
    (.open, .outcast, forbidden, forbidden), (.presence, .none, presenceRequired, presenceRequired),
    (.presence, .outcast, forbidden, forbidden), (.roster, .none, notInGroup, notInGroup),
    (.roster, .member, "accepted", "accepted"), (.authorize, .none, notSubscribed, "accepted"),
    (.authorize, .publishOnly, forbidden, "accepted"),
    (.authorize, .outcast, forbidden, forbidden), (.whitelist, .none, closed, closed),
    (.whitelist, .publishOnly, forbidden, "accepted"), (.whitelist, .outcast, forbidden, forbidden),
    (.whitelist, .member, "accepted", "accepted"), (.whitelist, .publisher, "accepted", "accepted"),
    (.whitelist, .owner, "accepted", "accepted"),
  ])
  func whoMay(
    access: AccessModel, affiliation: Affiliation, toRetrieve: String, toDiscover: String
  ) throws {
    let node = try cast.node { $0.accessModel = access }
    let actor = cast.actor(affiliation)
    #expect(refusal { try Retrieve.authorize(node, by: actor) } == toRetrieve)
    #expect(refusal { try Retrieve.authorize(nil, by: actor) } == noNode)
    #expect(refusal { try Discover.authorize(node, by: actor) } == toDiscover)
    #expect(refusal { try Discover.authorize(nil, by: actor) } == noNode)
  }

  /// A request that waits is no subscription (section 6.5.9.3).
  @Test func pending() throws {
    let node = try cast.node { $0.accessModel = .authorize }
    #expect(
      refusal { try Retrieve.authorize(node, by: cast.actor(.none, .pending)) } == notSubscribed)
    #expect(
      refusal { try Retrieve.authorize(node, by: cast.actor(.none, .subscribed)) } == "accepted")
  }

  /// Sections 6.5.9.1 and 6.5.9.2, asked from the balcony.
  @Test(
    arguments: [
      ([], nil as String?, "accepted"), ([("", "s1")], nil, "accepted"),
      ([("", "s1")], "s1", "accepted"),
      ([("", "s1")], "s2", "modify: invalid-subid not-acceptable"),
      ([], "s1", "modify: invalid-subid not-acceptable"),
      ([("", "s1"), ("/balcony", "s2")], nil, "accepted"),
      ([("", "s1"), ("", "s2")], nil, "modify: subid-required bad-request"),
      ([("", "s1"), ("", "s2")], "s2", "accepted"),
      ([("/balcony", "s1"), ("/balcony", "s2")], nil, "modify: subid-required bad-request"),
      ([("/crypt", "s1"), ("/crypt", "s2")], nil, "accepted"),
    ] as [([(String, String)], String?, String)])
  func ids(present: [(String, String)], named: String?, expected: String) throws {
    let node = try cast.node()
    let subscriptions = try present.map {
      try cast.subscription("juliet@verona.lit\($0.0)", $0.1)
    }
    let request = ItemsRequest(node: node.id, subscription: named.map { SubscriptionID($0) })
    #expect(
      refusal {
        try Retrieve.check(
          request, node, from: JID("juliet@verona.lit/balcony"), present: subscriptions)
      } == expected)
  }

  /// Section 6.5.9.4. What is left from another time can be read.
  @Test(arguments: [(true, 0, "accepted"), (false, 0, noPersistence), (false, 1, "accepted")])
  func transientNodesHaveNothingToRead(persists: Bool, items: Int, expected: String) throws {
    let node = try cast.node(items: items) { $0.persistItems = persists }
    #expect(
      refusal {
        try Retrieve.check(
          ItemsRequest(node: node.id), node, from: JID(cast.juliet), present: [])
      } == expected)
  }

  /// An item as the event that told of it (XEP-0442, section 3).
  @Test func event() throws {
    let item = try cast.lastItem()
    #expect(
      try Retrieve.event(item, cast.node()).markup == """
        <event xmlns='\(Namespace.pubsubEvent)'><items node='blog'>\
        <item id='last' publisher='romeo@verona.lit'><a xmlns='b'/></item></items></event>
        """)
  }
}
