import Testing
import XML
import XMPP

@testable import PubSub

@Suite struct PublishTests {
  let cast: Cast
  init() throws { cast = try Cast() }

  // MARK: Wire

  /// Section 7.1.1.
  @Test func wire() throws {
    let text = """
      <pubsub xmlns='http://jabber.org/protocol/pubsub'>
        <publish node='princely_musings'>
          <item id='bnd81g37d61f49fgn581'>
            <entry xmlns='http://www.w3.org/2005/Atom'>
              <title>Soliloquy</title>
              <link rel='alternate' type='text/html' href='http://denmark.lit/2003/12/13/atom03'/>
            </entry>
          </item>
        </publish>
      </pubsub>
      """
    let request = try PublishRequest(example(text))
    #expect(request.node.name == "princely_musings")
    #expect(request.item?.id?.name == "bnd81g37d61f49fgn581")
    #expect(request.item?.payload?.is("entry", Namespace.atom) == true)
    #expect(request.options == nil)
    #expect(try request.element.comparable == example(text))
    #expect(try PublishRequest(request.element) == request)
  }

  /// Section 7.1.5.
  @Test func options() throws {
    let text = """
      <pubsub xmlns='http://jabber.org/protocol/pubsub'>
        <publish node='princely_musings'>
          <item id='ae890ac52d0df67ed7cfdf51b644e901'/>
        </publish>
        <publish-options>
          <x xmlns='jabber:x:data' type='submit'>
            <field var='FORM_TYPE' type='hidden'>
              <value>http://jabber.org/protocol/pubsub#publish-options</value>
            </field>
            <field var='pubsub#access_model'><value>presence</value></field>
          </x>
        </publish-options>
      </pubsub>
      """
    let request = try PublishRequest(
      node: NodeID("princely_musings"),
      item: .init(id: ItemID("ae890ac52d0df67ed7cfdf51b644e901"), payload: nil),
      options: form(NodeForm.publishOptions, ["pubsub#access_model": "presence"]))
    #expect(try PublishRequest(example(text)) == request)
    #expect(try request.element.comparable == example(text))
  }

  /// Without an item, without an id, with an empty one.
  @Test(arguments: [
    ("<publish node='a'/>", false), ("<publish node='a'><item/></publish>", true),
    ("<publish node='a'><item id=''/></publish>", true),
  ])
  func withoutID(text: String, hasItem: Bool) throws {
    let request = try PublishRequest(pubsub(text))
    #expect((request.item != nil) == hasItem)
    #expect(request.item?.id == nil)
  }

  @Test(arguments: [
    ("", badRequest), ("<publish/>", nodeIDRequired), ("<publish node=''/>", nodeIDRequired),
    ("<publish node='\(longName)'/>", nameTooLong),
    ("<publish node='a'><item id='\(longName)'/></publish>", nameTooLong),
    ("<publish node='a'><item/><item/></publish>", badRequest),
    (
      "<publish node='a'><item><b xmlns='c'/><d xmlns='c'/></item></publish>",
      "modify: invalid-payload bad-request"
    ),
    (
      "<publish node='a'/><publish-options><x xmlns='jabber:x:data' type='?'/></publish-options>",
      badRequest
    ),
  ])
  func malformed(inner: String, expected: String) throws {
    let element = try pubsub(inner)
    #expect(refusal { try PublishRequest(element) } == expected)
  }

  // MARK: Engine

  private func publish(
    _ inner: String, _ node: NodeFacts?, by actor: Actor? = nil, publisher: BareJID? = nil,
    options: DataForm? = nil
  ) throws -> Decision {
    var request = try PublishRequest(pubsub("<publish node='blog'>\(inner)</publish>"))
    request.options = options
    return try Publish.decide(
      Publish.Candidate(request), node, by: actor ?? cast.owner, publisher: publisher,
      cast.circumstances)
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
    #expect(decision.events.map(\.type) == [.headline])
    #expect(
      decision.events.first?.body.markup == """
        <event xmlns='\(Namespace.pubsubEvent)'><items node='blog'>\
        <item id='i' publisher='romeo@verona.lit'>\(Self.entry)</item></items></event>
        """)
  }

  @Test(arguments: ["<item>\(entry)</item>", "<item id=''>\(entry)</item>"])
  func withoutIDTheServiceNamesIt(item: String) throws {
    let decision = try publish(item, cast.node())
    guard case .store(_, let stored) = decision.effects.first else {
      Issue.record("nothing is stored")
      return
    }
    #expect(stored.id.name == "fresh")
    #expect(
      try decision.reply?.comparable
        == pubsub("<publish node='blog'><item id='fresh'/></publish>").comparable)
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
    #expect(
      Publish.Candidate(request).payload == Array("<entry xmlns='urn:d'><in/></entry>".utf8))
  }

  /// Section 7.1.3: what a node's kind demands.
  @Test(arguments: [
    // persistent, with payloads
    (true, true, "", "modify: item-required bad-request"),
    (true, true, "<item/>", "modify: payload-required bad-request"),
    (true, true, item, "accepted"),
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
    #expect(try decision.reply?.comparable == pubsub("<publish node='blog'/>").comparable)
  }

  @Test(arguments: [
    (nil as Int?, 262_144, "accepted"),
    (nil, 262_145, "modify: payload-too-big not-acceptable"), (100, 100, "accepted"),
    (100, 101, "modify: payload-too-big not-acceptable"),
  ])
  func sizes(limit: Int?, bytes: Int, expected: String) throws {
    let node = try cast.node { $0.maxPayloadSize = limit }
    let frame = "<a xmlns='b'></a>"
    let text = String(repeating: "x", count: bytes - frame.utf8.count)
    #expect(refusal { try publish("<item><a xmlns='b'>\(text)</a></item>", node) } == expected)
  }

  /// `max_items` items stay, the new one among them.
  @Test(arguments: [(3, 2, false), (3, 3, true), (0, 0, true), (1, 5, true)])
  func trims(keep: Int, items: Int, isTrimmed: Bool) throws {
    let node = try cast.node(items: items) { $0.maxItems = keep }
    let effects = try publish(Self.item, node).effects
    #expect(effects.count == (isTrimmed ? 2 : 1))
    #expect((effects.last == .trim(node.id, keep: keep)) == isTrimmed)
  }

  @Test(arguments: [
    (Affiliation.owner, false, ["accepted", "accepted", "accepted"]),
    (.publisher, false, ["accepted", "accepted", "accepted"]),
    (.publishOnly, false, ["accepted", "accepted", "accepted"]),
    (.member, false, [forbidden, forbidden, "accepted"]),
    (.member, true, [forbidden, "accepted", "accepted"]),
    (.none, false, [forbidden, forbidden, "accepted"]),
    (.none, true, [forbidden, "accepted", "accepted"]),
    (.outcast, true, [forbidden, forbidden, forbidden]),
  ])
  func whoMay(affiliation: Affiliation, isSubscribed: Bool, expected: [String]) throws {
    let actor = cast.actor(affiliation, isSubscribed: isSubscribed)
    for (model, expected) in zip([PublishModel.publishers, .subscribers, .open], expected) {
      let node = try cast.node { $0.publishModel = model }
      #expect(refusal { try publish(Self.item, node, by: actor) } == expected)
    }
    let node = try cast.node()
    #expect(refusal { try publish(Self.item, node, by: .anyone) } == forbidden)
    let admin = Actor(jid: cast.admin, affiliation: .outcast, isAdmin: true)
    #expect(refusal { try publish(Self.item, node, by: admin) } == "accepted")
  }

  /// An item is its publisher's: others may not put theirs in its place, owners and admins may.
  @Test(arguments: [
    (Affiliation.publisher, "accepted", forbidden), (.publishOnly, "accepted", forbidden),
    (.none, "accepted", forbidden), (.owner, "accepted", "accepted"),
  ])
  func overwriting(affiliation: Affiliation, own: String, others: String) throws {
    let node = try cast.node(items: 1) { $0.publishModel = .open }
    let actor = cast.actor(affiliation)
    func outcome(_ publisher: BareJID) -> String {
      refusal { try publish(Self.item, node, by: actor, publisher: publisher) }
    }
    #expect(outcome(cast.juliet) == own)
    #expect(outcome(cast.tybalt) == others)
    let admin = Actor(jid: cast.admin, isAdmin: true)
    #expect(
      refusal { try publish(Self.item, node, by: admin, publisher: cast.tybalt) } == "accepted")
  }

  @Test(arguments: [
    (["pubsub#access_model": "open"], "accepted"),
    (["pubsub#access_model": "whitelist"], "cancel: precondition-not-met conflict"),
    (["pubsub#odd": "1"], "cancel: precondition-not-met conflict"),
  ])
  func preconditions(fields: [String: String], expected: String) throws {
    let node = try cast.node()
    let options = form(NodeForm.publishOptions, fields)
    #expect(refusal { try publish(Self.item, node, options: options) } == expected)
    // Who may not publish learns nothing of the configuration.
    #expect(
      refusal { try publish(Self.item, node, by: cast.actor(.none), options: options) }
        == forbidden)
  }

  // MARK: A node that is not there

  /// Section 7.1.4: made with the preconditions as its configuration.
  @Test func creates() throws {
    let juliet = cast.actor(.none)
    let id = try NodeID("blog")
    let plain = try publish(Self.item, nil, by: juliet)
    let stored = try PublishedItem(
      id: ItemID("i"), publisher: cast.juliet, payload: Array(Self.entry.utf8))
    #expect(
      plain.effects == [.create(id, NodeConfiguration(), owner: cast.juliet), .store(id, stored)])
    var expected = NodeConfiguration()
    expected.accessModel = .whitelist
    expected.maxItems = 1
    let optioned = try publish(
      Self.item, nil, by: juliet,
      options: form(
        NodeForm.publishOptions, ["pubsub#access_model": "whitelist", "pubsub#max_items": "1"]))
    #expect(optioned.effects == [.create(id, expected, owner: cast.juliet), .store(id, stored)])
  }

  @Test func createsNothingThatIsRefused() throws {
    let juliet = cast.actor(.none)
    #expect(
      refusal { try publish("", nil, by: juliet) } == "modify: item-required bad-request")
    let stranger = Actor(jid: cast.hamlet)
    #expect(refusal { try publish(Self.item, nil, by: stranger) } == noNode)
    for fields in [["pubsub#access_model": "presence"], ["pubsub#item_expire": "86400"]]
      as [KeyValuePairs]
    {
      let options = form(NodeForm.publishOptions, fields)
      #expect(
        refusal { try publish(Self.item, nil, by: juliet, options: options) }
          == "cancel: precondition-not-met conflict")
    }
  }
}
