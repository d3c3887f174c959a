import Testing
import XML
import XMPP

@testable import PubSub

@Suite struct PublishTests {
  let cast: Cast
  init() throws { cast = try Cast() }

  private func publish(
    _ inner: String, _ node: NodeFacts?, by actor: Actor? = nil,
    publishers: [String: BareJID] = [:]
  ) throws -> Decision {
    try cast.publish(inner, node, by: actor ?? cast.owner, publishers: publishers)
  }

  private static let entry = "<a xmlns='b'>text</a>"
  private static let item = "<item id='i'>\(entry)</item>"

  @Test func published() throws {
    let node = try cast.node(items: 4)
    let decision = try publish(Self.item, node)
    let stored = try PublishedItem(
      id: ItemID("i"), publisher: cast.romeo, payload: Array(Self.entry.utf8))
    #expect(decision.effects == [.store(node.id, stored)])
    #expect(
      try decision.reply?.comparable
        == pubsub("<publish node='blog'><item id='i'/></publish>").comparable)
    #expect(decision.events.map(\.audience) == [.subscribers])
    #expect(decision.events.map(\.matter) == [.item])
    #expect(decision.events.map(\.type) == [.headline])
    #expect(
      decision.events.first?.content.map(\.markup) == [
        """
        <event xmlns='\(Namespace.pubsubEvent)'><items node='blog'>\
        <item id='i' publisher='romeo@verona.lit'>\(Self.entry)</item></items></event>
        """
      ])
  }

  /// What is understood of an item goes with the event.
  @Test func text() throws {
    let decision = try publish(Self.item, cast.node())
    #expect(decision.events.map(\.text) == ["words of i"])
  }

  @Test(arguments: ["<item>\(entry)</item>", "<item id=''>\(entry)</item>"])
  func withoutIDTheServiceNamesIt(item: String) throws {
    let decision = try publish(item, cast.node())
    guard case .store(_, let stored) = decision.effects.first else {
      Issue.record("nothing is stored")
      return
    }
    #expect(stored.id.name == "new1")
    #expect(
      try decision.reply?.comparable
        == pubsub("<publish node='blog'><item id='new1'/></publish>").comparable)
  }

  /// The event says what the node's settings say.
  @Test func events() throws {
    func body(_ change: (inout NodeConfiguration) -> Void) throws -> String? {
      try publish(Self.item, cast.node(change)).events.first?.body.markup
    }
    let head = "<event xmlns='\(Namespace.pubsubEvent)'><items node='blog'>"
    let tail = "</items></event>"
    #expect(
      try body { $0.deliverPayloads = false }
        == head + "<item id='i' publisher='romeo@verona.lit'/>" + tail)
    #expect(
      try body { $0.itemReply = .none } == head + "<item id='i'>\(Self.entry)</item>" + tail)
    #expect(try body { $0.deliverNotifications = false } == nil)
    #expect(
      try publish(Self.item, cast.node { $0.notificationType = .normal }).events.map(\.type)
        == [.normal])
  }

  /// Prefixes that were declared outside the item are resolved.
  @Test func payloadIsCanonical() throws {
    let request = try PublishRequest(
      example(
        """
        <pubsub xmlns='http://jabber.org/protocol/pubsub' xmlns:d='urn:d'><publish node='blog'>
        <item id='i'><d:entry><d:in/></d:entry></item></publish></pubsub>
        """))
    let candidate = Publish.Candidate(request, cast.policy, { "fresh" }, text: { _ in nil })
    let bytes = Array("<entry xmlns='urn:d'><in/></entry>".utf8)
    #expect(candidate.items.map(\.payload) == [bytes])
    #expect(candidate.bytes == bytes.count)
  }

  /// A namespace that is said once and used often makes a payload large that came small: no more of it is written than
  /// shows that.
  @Test(arguments: [1, 100]) func swollenPayload(items: Int) throws {
    let namespace = String(repeating: "'", count: 2000)
    let inside = String(repeating: "<b:x/>", count: 10_000 / items)
    let item = "<item><a xmlns='urn:a'>\(inside)</a></item>"
    let request = try PublishRequest(
      example(
        "<pubsub xmlns='\(Namespace.pubsub)' xmlns:b=\"\(namespace)\"><publish node='blog'>"
          + String(repeating: item, count: items) + "</publish></pubsub>"))
    let candidate = Publish.Candidate(request, cast.policy, { "fresh" }, text: { _ in nil })
    #expect(candidate.bytes < 9 * cast.policy.maximumPayloadBytes)
    #expect(
      refusal {
        try Publish.decide(
          candidate, cast.node(), by: cast.owner, Publish.Present(), Account(), cast.circumstances)
      } == "modify: payload-too-big not-acceptable")
    #expect(
      refusal {
        try Publish.decide(
          candidate, cast.node(), by: cast.actor(.outcast), Publish.Present(), Account(),
          cast.circumstances)
      } == "auth: forbidden")
  }

  /// Section 7.1.3.7: what a node's kind demands.
  @Test(arguments: [
    // persistent, with payloads
    (true, true, "", "modify: item-required bad-request"),
    (true, true, "<item/>", "modify: payload-required bad-request"),
    (true, true, item, "accepted"),
    (true, true, item + "<item/>", "modify: payload-required bad-request"),
    // persistent, without
    (true, false, "", "modify: item-required bad-request"), (true, false, "<item/>", "accepted"),
    (true, false, item, "accepted"),
    // transient, with payloads
    (false, true, "", "modify: payload-required bad-request"),
    (false, true, "<item/>", "modify: payload-required bad-request"),
    (false, true, item, "accepted"),
    // transient, without
    (false, false, "", "accepted"), (false, false, "<item/>", "modify: item-forbidden bad-request"),
    (false, false, item, "modify: item-forbidden bad-request"),
  ])
  func shapes(persist: Bool, payloads: Bool, inner: String, expected: String) throws {
    let node = try cast.node {
      $0.persistItems = persist
      $0.deliverPayloads = payloads
    }
    #expect(refusal { try publish(inner, node) } == expected)
    guard expected == "accepted" else { return }
    let decision = try publish(inner, node)
    #expect(decision.effects.isEmpty == !persist)
    #expect(decision.events.count == 1)
  }

  /// Section 4.3: a transient notification holds nothing but the node.
  @Test func transientNotification() throws {
    let node = try cast.node {
      $0.persistItems = false
      $0.deliverPayloads = false
    }
    let decision = try publish("", node)
    #expect(
      try decision.events.first?.body.comparable
        == example("<event xmlns='\(Namespace.pubsubEvent)'><items node='blog'/></event>"))
    #expect(decision.events.map(\.matter) == [.item])
    #expect(try decision.reply?.comparable == pubsub("<publish node='blog'/>").comparable)
  }

  /// Section 7.1.3.5; each item of several counts for itself.
  @Test(arguments: [
    (nil as Int?, 262_144, "accepted"),
    (nil, 262_145, "modify: payload-too-big not-acceptable"), (100, 100, "accepted"),
    (100, 101, "modify: payload-too-big not-acceptable"),
    // The service's limit has changed since.
    (300_000, 262_145, "modify: payload-too-big not-acceptable"),
  ])
  func sizes(limit: Int?, bytes: Int, expected: String) throws {
    let node = try cast.node { $0.maxPayloadSize = limit }
    let frame = "<a xmlns='b'></a>"
    let text = String(repeating: "x", count: bytes - frame.utf8.count)
    let large = "<item><a xmlns='b'>\(text)</a></item>"
    #expect(refusal { try publish(large, node) } == expected)
    #expect(refusal { try publish(Self.item + large, node) } == expected)
  }

  @Test(arguments: [
    (Affiliation.owner, Standing.Subscription.none, ["accepted", "accepted", "accepted"]),
    (.publisher, .none, ["accepted", "accepted", "accepted"]),
    (.publishOnly, .none, ["accepted", "accepted", "accepted"]),
    (.member, .none, [forbidden, forbidden, "accepted"]),
    (.member, .subscribed, [forbidden, "accepted", "accepted"]),
    (.none, .none, [forbidden, forbidden, "accepted"]),
    (.none, .pending, [forbidden, forbidden, "accepted"]),
    (.none, .subscribed, [forbidden, "accepted", "accepted"]),
    (.outcast, .subscribed, [forbidden, forbidden, forbidden]),
  ])
  func whoMay(affiliation: Affiliation, subscription: Standing.Subscription, expected: [String])
    throws
  {
    let actor = cast.actor(affiliation, subscription)
    for (model, expected) in zip([PublishModel.publishers, .subscribers, .open], expected) {
      let node = try cast.node { $0.publishModel = model }
      #expect(refusal { try publish(Self.item, node, by: actor) } == expected)
    }
    let node = try cast.node { $0.publishModel = .open }
    #expect(refusal { try publish(Self.item, node, by: .anyone) } == forbidden)
    #expect(refusal { try publish(Self.item, nil, by: .anyone) } == forbidden)
    #expect(
      refusal { try publish(Self.item, node, by: cast.administrator(.outcast)) } == "accepted")
  }

  /// An item is its publisher's: others may not put theirs in its place, owners and admins may.
  @Test(arguments: [
    (Affiliation.publisher, "accepted", forbidden), (.publishOnly, "accepted", forbidden),
    (.none, "accepted", forbidden), (.owner, "accepted", "accepted"),
  ])
  func overwriting(affiliation: Affiliation, own: String, others: String) throws {
    let node = try cast.node(items: 1) { $0.publishModel = .open }
    func outcome(_ publisher: BareJID, by actor: Actor) -> String {
      refusal { try publish(Self.item, node, by: actor, publishers: ["i": publisher]) }
    }
    let actor = cast.actor(affiliation)
    #expect(outcome(cast.juliet, by: actor) == own)
    #expect(outcome(cast.tybalt, by: actor) == others)
    #expect(outcome(cast.tybalt, by: cast.administrator()) == "accepted")
  }

  // MARK: A node that is not there

  /// Section 7.1.4.
  @Test func creates() throws {
    let id = try NodeID("blog")
    let decision = try publish(Self.item, nil, by: cast.actor())
    let stored = try PublishedItem(
      id: ItemID("i"), publisher: cast.juliet, payload: Array(Self.entry.utf8))
    #expect(
      decision.effects
        == [.create(id, NodeConfiguration(), owner: cast.juliet), .store(id, stored)])
    #expect(decision.events.map(\.audience) == [.subscribers])
  }

  @Test func createsNothingThatIsRefused() throws {
    #expect(
      refusal { try publish("", nil, by: cast.actor()) } == "modify: item-required bad-request")
    #expect(refusal { try publish(Self.item, nil, by: Actor(jid: cast.hamlet)) } == noNode)
  }

  /// Names that mean something else, or are for administrators.
  @Test func names() throws {
    var policy = cast.policy
    policy.reservedNames = ["bl*"]
    func outcome(_ actor: Actor) -> String {
      refusal { try cast.publish(Self.item, nil, by: actor, policy: policy) }
    }
    #expect(outcome(cast.actor()) == forbidden)
    #expect(outcome(cast.administrator()) == "accepted")
    policy.takenNames = ["blog"]
    #expect(outcome(cast.administrator()) == "modify: not-acceptable")
  }
}
