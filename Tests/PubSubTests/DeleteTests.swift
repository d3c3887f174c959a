import Testing
import XML
import XMPP

@testable import PubSub

@Suite struct DeleteTests {
  let cast: Cast
  init() throws { cast = try Cast() }

  /// Section 8.4.1.
  @Test(arguments: [
    ("<delete node='princely_musings'/>", nil as String?),
    (
      """
      <delete node='princely_musings'>
        <redirect uri='xmpp:hamlet@denmark.lit?;node=blog'/>
      </delete>
      """, "xmpp:hamlet@denmark.lit?;node=blog"
    ),
  ])
  func wire(text: String, redirect: String?) throws {
    let request = try DeleteRequest(node: NodeID("princely_musings"), redirect: redirect)
    #expect(try DeleteRequest(owner(text)) == request)
    #expect(try request.element.comparable == owner(text).comparable)
  }

  @Test(arguments: [
    ("", badRequest), ("<delete/>", nodeIDRequired), ("<delete node=''/>", nodeIDRequired),
    ("<delete node='\(longName)'/>", nameTooLong),
    ("<delete xmlns='\(Namespace.pubsub)' node='a'/>", badRequest),
    ("<delete node='a'><redirect/></delete>", badRequest),
    ("<delete node='a'><redirect uri=''/></delete>", badRequest),
    ("<delete node='a'><redirect uri='elsewhere'/></delete>", badRequest),
    ("<delete node='a'><redirect uri='a: b'/></delete>", badRequest),
    ("<delete node='a'><redirect uri='a:&#10;b'/></delete>", badRequest),
    ("<delete node='a'><redirect uri='https://example.org/'/></delete>", "accepted"),
    ("<delete node='a'><redirect uri='a:\(uri(2046))'/></delete>", "accepted"),
    ("<delete node='a'><redirect uri='a:\(uri(2047))'/></delete>", badRequest),
  ])
  func malformed(inner: String, expected: String) throws {
    let element = try owner(inner)
    #expect(refusal { try DeleteRequest(element) } == expected)
  }

  private static func uri(_ bytes: Int) -> String { String(repeating: "u", count: bytes) }

  private func decide(
    _ node: NodeFacts?, isKnown: Bool = true, by actor: Actor, redirect: String? = nil
  ) throws -> Decision {
    try Delete.decide(
      DeleteRequest(node: NodeID("blog"), redirect: redirect), node, isKnown: isKnown, by: actor)
  }

  /// Subscribers are told where a node went; others only if they could see that it was there.
  @Test(arguments: [true, false]) func redirect(isKnown: Bool) throws {
    let decision = try decide(
      cast.node(), isKnown: isKnown, by: cast.owner, redirect: "xmpp:a.lit")
    #expect(
      try decision.effects == [.delete(NodeID("blog"), redirect: isKnown ? "xmpp:a.lit" : nil)])
    let event = try #require(decision.events.first?.body.first("delete", Namespace.pubsubEvent))
    #expect(event.first("redirect", Namespace.pubsubEvent)?["uri"] == "xmpp:a.lit")
  }

  /// Those too are told whose request is pending.
  @Test func decided() throws {
    let node = try cast.node()
    let decision = try decide(node, by: cast.owner)
    #expect(decision.effects == [.delete(node.id, redirect: nil)])
    #expect(decision.reply == nil)
    #expect(decision.acts.isEmpty)
    // What administrators do to others' nodes is remembered.
    #expect(
      try decide(node, by: cast.administrator()).acts
        == [ModerationAct(.delete, node.id, by: cast.admin, subject: cast.romeo)])
    #expect(try decide(node, by: cast.administrator(.owner)).acts.isEmpty)
    let event = try #require(decision.events.first)
    #expect(decision.events.count == 1)
    #expect(event.audience == .everybody)
    #expect(event.matter == .node)
    #expect(event.type == .headline)
    #expect(
      try event.body.comparable
        == example(
          "<event xmlns='http://jabber.org/protocol/pubsub#event'><delete node='blog'/></event>"))
    #expect(try decide(cast.node { $0.notifyDelete = false }, by: cast.owner).events == [])
    #expect(try decide(cast.node { $0.deliverNotifications = false }, by: cast.owner).events == [])
    #expect(
      try decide(cast.node { $0.notificationType = .normal }, by: cast.owner)
        .events.map(\.type) == [.normal])
  }

  /// Section 8.4.2.
  @Test func redirected() throws {
    let node = try cast.node()
    let uri = "xmpp:hamlet@denmark.lit?;node=blog"
    let decision = try decide(node, by: cast.owner, redirect: uri)
    #expect(decision.effects == [.delete(node.id, redirect: uri)])
    #expect(
      try decision.events.first?.body.comparable
        == example(
          """
          <event xmlns='http://jabber.org/protocol/pubsub#event'>
            <delete node='blog'><redirect uri='\(uri)'/></delete>
          </event>
          """))
    // What goes because another node goes is told alike.
    #expect(Delete.events(node, redirect: uri) == decision.events)
  }

  @Test(arguments: [
    (Affiliation.owner, "accepted"), (.publisher, forbidden), (.publishOnly, forbidden),
    (.member, forbidden), (.none, forbidden), (.outcast, forbidden),
  ])
  func whoMay(affiliation: Affiliation, expected: String) throws {
    for access in AccessModel.allCases {
      let node = try cast.node { $0.accessModel = access }
      #expect(refusal { try decide(node, by: cast.actor(affiliation)) } == expected)
      #expect(refusal { try decide(nil, by: cast.actor(affiliation)) } == noNode)
      #expect(refusal { try decide(node, by: cast.administrator(affiliation)) } == "accepted")
    }
  }
}
