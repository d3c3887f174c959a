import Testing
import XML
import XMPP

@testable import PubSub

@Suite struct DeleteTests {
  let cast: Cast
  init() throws { cast = try Cast() }

  /// Section 8.4.1.
  @Test func wire() throws {
    let text = """
      <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
        <delete node='princely_musings'/>
      </pubsub>
      """
    let request = try DeleteRequest(node: NodeID("princely_musings"))
    #expect(try DeleteRequest(example(text)) == request)
    #expect(try request.element.comparable == example(text))
    // With an address to go to instead (section 8.4.1): read, and of no further effect.
    #expect(
      try DeleteRequest(owner("<delete node='princely_musings'><redirect uri='x'/></delete>"))
        == request)
  }

  @Test(arguments: [
    ("", badRequest), ("<delete/>", nodeIDRequired), ("<delete node=''/>", nodeIDRequired),
    ("<delete node='\(longName)'/>", nameTooLong),
    ("<delete xmlns='\(Namespace.pubsub)' node='a'/>", badRequest),
  ])
  func malformed(inner: String, expected: String) throws {
    let element = try owner(inner)
    #expect(refusal { try DeleteRequest(element) } == expected)
  }

  @Test func decided() throws {
    let node = try cast.node()
    let decision = try Delete.decide(node, by: cast.owner)
    #expect(decision.effects == [.delete(node.id)])
    #expect(decision.reply == nil)
    let event = try #require(decision.events.first)
    #expect(decision.events.count == 1)
    #expect(event.audience == .subscribers)
    #expect(event.type == .headline)
    #expect(
      try event.body.comparable
        == example(
          "<event xmlns='http://jabber.org/protocol/pubsub#event'><delete node='blog'/></event>"))
    #expect(try Delete.decide(cast.node { $0.notifyDelete = false }, by: cast.owner).events == [])
    #expect(
      try Delete.decide(cast.node { $0.deliverNotifications = false }, by: cast.owner).events == [])
    #expect(
      try Delete.decide(cast.node { $0.notificationType = .normal }, by: cast.owner)
        .events.map(\.type) == [.normal])
  }

  @Test(arguments: [
    (Affiliation.owner, "accepted"), (.publisher, forbidden), (.publishOnly, forbidden),
    (.member, forbidden), (.none, forbidden), (.outcast, forbidden),
  ])
  func whoMay(affiliation: Affiliation, expected: String) throws {
    let node = try cast.node()
    #expect(refusal { try Delete.decide(node, by: cast.actor(affiliation)) } == expected)
    #expect(refusal { try Delete.decide(nil, by: cast.actor(affiliation)) } == noNode)
    let admin = Actor(jid: cast.admin, affiliation: affiliation, isAdmin: true)
    #expect(refusal { try Delete.decide(node, by: admin) } == "accepted")
  }
}
