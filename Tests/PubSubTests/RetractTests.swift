import Testing
import XML
import XMPP

@testable import PubSub

@Suite struct RetractTests {
  let cast: Cast
  init() throws { cast = try Cast() }

  // MARK: Wire

  /// Section 7.2.1.
  @Test func wire() throws {
    let text = """
      <pubsub xmlns='http://jabber.org/protocol/pubsub'>
        <retract node='princely_musings'>
          <item id='ae890ac52d0df67ed7cfdf51b644e901'/>
        </retract>
      </pubsub>
      """
    let request = try RetractRequest(
      node: NodeID("princely_musings"), items: [ItemID("ae890ac52d0df67ed7cfdf51b644e901")])
    #expect(try RetractRequest(example(text)) == request)
    #expect(try request.element.comparable == example(text))
  }

  /// Several items (section 12.11); one that is named twice is one.
  @Test func batch() throws {
    let text = "<retract node='a' notify='true'><item id='b'/><item id='c'/></retract>"
    let request = try RetractRequest(
      node: NodeID("a"), items: [ItemID("b"), ItemID("c")], notify: true)
    #expect(try RetractRequest(pubsub(text)) == request)
    #expect(try request.element.comparable == pubsub(text).comparable)
    let twice = "<retract node='a' notify='1'><item id='b'/><item id='c'/><item id='b'/></retract>"
    #expect(try RetractRequest(pubsub(twice)) == request)
  }

  @Test(arguments: [(100, "accepted"), (101, "modify: policy-violation")])
  func bounded(count: Int, expected: String) throws {
    let items = (1...count).map { "<item id='\($0)'/>" }.joined()
    let element = try pubsub("<retract node='a'>\(items)</retract>")
    #expect(refusal { try RetractRequest(element) } == expected)
  }

  @Test(arguments: [("true", true), ("1", true), ("false", false), ("0", false), ("yes", false)])
  func notify(text: String, expected: Bool) throws {
    let request = try RetractRequest(
      pubsub("<retract node='a' notify='\(text)'><item id='b'/></retract>"))
    #expect(request.notify == expected)
    #expect(try RetractRequest(request.element) == request)
  }

  @Test(arguments: [
    ("", badRequest), ("<retract><item id='a'/></retract>", nodeIDRequired),
    ("<retract node='a'/>", "modify: item-required bad-request"),
    ("<retract node='a'><item/></retract>", "modify: item-required bad-request"),
    ("<retract node='a'><item id=''/></retract>", "modify: item-required bad-request"),
    ("<retract node='a'><item id='b'/><item/></retract>", "modify: item-required bad-request"),
    ("<retract node='a'><item id='\(longName)'/></retract>", nameTooLong),
    (
      "<retract node='a'><item xmlns='x' id='b'/></retract>", "modify: item-required bad-request"
    ),
  ])
  func malformed(inner: String, expected: String) throws {
    let element = try pubsub(inner)
    #expect(refusal { try RetractRequest(element) } == expected)
  }

  // MARK: Engine

  private func retract(
    _ items: [String], _ node: NodeFacts?, by actor: Actor, publishers: [String: BareJID],
    notify: Bool = false
  ) throws -> Decision {
    let request = RetractRequest(
      node: try NodeID("blog"), items: try items.map { try ItemID($0) }, notify: notify)
    let present = try publishers.map { HeldItem(try ItemID($0), by: $1) }
    return try Retract.decide(request, node, by: actor, present: present)
  }

  /// Who retracts whose item: own, another's, or one that is not there.
  @Test(arguments: [
    (Affiliation.owner, "accepted", "accepted", "cancel: item-not-found"),
    (.publisher, "accepted", forbidden, "cancel: item-not-found"),
    (.publishOnly, "accepted", forbidden, "cancel: item-not-found"),
    (.member, forbidden, forbidden, forbidden), (.none, forbidden, forbidden, forbidden),
    (.outcast, forbidden, forbidden, forbidden),
  ])
  func whoMay(affiliation: Affiliation, own: String, others: String, missing: String) throws {
    let actor = cast.actor(affiliation)
    func outcome(_ node: NodeFacts?, _ publishers: [String: BareJID]) -> String {
      refusal { try retract(["i"], node, by: actor, publishers: publishers) }
    }
    for access in AccessModel.allCases {
      let node = try cast.node { $0.accessModel = access }
      #expect(outcome(node, ["i": cast.juliet]) == own)
      #expect(outcome(node, ["i": cast.romeo]) == others)
      #expect(outcome(node, [:]) == missing)
      #expect(outcome(nil, [:]) == noNode)
      #expect(
        refusal {
          try retract(
            ["i"], node, by: cast.administrator(), publishers: ["i": cast.romeo])
        } == "accepted")
    }
  }

  /// A comment: anyone publishes, a publisher retracts their own.
  @Test func openPublishModel() throws {
    let node = try cast.node { $0.publishModel = .open }
    func outcome(_ publisher: BareJID, by actor: Actor) -> String {
      refusal { try retract(["i"], node, by: actor, publishers: ["i": publisher]) }
    }
    #expect(outcome(cast.juliet, by: cast.actor()) == "accepted")
    #expect(outcome(cast.romeo, by: cast.actor()) == forbidden)
    #expect(outcome(cast.romeo, by: .anyone) == forbidden)
  }

  /// All that are named, or none (section 12.11).
  @Test func batches() throws {
    let node = try cast.node()
    let publishers = ["i": cast.juliet, "j": cast.juliet, "k": cast.romeo]
    func outcome(_ items: [String], by actor: Actor) -> String {
      refusal { try retract(items, node, by: actor, publishers: publishers) }
    }
    let juliet = cast.actor(.publisher)
    #expect(outcome(["i", "j"], by: juliet) == "accepted")
    #expect(outcome(["i", "k"], by: juliet) == forbidden)
    #expect(outcome(["i", "k"], by: cast.owner) == "accepted")
    #expect(outcome(["i", "missing"], by: cast.owner) == "cancel: item-not-found")
    let decision = try retract(["j", "i"], node, by: juliet, publishers: publishers)
    #expect(
      try decision.effects == [.retract(node.id, ItemID("j")), .retract(node.id, ItemID("i"))])
    // Clients exist that read one alone: a message for each.
    #expect(decision.events.count == 2)
  }

  /// That another's item goes is remembered; that one's own does is not.
  @Test func acts() throws {
    let node = try cast.node()
    let publishers = ["i": cast.juliet, "j": cast.romeo]
    let decision = try retract(["i", "j"], node, by: cast.owner, publishers: publishers)
    #expect(
      try decision.acts == [
        ModerationAct(.retract, node.id, by: cast.romeo, item: ItemID("i"), subject: cast.juliet)
      ])
  }

  /// A hidden item is there for its publisher and those who moderate; that it goes is no news.
  @Test(arguments: [
    (Affiliation.owner, "accepted", "accepted"), (.publisher, "accepted", "cancel: item-not-found"),
    (.none, forbidden, forbidden),
  ])
  func hidden(affiliation: Affiliation, own: String, others: String) throws {
    let node = try cast.node()
    for (publisher, expected) in [(cast.juliet, own), (cast.romeo, others)] {
      let present = [HeldItem(try ItemID("i"), by: publisher, isHidden: true)]
      let request = RetractRequest(node: node.id, items: [try ItemID("i")], notify: true)
      func decide() throws -> Decision {
        try Retract.decide(request, node, by: cast.actor(affiliation), present: present)
      }
      #expect(refusal { try decide() } == expected)
      if expected == "accepted" {
        #expect(try decide().effects == [.retract(node.id, ItemID("i"))])
        #expect(try decide().events.isEmpty)
      }
    }
  }

  @Test(arguments: [(false, false, 0), (false, true, 1), (true, false, 1), (true, true, 1)])
  func events(ofNode: Bool, ofRequest: Bool, count: Int) throws {
    let node = try cast.node { $0.notifyRetract = ofNode }
    let decision = try retract(
      ["i"], node, by: cast.owner, publishers: ["i": cast.romeo], notify: ofRequest)
    #expect(try decision.effects == [.retract(node.id, ItemID("i"))])
    #expect(decision.reply == nil)
    #expect(decision.events.count == count)
    for event in decision.events {
      #expect(event.audience == .subscribers)
      #expect(event.matter == .retraction)
      #expect(
        try event.body.comparable
          == example(
            """
            <event xmlns='http://jabber.org/protocol/pubsub#event'>
              <items node='blog'><retract id='i'/></items>
            </event>
            """))
    }
    let silent = try cast.node { $0.deliverNotifications = false }
    #expect(
      try retract(
        ["i"], silent, by: cast.owner, publishers: ["i": cast.romeo], notify: ofRequest
      ).events.isEmpty)
  }

  /// Section 7.2.3.5. What is left from another time can go.
  @Test func transientNodesHaveNothingToRetract() throws {
    let node = try cast.node { $0.persistItems = false }
    #expect(
      refusal { try retract(["i"], node, by: cast.owner, publishers: [:]) } == noPersistence)
    // Who may retract nothing is not told how the node is configured.
    #expect(refusal { try retract(["i"], node, by: cast.actor(), publishers: [:]) } == forbidden)
    let leftovers = try cast.node(items: 1) { $0.persistItems = false }
    #expect(
      refusal { try retract(["i"], leftovers, by: cast.owner, publishers: ["i": cast.romeo]) }
        == "accepted")
  }
}
