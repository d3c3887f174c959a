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

  /// Sections 6.2.2 and 6.2.3. Who has become an outcast may still leave.
  @Test(arguments: [
    ("juliet@verona.lit", Affiliation.none, true, "accepted"),
    ("juliet@verona.lit/balcony", .none, true, "accepted"),
    ("juliet@verona.lit", .outcast, true, "accepted"),
    ("juliet@verona.lit", .none, false, "cancel: not-subscribed unexpected-request"),
    ("romeo@verona.lit", .none, true, forbidden), ("romeo@verona.lit", .owner, true, forbidden),
  ])
  func outcomes(jid: String, affiliation: Affiliation, isSubscribed: Bool, expected: String)
    throws
  {
    let node = try cast.node { $0.accessModel = .whitelist }
    let request = try UnsubscribeRequest(node: node.id, jid: JID(jid))
    let actor = cast.actor(affiliation, isSubscribed: isSubscribed)
    func decide(_ node: NodeFacts?) throws -> Decision {
      try Unsubscribe.decide(request, node, by: actor, isSubscribed: isSubscribed)
    }
    #expect(refusal { try decide(node) } == expected)
    #expect(refusal { try decide(nil) } == noNode)
    guard expected == "accepted" else { return }
    let decision = try decide(node)
    #expect(decision.effects == [.unsubscribe(node.id, request.jid)])
    #expect(decision.reply == nil)
    #expect(decision.events.map(\.audience) == [.owners])
    #expect(
      try decision.events.first?.body.comparable
        == example(
          """
          <event xmlns='\(Namespace.pubsubEvent)'>
            <subscription node='blog' jid='\(jid)' subscription='none'/>
          </event>
          """))
    #expect(try decide(cast.node { $0.notifySubscriptions = false }).events.isEmpty)
  }
}
