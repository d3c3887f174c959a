import Testing
import XML
import XMPP

@testable import PubSub

/// What the types of nodes ask, as far as the engine asks them.
@Suite struct NodeRulesTests {
  let cast: Cast
  init() throws { cast = try Cast() }

  /// A type "small" whose nodes keep five items unless they say otherwise, and nine at most; its items have names that
  /// begin with "s".
  private static let rules = NodeRules(
    defaults: { node, type, _ in
      var configuration = NodeConfiguration()
      if type == "small" || node?.name == "tiny" { configuration.maxItems = 5 }
      return configuration
    },
    check: { _, new, old, _ throws(StanzaError) in
      guard new.type == "small", new.maxItems ?? .max > 9 else { return }
      throw StanzaError(.notAcceptable, old == nil ? "Too large." : "Too large now.")
    },
    admit: { item, _, configuration throws(StanzaError) in
      guard configuration.type != "small" || item.id?.name.hasPrefix("s") == true else {
        throw StanzaError(.notAcceptable, "Not small.")
      }
    })

  private var circumstances: Circumstances {
    Circumstances(
      now: Timestamp(milliseconds: 1_000), policy: cast.policy, rules: Self.rules
    ) { "fresh" }
  }

  private func created(_ node: String?, _ values: KeyValuePairs<String, String>) throws
    -> NodeConfiguration?
  {
    let decision = try Create.decide(
      CreateRequest(
        node: node.map { try NodeID($0) }, configuration: form(NodeForm.configuration, values)),
      by: cast.romeo, taken: false, Lineage.Facts(), Account(), circumstances)
    guard case .create(_, let configuration, _) = decision.effects.first else { return nil }
    return configuration
  }

  /// The form is merged into the defaults of its type, else of the node's name.
  @Test func create() throws {
    #expect(try created("a", ["pubsub#type": "small"])?.maxItems == 5)
    #expect(try created(nil, ["pubsub#type": "small"])?.maxItems == 5)
    #expect(try created("a", ["pubsub#type": "small", "pubsub#max_items": "7"])?.maxItems == 7)
    #expect(try created("a", [:])?.maxItems == nil)
    #expect(try created("tiny", [:])?.maxItems == 5)
    #expect(
      refusal { try created("a", ["pubsub#type": "small", "pubsub#max_items": "10"]) }
        == "modify: not-acceptable")
  }

  @Test(
    arguments: [
      (["pubsub#type": "small"], "modify: not-acceptable"),
      (["pubsub#type": "small", "pubsub#max_items": "9"], "accepted"),
      (["pubsub#title": "A"], "accepted"),
    ] as [(KeyValuePairs<String, String>, String)])
  func configure(values: KeyValuePairs<String, String>, expected: String) throws {
    let node = try cast.node()
    let outcome = refusal {
      try Configure.decide(
        ConfigureRequest(node: node.id, form: form(NodeForm.configuration, values)), node,
        by: cast.owner, Lineage.Facts(), cast.policy, Self.rules)
    }
    #expect(outcome == expected)
  }

  private func publish(_ ids: [String], _ options: DataForm?, _ node: NodeFacts? = nil) throws
    -> Decision
  {
    let items = ids.map { "<item id='\($0)'><a xmlns='b'/></item>" }.joined()
    var request = try PublishRequest(pubsub("<publish node='blog'>\(items)</publish>"))
    request.options = options
    let candidate = Publish.Candidate(request, cast.policy, { "new" }, text: { _ in nil })
    return try Publish.decide(
      candidate, node, by: cast.owner, Publish.Present(), Account(), circumstances)
  }

  /// A node that is made on the way is made by its rules; preconditions that they forbid cannot be met.
  @Test func publishing() throws {
    func options(_ values: KeyValuePairs<String, String>) -> DataForm {
      form(NodeForm.publishOptions, values)
    }
    let decision = try publish(["s1"], options(["pubsub#type": "small"]))
    guard case .create(_, let configuration, _) = decision.effects.first else {
      Issue.record("no node is made")
      return
    }
    #expect(configuration.maxItems == 5)
    #expect(
      refusal {
        try publish(["s1"], options(["pubsub#type": "small", "pubsub#max_items": "10"]))
      } == "cancel: precondition-not-met conflict")
    #expect(
      refusal { try publish(["t1"], options(["pubsub#type": "small"])) }
        == "modify: not-acceptable")
    let small = try cast.node { $0.type = "small" }
    #expect(refusal { try publish(["s1", "s2"], nil, small) } == "accepted")
    #expect(refusal { try publish(["s1", "t2"], nil, small) } == "modify: not-acceptable")
    #expect(refusal { try publish(["t2"], nil, cast.node()) } == "accepted")
  }
}
