import Testing
import XML
import XMPP

@testable import PubSub

/// Subscribing where an owner decides, with options, and more than once (XEP-0060, sections 6.1.4, 6.1.6 and 6.3.7).
@Suite struct SubscribeAgainTests {
  let cast: Cast
  init() throws { cast = try Cast() }

  private func decide(
    _ node: NodeFacts, _ actor: Actor? = nil, _ options: KeyValuePairs<String, String>? = nil,
    from jid: String = "juliet@verona.lit", present: [SubscriptionFacts] = []
  ) throws -> Decision {
    try Subscribe.decide(
      SubscribeRequest(
        node: node.id, jid: JID(jid),
        options: options.map { form(SubscriptionForm.formType, $0) }),
      node, by: actor ?? cast.actor(), present: present, lastItem: cast.lastItem(), Account(),
      cast.circumstances)
  }

  // MARK: Where an owner decides

  private func door() throws -> NodeFacts { try cast.node { $0.accessModel = .authorize } }

  /// Section 6.1.4: the owners are asked, and nothing else is told.
  @Test(arguments: [true, false])
  func pending(notifiesOwners: Bool) throws {
    var node = try door()
    node.configuration.notifySubscriptions = notifiesOwners
    let decision = try decide(node)
    let request = try cast.subscription("juliet@verona.lit", "fresh", .pending)
    #expect(decision.effects == [.subscribe(node.id, request)])
    #expect(
      try decision.reply?.comparable
        == pubsub(
          """
          <subscription node='blog' jid='juliet@verona.lit' subscription='pending' subid='fresh'/>
          """
        ).comparable)
    #expect(decision.events == [Authorize.question(request, node)])
  }

  /// Who may read already need not ask.
  @Test(arguments: [
    (Affiliation.none, Standing.Subscription.none, Subscription.State.pending),
    (.member, .none, .subscribed),
    (.publisher, .none, .subscribed), (.owner, .none, .subscribed),
    // Another address of theirs was let in.
    (.none, .subscribed, .subscribed),
  ])
  func approved(
    affiliation: Affiliation, standing: Standing.Subscription, state: Subscription.State
  ) throws {
    let node = try door()
    let decision = try decide(node, cast.actor(affiliation, standing))
    #expect(
      try decision.effects
        == [.subscribe(node.id, cast.subscription("juliet@verona.lit", "fresh", state))])
  }

  /// Section 6.1.3.7, whatever the options.
  @Test(arguments: [nil, ["pubsub#deliver": "0"]] as [KeyValuePairs<String, String>?])
  func pendingAlready(options: KeyValuePairs<String, String>?) throws {
    let request = try cast.subscription("juliet@verona.lit", "s1", .pending)
    let juliet = cast.actor(.none, .pending)
    #expect(
      refusal { try decide(door(), juliet, options, present: [request]) }
        == "auth: pending-subscription not-authorized")
    // Another address asks for itself.
    #expect(
      refusal {
        try decide(door(), juliet, options, from: "juliet@verona.lit/balcony", present: [request])
      } == "accepted")
  }

  // MARK: With options

  /// Section 6.3.7: the answer says what they are.
  @Test func withOptions() throws {
    let node = try cast.node { $0.notifySubscriptions = false }
    let decision = try decide(node, nil, ["pubsub#include_body": "1"])
    let new = try cast.subscription("juliet@verona.lit", "fresh") { $0.includeBody = true }
    #expect(decision.effects == [.subscribe(node.id, new)])
    let options = try #require(decision.reply?.first("options", Namespace.pubsub))
    #expect(options["node"] == nil)
    #expect(options["jid"] == nil)
    let result = try #require(try DataForm(in: options))
    #expect(result == SubscriptionForm.result(new.options))
    #expect(result.kind == .result)
    let children = Array(try #require(decision.reply).elements)
    #expect(children.map(\.name.name) == ["subscription", "options"])
  }

  @Test(arguments: [
    (form("urn:odd", [:]), invalidOptions),
    (form(SubscriptionForm.formType, [:], kind: .result), invalidOptions),
    (
      form(SubscriptionForm.formType, ["pubsub#deliver": "perhaps"]),
      "modify: invalid-options bad-request"
    ),
  ])
  func refusedOptions(options: DataForm, expected: String) throws {
    let node = try cast.node()
    let request = SubscribeRequest(node: node.id, jid: JID(cast.juliet), options: options)
    #expect(
      refusal {
        try Subscribe.decide(
          request, node, by: cast.actor(), present: [], lastItem: nil, Account(),
          cast.circumstances)
      } == expected)
  }

  /// Whoever cancels the form that comes with the request subscribes without options.
  @Test func cancelledOptions() throws {
    let node = try cast.node()
    let cancelled = form(SubscriptionForm.formType, ["pubsub#digest": "1"], kind: .cancel)
    let decision = try Subscribe.decide(
      SubscribeRequest(node: node.id, jid: JID(cast.juliet), options: cancelled), node,
      by: cast.actor(), present: [], lastItem: nil, Account(), cast.circumstances)
    #expect(
      try decision.effects == [.subscribe(node.id, cast.subscription("juliet@verona.lit", "fresh"))]
    )
    #expect(decision.reply?.first("options", Namespace.pubsub) == nil)
  }

  /// Whom a node above keeps out would be told of nothing; the reason is that node's (XEP-0496).
  @Test(arguments: [
    (AccessModel.authorize, "auth: not-subscribed not-authorized"),
    (.whitelist, "cancel: closed-node not-allowed"),
    (.presence, "auth: presence-subscription-required not-authorized"), (.open, "accepted"),
  ])
  func above(access: AccessModel, expected: String) throws {
    for own in [AccessModel.open, .authorize] {
      let node = try cast.node { $0.accessModel = own }
      var juliet = cast.actor()
      juliet.above = [Actor.Level(AccessRules(access: access), Standing())]
      let request = SubscribeRequest(node: node.id, jid: JID(cast.juliet))
      func outcome(_ actor: Actor) -> String {
        refusal {
          try Subscribe.decide(
            request, node, by: actor, present: [], lastItem: nil, Account(), cast.circumstances)
        }
      }
      #expect(outcome(juliet) == expected)
      juliet.above[0].standing.affiliation = .member
      #expect(outcome(juliet) == "accepted")
    }
  }

  // MARK: More than once

  /// Asking again with the options of a subscription that is there, or with none, is answered with that one; other
  /// options make another one.
  @Test(
    arguments: [
      (nil, "s1"), (["pubsub#deliver": "1"], "s1"), (["pubsub#digest": "1"], "s2"),
      ([:], "s1"), (["pubsub#digest": "1", "pubsub#include_body": "0"], "s2"),
      (["pubsub#include_body": "1"], nil), (["pubsub#digest": "1", "pubsub#deliver": "0"], nil),
    ] as [(KeyValuePairs<String, String>?, String?)])
  func again(options: KeyValuePairs<String, String>?, answer: String?) throws {
    let node = try cast.node()
    let present = [
      try cast.subscription("juliet@verona.lit/balcony", "s0"), try cast.subscription(),
      try cast.subscription("juliet@verona.lit", "s2") { $0.digest = true },
    ]
    let decision = try decide(node, cast.actor(.none, .subscribed), options, present: present)
    let subscription = decision.reply?.first("subscription", Namespace.pubsub)
    #expect(subscription?["subid"] == answer ?? "fresh")
    #expect(subscription?["subscription"] == "subscribed")
    #expect((decision.reply?.first("options", Namespace.pubsub) != nil) == (options != nil))
    #expect(decision.effects.isEmpty == (answer != nil))
    #expect(decision.events.isEmpty == (answer != nil))
    guard answer == nil, case .subscribe(_, let new) = decision.effects.first else { return }
    #expect(!present.contains { $0.options == new.options || $0.id == new.id })
  }

  /// Who names no options means any subscription that is there.
  @Test func againWithoutOptions() throws {
    let present = try cast.subscription("juliet@verona.lit", "s2") { $0.digest = true }
    let decision = try decide(
      cast.node(), cast.actor(.none, .subscribed), present: [present])
    #expect(decision.effects.isEmpty)
    #expect(decision.reply?.first("subscription", Namespace.pubsub)?["subid"] == "s2")
  }

  /// Who has lost the right to read is told so, subscribed or not.
  @Test func againWithoutTheRight() throws {
    let node = try cast.node { $0.accessModel = .whitelist }
    #expect(
      refusal {
        try decide(node, cast.actor(.none, .subscribed), present: [cast.subscription()])
      } == closed)
  }
}
