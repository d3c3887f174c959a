import Testing
import XML
import XMPP

@testable import PubSub

@Suite struct NodeFormTests {
  let cast: Cast
  init() throws { cast = try Cast() }

  private func merge(_ form: DataForm, into node: NodeConfiguration = NodeConfiguration()) throws
    -> NodeConfiguration
  {
    try NodeForm.merge(form, into: node, cast.seeingPolicy)
  }

  private static let long = String(repeating: "t", count: 4097)

  /// Values that are not offered: in a configuration as section 8.2.5.2 says, in options as 7.1.5.
  @Test(arguments: [
    ("pubsub#access_model", "Open"), ("pubsub#access_model", ""),
    ("pubsub#node_type", "collection"), ("pubsub#node_type", ""),
    ("pubsub#publish_model", "owners"), ("pubsub#publish_model", ""),
    ("pubsub#max_items", "-1"), ("pubsub#max_items", "many"), ("pubsub#max_items", "1.5"),
    ("pubsub#publish_node_full", "explode"), ("pubsub#item_expire", "0"),
    ("pubsub#item_expire", "-1"), ("pubsub#item_expire", "soon"),
    ("pubsub#max_payload_size", "0"), ("pubsub#max_payload_size", "big"),
    ("pubsub#max_payload_size", "max"), ("pubsub#itemreply", "owner"),
    ("pubsub#send_last_published_item", "sometimes"), ("pubsub#notification_type", "chat"),
    ("pubsub#language", "a language"), ("pubsub#language", "de_CH"), ("pubsub#contact", "a@"),
    ("{urn:xmpp:pubsub-relationships:0}parent", longName),
    ("{urn:xmpp:pubsub-relationships:0}link", longName), ("pubsub#title", long),
    ("pubsub#description", long), ("pubsub#type", long), ("pubsub#roster_groups_allowed", long),
  ])
  func refusedValues(name: String, value: String) {
    let expected =
      switch name {
      case "pubsub#access_model": "modify: unsupported-access-model not-acceptable"
      case "pubsub#node_type": "cancel: unsupported=collections feature-not-implemented"
      default: "modify: invalid-options not-acceptable"
      }
    let configuration = form(NodeForm.configuration, [name: value])
    #expect(refusal { try merge(configuration) } == expected)
    let options = form(NodeForm.publishOptions, [name: value])
    let node = NodeConfiguration()
    #expect(
      refusal { try NodeForm.check(options, against: node, cast.policy) } == preconditionNotMet)
    #expect(refusal { try NodeForm.apply(options, to: node, cast.policy) } == preconditionNotMet)
  }

  /// The longest value, in bytes, and the most values of a list.
  @Test(arguments: [
    ("pubsub#title", [String(repeating: "t", count: 4096)], true),
    ("pubsub#title", [String(repeating: "é", count: 2048)], true),
    ("pubsub#title", [String(repeating: "é", count: 2049)], false),
    ("pubsub#roster_groups_allowed", (1...64).map { "group \($0)" }, true),
    ("pubsub#roster_groups_allowed", (1...65).map { "group \($0)" }, false),
    ("pubsub#contact", (1...64).map { "a\($0)@b" }, true),
    ("pubsub#contact", (1...65).map { "a\($0)@b" }, false),
  ])
  func limits(name: String, values: [String], isTaken: Bool) {
    #expect(
      refusal {
        try merge(form(NodeForm.configuration, [DataForm.Field(name, values: values)]))
      } == (isTaken ? "accepted" : "modify: invalid-options not-acceptable"))
  }

  /// Fields that are not sent stay.
  @Test func partialFormsAreMerged() throws {
    let node = try merge(
      form(NodeForm.configuration, ["pubsub#title": "New", "pubsub#max_items": "max"]),
      into: NodeFormSamples.odd)
    var expected = NodeFormSamples.odd
    expected.title = "New"
    expected.maxItems = nil
    #expect(node == expected)
    #expect(try merge(form(nil, ["pubsub#title": ""]), into: node).title == nil)
    #expect(try merge(form(NodeForm.configuration, [:]), into: node) == node)
  }

  /// In a configuration they are ignored, in options refused.
  @Test func unknownFields() throws {
    let fields: KeyValuePairs = [
      "pubsub#body_xslt": "http://jabxslt.jabberstudio.org/atom_body.xslt", "pubsub#title": "T",
      "odd": "1",
    ]
    let node = try merge(form(NodeForm.configuration, fields))
    var expected = NodeConfiguration()
    expected.title = "T"
    #expect(node == expected)
    let options = form(NodeForm.publishOptions, fields)
    #expect(
      refusal { try NodeForm.check(options, against: node, cast.policy) } == preconditionNotMet)
  }

  @Test(arguments: [
    (NodeForm.configuration as String?, DataForm.Kind.submit, "accepted", badRequest),
    (NodeForm.publishOptions, .submit, badRequest, "accepted"),
    (nil, .submit, "accepted", "accepted"), ("urn:odd", .submit, badRequest, badRequest),
    (NodeMetaData.formType, .submit, badRequest, badRequest),
    (SubscriptionForm.formType, .submit, badRequest, badRequest),
    (NodeForm.configuration, .form, badRequest, badRequest),
    (NodeForm.configuration, .result, badRequest, badRequest),
    (NodeForm.configuration, .cancel, badRequest, badRequest),
  ])
  func formTypes(
    type: String?, kind: DataForm.Kind, asConfiguration: String, asOptions: String
  ) {
    let submitted = form(type, [:], kind: kind)
    let node = NodeConfiguration()
    #expect(refusal { try merge(submitted) } == asConfiguration)
    #expect(refusal { try NodeForm.check(submitted, against: node, cast.policy) } == asOptions)
    #expect(refusal { try NodeForm.apply(submitted, to: node, cast.policy) } == asOptions)
  }

  /// XEP-0004, section 3.2: names are unique. Text between fields has none.
  @Test(arguments: ["pubsub#title", "odd", "FORM_TYPE"])
  func aFieldTwice(name: String) {
    let value = name == "FORM_TYPE" ? NodeForm.configuration : "1"
    #expect(
      refusal { try merge(form(nil, [name: value, name: value])) }
        == "modify: invalid-options bad-request")
    let fixed = DataForm.Field(nil, .fixed, values: ["Some words"])
    #expect(refusal { try merge(form(nil, [fixed, fixed])) } == "accepted")
    #expect(
      refusal {
        try NodeForm.check(
          form(nil, [fixed, fixed]), against: NodeConfiguration(), cast.policy)
      } == "accepted")
  }

  /// What the relations in a form lead to has to be looked up before it is merged.
  @Test func relations() throws {
    let node = NodeFormSamples.odd
    let (above, beside) = (try NodeID("above"), try NodeID("beside"))
    func named(_ form: DataForm?, or node: NodeConfiguration?) -> [NodeID?] {
      let relations = NodeForm.relations(form, or: node)
      return [relations.parent, relations.link]
    }
    #expect(named(nil, or: nil) == [nil, nil])
    #expect(named(nil, or: node) == [above, beside])
    #expect(named(form(nil, ["pubsub#title": ""]), or: node) == [above, beside])
    #expect(
      named(form(nil, [NodeOptions.parent: "other"]), or: node) == [try NodeID("other"), beside])
    #expect(named(form(nil, [NodeOptions.link: ""]), or: node) == [above, nil])
    #expect(named(form(nil, [NodeOptions.link: longName]), or: nil) == [nil, nil])
  }
}
