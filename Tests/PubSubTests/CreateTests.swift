import Testing
import XML
import XMPP

@testable import PubSub

@Suite struct CreateTests {
  let cast: Cast
  init() throws { cast = try Cast() }

  // MARK: Wire

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

  /// Section 8.1.3: <configure/> follows <create/>, and has no node.
  @Test(arguments: [
    ("", badRequest), ("<create node=''/>", nodeIDRequired),
    ("<create node='\(longName)'/>", nameTooLong),
    ("<create node='a'/><configure node='a'/>", badRequest),
    ("<configure/><create node='a'/>", badRequest), ("<configure/>", badRequest),
    ("<create/><configure><x xmlns='jabber:x:data' type='odd'/></configure>", badRequest),
  ])
  func malformed(inner: String, expected: String) throws {
    let element = try pubsub(inner)
    #expect(refusal { try CreateRequest(element) } == expected)
  }

  // MARK: Engine

  private func create(
    _ node: String?, by jid: BareJID? = nil, taken: Bool = false, _ form: DataForm? = nil,
    _ relations: Lineage.Facts = Lineage.Facts(), _ account: Account = Account(),
    _ policy: ServicePolicy? = nil
  ) throws -> Decision {
    try Create.decide(
      CreateRequest(node: node.map { try NodeID($0) }, configuration: form),
      by: jid ?? cast.romeo, taken: taken, relations, account,
      cast.circumstances(policy ?? cast.policy))
  }

  @Test func named() throws {
    let decision = try create("blog")
    #expect(
      try decision.effects == [.create(NodeID("blog"), NodeConfiguration(), owner: cast.romeo)])
    #expect(decision.events.isEmpty)
    #expect(
      try decision.reply?.comparable == pubsub("<create node='blog'/>").comparable)
  }

  /// Section 8.1.1, instant nodes: the answer names the node.
  @Test func instant() throws {
    let decision = try create(nil)
    #expect(
      try decision.effects == [.create(NodeID("fresh"), NodeConfiguration(), owner: cast.romeo)])
    #expect(
      try decision.reply?.comparable == pubsub("<create node='fresh'/>").comparable)
  }

  @Test func configured() throws {
    let submitted = form(
      NodeForm.configuration, ["pubsub#title": "Blog", "pubsub#max_items": "7", "x#y": "?"])
    var expected = NodeConfiguration()
    expected.title = "Blog"
    expected.maxItems = 7
    #expect(
      try create("blog", submitted).effects
        == [.create(NodeID("blog"), expected, owner: cast.romeo)])
    let cancelled = form(nil, ["pubsub#title": "Blog"], kind: .cancel)
    #expect(
      try create("blog", cancelled).effects
        == [.create(NodeID("blog"), NodeConfiguration(), owner: cast.romeo)])
  }

  @Test(arguments: [
    ("romeo@verona.lit", false, "accepted"), ("escalus@verona.lit", false, "accepted"),
    ("romeo@verona.lit", true, "cancel: conflict"), ("hamlet@denmark.lit", false, forbidden),
    // Who may not create is not told which names are taken.
    ("hamlet@denmark.lit", true, forbidden), ("verona.lit", false, forbidden),
  ])
  func whoMay(jid: String, taken: Bool, expected: String) throws {
    let jid = try BareJID(jid)
    #expect(refusal { try create("blog", by: jid, taken: taken) } == expected)
  }

  /// Names that mean something else, or are for administrators.
  @Test func names() throws {
    var policy = cast.policy
    policy.takenNames = [Namespace.commands]
    policy.reservedNames = ["urn:xmpp:*"]
    func outcome(_ node: String?, by jid: BareJID) -> String {
      refusal { try create(node, by: jid, nil, Lineage.Facts(), Account(), policy) }
    }
    #expect(outcome(Namespace.commands, by: cast.romeo) == "modify: not-acceptable")
    #expect(outcome(Namespace.commands, by: cast.admin) == "modify: not-acceptable")
    #expect(outcome("urn:xmpp:blog", by: cast.romeo) == forbidden)
    #expect(outcome("urn:xmpp:blog", by: cast.admin) == "accepted")
    #expect(outcome(nil, by: cast.romeo) == "accepted")
  }

  @Test func quota() throws {
    var policy = cast.policy
    policy.quota.nodes = 3
    func outcome(_ nodes: Int, by jid: BareJID) -> String {
      refusal {
        try create(
          "blog", by: jid, nil, Lineage.Facts(), Account(own: Usage(nodes: nodes)), policy)
      }
    }
    #expect(outcome(2, by: cast.romeo) == "accepted")
    #expect(outcome(3, by: cast.romeo) == "cancel: max-nodes-exceeded not-allowed")
    #expect(outcome(3, by: cast.admin) == "accepted")
  }

  @Test(arguments: [
    (form(NodeForm.publishOptions, [:]), badRequest),
    (form(NodeForm.configuration, [:], kind: .form), badRequest),
    (
      form(NodeForm.configuration, ["pubsub#access_model": "roster"]),
      "modify: unsupported-access-model not-acceptable"
    ),
    (
      form(NodeForm.configuration, ["pubsub#node_type": "collection"]),
      "cancel: unsupported=collections feature-not-implemented"
    ),
  ])
  func refusedForms(form: DataForm, expected: String) {
    #expect(refusal { try create("blog", form) } == expected)
  }

  // MARK: Relations

  private func below(_ name: String) -> DataForm {
    form(NodeForm.configuration, [NodeOptions.parent: name])
  }

  /// Whoever watches the hierarchy learns of the new node (XEP-0497, section 4.2.2).
  @Test func withAParent() throws {
    let blog = try NodeID("blog")
    let facts = Lineage.Facts(parent: Lineage.Relative(id: blog, mayPublish: true, reach: [blog]))
    let decision = try create("comments", below("blog"), facts)
    var expected = NodeConfiguration()
    expected.parent = blog
    #expect(
      try decision.effects == [.create(NodeID("comments"), expected, owner: cast.romeo)])
    #expect(decision.events.map(\.audience) == [.observers])
    #expect(decision.events.map(\.matter) == [.node])
    #expect(
      try decision.events.first?.body.comparable
        == example(
          """
          <event xmlns='http://jabber.org/protocol/pubsub#event'>
            <configuration node='comments'>
              <x xmlns='jabber:x:data' type='result'>
                <field var='FORM_TYPE' type='hidden'>
                  <value>http://jabber.org/protocol/pubsub#meta-data</value>
                </field>
                <field var='{urn:xmpp:pubsub-relationships:0}parent' type='text-single'>
                  <value>blog</value>
                </field>
              </x>
            </configuration>
          </event>
          """))
    var silent = below("blog")
    silent.fields.append(DataForm.Field("pubsub#deliver_notifications", values: ["0"]))
    #expect(try create("comments", silent, facts).events.isEmpty)
  }

  /// A node that belongs to another one has the same parent (XEP-0496, section 4.2).
  @Test(arguments: [nil, "blogs"])
  func withALink(parent: String?) throws {
    let post = try NodeID("post")
    let facts = Lineage.Facts(
      link: Lineage.Relative(
        id: post, mayPublish: true, parent: try parent.map { try NodeID($0) }, reach: [post]))
    let decision = try create(
      "comments", form(NodeForm.configuration, [NodeOptions.link: "post"]), facts)
    var expected = NodeConfiguration()
    expected.link = post
    expected.parent = try parent.map { try NodeID($0) }
    #expect(
      try decision.effects == [.create(NodeID("comments"), expected, owner: cast.romeo)])
    #expect(decision.events.map(\.audience) == [.observers])
  }

  @Test func withAParentThatIsNotThere() {
    #expect(
      refusal { try create("comments", below("blog")) }
        == "cancel: invalid-option not-allowed")
  }
}
