import Testing
import XML
import XMPP

@testable import PubSub

@Suite struct SubscriptionFormTests {
  let cast: Cast
  init() throws { cast = try Cast() }

  private static let type = "{urn:xmpp:pubsub-ext-sub:0}type"
  private static let depth = "{urn:xmpp:pubsub-ext-sub:0}depth"

  private func merge(
    _ form: DataForm, into options: SubscriptionOptions = SubscriptionOptions()
  ) throws -> SubscriptionOptions {
    try SubscriptionForm.merge(form, into: options, cast.circumstances)
  }

  private func merge(_ name: String, _ values: [String]) throws -> SubscriptionOptions {
    try merge(form(SubscriptionForm.formType, [DataForm.Field(name, values: values)]))
  }

  // MARK: The fields

  /// As they are offered: type, what they take, options.
  @Test(
    arguments: [
      ("pubsub#deliver", DataForm.FieldType.boolean, nil, []), ("pubsub#digest", .boolean, nil, []),
      (
        "pubsub#digest_frequency", .textSingle,
        DataForm.Validation(datatype: "xs:integer", .range(min: "1000", max: "604800000")), []
      ),
      ("pubsub#expire", .textSingle, nil, []), ("pubsub#include_body", .boolean, nil, []),
      ("pubsub#show-values", .listMulti, nil, ["online", "chat", "away", "dnd", "xa"]),
      (type, .listMulti, nil, ["items", "metadata", "linked items"]),
      (
        depth, .textSingle,
        DataForm.Validation(datatype: "xs:integer", .range(min: "-1", max: "16")), []
      ),
      (
        "x-pubsub#keywords", .listMulti, DataForm.Validation(datatype: "xs:string", .open), []
      ),
      ("x-pubsub#public", .boolean, nil, []),
    ] as [(String, DataForm.FieldType, DataForm.Validation?, [String])])
  func offered(
    name: String, type: DataForm.FieldType, validation: DataForm.Validation?, options: [String]
  ) throws {
    let form = SubscriptionForm.form(SubscriptionOptions(), of: NodeConfiguration(), cast.policy)
    let field = try #require(form.field(name))
    #expect(field.type == type)
    #expect(field.validation == validation)
    #expect(field.label?.isEmpty == false)
    #expect(field.options.map(\.value) == options)
    #expect(field.options.allSatisfy { $0.label?.isEmpty == false })
  }

  /// Every field with values that it takes, as they are read back.
  static let values: [String: [[String]]] = [
    "pubsub#deliver": [["1"], ["0"]], "pubsub#digest": [["0"], ["1"]],
    "pubsub#digest_frequency": [["86400000"], ["1000"], ["604800000"]],
    "pubsub#expire": [[""], ["presence"], ["1970-01-01T00:01:00Z"]],
    "pubsub#include_body": [["0"], ["1"]],
    "pubsub#show-values": [
      [], ["online"], ["chat", "dnd"], ["online", "chat", "away", "dnd", "xa"],
    ],
    type: [
      ["items"], ["metadata"], ["items", "linked items"], ["items", "metadata", "linked items"],
    ],
    depth: [["0"], ["-1"], ["1"], ["16"]],
    "x-pubsub#keywords": [[], ["peasant"], ["peasant", "to be"]],
    "x-pubsub#public": [["0"], ["1"]],
  ]

  @Test func everyFieldIsHere() {
    #expect(Set(SubscriptionOptionTable.all.map(\.name)) == Set(Self.values.keys))
    #expect(SubscriptionOptionTable.all.count == Self.values.count)
    let form = SubscriptionForm.form(SubscriptionOptions(), of: NodeConfiguration(), cast.policy)
    #expect(form.kind == .form)
    #expect(form.formType == "http://jabber.org/protocol/pubsub#subscribe_options")
    #expect(form.fields.dropFirst().map(\.name) == SubscriptionOptionTable.all.map(\.name))
  }

  /// The first of the values is the default.
  @Test(arguments: values.keys.sorted())
  func roundTrips(name: String) throws {
    let values = try #require(Self.values[name])
    #expect(SubscriptionForm.result(SubscriptionOptions()).values(of: name) == values.first)
    for value in values {
      let options = try merge(name, value)
      #expect(SubscriptionForm.result(options).values(of: name) == value)
      var returned = SubscriptionForm.form(options, of: NodeConfiguration(), cast.policy)
      #expect(returned.values(of: name) == value)
      returned.kind = .submit
      #expect(try merge(DataForm(returned.element)) == options)
    }
  }

  /// Spelled otherwise, or another way to say it.
  @Test(arguments: [
    ("pubsub#deliver", ["true"], ["1"]), ("pubsub#deliver", ["false"], ["0"]),
    ("pubsub#digest_frequency", [""], ["86400000"]), ("pubsub#digest_frequency", [], ["86400000"]),
    ("pubsub#expire", [], [""]),
    ("pubsub#expire", ["1970-01-01T01:01:00+01:00"], ["1970-01-01T00:01:00Z"]),
    // Longer than is allowed: as long as is allowed (section 12.19).
    ("pubsub#expire", ["2099-01-01T00:00:00Z"], ["1971-01-01T00:00:01Z"]),
    ("pubsub#show-values", ["dnd", "chat", "dnd"], ["chat", "dnd"]), (depth, ["-7"], ["-1"]),
    (depth, [""], ["0"]), ("x-pubsub#keywords", ["", "a", ""], ["a"]), (type, [], []),
  ])
  func alike(name: String, values: [String], expected: [String]) throws {
    #expect(SubscriptionForm.result(try merge(name, values)).values(of: name) == expected)
  }

  /// Section 6.3.6.2.
  @Test(arguments: [
    ("pubsub#deliver", ["perhaps"]), ("pubsub#deliver", [""]), ("pubsub#deliver", []),
    ("pubsub#deliver", ["1", "0"]), ("pubsub#digest", ["2"]),
    ("pubsub#digest_frequency", ["999"]), ("pubsub#digest_frequency", ["604800001"]),
    ("pubsub#digest_frequency", ["-1"]), ("pubsub#digest_frequency", ["daily"]),
    ("pubsub#digest_frequency", ["99999999999999999999"]), ("pubsub#include_body", ["yes"]),
    ("pubsub#expire", ["tomorrow"]), ("pubsub#expire", ["1970-01-01T00:00:01Z"]),
    ("pubsub#expire", ["presence", "presence"]), ("pubsub#show-values", ["chat", "busy"]),
    ("pubsub#show-values", [""]), (type, ["nodes"]), (type, ["items", "everything"]),
    (depth, ["17"]), (depth, ["all"]), (depth, ["1.5"]), (depth, ["99999999999999999999"]),
    ("x-pubsub#keywords", [String(repeating: "k", count: 129)]),
    ("x-pubsub#keywords", (0...16).map(String.init)), ("x-pubsub#public", ["perhaps"]),
    ("x-pubsub#public", ["0", "1"]),
  ])
  func refused(name: String, values: [String]) {
    #expect(refusal { try merge(name, values) } == "modify: invalid-options bad-request")
  }

  @Test func limits() {
    #expect(
      refusal { try merge("x-pubsub#keywords", [String(repeating: "k", count: 128)]) }
        == "accepted")
    #expect(
      refusal { try merge("x-pubsub#keywords", (1...16).map(String.init)) } == "accepted")
  }

  // MARK: The form

  /// Fields that are not sent stay, unknown ones are ignored; those of collections (XEP-0248) are.
  @Test func partialFormsAreMerged() throws {
    var old = SubscriptionOptions()
    old.digest = true
    old.keywords = ["peasant"]
    let merged = try merge(
      form(
        SubscriptionForm.formType,
        [
          "pubsub#include_body": "1", "odd": "1", "pubsub#subscription_type": "nodes",
          "pubsub#subscription_depth": "all",
        ]), into: old)
    var expected = old
    expected.includeBody = true
    #expect(merged == expected)
  }

  @Test(arguments: [
    (SubscriptionForm.formType as String?, DataForm.Kind.submit, "accepted"),
    (nil, .submit, "accepted"), (NodeForm.configuration, .submit, invalidOptions),
    ("urn:odd", .submit, invalidOptions), (SubscriptionForm.formType, .form, invalidOptions),
    (SubscriptionForm.formType, .result, invalidOptions),
    (SubscriptionForm.formType, .cancel, invalidOptions),
  ])
  func formTypes(type: String?, kind: DataForm.Kind, expected: String) {
    #expect(refusal { try merge(form(type, [:], kind: kind)) } == expected)
  }

  @Test(arguments: ["pubsub#deliver", "odd", "FORM_TYPE"])
  func aFieldTwice(name: String) {
    let value = name == "FORM_TYPE" ? SubscriptionForm.formType : "1"
    #expect(
      refusal { try merge(form(nil, [name: value, name: value])) }
        == invalidOptions)
  }

  /// A lease that ends at this moment is no reason to refuse another change.
  @Test func anEndedLeaseIsNotSentAgain() throws {
    var ended = SubscriptionOptions()
    ended.expiry = .at(Timestamp(milliseconds: 500))
    #expect(try merge(form(nil, ["pubsub#deliver": "0"]), into: ended).deliver == false)
    #expect(
      try merge(form(nil, ["pubsub#expire": "presence"]), into: ended).expiry == .presence)
  }

  /// The example of XEP-0497, section 4.1, and section 12.5.
  @Test func examples() throws {
    let element = try example(
      """
      <x xmlns='jabber:x:data' type='submit'>
        <field var='FORM_TYPE' type='hidden'>
          <value>http://jabber.org/protocol/pubsub#subscribe_options</value>
        </field>
        <field var='{urn:xmpp:pubsub-ext-sub:0}type'>
          <value>items</value>
          <value>metadata</value>
          <value>linked items</value>
        </field>
        <field var='{urn:xmpp:pubsub-ext-sub:0}depth'><value>-1</value></field>
        <field var='pubsub#expire'><value>presence</value></field>
      </x>
      """)
    var expected = SubscriptionOptions()
    expected.matters = [.items, .metadata, .linkedItems]
    expected.depth = -1
    expected.expiry = .presence
    #expect(try merge(DataForm(element)) == expected)
  }
}
