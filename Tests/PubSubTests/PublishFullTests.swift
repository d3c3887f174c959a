import Testing
import XML
import XMPP

@testable import PubSub

/// Batches, full nodes and quotas (XEP-0060, sections 7.1.2.5, 7.1.3.4 and 12.11).
@Suite struct PublishFullTests {
  let cast: Cast
  init() throws { cast = try Cast() }

  private static let nodeFull = "cancel: node-full conflict"
  private static let tooMany = "cancel: max-items-exceeded not-allowed"

  /// Items of these ids; `-` stands for one without.
  private func items(_ ids: String) -> String {
    ids.split(separator: " ").map {
      "<item\($0 == "-" ? "" : " id='\($0)'")><a xmlns='b'/></item>"
    }.joined()
  }

  /// A node that keeps so many items and has them, the oldest first: `old1`, `old2` and so on.
  private func publish(
    _ ids: String, keep: Int?, has count: Int, full: NodeConfiguration.Full = .retractOldest,
    notifies: Bool = true
  ) throws -> Decision {
    let node = try cast.node(items: count) {
      $0.maxItems = keep
      $0.full = full
      $0.notifyRetract = notifies
    }
    let old = (0..<count).map { "old\($0 + 1)" }
    let request = try PublishRequest(pubsub("<publish node='blog'>\(items(ids))</publish>"))
    let candidate = Publish.Candidate(request, cast.policy, { "new" }, text: { _ in nil })
    let named = Set(request.items.compactMap(\.id?.name))
    return try cast.publish(
      items(ids), node,
      publishers: Dictionary(
        uniqueKeysWithValues: old.filter(named.contains).map { ($0, cast.romeo) }),
      oldest: Array(old.prefix(Publish.surplus(candidate, node))))
  }

  /// What becomes of the items: `-` for one that goes, `+` for one that is stored.
  private func effects(_ decision: Decision) -> String {
    decision.effects.map {
      switch $0 {
      case .retract(_, let item): "-\(item)"
      case .store(_, let item): "+\(item.id)"
      default: "?"
      }
    }.joined(separator: " ")
  }

  /// What is told, likewise.
  private func told(_ decision: Decision) throws -> String {
    try decision.events.map { event in
      let items = try #require(try event.body.first("items", Namespace.pubsubEvent))
      #expect(
        (event.matter == .retraction)
          == (items.elements.first { _ in true }?.name.name == "retract"))
      return items.elements.map { ($0.name.name == "retract" ? "-" : "+") + ($0["id"] ?? "") }
        .joined()
    }.joined(separator: " ")
  }

  /// Published together, a message for each.
  @Test func batch() throws {
    let decision = try publish("a - b", keep: nil, has: 7)
    #expect(effects(decision) == "+a +new1 +b")
    #expect(try told(decision) == "+a +new1 +b")
    #expect(
      try decision.reply?.comparable
        == pubsub(
          "<publish node='blog'><item id='a'/><item id='new1'/><item id='b'/></publish>"
        ).comparable)
  }

  /// As many of the oldest go as there are too many; those that are replaced are none.
  @Test(arguments: [
    ("a", 3, 2, "+a"), ("a", 3, 3, "-old1 +a"), ("a", 1, 1, "-old1 +a"),
    ("a b", 3, 1, "+a +b"), ("a b", 3, 2, "-old1 +a +b"), ("a b", 3, 3, "-old1 -old2 +a +b"),
    ("a b c", 3, 3, "-old1 -old2 -old3 +a +b +c"), ("old2", 3, 3, "+old2"),
    ("old1 a", 3, 3, "-old2 +old1 +a"), ("old1 old2 a", 3, 3, "-old3 +old1 +old2 +a"),
    ("old3 a", 3, 3, "-old1 +old3 +a"), ("old1 old2 old3", 3, 3, "+old1 +old2 +old3"),
    // The node has more than it may, from another time.
    ("a", 3, 5, "-old1 -old2 -old3 +a"),
  ])
  func room(ids: String, keep: Int, has: Int, expected: String) throws {
    let retracted = try publish(ids, keep: keep, has: has)
    #expect(effects(retracted) == expected)
    #expect(try told(retracted) == expected)
    // Without a word: where the node tells of no retraction, or discards.
    let stored = expected.split(separator: " ").filter { $0.hasPrefix("+") }.joined(separator: " ")
    for decision in [
      try publish(ids, keep: keep, has: has, notifies: false),
      try publish(ids, keep: keep, has: has, full: .discardOldest),
      try publish(ids, keep: keep, has: has, full: .discardOldest, notifies: false),
    ] {
      #expect(effects(decision) == expected)
      #expect(try told(decision) == stored)
    }
  }

  /// Section 7.1.3.4. Replacing what is there is always possible.
  @Test(arguments: [
    ("a", 3, 2, "accepted"), ("a", 3, 3, nodeFull), ("a b", 3, 2, nodeFull),
    ("old1", 3, 3, "accepted"), ("old1 a", 3, 3, nodeFull), ("old1 old2 old3", 3, 3, "accepted"),
    ("a b c d", 3, 0, tooMany), ("a", 0, 0, "accepted"),
  ])
  func rejects(ids: String, keep: Int, has: Int, expected: String) {
    #expect(refusal { try publish(ids, keep: keep, has: has, full: .reject) } == expected)
  }

  /// Section 12.11: more items than the node keeps.
  @Test(
    arguments: [
      ("a b c", 3, 0, "accepted"), ("a b c d", 3, 0, tooMany), ("a b", 1, 0, tooMany),
      ("a b", 0, 0, "accepted"), ("old1 old2 a", 2, 2, tooMany),
      ("a b c d", nil, 0, "accepted"),
    ] as [(String, Int?, Int, String)])
  func exceeds(ids: String, keep: Int?, has: Int, expected: String) {
    for full in [NodeConfiguration.Full.retractOldest, .discardOldest] {
      #expect(refusal { try publish(ids, keep: keep, has: has, full: full) } == expected)
    }
  }

  /// A node that keeps nothing tells of its items all the same.
  @Test func keepsNothing() throws {
    #expect(effects(try publish("a", keep: 0, has: 0)) == "")
    #expect(try told(publish("a", keep: 0, has: 0)) == "+a")
  }

  /// A transient node is never full.
  @Test func transientNodes() throws {
    let node = try cast.node {
      $0.persistItems = false
      $0.maxItems = 1
      $0.full = .reject
    }
    let decision = try cast.publish(items("a b c"), node)
    #expect(decision.effects.isEmpty)
    #expect(decision.events.count == 3)
  }

  /// One that fails fails all.
  @Test func allOrNothing() throws {
    let node = try cast.node(items: 2) { $0.publishModel = .open }
    #expect(
      refusal {
        try cast.publish(
          items("a mine his mine2 mine3"), node, by: cast.actor(),
          publishers: [
            "mine": cast.juliet, "his": cast.tybalt, "mine2": cast.juliet, "mine3": cast.juliet,
          ])
      } == forbidden)
    #expect(
      refusal {
        try cast.publish(items("a mine"), node, by: cast.actor(), publishers: ["mine": cast.juliet])
      } == "accepted")
  }

  // MARK: Quotas

  @Test(arguments: [
    ("a", 8, 0, "accepted"), ("a b", 8, 0, "accepted"),
    ("a b c", 8, 0, "wait: resource-constraint"),
    ("a", 10, 0, "wait: resource-constraint"), ("old1", 10, 0, "accepted"),
    ("old1 a", 9, 0, "accepted"), ("old1 a", 10, 0, "wait: resource-constraint"),
    ("a", 0, 986, "accepted"), ("a", 0, 987, "wait: resource-constraint"),
    ("a b", 0, 986, "wait: resource-constraint"),
  ])
  func quotas(ids: String, items: Int, bytes: Int, expected: String) throws {
    var policy = cast.policy
    policy.quota.items = 10
    policy.quota.bytes = 1000
    let account = Account(own: Usage(items: items, bytes: bytes))
    func outcome(_ node: NodeFacts, by actor: Actor) -> String {
      refusal {
        try cast.publish(
          self.items(ids), node, by: actor,
          publishers: ids.hasPrefix("old1") ? ["old1": cast.romeo] : [:], account, policy: policy)
      }
    }
    // An item is 14 bytes.
    #expect("<a xmlns='b'/>".utf8.count == 14)
    #expect(try outcome(cast.node(items: 1), by: cast.owner) == expected)
    #expect(try outcome(cast.node(items: 1), by: cast.administrator()) == "accepted")
    #expect(try outcome(cast.node { $0.persistItems = false }, by: cast.owner) == "accepted")
    #expect(try outcome(cast.node { $0.maxItems = 0 }, by: cast.owner) == "accepted")
  }

  /// What goes to make room for an item, or is replaced by it, makes room in the quota too if it is the
  /// publisher's own.
  @Test(arguments: [
    ("old1", [:], 14, "accepted"), ("old1", ["old1": "romeo"], 14, "accepted"),
    ("old1", ["old1": "romeo"], 13, "wait: resource-constraint"),
    ("old1", ["old1": "juliet"], 14, "wait: resource-constraint"),
    ("a", [:], 14, "accepted"), ("a", [:], 13, "wait: resource-constraint"),
    ("a b", [:], 14, "accepted"), ("a old1", ["old1": "romeo"], 14, "accepted"),
  ])
  func whatGoesMakesRoom(ids: String, replaced: [String: String], bytes: Int, expected: String)
    throws
  {
    var policy = cast.policy
    policy.quota.items = 10
    policy.quota.bytes = 1000
    let account = Account(own: Usage(items: 10, bytes: 1000))
    let people = ["romeo": cast.romeo, "juliet": cast.juliet]
    #expect(
      refusal {
        try cast.publish(
          items(ids), cast.node(items: 3) { $0.maxItems = 3 },
          publishers: replaced.compactMapValues { people[$0] }, oldest: ["old1", "old2", "old3"],
          bytes: bytes, account, policy: policy)
      } == expected)
  }

  /// What stays as an earlier version makes no room in bytes, however much smaller the new one is; what goes does.
  @Test(arguments: [
    ("old1", [:], 14, "accepted"), ("old1", ["old1": "romeo"], 900, "wait: resource-constraint"),
    ("a old1", ["old1": "romeo"], 28, "accepted"),
    ("a old1", ["old1": "romeo"], 27, "wait: resource-constraint"),
  ])
  func whatStaysMakesNoRoom(
    ids: String, replaced: [String: String], bytes: Int, expected: String
  ) throws {
    var policy = cast.policy
    policy.quota.items = 10
    policy.quota.bytes = 1000
    let outcome = refusal {
      try cast.publish(
        items(ids), cast.node(items: 3) { $0.maxItems = 3 },
        publishers: replaced.mapValues { _ in cast.romeo }, oldest: ["old1", "old2", "old3"],
        bytes: bytes, staysAsVersion: true, Account(own: Usage(items: 10, bytes: 1000)),
        policy: policy)
    }
    #expect(outcome == expected)
  }

  /// The type names the namespace of payloads where it is one (section 7.1.3.5).
  @Test(arguments: [
    ("http://www.w3.org/2005/Atom", "http://www.w3.org/2005/Atom", "accepted"),
    ("http://www.w3.org/2005/Atom", "urn:example", "modify: invalid-payload bad-request"),
    ("urn:xmpp:pubsub-social-feed:1", "http://www.w3.org/2005/Atom", "accepted"),
  ])
  func payloadsHaveTheNamespaceOfTheType(type: String, namespace: String, expected: String) throws {
    #expect(
      refusal {
        try cast.publish(
          "<item id='a'><a xmlns='\(namespace)'/></item>", cast.node { $0.type = type })
      } == expected)
  }

  /// A node that is made for the item counts too.
  @Test func quotaOfNodes() throws {
    var policy = cast.policy
    policy.quota.nodes = 1
    func outcome(_ nodes: Int) -> String {
      refusal {
        try cast.publish(
          items("a"), nil, by: cast.actor(), Account(own: Usage(nodes: nodes)), policy: policy)
      }
    }
    #expect(outcome(0) == "accepted")
    #expect(outcome(1) == "cancel: max-nodes-exceeded not-allowed")
  }
}
