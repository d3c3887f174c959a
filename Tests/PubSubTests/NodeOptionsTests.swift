import Testing
import XML
import XMPP

@testable import PubSub

/// Each field of a node's configuration (XEP-0060, section 16.4.4; XEP-0460; XEP-0496).
@Suite struct NodeOptionsTests {
  let cast: Cast
  init() throws { cast = try Cast() }

  private func merge(
    _ name: String, _ values: [String], into node: NodeConfiguration = NodeConfiguration()
  ) throws -> NodeConfiguration {
    try NodeForm.merge(
      form(NodeForm.configuration, [DataForm.Field(name, values: values)]), into: node,
      cast.seeingPolicy)
  }

  @Test func everyOptionIsHere() {
    #expect(Set(NodeOptions.all.map(\.name)) == Set(NodeFormSamples.values.keys))
    #expect(NodeOptions.all.count == NodeFormSamples.values.count)
    // The registered ones that are not offered: what they would do is not done.
    let missing = ["pubsub#body_xslt", "pubsub#dataform_xslt"]
    #expect(missing.allSatisfy { NodeOptions.named($0) == nil })
    let defaults = NodeForm.form(NodeConfiguration(), cast.policy)
    let odd = NodeForm.form(NodeFormSamples.odd, cast.policy)
    for option in NodeOptions.all where option.name != NodeOptions.nodeType {
      #expect(defaults.values(of: option.name) != odd.values(of: option.name), "\(option.name)")
    }
  }

  // MARK: As they are offered

  private typealias Offer = (
    type: DataForm.FieldType, validation: DataForm.Validation?, options: [String]
  )

  private static let offers: [String: Offer] = {
    let integerOrMax = Namespace.pubsub + "#integer-or-max"
    func atLeast(_ minimum: String) -> DataForm.Validation {
      DataForm.Validation(datatype: integerOrMax, .range(min: minimum, max: nil))
    }
    let open = DataForm.Validation(datatype: "xs:string", .open)
    return [
      "pubsub#title": (.textSingle, nil, []), "pubsub#description": (.textSingle, nil, []),
      "pubsub#language": (.listSingle, open, Languages.offered.map(\.value)),
      "pubsub#type": (.textSingle, nil, []), "pubsub#contact": (.jidMulti, nil, []),
      "pubsub#node_type": (.listSingle, nil, ["leaf"]),
      "pubsub#access_model": (
        .listSingle, nil, ["open", "presence", "roster", "authorize", "whitelist"]
      ),
      "pubsub#roster_groups_allowed": (.listMulti, open, []),
      "pubsub#publish_model": (.listSingle, nil, ["publishers", "subscribers", "open"]),
      "x-pubsub#reactors": (.listSingle, nil, ["publishers", "readers"]),
      "x-pubsub#robots": (.listSingle, nil, ["all", "noai", "noindex", "noindex-noai"]),
      "pubsub#max_items": (.textSingle, atLeast("0"), []),
      "pubsub#publish_node_full": (
        .listSingle, nil, ["retract-oldest", "discard-oldest", "reject"]
      ),
      "pubsub#item_expire": (.textSingle, atLeast("1"), []),
      "pubsub#max_payload_size": (
        .textSingle,
        DataForm.Validation(datatype: "xs:integer", .range(min: "1", max: "262144")), []
      ),
      "pubsub#send_last_published_item": (
        .listSingle, nil, ["never", "on_sub", "on_sub_and_presence"]
      ),
      "pubsub#notification_type": (.listSingle, nil, ["headline", "normal"]),
      "pubsub#itemreply": (.listSingle, nil, ["publisher", "none"]),
      NodeOptions.parent: (.textSingle, nil, []), NodeOptions.link: (.textSingle, nil, []),
    ]
  }()

  @Test(arguments: NodeOptions.all.map(\.name))
  func offered(name: String) throws {
    let form = NodeForm.form(NodeConfiguration(), cast.seeingPolicy)
    let field = try #require(form.field(name))
    let offer: Offer = Self.offers[name] ?? (.boolean, nil, [])
    #expect(field.type == offer.type)
    #expect(field.validation == offer.validation)
    #expect(field.options.map(\.value) == offer.options)
    #expect(field.label?.isEmpty == false)
    #expect(field.options.allSatisfy { $0.label?.isEmpty == false })
    #expect(!field.isRequired)
    if offer.type == .boolean {
      #expect(NodeFormSamples.values[name].map { Set($0) } == [["0"], ["1"]])
    }
  }

  /// Access models that ask rosters are offered where rosters are seen; a node that has one keeps it.
  @Test func withoutRosters() throws {
    let form = NodeForm.form(NodeConfiguration(), cast.policy)
    #expect(
      form.field("pubsub#access_model")?.options.map(\.value) == ["open", "authorize", "whitelist"])
    var node = NodeConfiguration()
    node.accessModel = .presence
    func outcome(_ value: String) -> String {
      refusal {
        try NodeForm.merge(
          PubSubTests.form(nil, ["pubsub#access_model": value]), into: node, cast.policy)
      }
    }
    #expect(outcome("presence") == "accepted")
    #expect(outcome("roster") == "modify: unsupported-access-model not-acceptable")
  }

  /// The groups that a node names are offered again.
  @Test func groups() {
    let field = NodeForm.form(NodeFormSamples.odd, cast.policy).field(
      "pubsub#roster_groups_allowed")
    #expect(field?.options.map(\.value) == ["friends", "lovers"])
    #expect(field?.values == ["friends", "lovers"])
  }

  // MARK: As they are submitted

  /// Taken over, offered, read back, and as a precondition true of itself alone.
  @Test(arguments: NodeFormSamples.values.keys.sorted())
  func roundTrips(name: String) throws {
    let values = try #require(NodeFormSamples.values[name])
    let policy = cast.seeingPolicy
    #expect(NodeForm.result(NodeConfiguration(), cast.policy).values(of: name) == values.first)
    for value in values {
      let node = try merge(name, value)
      #expect(NodeForm.form(node, policy).values(of: name) == value)
      #expect(NodeForm.result(node, cast.policy).values(of: name) == value)
      // The whole form as it is offered makes the same node out of any other.
      var returned = NodeForm.form(node, policy)
      returned.kind = .submit
      let read = try DataForm(returned.element)
      #expect(try NodeForm.merge(read, into: NodeFormSamples.odd, policy) == node)
      for other in values {
        let options = form(NodeForm.publishOptions, [DataForm.Field(name, values: other)])
        #expect(
          refusal { try NodeForm.check(options, against: node, policy) }
            == (other == value ? "accepted" : preconditionNotMet), "\(value) and \(other)")
        let applied = try NodeForm.apply(options, to: node, policy)
        #expect(NodeForm.form(applied, policy).values(of: name) == other)
      }
    }
  }

  /// Another way to say it.
  @Test(arguments: [
    ("pubsub#title", [], [""]), ("pubsub#max_items", ["2147483647"], ["max"]),
    ("pubsub#max_items", ["99999999999999999999"], ["max"]), ("pubsub#max_items", ["007"], ["7"]),
    ("pubsub#item_expire", ["99999999999999999999"], ["max"]),
    ("pubsub#max_payload_size", ["262145"], ["262144"]),
    ("pubsub#max_payload_size", [], ["262144"]), ("pubsub#max_payload_size", [""], ["262144"]),
    ("pubsub#contact", [""], []), ("pubsub#contact", ["", "a@b"], ["a@b"]),
    ("pubsub#contact", ["A@B/c"], ["a@b"]), ("pubsub#roster_groups_allowed", [""], []),
    ("pubsub#roster_groups_allowed", ["", "friends"], ["friends"]),
    ("{urn:xmpp:pubsub-relationships:0}parent", [""], []),
    ("{urn:xmpp:pubsub-relationships:0}link", [""], []), ("pubsub#language", [], [""]),
  ])
  func alike(name: String, values: [String], expected: [String]) throws {
    #expect(NodeForm.result(try merge(name, values), cast.policy).values(of: name) == expected)
  }

  /// A number that is left empty says nothing.
  @Test(arguments: ["pubsub#max_items", "pubsub#item_expire"], [[""], []])
  func emptyNumbers(name: String, values: [String]) throws {
    #expect(try merge(name, values, into: NodeFormSamples.odd) == NodeFormSamples.odd)
  }

  @Test(arguments: [("1", true), ("true", true), ("0", false), ("false", false), (" 1 ", true)])
  func booleans(spelling: String, value: Bool) throws {
    for option in NodeOptions.all {
      guard case .boolean = option.kind else { continue }
      let start = try merge(option.name, [value ? "0" : "1"])
      let node = try merge(option.name, [spelling], into: start)
      #expect(option.get(node) == [value ? "1" : "0"], "\(option.name)")
      for odd in ["yes", "", "2", "True"] {
        #expect(refusal { try merge(option.name, [odd]) } == invalid, "\(option.name)")
      }
      #expect(refusal { try merge(option.name, []) } == invalid)
    }
  }

  private var invalid: String { "modify: invalid-options not-acceptable" }

  /// No field but a list takes several values.
  @Test(arguments: NodeOptions.all.map(\.name))
  func severalValues(name: String) throws {
    let value = try #require(NodeFormSamples.values[name]?.last?.first)
    let takesSeveral = ["pubsub#contact", "pubsub#roster_groups_allowed"].contains(name)
    let outcome = refusal { try merge(name, [value, value]) }
    let expected =
      switch name {
      case _ where takesSeveral: "accepted"
      case NodeOptions.accessModel: "modify: unsupported-access-model not-acceptable"
      case NodeOptions.nodeType: "cancel: unsupported=collections feature-not-implemented"
      default: invalid
      }
    #expect(outcome == expected)
  }
}
