import Testing
import XML
import XMPP

@testable import PubSub

/// What services say of their nodes, as somebody reads it who may follow them.
@Suite struct NodeMetaDataReadingTests {
  private func read(_ inner: String) throws -> NodeMetaData {
    let text = "<query xmlns='\(Namespace.discoInfo)' node='blogs'>\(inner)</query>"
    return NodeMetaData(try DiscoInfo(example(text)))
  }

  private func form(_ fields: String) -> String {
    """
    <identity category='pubsub' type='leaf'/>
    <x xmlns='jabber:x:data' type='result'>
      <field var='FORM_TYPE' type='hidden'>
        <value>http://jabber.org/protocol/pubsub#meta-data</value>
      </field>
      \(fields)
    </x>
    """
  }

  /// Sections 5.3 and 5.4.
  @Test func example54() throws {
    let fields = """
      <field var='pubsub#type' label='Payload type' type='text-single'>
        <value>urn:example:e2ee:bundle</value>
      </field>
      <field var='pubsub#creator' label='Node creator' type='jid-single'>
        <value>hamlet@denmark.lit</value>
      </field>
      <field var='pubsub#creation_date' label='Creation date' type='text-single'>
        <value>2003-07-29T22:56Z</value>
      </field>
      <field var='pubsub#title' label='A short name for the node' type='text-single'>
        <value>Princely Musings (Atom)</value>
      </field>
      <field var='pubsub#description' label='A description of the node' type='text-single'>
        <value>Updates for Hamlet&apos;s Princely Musings weblog.</value>
      </field>
      <field var='pubsub#language' label='Default language' type='list-single'>
        <value>en</value>
      </field>
      <field var='pubsub#access_model' type='list-single'><value>whitelist</value></field>
      <field var='pubsub#publish_model' type='list-single'><value>publishers</value></field>
      <field var='pubsub#contact' label='People to contact with questions' type='jid-multi'>
        <value>bard@shakespeare.lit</value>
      </field>
      <field var='pubsub#owner' label='People with Owner affiliation' type='jid-multi'>
        <value>hamlet@denmark.lit</value><value>horatio@denmark.lit/elsinore</value>
      </field>
      <field var='pubsub#num_subscribers' label='Number of subscribers' type='text-single'>
        <value>1066</value>
      </field>
      """
    var expected = NodeMetaData()
    expected.kind = .leaf
    expected.type = "urn:example:e2ee:bundle"
    expected.creator = try BareJID("hamlet@denmark.lit")
    expected.title = "Princely Musings (Atom)"
    expected.description = "Updates for Hamlet's Princely Musings weblog."
    expected.language = "en"
    expected.accessModel = .whitelist
    expected.publishModel = .publishers
    expected.owners = [try BareJID("hamlet@denmark.lit"), try BareJID("horatio@denmark.lit")]
    expected.subscribers = 1066
    // The example's date has no seconds, which XEP-0082 wants.
    #expect(try read(form(fields)) == expected)
    expected.created = Timestamp("2003-07-29T22:56:00Z")
    let date = fields.replacing("22:56Z", with: "22:56:00Z")
    #expect(try read(form(date)) == expected)
  }

  /// What this service says of a node is read by another one.
  @Test func roundTrip() throws {
    let cast = try Cast()
    let node = try cast.node(subscribers: 3) {
      $0.title = "Gardens"
      $0.description = "Of roses\nand thorns."
      $0.language = "en"
      $0.type = "urn:xmpp:pubsub-social-feed:1"
      $0.accessModel = .presence
      $0.publishModel = .open
    }
    let written = NodeMetaData.form(
      node, owners: [cast.romeo, cast.juliet], publishers: [], cast.seeingPolicy)
    let info = DiscoInfo(identities: [.init("pubsub", "leaf", name: "Gardens")], forms: [written])
    let read = NodeMetaData(try DiscoInfo(Element(parsing: info.element.canonical)))
    var expected = NodeMetaData()
    expected.kind = .leaf
    expected.title = "Gardens"
    expected.description = "Of roses\nand thorns."
    expected.language = "en"
    expected.type = "urn:xmpp:pubsub-social-feed:1"
    expected.accessModel = .presence
    expected.publishModel = .open
    expected.creator = cast.romeo
    expected.created = Timestamp(milliseconds: 0)
    expected.subscribers = 3
    expected.owners = [cast.romeo, cast.juliet]
    #expect(read == expected)
  }

  /// Nothing is sure to be there, and what makes no sense is as good as nothing.
  @Test(
    arguments: [
      ("", nil), ("<identity category='account' type='registered'/>", nil),
      ("<identity category='pubsub' type='pep'/>", nil),
      ("<identity category='other' type='leaf'/>", nil),
      ("<identity category='pubsub' type='collection'/>", .collection),
      ("<identity category='pubsub' type='pep'/><identity category='pubsub' type='leaf'/>", .leaf),
    ] as [(String, NodeMetaData.Kind?)])
  func kinds(inner: String, kind: NodeMetaData.Kind?) throws {
    var expected = NodeMetaData()
    expected.kind = kind
    #expect(try read(inner) == expected)
  }

  @Test(arguments: [
    "", "<field var='pubsub#title'/>", "<field var='pubsub#title'><value/></field>",
    "<field var='pubsub#access_model'><value>secret</value></field>",
    "<field var='pubsub#publish_model'><value>Open</value></field>",
    "<field var='pubsub#creation_date'><value>yesterday</value></field>",
    "<field var='pubsub#num_subscribers'><value>-1</value></field>",
    "<field var='pubsub#creator'><value>@</value></field>",
    "<field var='pubsub#owner'><value>@</value></field>",
    "<field var='title'><value>Gardens</value></field>",
  ])
  func senseless(fields: String) throws {
    var expected = NodeMetaData()
    expected.kind = .leaf
    #expect(try read(form(fields)) == expected)
    let other = form("<field var='pubsub#title'><value>a</value></field>")
      .replacing("#meta-data", with: "#node_config")
    #expect(try read(other) == expected)
  }

  @Test func bounds() throws {
    let text = String(repeating: "\u{E9}", count: NodeMetaData.maximumText + 1)
    let owners = (0...NodeMetaData.maximumOwners).map { "<value>o\($0)@a.example</value>" }.joined()
    let read = try read(
      form(
        """
        <field var='pubsub#title'><value>\(text)</value></field>
        <field var='pubsub#owner'>\(owners)</field>
        <field var='pubsub#num_subscribers'><value>99999999999999999999</value></field>
        """))
    #expect(read.title == String(text.dropLast()))
    #expect(read.owners.count == NodeMetaData.maximumOwners)
    #expect(read.subscribers == .max)
  }
}
