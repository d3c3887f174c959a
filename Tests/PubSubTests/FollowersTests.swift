import Testing
import XML
import XMPP

@testable import PubSub

/// XEP-0465: subscriptions that everybody may see.
@Suite struct FollowersTests {
  let cast: Cast
  init() throws { cast = try Cast() }

  private static let type = SubscriptionForm.formType

  // MARK: Wire

  /// As an account's server passes the first two examples on ("Public Subscription").
  @Test(arguments: [
    ("benvolio", "<public xmlns='urn:xmpp:pps:0'/>", true), ("juliet", "", false),
  ])
  func wire(_ name: String, _ inner: String, _ isPublic: Bool) throws {
    let element = try pubsub(
      "<subscribe node='urn:xmpp:microblog:0' jid='romeo@montague.lit'>\(inner)</subscribe>")
    let request = try SubscribeRequest(
      node: NodeID("urn:xmpp:microblog:0"), jid: JID("romeo@montague.lit"), isPublic: isPublic)
    #expect(try SubscribeRequest(element) == request)
    #expect(request.element.comparable == element.comparable)
  }

  @Test(arguments: [
    "<public/>", "<public xmlns='urn:xmpp:pps:1'/>", "<private xmlns='urn:xmpp:pps:0'/>",
    "<a xmlns='urn:a'><public xmlns='urn:xmpp:pps:0'/></a>",
  ])
  func nothingElseMakesItPublic(_ inner: String) throws {
    let element = try pubsub("<subscribe node='a' jid='a@b'>\(inner)</subscribe>")
    #expect(try !SubscribeRequest(element).isPublic)
  }

  // MARK: Subscribing

  private func subscribe(
    isPublic: Bool, _ options: KeyValuePairs<String, String>? = nil, _ node: NodeFacts? = nil,
    present: [SubscriptionFacts] = []
  ) throws -> Decision {
    let node = try node ?? cast.node { $0.notifySubscriptions = false }
    return try Subscribe.decide(
      SubscribeRequest(
        node: node.id, jid: JID(cast.juliet), options: options.map { form(Self.type, $0) },
        isPublic: isPublic),
      node, by: cast.actor(), present: present, lastItem: nil, Account(), cast.circumstances)
  }

  private func made(_ decision: Decision) -> [Bool] {
    decision.effects.map {
      if case .subscribe(_, let facts) = $0 { facts.options.isPublic } else { false }
    }
  }

  /// It is private, unless either says otherwise.
  @Test(
    arguments: [
      (false, nil, false), (true, nil, true), (false, ["pubsub#deliver": "0"], false),
      (true, ["pubsub#deliver": "0"], true), (false, ["x-pubsub#public": "1"], true),
      (false, ["x-pubsub#public": "0"], false), (true, ["x-pubsub#public": "0"], true),
    ] as [(Bool, KeyValuePairs<String, String>?, Bool)])
  func new(_ isPublic: Bool, _ options: KeyValuePairs<String, String>?, _ expected: Bool) throws {
    let decision = try subscribe(isPublic: isPublic, options)
    #expect(made(decision) == [expected])
    guard options != nil else { return }
    let told = try #require(decision.reply?.first("options", Namespace.pubsub))
    let form = try #require(try DataForm(in: told))
    #expect(form.value(of: "x-pubsub#public") == (expected ? "1" : "0"))
  }

  /// A request that waits is public once it is granted, and stays what it is when that happens.
  @Test func pending() throws {
    let node = try cast.node { $0.accessModel = .authorize }
    let waiting = try cast.subscription("juliet@verona.lit", "fresh", .pending) {
      $0.isPublic = true
    }
    #expect(try subscribe(isPublic: true, nil, node).effects == [.subscribe(node.id, waiting)])
    var decision = Decision()
    decision.approve(waiting, node)
    var granted = waiting
    granted.state = .subscribed
    #expect(decision.effects == [.change(node.id, granted)])
  }

  /// "Retracting Public Subscriptions": by subscribing again; nothing else changes, and nobody is told.
  @Test(arguments: [true, false], [true, false])
  func again(_ was: Bool, _ isPublic: Bool) throws {
    let node = try cast.node()
    let present = try cast.subscription { $0.isPublic = was }
    let decision = try subscribe(isPublic: isPublic, nil, node, present: [present])
    let changed = try cast.subscription { $0.isPublic = isPublic }
    #expect(decision.effects == (was == isPublic ? [] : [.change(node.id, changed)]))
    #expect(decision.events.isEmpty)
    let reply = decision.reply?.first("subscription", Namespace.pubsub)
    #expect(reply?["subid"] == "s1")
    #expect(reply?["subscription"] == "subscribed")
  }

  /// Options that delivery depends on tell which subscription is meant; who sees it does not.
  @Test func againWithOptions() throws {
    let node = try cast.node { $0.notifySubscriptions = false }
    let plain = try cast.subscription()
    let silent = try cast.subscription("juliet@verona.lit", "s2") {
      $0.deliver = false
      $0.isPublic = true
    }
    var (listed, unlisted) = (plain, silent)
    listed.options.isPublic = true
    unlisted.options.isPublic = false
    let rows: [(Bool, KeyValuePairs<String, String>?, [Effect], String)] = [
      // One is enough to be seen, all are private where none is named.
      (true, nil, [], "s2"), (false, nil, [.change(node.id, unlisted)], "s1"),
      (false, ["pubsub#deliver": "0"], [.change(node.id, unlisted)], "s2"),
      (true, ["pubsub#deliver": "0"], [], "s2"),
      (false, ["x-pubsub#public": "1"], [.change(node.id, listed)], "s1"),
      (false, ["pubsub#deliver": "1"], [], "s1"),
    ]
    for (isPublic, options, effects, told) in rows {
      let decision = try subscribe(
        isPublic: isPublic, options, node, present: [plain, silent])
      #expect(decision.effects == effects)
      #expect(decision.reply?.first("subscription", Namespace.pubsub)?["subid"] == told)
    }
    let other = try subscribe(isPublic: true, ["pubsub#digest": "1"], node, present: [plain])
    #expect(made(other) == [true])
  }

  // MARK: Options

  private func change(
    _ value: String, _ present: SubscriptionFacts, _ node: NodeFacts? = nil, by actor: Actor? = nil
  ) throws -> Decision {
    let node = try node ?? cast.node()
    return try Options.decide(
      OptionsRequest(
        node: node.id, jid: present.jid, form: form(Self.type, ["x-pubsub#public": value])),
      node, by: actor ?? cast.actor(), present: [present], cast.circumstances)
  }

  /// Nobody is made to be seen by others.
  @Test func options() throws {
    let node = try cast.node()
    let hidden = try cast.subscription()
    let seen = try cast.subscription { $0.isPublic = true }
    #expect(try change("1", hidden).effects == [.change(node.id, seen)])
    #expect(try change("0", seen).effects == [.change(node.id, hidden)])
    #expect(refusal { try change("1", hidden, by: cast.administrator()) } == forbidden)
    #expect(try change("1", seen, by: cast.administrator()).effects.isEmpty)
    #expect(
      try change("0", seen, by: cast.administrator()).effects == [.change(node.id, hidden)])
    #expect(!SubscriptionOptions().isPublic)
  }

  /// Owners subscribe people; that is no word of theirs.
  @Test func whomAnOwnerAddsIsNotSeen() throws {
    let node = try cast.node()
    let decision = try ManageSubscriptions.decide(
      NodeSubscriptionsRequest(
        owner(
          """
          <subscriptions node='blog'>
            <subscription jid='juliet@verona.lit' subscription='subscribed'/>
          </subscriptions>
          """)), node, by: cast.owner,
      ManageSubscriptions.Named(present: [:], actors: [cast.juliet: cast.actor()]), lastItem: nil,
      Account(), cast.circumstances)
    #expect(made(decision) == [false])
  }

  // MARK: What the service keeps

  private func list() throws -> NodeFacts {
    var node = try cast.node()
    node.configuration = NodeConfiguration(
      Kept(.derived, for: NodeID(stored: "target"), refusal: .forbidden), type: "urn:a")
    return node
  }

  /// Nobody follows what is kept for another node, whatever they say.
  @Test func aListHasNoList() throws {
    let list = try list()
    #expect(made(try subscribe(isPublic: true, nil, list)) == [false])
    #expect(try made(subscribe(isPublic: false, ["x-pubsub#public": "1"], list)) == [false])
    #expect(try change("1", cast.subscription(), list).effects.isEmpty)
    let offered = SubscriptionForm.form(
      SubscriptionOptions(), of: list.configuration, cast.policy)
    #expect(offered.field("x-pubsub#public") == nil)
  }

  /// "Business Rules".
  @Test func nobodyWritesIt() throws {
    let list = try list()
    for actor in [cast.owner, cast.administrator(.owner), cast.actor()] {
      for action in Action.allCases where !Rights.reading.contains(action) {
        #expect(refusal { try Rights.require(action, actor, list.configuration) } == forbidden)
      }
      #expect(refusal { try Purge.decide(list, by: actor) } == forbidden)
    }
    var policy = cast.policy
    policy.keptNames = ["urn:list/": .forbidden, "urn:kept/": .notAllowed]
    for (name, expected) in [
      ("urn:list/a", forbidden), ("urn:kept/a", "cancel: not-allowed"), ("urn:list", "accepted"),
    ] {
      #expect(
        refusal {
          try Create.decide(
            CreateRequest(node: NodeID(name)), by: cast.romeo, taken: false, Lineage.Facts(),
            Account(), cast.circumstances(policy))
        } == expected)
    }
  }
}
