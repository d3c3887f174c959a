import Testing
import XML
import XMPP

@testable import PubSub

@Suite struct RetractTests {
  let cast: Cast
  init() throws { cast = try Cast() }

  /// Section 7.2.1.
  @Test func wire() throws {
    let text = """
      <pubsub xmlns='http://jabber.org/protocol/pubsub'>
        <retract node='princely_musings'>
          <item id='ae890ac52d0df67ed7cfdf51b644e901'/>
        </retract>
      </pubsub>
      """
    let request = try RetractRequest(
      node: NodeID("princely_musings"), item: ItemID("ae890ac52d0df67ed7cfdf51b644e901"))
    #expect(try RetractRequest(example(text)) == request)
    #expect(try request.element.comparable == example(text))
  }

  @Test(arguments: [("true", true), ("1", true), ("false", false), ("0", false), ("yes", false)])
  func notify(text: String, expected: Bool) throws {
    let request = try RetractRequest(
      pubsub("<retract node='a' notify='\(text)'><item id='b'/></retract>"))
    #expect(request.notify == expected)
    #expect(try RetractRequest(request.element) == request)
  }

  @Test(arguments: [
    ("", badRequest), ("<retract><item id='a'/></retract>", nodeIDRequired),
    ("<retract node='a'/>", "modify: item-required bad-request"),
    ("<retract node='a'><item/></retract>", "modify: item-required bad-request"),
    ("<retract node='a'><item id=''/></retract>", "modify: item-required bad-request"),
    ("<retract node='a'><item id='\(longName)'/></retract>", nameTooLong),
    ("<retract node='a'><item id='b'/><item id='c'/></retract>", badRequest),
    (
      "<retract node='a'><item xmlns='x' id='b'/></retract>", "modify: item-required bad-request"
    ),
  ])
  func malformed(inner: String, expected: String) throws {
    let element = try pubsub(inner)
    #expect(refusal { try RetractRequest(element) } == expected)
  }

  /// Who retracts whose item: own, another's, or one that is not there.
  @Test(arguments: [
    (Affiliation.owner, "accepted", "accepted", "cancel: item-not-found"),
    (.publisher, "accepted", forbidden, "cancel: item-not-found"),
    (.publishOnly, "accepted", forbidden, "cancel: item-not-found"),
    (.member, forbidden, forbidden, forbidden), (.none, forbidden, forbidden, forbidden),
    (.outcast, forbidden, forbidden, forbidden),
  ])
  func whoMay(affiliation: Affiliation, own: String, others: String, missing: String) throws {
    let node = try cast.node()
    let request = try RetractRequest(node: node.id, item: ItemID("i"))
    let actor = cast.actor(affiliation)
    func outcome(_ node: NodeFacts?, _ publisher: BareJID?) -> String {
      refusal { try Retract.decide(request, node, by: actor, item: publisher) }
    }
    #expect(outcome(node, cast.juliet) == own)
    #expect(outcome(node, cast.romeo) == others)
    #expect(outcome(node, nil) == missing)
    #expect(outcome(nil, nil) == noNode)
    let admin = Actor(jid: cast.admin, isAdmin: true)
    #expect(
      refusal { try Retract.decide(request, node, by: admin, item: cast.romeo) } == "accepted")
  }

  /// A comment: anyone publishes, a publisher retracts their own.
  @Test func openPublishModel() throws {
    let node = try cast.node { $0.publishModel = .open }
    let request = try RetractRequest(node: node.id, item: ItemID("i"))
    #expect(
      refusal { try Retract.decide(request, node, by: cast.actor(.none), item: cast.juliet) }
        == "accepted")
    #expect(
      refusal { try Retract.decide(request, node, by: cast.actor(.none), item: cast.romeo) }
        == forbidden)
  }

  @Test(arguments: [(false, false, 0), (false, true, 1), (true, false, 1), (true, true, 1)])
  func events(ofNode: Bool, ofRequest: Bool, count: Int) throws {
    let node = try cast.node { $0.notifyRetract = ofNode }
    let request = try RetractRequest(node: node.id, item: ItemID("i"), notify: ofRequest)
    let decision = try Retract.decide(request, node, by: cast.owner, item: cast.romeo)
    #expect(decision.effects == [.retract(node.id, request.item)])
    #expect(decision.reply == nil)
    #expect(decision.events.count == count)
    for event in decision.events {
      #expect(event.audience == .subscribers)
      #expect(
        try event.body.comparable
          == example(
            """
            <event xmlns='http://jabber.org/protocol/pubsub#event'>
              <items node='blog'><retract id='i'/></items>
            </event>
            """))
    }
    let silent = try cast.node { $0.deliverNotifications = false }
    #expect(
      try Retract.decide(request, silent, by: cast.owner, item: cast.romeo).events.isEmpty)
  }

  /// Section 7.2.3.5.
  @Test func transientNodesHaveNothingToRetract() throws {
    let node = try cast.node { $0.persistItems = false }
    let request = try RetractRequest(node: node.id, item: ItemID("i"))
    #expect(
      refusal { try Retract.decide(request, node, by: cast.owner, item: nil) }
        == "cancel: unsupported=persistent-items feature-not-implemented")
  }
}
