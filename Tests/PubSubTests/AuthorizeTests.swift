import Testing
import XML
import XMPP

@testable import PubSub

@Suite struct AuthorizeTests {
  let cast: Cast
  init() throws { cast = try Cast() }

  // MARK: Wire

  private func message(_ children: String) throws -> Message {
    let element = try example("<message xmlns='\(Namespace.component)'>\(children)</message>")
    return Message(
      .normal, from: try JID("hamlet@denmark.lit/elsinore"),
      to: try JID("pubsub.shakespeare.lit"), children: Array(element.elements))
  }

  /// What an owner submits (section 8.6).
  private func answer(
    _ allow: String = "true", node: String = "princely_musings",
    jid: String = "horatio@denmark.lit",
    id: String = "<field var='pubsub#subid'><value>123-abc</value></field>"
  ) -> String {
    """
    <x xmlns='jabber:x:data' type='submit'>
      <field var='FORM_TYPE' type='hidden'>
        <value>http://jabber.org/protocol/pubsub#subscribe_authorization</value>
      </field>
      \(id)
      <field var='pubsub#node'><value>\(node)</value></field>
      <field var='pubsub#subscriber_jid'><value>\(jid)</value></field>
      <field var='pubsub#allow'><value>\(allow)</value></field>
    </x>
    """
  }

  @Test(arguments: [("true", true), ("1", true), ("false", false), ("0", false)])
  func submitted(allow: String, isAllowed: Bool) throws {
    let form = try #require(try AuthorizationForm(submitted: message(answer(allow))))
    #expect(
      try form
        == AuthorizationForm(
          node: NodeID("princely_musings"), jid: JID("horatio@denmark.lit"),
          id: SubscriptionID("123-abc"), isAllowed: isAllowed))
  }

  /// The form of section 8.6, as owners are asked; filled in and sent back it says the same.
  @Test func asked() throws {
    let text = """
      <x xmlns='jabber:x:data' type='form'>
        <title>A request to subscribe</title>
        <field var='FORM_TYPE' type='hidden'>
          <value>http://jabber.org/protocol/pubsub#subscribe_authorization</value>
        </field>
        <field var='pubsub#subid' type='hidden'><value>123-abc</value></field>
        <field var='pubsub#node' type='text-single' label='Node'>
          <value>princely_musings</value>
        </field>
        <field var='pubsub#subscriber_jid' type='jid-single' label='Who asks'>
          <value>horatio@denmark.lit</value>
        </field>
        <field var='pubsub#allow' type='boolean' label='Let them subscribe?'>
          <value>false</value>
        </field>
      </x>
      """
    var form = try AuthorizationForm(
      node: NodeID("princely_musings"), jid: JID("horatio@denmark.lit"),
      id: SubscriptionID("123-abc"))
    #expect(try form.element.comparable == example(text))
    form.isAllowed = true
    var returned = try DataForm(form.element)
    returned.kind = .submit
    let letter = Message(
      .normal, from: form.jid, to: form.jid, children: [returned.element])
    #expect(try AuthorizationForm(submitted: letter) == form)
  }

  /// Without an id, or with an empty one.
  @Test(arguments: [
    "", "<field var='pubsub#subid'><value/></field>", "<field var='pubsub#subid'/>",
  ])
  func withoutID(field: String) throws {
    let form = try AuthorizationForm(submitted: message(answer(id: field)))
    #expect(form != nil)
    #expect(form?.id == nil)
  }

  /// Without a type it is known by its fields.
  @Test func withoutType() throws {
    let text = answer().replacing(
      #/<field var='FORM_TYPE'.*?</field>/#.dotMatchesNewlines(), with: "")
    #expect(!text.contains("FORM_TYPE"))
    #expect(
      try AuthorizationForm(submitted: message(text))
        == AuthorizationForm(submitted: message(answer())))
  }

  /// What is said twice is not said.
  @Test(arguments: [
    "<field var='pubsub#allow'><value>0</value></field>", "<field var='odd'/><field var='odd'/>",
  ])
  func fieldsTwice(field: String) throws {
    let message = try message(answer(id: field))
    #expect(refusal { try AuthorizationForm(submitted: message) } == badRequest)
  }

  /// No answer: nothing is said, another form, and what was cancelled, which leaves the request as it is.
  @Test(arguments: [
    "", "<body>Yes, let him in.</body>",
    """
    <x xmlns='jabber:x:data' type='cancel'>
      <field var='FORM_TYPE' type='hidden'>
        <value>http://jabber.org/protocol/pubsub#subscribe_authorization</value>
      </field>
    </x>
    """,
    "<x xmlns='jabber:x:data' type='submit'><field var='pubsub#allow'><value>1</value></field></x>",
    """
    <x xmlns='jabber:x:data' type='submit'>
      <field var='FORM_TYPE'><value>urn:odd</value></field>
    </x>
    """,
  ])
  func noAnswer(children: String) throws {
    #expect(try AuthorizationForm(submitted: message(children)) == nil)
  }

  @Test(arguments: [
    ("perhaps", "princely_musings", "horatio@denmark.lit", badRequest),
    ("true", "", "horatio@denmark.lit", nodeIDRequired),
    ("true", longName, "horatio@denmark.lit", nameTooLong),
    ("true", "princely_musings", "", "modify: invalid-jid bad-request"),
    ("true", "princely_musings", "a@", "modify: invalid-jid bad-request"),
  ])
  func malformed(allow: String, node: String, jid: String, expected: String) throws {
    let message = try message(answer(allow, node: node, jid: jid))
    #expect(refusal { try AuthorizationForm(submitted: message) } == expected)
  }

  @Test func allowIsNeeded() throws {
    let text = answer().replacing("pubsub#allow", with: "pubsub#else")
    let message = try message(text)
    #expect(refusal { try AuthorizationForm(submitted: message) } == badRequest)
  }

  // MARK: Engine

  private func door() throws -> NodeFacts { try cast.node { $0.accessModel = .authorize } }

  private func pending(_ id: String = "s1") throws -> SubscriptionFacts {
    try cast.subscription("juliet@verona.lit/balcony", id, .pending) { $0.digest = true }
  }

  private func decide(
    _ isAllowed: Bool, id: String? = "s1", _ node: NodeFacts?, by actor: Actor? = nil,
    present: [SubscriptionFacts], subscriber: Actor? = nil, last: StoredItem? = nil
  ) throws -> Decision {
    let answer = AuthorizationForm(
      node: try NodeID("blog"), jid: try JID("juliet@verona.lit/balcony"),
      id: id.map { SubscriptionID($0) }, isAllowed: isAllowed)
    return try Authorize.decide(
      answer, node, by: actor ?? cast.owner, present: present,
      subscriber: subscriber ?? cast.actor(.none, .pending), lastItem: last)
  }

  /// Nobody is let in whom a node above has come to keep out, or who is an outcast now.
  @Test func approvedInVain() throws {
    var below = cast.actor(.none, .pending)
    below.above = [Actor.Level(AccessRules(access: .whitelist), Standing())]
    for subscriber in [below, cast.actor(.outcast, .pending)] {
      let decision = try decide(true, door(), present: [pending()], subscriber: subscriber)
      #expect(try decision.effects == [.unsubscribe(NodeID("blog"), pending())])
    }
  }

  /// The question waits for an owner who is away; whom it asks depends on who sent for it.
  @Test func question() throws {
    let question = try Authorize.question(pending(), door())
    #expect(question.audience == .owners)
    #expect(question.type == .normal)
    #expect(question.matter == .node)
    #expect(question.content.map(\.name.name) == ["body", "x"])
    #expect(question.content.first?.text == "juliet@verona.lit asks to subscribe to blog.")
    let form = try AuthorizationForm(
      node: NodeID("blog"), jid: JID("juliet@verona.lit/balcony"), id: SubscriptionID("s1"))
    #expect(question.content.last == form.element)
    let again = try Authorize.question(pending(), door(), to: .one(JID(cast.romeo)))
    #expect(again.audience == .one(JID(cast.romeo)))
    #expect(again.content == question.content)
  }

  /// The subscriber keeps the options, is told, as the owners are, and gets the last item.
  @Test func approved() throws {
    let node = try door()
    let decision = try decide(true, node, present: [pending()], last: cast.lastItem())
    var expected = try pending()
    expected.state = .subscribed
    #expect(decision.effects == [.change(node.id, expected)])
    #expect(
      decision.events.map(\.audience) == [.one(expected.jid), .owners, .reader(expected.jid)])
    #expect(
      try decision.events.first?.body.comparable
        == example(
          """
          <event xmlns='\(Namespace.pubsubEvent)'>
            <subscription node='blog' jid='juliet@verona.lit/balcony' subscription='subscribed'
              subid='s1'/>
          </event>
          """))
    #expect(decision.reply == nil)
    var never = node
    never.configuration.sendLastItem = .never
    never.configuration.notifySubscriptions = false
    #expect(
      try decide(true, never, present: [pending()], last: cast.lastItem()).events.count == 1)
  }

  @Test func denied() throws {
    let node = try door()
    let decision = try decide(false, node, present: [pending()], last: cast.lastItem())
    #expect(try decision.effects == [.unsubscribe(node.id, pending())])
    #expect(try states(decision) == ["none"])
    #expect(try decision.events.map(\.audience) == [.one(pending().jid)])
  }

  /// Another owner was faster, or the subscriber has thought again.
  @Test func tooLate() throws {
    let node = try door()
    let subscribed = try cast.subscription("juliet@verona.lit/balcony")
    for isAllowed in [true, false] {
      for present in [[], [subscribed], [try pending("another")]] {
        let decision = try decide(isAllowed, node, present: present)
        #expect(decision.effects.isEmpty)
        #expect(decision.events.isEmpty)
      }
    }
    // Who names no subscription means the one that waits.
    let decision = try decide(true, id: nil, node, present: [subscribed, pending("s2")])
    #expect(decision.effects.count == 1)
  }

  @Test(arguments: [
    (Affiliation.owner, "accepted"), (.publisher, forbidden), (.publishOnly, forbidden),
    (.member, forbidden), (.none, forbidden), (.outcast, forbidden),
  ])
  func whoMay(affiliation: Affiliation, expected: String) throws {
    let actor = cast.actor(affiliation)
    let present = [try pending()]
    #expect(refusal { try decide(true, door(), by: actor, present: present) } == expected)
    #expect(refusal { try decide(false, door(), by: actor, present: present) } == expected)
    #expect(refusal { try decide(true, nil, by: actor, present: []) } == noNode)
    #expect(
      refusal { try decide(true, door(), by: cast.administrator(), present: present) }
        == "accepted")
  }
}
