import Testing
import XML
import XMPP

@testable import PubSub

/// Forms as the specification shows them, and as clients submit them.
@Suite struct NodeFormClientTests {
  let cast: Cast
  init() throws { cast = try Cast() }

  /// The example of section 8.2.4.
  @Test func example() throws {
    let text = """
      <x xmlns='jabber:x:data' type='submit'>
        <field var='FORM_TYPE' type='hidden'>
          <value>http://jabber.org/protocol/pubsub#node_config</value>
        </field>
        <field var='pubsub#title'><value>Princely Musings (Atom)</value></field>
        <field var='pubsub#deliver_notifications'><value>1</value></field>
        <field var='pubsub#deliver_payloads'><value>1</value></field>
        <field var='pubsub#persist_items'><value>1</value></field>
        <field var='pubsub#max_items'><value>10</value></field>
        <field var='pubsub#item_expire'><value>604800</value></field>
        <field var='pubsub#access_model'><value>roster</value></field>
        <field var='pubsub#roster_groups_allowed'>
          <value>friends</value>
          <value>servants</value>
          <value>courtiers</value>
        </field>
        <field var='pubsub#publish_model'><value>publishers</value></field>
        <field var='pubsub#purge_offline'><value>0</value></field>
        <field var='pubsub#send_last_published_item'><value>never</value></field>
        <field var='pubsub#presence_based_delivery'><value>false</value></field>
        <field var='pubsub#notification_type'><value>headline</value></field>
        <field var='pubsub#notify_config'><value>0</value></field>
        <field var='pubsub#notify_delete'><value>0</value></field>
        <field var='pubsub#notify_retract'><value>0</value></field>
        <field var='pubsub#notify_sub'><value>0</value></field>
        <field var='pubsub#max_payload_size'><value>1028</value></field>
        <field var='pubsub#type'><value>urn:example:e2ee:bundle</value></field>
        <field var='pubsub#body_xslt'>
          <value>http://jabxslt.jabberstudio.org/atom_body.xslt</value>
        </field>
      </x>
      """
    let form = try DataForm(PubSubTests.example(text))
    var expected = NodeConfiguration()
    expected.title = "Princely Musings (Atom)"
    expected.maxItems = 10
    expected.itemExpiry = 604_800
    expected.accessModel = .roster
    expected.rosterGroups = ["friends", "servants", "courtiers"]
    expected.sendLastItem = .never
    expected.notifyDelete = false
    expected.notifyRetract = false
    expected.notifySubscriptions = false
    expected.maxPayloadSize = 1028
    expected.type = "urn:example:e2ee:bundle"
    #expect(try NodeForm.merge(form, into: NodeConfiguration(), cast.seeingPolicy) == expected)
  }

  // MARK: As clients submit them

  static let community: KeyValuePairs = [
    "pubsub#persist_items": "true", "pubsub#deliver_payloads": "false",
    "pubsub#send_last_published_item": "on_sub", "pubsub#access_model": "open",
    "pubsub#max_items": "max", "pubsub#title": "Gardens",
  ]

  static let ofEachPost: KeyValuePairs = [
    "pubsub#persist_items": "true", "pubsub#max_items": "max", "pubsub#itemreply": "publisher",
    "pubsub#notify_sub": "true",
  ]

  private func merge(_ fields: KeyValuePairs<String, String>) throws -> NodeConfiguration {
    try NodeForm.merge(
      form(NodeForm.configuration, fields), into: NodeConfiguration(), cast.policy)
  }

  private func check(_ fields: KeyValuePairs<String, String>, _ node: NodeConfiguration) -> String {
    refusal {
      try NodeForm.check(form(NodeForm.publishOptions, fields), against: node, cast.policy)
    }
  }

  /// A node that a community's form made meets the preconditions that come with every post.
  @Test func communityMeetsThePostsPreconditions() throws {
    let node = try merge(Self.community)
    var expected = NodeConfiguration()
    expected.deliverPayloads = false
    expected.sendLastItem = .onSubscribe
    expected.title = "Gardens"
    #expect(node == expected)
    #expect(check(Self.ofEachPost, node) == "accepted")
  }

  @Test func commentsMeetThePostsPreconditions() throws {
    let node = try merge([
      "pubsub#persist_items": "true", "pubsub#deliver_payloads": "false",
      "pubsub#send_last_published_item": "on_sub", "pubsub#access_model": "open",
      "pubsub#max_items": "max", "pubsub#publish_model": "open",
      "pubsub#itemreply": "publisher", "pubsub#notify_retract": "true",
    ])
    #expect(node.publishModel == .open)
    #expect(node.notifyRetract)
    #expect(check(Self.ofEachPost, node) == "accepted")
  }

  /// So does a node that is made with nothing said.
  @Test func defaultsMeetThePostsPreconditions() {
    #expect(check(Self.ofEachPost, NodeConfiguration()) == "accepted")
  }

  /// A space (XEP-0503), whose form carries no FORM_TYPE.
  @Test func space() throws {
    let node = try NodeForm.merge(
      form(
        nil,
        [
          "pubsub#type": "urn:xmpp:spaces:0", "pubsub#notify_retract": "true",
          "pubsub#persist_items": "true", "pubsub#purge_offline": "false",
          "pubsub#notify_sub": "true", "pubsub#notify_config": "true",
          "pubsub#notify_delete": "true", "pubsub#max_items": "max",
          "pubsub#publish_model": "publishers", "pubsub#access_model": "authorize",
          "pubsub#deliver_payloads": "true", "pubsub#title": "Verona",
        ]), into: NodeConfiguration(), cast.policy)
    var expected = NodeConfiguration()
    expected.type = "urn:xmpp:spaces:0"
    expected.notifyConfiguration = true
    expected.accessModel = .authorize
    expected.title = "Verona"
    #expect(node == expected)
  }

  /// A community's picture and a story ask for what an open node is not.
  @Test(
    arguments: [
      ["pubsub#access_model": "presence", "pubsub#max_items": "1"],
      ["pubsub#access_model": "presence", "pubsub#item_expire": "86400"],
    ] as [KeyValuePairs<String, String>])
  func pictureAndStoryAreRefused(fields: KeyValuePairs<String, String>) throws {
    #expect(check(fields, try merge(Self.community)) == preconditionNotMet)
  }

  /// The settings dialog sends every field back except the lists.
  @Test func settingsWithoutLists() throws {
    let node = NodeFormSamples.odd
    var returned = NodeForm.form(node, cast.seeingPolicy)
    returned.kind = .submit
    returned.fields.removeAll { $0.type == .listMulti || $0.type == .jidMulti }
    #expect(try NodeForm.merge(returned, into: node, cast.seeingPolicy) == node)
  }
}
