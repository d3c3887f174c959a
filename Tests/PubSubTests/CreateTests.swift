import Testing
import XML
import XMPP

@testable import PubSub

@Suite struct CreateTests {
  let cast: Cast
  init() throws { cast = try Cast() }

  /// Section 8.1.
  @Test func wire() throws {
    let plain = "<pubsub xmlns='\(Namespace.pubsub)'><create node='princely_musings'/></pubsub>"
    let named = try CreateRequest(node: NodeID("princely_musings"))
    #expect(try CreateRequest(example(plain)) == named)
    #expect(try named.element.comparable == example(plain))

    let instant = try CreateRequest(pubsub("<create/>"))
    #expect(instant == CreateRequest(node: nil))
    #expect(try instant.element.comparable == pubsub("<create/>").comparable)

    let configured = """
      <pubsub xmlns='http://jabber.org/protocol/pubsub'>
        <create node='princely_musings'/>
        <configure>
          <x xmlns='jabber:x:data' type='submit'>
            <field var='FORM_TYPE' type='hidden'>
              <value>http://jabber.org/protocol/pubsub#node_config</value>
            </field>
            <field var='pubsub#access_model'><value>whitelist</value></field>
          </x>
        </configure>
      </pubsub>
      """
    let request = CreateRequest(
      node: named.node,
      configuration: form(NodeForm.configuration, ["pubsub#access_model": "whitelist"]))
    #expect(try CreateRequest(example(configured)) == request)
    #expect(try request.element.comparable == example(configured))
    // An empty <configure/> asks for the defaults.
    #expect(try CreateRequest(pubsub("<create node='princely_musings'/><configure/>")) == named)
  }

  @Test(arguments: [
    ("", badRequest), ("<create node=''/>", nodeIDRequired),
    ("<create node='\(longName)'/>", nameTooLong),
    ("<create node='a'/><configure node='a'/>", badRequest),
    ("<create/><configure><x xmlns='jabber:x:data' type='odd'/></configure>", badRequest),
  ])
  func malformed(inner: String, expected: String) throws {
    let element = try pubsub(inner)
    #expect(refusal { try CreateRequest(element) } == expected)
  }

  @Test func named() throws {
    let id = try NodeID("blog")
    let decision = try Create.decide(
      CreateRequest(node: id), by: cast.romeo, taken: false, cast.circumstances)
    #expect(decision.effects == [.create(id, NodeConfiguration(), owner: cast.romeo)])
    #expect(decision.events.isEmpty)
    #expect(
      try decision.reply?.comparable == pubsub("<create node='blog'/>").comparable)
  }

  /// Section 8.1.2, instant nodes: the answer names the node.
  @Test func instant() throws {
    let decision = try Create.decide(
      CreateRequest(node: nil), by: cast.romeo, taken: false, cast.circumstances)
    #expect(
      try decision.effects == [.create(NodeID("fresh"), NodeConfiguration(), owner: cast.romeo)])
    #expect(
      try decision.reply?.comparable == pubsub("<create node='fresh'/>").comparable)
  }

  @Test func configured() throws {
    let id = try NodeID("blog")
    let submitted = form(
      NodeForm.configuration, ["pubsub#title": "Blog", "pubsub#max_items": "7", "x#y": "?"])
    let decision = try Create.decide(
      CreateRequest(node: id, configuration: submitted), by: cast.romeo, taken: false,
      cast.circumstances)
    var expected = NodeConfiguration()
    expected.title = "Blog"
    expected.maxItems = 7
    #expect(decision.effects == [.create(id, expected, owner: cast.romeo)])
    let cancelled = try Create.decide(
      CreateRequest(
        node: id, configuration: form(nil, ["pubsub#title": "Blog"], kind: .cancel)),
      by: cast.romeo, taken: false, cast.circumstances)
    #expect(cancelled.effects == [.create(id, NodeConfiguration(), owner: cast.romeo)])
  }

  @Test(arguments: [
    ("romeo@verona.lit", false, "accepted"), ("escalus@verona.lit", false, "accepted"),
    ("romeo@verona.lit", true, "cancel: conflict"), ("hamlet@denmark.lit", false, forbidden),
    // Who may not create is not told which names are taken.
    ("hamlet@denmark.lit", true, forbidden), ("verona.lit", false, forbidden),
  ])
  func whoMay(jid: String, taken: Bool, expected: String) throws {
    let jid = try BareJID(jid)
    let request = try CreateRequest(node: NodeID("blog"))
    #expect(
      refusal { try Create.decide(request, by: jid, taken: taken, cast.circumstances) }
        == expected)
  }

  @Test(arguments: [
    (form(NodeForm.publishOptions, [:]), badRequest),
    (form(NodeForm.configuration, [:], kind: .form), badRequest),
    (
      form(NodeForm.configuration, ["pubsub#access_model": "roster"]),
      "modify: unsupported-access-model not-acceptable"
    ),
  ])
  func refusedForms(form: DataForm, expected: String) throws {
    let request = try CreateRequest(node: NodeID("blog"), configuration: form)
    #expect(
      refusal { try Create.decide(request, by: cast.romeo, taken: false, cast.circumstances) }
        == expected)
  }
}
