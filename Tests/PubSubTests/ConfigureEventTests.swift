import Testing
import XML
import XMPP

@testable import PubSub

/// What is told of a new configuration.
@Suite struct ConfigureEventTests {
  let cast: Cast
  init() throws { cast = try Cast() }

  private func events(
    _ node: NodeFacts, _ form: DataForm, _ relations: Lineage.Facts = Lineage.Facts()
  ) throws -> [Event] {
    try Configure.decide(
      ConfigureRequest(node: node.id, form: form), node, by: cast.owner, relations, cast.policy,
      .none
    ).events
  }

  /// Section 8.2.5.3: subscribers are told, with or without the form.
  @Test(arguments: [true, false])
  func notified(withPayload: Bool) throws {
    let node = try cast.node {
      $0.notifyConfiguration = true
      $0.deliverPayloads = withPayload
    }
    let told = try events(node, form(nil, ["pubsub#notify_sub": "0"]))
    #expect(told.map(\.audience) == [.subscribers])
    #expect(told.map(\.type) == [.headline])
    let configuration = try #require(
      try told.first?.body.first("configuration", Namespace.pubsubEvent))
    #expect(configuration["node"] == "blog")
    let sent = try DataForm(in: configuration)
    #expect((sent != nil) == withPayload)
    if let sent {
      #expect(sent.kind == .result)
      #expect(sent.formType == NodeForm.configuration)
      #expect(sent.value(of: "pubsub#notify_sub") == "0")
      #expect(sent.fields.dropFirst().map(\.name) == NodeOptions.all.map(\.name))
    }
  }

  /// The new configuration says whether its own change is told.
  @Test func itsOwnSetting() throws {
    let silent = try cast.node()
    #expect(
      try events(silent, form(nil, ["pubsub#notify_config": "1"])).map(\.audience)
        == [.subscribers])
    let loud = try cast.node { $0.notifyConfiguration = true }
    for payloads in ["0", "1"] {
      var node = loud
      node.configuration.deliverPayloads = payloads == "0"
      let event = try events(node, form(nil, ["pubsub#deliver_payloads": payloads])).first?.body
      let sent = event?.first("configuration", Namespace.pubsubEvent)?.elements.map(\.name.name)
      #expect(sent == (payloads == "1" ? ["x"] : []))
    }
    #expect(try events(loud, form(nil, ["pubsub#notify_config": "0"])).isEmpty)
    #expect(
      try events(
        loud, form(nil, ["pubsub#notify_sub": "0", "pubsub#deliver_notifications": "0"])
      ).isEmpty)
  }

  /// XEP-0497, section 4.2.2: those who observe the node get what has changed, and nothing else.
  @Test func metaData() throws {
    let node = try cast.node {
      $0.title = "Old Title"
      $0.accessModel = .whitelist
      $0.type = "same"
    }
    let told = try events(
      node,
      form(
        NodeForm.configuration,
        [
          "pubsub#title": "New Title", "pubsub#description": "New Description",
          "pubsub#access_model": "open", "pubsub#type": "same", "pubsub#notify_sub": "0",
        ]))
    #expect(told.map(\.audience) == [.observers])
    #expect(told.map(\.matter) == [.node])
    #expect(
      try told.first?.body.comparable
        == example(
          """
          <event xmlns='http://jabber.org/protocol/pubsub#event'>
            <configuration node='blog'>
              <x xmlns='jabber:x:data' type='result'>
                <field var='FORM_TYPE' type='hidden'>
                  <value>http://jabber.org/protocol/pubsub#meta-data</value>
                </field>
                <field var='pubsub#title'><value>New Title</value></field>
                <field var='pubsub#description'><value>New Description</value></field>
                <field var='pubsub#access_model'><value>open</value></field>
              </x>
            </configuration>
          </event>
          """))
    let silent = form(nil, ["pubsub#title": "New", "pubsub#deliver_notifications": "0"])
    #expect(try events(node, silent).isEmpty)
  }

  /// A node that leaves its branch says so by an empty field.
  @Test func removedFromItsBranch() throws {
    let parent = try NodeID("parent")
    let node = try cast.node { $0.parent = parent }
    let decision = try Configure.decide(
      ConfigureRequest(node: node.id, form: form(nil, [DataForm.Field(NodeOptions.parent)])),
      node, by: cast.owner, Lineage.Facts(), cast.policy, .none)
    #expect(
      decision.effects == [.configure(node.id, NodeConfiguration()), .review(node.id)])
    #expect(
      try decision.events.first?.body.comparable
        == example(
          """
          <event xmlns='http://jabber.org/protocol/pubsub#event'>
            <configuration node='blog'>
              <x xmlns='jabber:x:data' type='result'>
                <field var='FORM_TYPE' type='hidden'>
                  <value>http://jabber.org/protocol/pubsub#meta-data</value>
                </field>
                <field var='{urn:xmpp:pubsub-relationships:0}parent'/>
              </x>
            </configuration>
          </event>
          """))
  }

  /// XEP-0496, section 5.2.
  @Test func placedBelowAnotherNode() throws {
    let node = try cast.node()
    let blog = try NodeID("urn:xmpp:microblog:0")
    let facts = Lineage.Facts(parent: Lineage.Relative(id: blog, mayPublish: true, reach: [blog]))
    let submitted = try DataForm(
      example(
        """
        <x xmlns='jabber:x:data' type='submit'>
          <field var='{urn:xmpp:pubsub-relationships:0}parent'>
            <value>urn:xmpp:microblog:0</value>
          </field>
        </x>
        """))
    let decision = try Configure.decide(
      ConfigureRequest(node: node.id, form: submitted), node, by: cast.owner, facts, cast.policy,
      .none)
    var expected = NodeConfiguration()
    expected.parent = blog
    #expect(decision.effects == [.configure(node.id, expected), .review(node.id)])
    #expect(decision.events.map(\.audience) == [.observers])
    // Whoever does not ask for another place keeps it, whatever is known of it now.
    var placed = node
    placed.configuration = expected
    let same = form(nil, [NodeOptions.parent: blog.name, "pubsub#notify_sub": "0"])
    #expect(refusal { try events(placed, same) } == "accepted")
  }
}
