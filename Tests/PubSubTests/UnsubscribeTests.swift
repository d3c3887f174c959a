import Testing
import XML
import XMPP

@testable import PubSub

@Suite struct UnsubscribeTests {
  let cast: Cast
  init() throws { cast = try Cast() }

  /// Section 6.2.1.
  @Test func wire() throws {
    let text = """
      <pubsub xmlns='http://jabber.org/protocol/pubsub'>
        <unsubscribe node='princely_musings' jid='francisco@denmark.lit'/>
      </pubsub>
      """
    let request = try UnsubscribeRequest(
      node: NodeID("princely_musings"), jid: JID("francisco@denmark.lit"))
    #expect(try UnsubscribeRequest(example(text)) == request)
    #expect(try request.element.comparable == example(text))
    let named = try pubsub("<unsubscribe node='a' jid='a@b' subid='123-abc'/>")
    let read = try UnsubscribeRequest(named)
    #expect(read.id?.name == "123-abc")
    #expect(read.element.comparable == named.comparable)
    // An empty id is none.
    #expect(try UnsubscribeRequest(pubsub("<unsubscribe node='a' jid='a@b' subid=''/>")).id == nil)
  }

  @Test(arguments: [
    ("", badRequest), ("<unsubscribe jid='a@b'/>", nodeIDRequired),
    ("<unsubscribe node='a'/>", "modify: jid-required bad-request"),
    ("<unsubscribe node='a' jid='a@b@'/>", "modify: invalid-jid bad-request"),
    ("<unsubscribe node='\(longName)' jid='a@b'/>", nameTooLong),
  ])
  func malformed(inner: String, expected: String) throws {
    let element = try pubsub(inner)
    #expect(refusal { try UnsubscribeRequest(element) } == expected)
  }

  private func decide(
    _ jid: String, _ node: NodeFacts?, by actor: Actor, id: String? = nil,
    present: [SubscriptionFacts]
  ) throws -> Decision {
    let request = UnsubscribeRequest(
      node: try NodeID("blog"), jid: try JID(jid), id: id.map { SubscriptionID($0) })
    return try Unsubscribe.decide(request, node, by: actor, present: present)
  }

  /// Sections 6.2.2 and 6.2.3. Who has become an outcast may still leave.
  @Test(arguments: [
    ("juliet@verona.lit", Affiliation.none, true, "accepted"),
    ("juliet@verona.lit/balcony", .none, true, "accepted"),
    ("juliet@verona.lit", .outcast, true, "accepted"),
    ("juliet@verona.lit", .none, false, "cancel: not-subscribed unexpected-request"),
    ("romeo@verona.lit", .none, true, forbidden), ("romeo@verona.lit", .owner, true, forbidden),
    ("romeo@verona.lit", .none, false, forbidden),
  ])
  func outcomes(jid: String, affiliation: Affiliation, isSubscribed: Bool, expected: String)
    throws
  {
    let node = try cast.node { $0.accessModel = .whitelist }
    let subscription = try cast.subscription(jid)
    let actor = cast.actor(affiliation, isSubscribed ? .subscribed : .none)
    func decide(_ node: NodeFacts?) throws -> Decision {
      try self.decide(jid, node, by: actor, present: isSubscribed ? [subscription] : [])
    }
    #expect(refusal { try decide(node) } == expected)
    #expect(refusal { try decide(nil) } == noNode)
    guard expected == "accepted" else { return }
    let decision = try decide(node)
    #expect(decision.effects == [.unsubscribe(node.id, subscription)])
    let gone = "<subscription node='blog' jid='\(jid)' subscription='none' subid='s1'/>"
    #expect(try decision.reply?.comparable == pubsub(gone).comparable)
    #expect(decision.events.map(\.audience) == [.owners])
    #expect(
      try decision.events.first?.body.comparable
        == example("<event xmlns='\(Namespace.pubsubEvent)'>\(gone)</event>"))
    #expect(try decide(cast.node { $0.notifySubscriptions = false }).events.isEmpty)
  }

  /// An administrator may unsubscribe anybody.
  @Test func byAnAdministrator() throws {
    let subscription = try cast.subscription()
    let node = try cast.node()
    let decision = try decide(
      "juliet@verona.lit", node, by: cast.administrator(), present: [subscription])
    #expect(decision.effects == [.unsubscribe(node.id, subscription)])
  }

  /// Who has several subscriptions says which one (sections 6.2.3.1 and 6.2.3.5).
  @Test(arguments: [
    (["s1"], nil as String?, "s1"), (["s1"], "s1", "s1"),
    (["s1"], "s2", "modify: invalid-subid not-acceptable"),
    (["s1", "s2"], nil, "modify: subid-required bad-request"), (["s1", "s2"], "s2", "s2"),
    (["s1", "s2"], "s3", "modify: invalid-subid not-acceptable"),
    ([], "s1", "cancel: not-subscribed unexpected-request"),
  ])
  func ids(present: [String], named: String?, expected: String) throws {
    let node = try cast.node()
    let subscriptions = try present.map { try cast.subscription("juliet@verona.lit", $0) }
    func decide() throws -> Decision {
      try self.decide(
        "juliet@verona.lit", node, by: cast.actor(), id: named, present: subscriptions)
    }
    guard let gone = subscriptions.first(where: { $0.id.name == expected }) else {
      #expect(refusal { try decide() } == expected)
      return
    }
    #expect(try decide().effects == [.unsubscribe(node.id, gone)])
  }

  /// A request that is taken back is no subscriber who goes.
  @Test func pending() throws {
    let node = try cast.node { $0.accessModel = .authorize }
    let request = try cast.subscription("juliet@verona.lit", "s1", .pending)
    let decision = try decide(
      "juliet@verona.lit", node, by: cast.actor(.none, .pending), present: [request])
    #expect(decision.effects == [.unsubscribe(node.id, request)])
    #expect(decision.events.isEmpty)
  }
}
