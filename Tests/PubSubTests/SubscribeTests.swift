import Testing
import XML
import XMPP

@testable import PubSub

@Suite struct SubscribeTests {
  let cast: Cast
  init() throws { cast = try Cast() }

  // MARK: Wire

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

  /// Section 6.3.7.
  @Test func wireWithOptions() throws {
    let text = """
      <pubsub xmlns='http://jabber.org/protocol/pubsub'>
        <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
        <options>
          <x xmlns='jabber:x:data' type='submit'>
            <field var='FORM_TYPE' type='hidden'>
              <value>http://jabber.org/protocol/pubsub#subscribe_options</value>
            </field>
            <field var='pubsub#deliver'><value>1</value></field>
            <field var='pubsub#digest'><value>0</value></field>
            <field var='pubsub#include_body'><value>false</value></field>
            <field var='pubsub#show-values'>
              <value>chat</value>
              <value>online</value>
              <value>away</value>
            </field>
          </x>
        </options>
      </pubsub>
      """
    let request = try SubscribeRequest(
      node: NodeID("princely_musings"), jid: JID("francisco@denmark.lit"),
      options: form(
        SubscriptionForm.formType,
        [
          DataForm.Field("pubsub#deliver", values: ["1"]),
          DataForm.Field("pubsub#digest", values: ["0"]),
          DataForm.Field("pubsub#include_body", values: ["false"]),
          DataForm.Field("pubsub#show-values", values: ["chat", "online", "away"]),
        ]))
    #expect(try SubscribeRequest(example(text)) == request)
    #expect(try request.element.comparable == example(text))
    // Without a form, <options/> says nothing.
    #expect(
      try SubscribeRequest(pubsub("<subscribe node='a' jid='a@b'/><options/>")).options == nil)
  }

  /// Sections 6.1.2, 6.1.4 and 6.1.5, and as Prosody gives it: with the options that it was sent.
  @Test(arguments: [
    (
      """
      <subscription node='princely_musings' jid='francisco@denmark.lit' subid='ba49252a'
        subscription='subscribed'/>
      """, Subscription.State.subscribed, "ba49252a" as String?
    ),
    (
      """
      <subscription node='princely_musings' jid='francisco@denmark.lit' subscription='pending'/>
      """, .pending, nil
    ),
    (
      """
      <subscription node='princely_musings' jid='francisco@denmark.lit'
        subscription='unconfigured'>
        <subscribe-options><required/></subscribe-options>
      </subscription>
      """, .unconfigured, nil
    ),
    (
      """
      <subscription node='princely_musings' jid='francisco@denmark.lit'
        subscription='subscribed'/>
      <options><x xmlns='jabber:x:data' type='submit'/></options>
      """, .subscribed, nil
    ),
  ])
  func reply(inner: String, state: Subscription.State, id: String?) throws {
    let subscription = try Subscription(
      node: NodeID("princely_musings"), jid: JID("francisco@denmark.lit"), state: state,
      id: id.map { SubscriptionID($0) })
    let reply = SubscribeReply(subscription: subscription)
    #expect(try SubscribeReply(pubsub(inner)) == reply)
    #expect(try SubscribeReply(reply.element) == reply)
  }

  @Test(arguments: [
    ("", badRequest),
    ("<subscription node='a' subscription='none'/>", "modify: jid-required bad-request"),
    ("<subscription node='a' jid='a@b' subscription='odd'/>", badRequest),
    ("<subscription xmlns='urn:a' node='a' jid='a@b' subscription='none'/>", badRequest),
  ])
  func malformedReply(inner: String, expected: String) throws {
    let element = try pubsub(inner)
    #expect(refusal { try SubscribeReply(element) } == expected)
  }

  /// <options/> follows, and has neither node nor jid.
  @Test(arguments: [
    ("", badRequest), ("<subscribe jid='a@b'/>", nodeIDRequired),
    ("<subscribe node='a'/>", "modify: jid-required bad-request"),
    ("<subscribe node='a' jid=''/>", "modify: jid-required bad-request"),
    ("<subscribe node='a' jid='@'/>", "modify: invalid-jid bad-request"),
    ("<subscribe node='\(longName)' jid='a@b'/>", nameTooLong),
    ("<options/><subscribe node='a' jid='a@b'/>", badRequest),
    ("<subscribe node='a' jid='a@b'/><options node='a'/>", badRequest),
    ("<subscribe node='a' jid='a@b'/><options jid='a@b'/>", badRequest),
    (
      "<subscribe node='a' jid='a@b'/><options><x xmlns='jabber:x:data' type='?'/></options>",
      badRequest
    ),
  ])
  func malformed(inner: String, expected: String) throws {
    let element = try pubsub(inner)
    #expect(refusal { try SubscribeRequest(element) } == expected)
  }

  // MARK: Engine

  private func decide(
    _ jid: String, _ node: NodeFacts?, _ actor: Actor, present: [SubscriptionFacts] = [],
    last: StoredItem? = nil, _ account: Account = Account(), _ policy: ServicePolicy? = nil
  ) throws -> Decision {
    try Subscribe.decide(
      SubscribeRequest(node: NodeID("blog"), jid: JID(jid)), node, by: actor, present: present,
      lastItem: last, account, cast.circumstances(policy ?? cast.policy))
  }

  /// The answer of section 6.1.2, and the owners are told.
  @Test(arguments: ["juliet@verona.lit", "juliet@verona.lit/balcony"])
  func accepted(jid: String) throws {
    let node = try cast.node()
    let decision = try decide(jid, node, cast.actor())
    #expect(try decision.effects == [.subscribe(node.id, cast.subscription(jid, "fresh"))])
    let attributes = "node='blog' jid='\(jid)' subscription='subscribed' subid='fresh'"
    #expect(
      try decision.reply?.comparable
        == pubsub("<subscription \(attributes)><subscribe-options/></subscription>").comparable)
    #expect(decision.events.map(\.audience) == [.owners])
    #expect(
      try decision.events.first?.body.comparable
        == example(
          "<event xmlns='\(Namespace.pubsubEvent)'><subscription \(attributes)/></event>"))
    let silent = try cast.node { $0.notifySubscriptions = false }
    #expect(try decide(jid, silent, cast.actor()).events.isEmpty)
  }

  /// Section 6.1.7: the last item, stamped as an old one.
  @Test func lastItem() throws {
    let last = try cast.lastItem()
    let node = try cast.node { $0.notifySubscriptions = false }
    let address = "juliet@verona.lit/balcony"
    let events = try decide(address, node, cast.actor(), last: last).events
    #expect(try events.map(\.audience) == [.reader(JID(address))])
    #expect(events.map(\.matter) == [.item])
    #expect(
      events.first?.content.map(\.markup) == [
        """
        <event xmlns='\(Namespace.pubsubEvent)'><items node='blog'>\
        <item id='last' publisher='romeo@verona.lit'><a xmlns='b'/></item></items></event>
        """, "<delay xmlns='urn:xmpp:delay' stamp='1970-01-02T00:00:00Z'/>",
      ])
    #expect(try decide(address, node, cast.actor()).events.isEmpty)
    let never = try cast.node {
      $0.notifySubscriptions = false
      $0.sendLastItem = .never
    }
    #expect(try decide(address, never, cast.actor(), last: last).events.isEmpty)
  }

  @Test(arguments: [
    (AccessModel.open, Affiliation.none, "accepted"), (.open, .member, "accepted"),
    (.open, .publishOnly, forbidden), (.open, .owner, "accepted"), (.open, .outcast, forbidden),
    (.presence, .none, presenceRequired), (.presence, .member, "accepted"),
    (.presence, .outcast, forbidden), (.roster, .none, notInGroup), (.roster, .owner, "accepted"),
    (.roster, .outcast, forbidden), (.authorize, .none, "accepted"),
    (.authorize, .outcast, forbidden), (.whitelist, .none, closed),
    (.whitelist, .publishOnly, forbidden), (.whitelist, .member, "accepted"),
    (.whitelist, .publisher, "accepted"), (.whitelist, .owner, "accepted"),
    (.whitelist, .outcast, forbidden),
  ])
  func whoMay(access: AccessModel, affiliation: Affiliation, expected: String) throws {
    let node = try cast.node { $0.accessModel = access }
    let actor = cast.actor(affiliation)
    #expect(refusal { try decide("juliet@verona.lit", node, actor) } == expected)
    #expect(refusal { try decide("juliet@verona.lit", nil, actor) } == noNode)
    #expect(
      refusal { try decide("escalus@verona.lit", node, cast.administrator()) } == "accepted")
  }

  /// Section 6.1.3.1.
  @Test(arguments: ["romeo@verona.lit", "romeo@verona.lit/orchard", "verona.lit"])
  func anotherAddress(jid: String) throws {
    let node = try cast.node()
    #expect(
      refusal { try decide(jid, node, cast.actor(.owner)) } == "modify: invalid-jid bad-request")
  }

  /// Section 6.1.3.10.
  @Test func nodeWithoutSubscriptions() throws {
    let node = try cast.node { $0.allowsSubscriptions = false }
    #expect(
      refusal { try decide("juliet@verona.lit", node, cast.actor(.owner)) }
        == "cancel: unsupported=subscribe feature-not-implemented")
  }

  /// Section 6.1.3.9.
  @Test func anAccountHasAsManySubscriptionsAsThePolicySays() throws {
    let node = try cast.node()
    let limit = cast.policy.maximumSubscriptionsPerAccount
    #expect(limit == 20)
    let present = try (0..<limit).map { try cast.subscription("juliet@verona.lit/\($0)", "\($0)") }
    let one = "juliet@verona.lit/one-more"
    let tooMany = "wait: too-many-subscriptions policy-violation"
    #expect(refusal { try decide(one, node, cast.actor(), present: present) } == tooMany)
    #expect(
      try decide(one, node, cast.actor(), present: present.dropLast()).effects.count == 1)
    // Those that it has are answered all the same.
    #expect(
      refusal { try decide("juliet@verona.lit/7", node, cast.actor(), present: present) }
        == "accepted")
    var policy = cast.policy
    policy.quota.subscriptions = 5
    let account = Account(own: Usage(subscriptions: 5))
    #expect(
      refusal { try decide(one, node, cast.actor(), account, policy) } == tooMany)
    policy.quota.subscriptions = 6
    #expect(refusal { try decide(one, node, cast.actor(), account, policy) } == "accepted")
  }
}
