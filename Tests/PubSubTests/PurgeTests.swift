import Testing
import XML
import XMPP

@testable import PubSub

@Suite struct PurgeTests {
  let cast: Cast
  init() throws { cast = try Cast() }

  /// Section 8.5.1.
  @Test func wire() throws {
    let text = """
      <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
        <purge node='princely_musings'/>
      </pubsub>
      """
    let request = try PurgeRequest(node: NodeID("princely_musings"))
    #expect(try PurgeRequest(example(text)) == request)
    #expect(try request.element.comparable == example(text))
  }

  @Test(arguments: [
    ("", badRequest), ("<purge/>", nodeIDRequired), ("<purge node='\(longName)'/>", nameTooLong),
  ])
  func malformed(inner: String, expected: String) throws {
    let element = try owner(inner)
    #expect(refusal { try PurgeRequest(element) } == expected)
  }

  /// One notification, however many items there were (section 8.5.2).
  @Test func decided() throws {
    let decision = try Purge.decide(cast.node(items: 2), by: cast.owner)
    #expect(try decision.effects == [.purge(NodeID("blog"))])
    #expect(decision.reply == nil)
    #expect(try decision.acts == [ModerationAct(.purge, NodeID("blog"), by: cast.romeo)])
    #expect(decision.events.map(\.audience) == [.subscribers])
    #expect(decision.events.map(\.matter) == [.node])
    #expect(
      try decision.events.first?.body.comparable
        == example(
          "<event xmlns='http://jabber.org/protocol/pubsub#event'><purge node='blog'/></event>"))
    #expect(try Purge.decide(cast.node { $0.notifyRetract = false }, by: cast.owner).events == [])
    #expect(
      try Purge.decide(cast.node { $0.deliverNotifications = false }, by: cast.owner).events == [])
  }

  @Test(arguments: [
    (Affiliation.owner, "accepted"), (.publisher, forbidden), (.publishOnly, forbidden),
    (.member, forbidden), (.none, forbidden), (.outcast, forbidden),
  ])
  func whoMay(affiliation: Affiliation, expected: String) throws {
    for access in AccessModel.allCases {
      let node = try cast.node { $0.accessModel = access }
      #expect(refusal { try Purge.decide(node, by: cast.actor(affiliation)) } == expected)
      #expect(refusal { try Purge.decide(nil, by: cast.actor(affiliation)) } == noNode)
      #expect(refusal { try Purge.decide(node, by: cast.administrator()) } == "accepted")
    }
  }

  /// Section 8.5.3.3. What is left from another time can go.
  @Test func transientNodesHaveNothingToPurge() throws {
    let node = try cast.node { $0.persistItems = false }
    #expect(refusal { try Purge.decide(node, by: cast.owner) } == noPersistence)
    #expect(refusal { try Purge.decide(node, by: cast.actor()) } == forbidden)
    let leftovers = try cast.node(items: 1) { $0.persistItems = false }
    #expect(try Purge.decide(leftovers, by: cast.owner).effects == [.purge(node.id)])
  }
}
