import Testing
import XML
import XMPP

@testable import PubSub

/// Preconditions of a publish request (XEP-0060, section 7.1.5).
@Suite struct PublishOptionsTests {
  let cast: Cast
  init() throws { cast = try Cast() }

  private static let item = "<item id='i'><a xmlns='b'/></item>"

  private func publish(_ options: DataForm, _ node: NodeFacts?, by actor: Actor? = nil) throws
    -> Decision
  {
    try cast.publish(Self.item, node, by: actor, options: options, policy: cast.seeingPolicy)
  }

  /// Every field of a node's configuration can be one. A node that is as it is offered meets its own values, each by
  /// itself and all together.
  @Test(arguments: NodeOptions.all.map(\.name))
  func everyField(name: String) throws {
    let all = NodeForm.form(NodeFormSamples.odd, cast.seeingPolicy)
    let values = try #require(all.values(of: name))
    let options = form(NodeForm.publishOptions, [DataForm.Field(name, values: values)])
    #expect(
      refusal { try NodeForm.check(options, against: NodeFormSamples.odd, cast.seeingPolicy) }
        == "accepted")
    // Nothing else than a leaf can be.
    #expect(
      refusal { try publish(options, cast.node()) }
        == (name == NodeOptions.nodeType ? "accepted" : preconditionNotMet))
  }

  @Test func allFields() throws {
    let fields = NodeForm.form(NodeFormSamples.odd, cast.seeingPolicy).fields.dropFirst()
    let options = form(
      NodeForm.publishOptions,
      fields.map { DataForm.Field($0.name, values: $0.values) })
    #expect(
      refusal { try NodeForm.check(options, against: NodeFormSamples.odd, cast.seeingPolicy) }
        == "accepted")
  }

  @Test(
    arguments: [
      (["pubsub#access_model": "open"], "accepted"), ([:], "accepted"),
      (["pubsub#access_model": "whitelist"], preconditionNotMet),
      (["pubsub#access_model": "open", "pubsub#max_items": "1"], preconditionNotMet),
      // Unknown fields, and values that make no sense.
      (["pubsub#odd": "1"], preconditionNotMet),
      (["pubsub#access_model": "odd"], preconditionNotMet),
      (["pubsub#persist_items": "perhaps"], preconditionNotMet),
      (["pubsub#node_type": "collection"], preconditionNotMet),
      (["pubsub#collection": "root"], preconditionNotMet),
      // Several ways to say it.
      (["pubsub#persist_items": "true"], "accepted"), (["pubsub#max_items": "max"], "accepted"),
      (["pubsub#max_items": "99999999999"], "accepted"),
    ] as [([String: String], String)])
  func preconditions(fields: [String: String], expected: String) throws {
    let node = try cast.node()
    let options = form(NodeForm.publishOptions, fields.map { DataForm.Field($0, values: [$1]) })
    #expect(refusal { try publish(options, node) } == expected)
    // Who may not publish learns nothing of the configuration.
    #expect(refusal { try publish(options, node, by: cast.actor()) } == forbidden)
  }

  /// The values of a list have no order.
  @Test(arguments: [
    (["friends", "lovers"], "accepted"), (["lovers", "friends"], "accepted"),
    (["lovers", "friends", "lovers"], "accepted"), (["friends"], preconditionNotMet),
    (["friends", "lovers", "enemies"], preconditionNotMet), ([], preconditionNotMet),
  ])
  func lists(groups: [String], expected: String) throws {
    let node = try cast.node { $0.rosterGroups = ["friends", "lovers"] }
    let options = form(
      NodeForm.publishOptions, [DataForm.Field("pubsub#roster_groups_allowed", values: groups)])
    #expect(refusal { try publish(options, node) } == expected)
  }

  @Test(arguments: [
    (form(NodeForm.configuration, [:]), badRequest), (form("urn:odd", [:]), badRequest),
    (form(nil, [:]), "accepted"),
    (
      form(nil, ["pubsub#title": "", "pubsub#title": ""]),
      "modify: invalid-options bad-request"
    ),
    (form(nil, ["odd": "", "odd": ""]), "modify: invalid-options bad-request"),
  ])
  func forms(options: DataForm, expected: String) throws {
    #expect(refusal { try publish(options, cast.node()) } == expected)
    #expect(refusal { try publish(options, nil, by: cast.actor()) } == expected)
  }

  // MARK: A node that is not there

  /// Made with the preconditions as its configuration.
  @Test func creates() throws {
    let decision = try publish(
      form(
        NodeForm.publishOptions,
        ["pubsub#access_model": "presence", "pubsub#max_items": "1", "pubsub#item_expire": "86400"]),
      nil, by: cast.actor())
    var expected = NodeConfiguration()
    expected.accessModel = .presence
    expected.maxItems = 1
    expected.itemExpiry = 86_400
    #expect(
      try decision.effects.first == .create(NodeID("blog"), expected, owner: cast.juliet))
    #expect(decision.effects.count == 2)
  }

  /// What cannot be is a precondition that is not met: an access model that the service does not offer, a relation.
  @Test(
    arguments: [
      ["pubsub#access_model": "odd"], ["pubsub#odd": "1"], ["pubsub#max_items": "many"],
      [NodeOptions.parent: "blogs"], [NodeOptions.link: "blogs"],
    ] as [KeyValuePairs<String, String>])
  func createsNothingThatIsRefused(fields: KeyValuePairs<String, String>) {
    let options = form(NodeForm.publishOptions, fields)
    #expect(refusal { try publish(options, nil, by: cast.actor()) } == preconditionNotMet)
  }

  /// Where rosters are not seen, nobody is let in by them.
  @Test func withoutRosters() {
    let options = form(NodeForm.publishOptions, ["pubsub#access_model": "presence"])
    #expect(
      refusal { try cast.publish(Self.item, nil, by: cast.actor(), options: options) }
        == preconditionNotMet)
  }
}
