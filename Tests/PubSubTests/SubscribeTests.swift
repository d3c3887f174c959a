import Testing
import XML
import XMPP

@testable import PubSub

@Suite struct SubscribeTests {
  let cast: Cast
  init() throws { cast = try Cast() }

  /// Section 6.1.1.
  @Test func wire() throws {
    let text = """
      <pubsub xmlns='http://jabber.org/protocol/pubsub'>
        <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
      </pubsub>
      """
    let request = try SubscribeRequest(
      node: NodeID("princely_musings"), jid: JID("francisco@denmark.lit"))
    #expect(try SubscribeRequest(example(text)) == request)
    #expect(try request.element.comparable == example(text))
  }

  @Test(arguments: [
    ("", badRequest), ("<subscribe jid='a@b'/>", nodeIDRequired),
    ("<subscribe node='a'/>", "modify: jid-required bad-request"),
    ("<subscribe node='a' jid=''/>", "modify: jid-required bad-request"),
    ("<subscribe node='a' jid='@'/>", "modify: invalid-jid bad-request"),
    ("<subscribe node='\(longName)' jid='a@b'/>", nameTooLong),
  ])
  func malformed(inner: String, expected: String) throws {
    let element = try pubsub(inner)
    #expect(refusal { try SubscribeRequest(element) } == expected)
  }

  private func decide(
    _ jid: String, _ node: NodeFacts?, _ actor: Actor, isSubscribed: Bool = false,
    present: [JID] = [], last: StoredItem? = nil
  ) throws -> Decision {
    try Subscribe.decide(
      SubscribeRequest(node: NodeID("blog"), jid: JID(jid)), node, by: actor,
      present: isSubscribed ? [try JID(jid)] : present, lastItem: last, cast.policy)
  }

  @Test func anAccountHasAsManySubscriptionsAsThePolicySays() throws {
    let node = try cast.node()
    let limit = cast.policy.maximumSubscriptionsPerAccount
    let present = try (0..<limit).map { try JID("juliet@verona.lit/\($0)") }
    let one = "juliet@verona.lit/one-more"
    #expect(
      refusal { try decide(one, node, cast.actor(.none), present: present) }
        == "modify: too-many-subscriptions policy-violation")
    let fewer = Array(present.dropLast())
    #expect(try decide(one, node, cast.actor(.none), present: fewer).effects.count == 1)
  }

  /// Options have to be understood or refused (section 6.3.7).
  @Test func optionsAreRefused() throws {
    let element = try pubsub(
      "<subscribe node='a' jid='a@b'/><options><x xmlns='jabber:x:data' type='submit'/></options>")
    #expect(
      refusal { try SubscribeRequest(element) }
        == "cancel: unsupported=subscription-options feature-not-implemented")
  }

  /// The answer of section 6.1.2, and the owners are told.
  @Test(arguments: ["juliet@verona.lit", "juliet@verona.lit/balcony"])
  func accepted(jid: String) throws {
    let node = try cast.node()
    let decision = try decide(jid, node, cast.actor(.none))
    #expect(try decision.effects == [.subscribe(node.id, JID(jid))])
    let subscription = "<subscription node='blog' jid='\(jid)' subscription='subscribed'/>"
    #expect(try decision.reply?.comparable == pubsub(subscription).comparable)
    #expect(decision.events.map(\.audience) == [.owners])
    #expect(
      try decision.events.first?.body.comparable
        == example("<event xmlns='\(Namespace.pubsubEvent)'>\(subscription)</event>"))
    let silent = try cast.node { $0.notifySubscriptions = false }
    #expect(try decide(jid, silent, cast.actor(.none)).events.isEmpty)
  }

  /// Section 6.1.6: asking again changes nothing and is answered alike.
  @Test func again() throws {
    let node = try cast.node { $0.sendLastItem = .onSubscribe }
    let decision = try decide(
      "juliet@verona.lit", node, cast.actor(.none), isSubscribed: true,
      last: StoredItem(id: ItemID("i"), sequence: 1, publisher: cast.romeo, payload: nil))
    #expect(decision.effects.isEmpty)
    #expect(decision.events.isEmpty)
    #expect(decision.reply != nil)
  }

  @Test func lastItem() throws {
    let last = try StoredItem(
      id: ItemID("i"), sequence: 1, publisher: cast.romeo, payload: Array("<a xmlns='b'/>".utf8))
    let node = try cast.node {
      $0.sendLastItem = .onSubscribe
      $0.notifySubscriptions = false
    }
    let address = "juliet@verona.lit/balcony"
    let events = try decide(address, node, cast.actor(.none), last: last).events
    #expect(try events.map(\.audience) == [.reader(JID(address))])
    #expect(
      events.first?.body.markup == """
        <event xmlns='\(Namespace.pubsubEvent)'><items node='blog'>\
        <item id='i' publisher='romeo@verona.lit'><a xmlns='b'/></item></items></event>
        """)
    #expect(try decide(address, node, cast.actor(.none)).events.isEmpty)
    let never = try cast.node { $0.notifySubscriptions = false }
    #expect(try decide(address, never, cast.actor(.none), last: last).events.isEmpty)
  }

  @Test(arguments: [
    (AccessModel.open, Affiliation.none, "accepted"), (.open, .member, "accepted"),
    (.open, .owner, "accepted"), (.open, .outcast, forbidden),
    (.whitelist, .none, closed), (.whitelist, .publishOnly, closed),
    (.whitelist, .member, "accepted"), (.whitelist, .publisher, "accepted"),
    (.whitelist, .owner, "accepted"), (.whitelist, .outcast, forbidden),
  ])
  func whoMay(access: AccessModel, affiliation: Affiliation, expected: String) throws {
    let node = try cast.node { $0.accessModel = access }
    let actor = cast.actor(affiliation)
    #expect(refusal { try decide("juliet@verona.lit", node, actor) } == expected)
    #expect(refusal { try decide("juliet@verona.lit", nil, actor) } == noNode)
    let admin = Actor(jid: cast.admin, isAdmin: true)
    #expect(refusal { try decide("escalus@verona.lit", node, admin) } == "accepted")
  }

  /// Section 6.1.3.1.
  @Test(arguments: ["romeo@verona.lit", "romeo@verona.lit/orchard", "verona.lit"])
  func anotherAddress(jid: String) throws {
    let node = try cast.node()
    #expect(
      refusal { try decide(jid, node, cast.actor(.owner)) } == "modify: invalid-jid bad-request")
  }
}
