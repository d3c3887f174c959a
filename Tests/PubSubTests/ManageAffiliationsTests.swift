import Testing
import XML
import XMPP

@testable import PubSub

@Suite struct ManageAffiliationsTests {
  let cast: Cast
  init() throws { cast = try Cast() }

  // MARK: Wire

  /// Sections 8.9.1 and 8.9.2.
  @Test func wire() throws {
    let get = """
      <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
        <affiliations node='princely_musings'/>
      </pubsub>
      """
    let empty = try NodeAffiliationsRequest(node: NodeID("princely_musings"))
    #expect(try NodeAffiliationsRequest(example(get)) == empty)
    #expect(try empty.element.comparable == example(get))
    let set = """
      <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
        <affiliations node='princely_musings'>
          <affiliation jid='hamlet@denmark.lit' affiliation='none'/>
          <affiliation jid='polonius@denmark.lit' affiliation='none'/>
          <affiliation jid='bard@shakespeare.lit' affiliation='publisher'/>
        </affiliations>
      </pubsub>
      """
    let request = try NodeAffiliationsRequest(
      node: empty.node,
      changes: [
        .init(BareJID("hamlet@denmark.lit"), .none), .init(BareJID("polonius@denmark.lit"), .none),
        .init(BareJID("bard@shakespeare.lit"), .publisher),
      ])
    #expect(try NodeAffiliationsRequest(example(set)) == request)
    #expect(try request.element.comparable == example(set))
    let entries = request.changes.map {
      AffiliationEntry(jid: $0.jid, affiliation: $0.affiliation)
    }
    #expect(try empty.reply(entries).comparable == example(set))
    // An entry that says nothing changes nothing; rights belong to accounts, not to resources.
    let lenient = try NodeAffiliationsRequest(
      owner(
        """
        <affiliations node='n'><affiliation jid='a@b'/>
        <affiliation jid='c@d/e' affiliation='member'/></affiliations>
        """))
    #expect(try lenient.changes == [.init(BareJID("c@d"), .member)])
  }

  /// A page of the list (XEP-0059).
  @Test func pages() throws {
    let inner = """
      <affiliations node='n'/><set xmlns='\(Namespace.resultSets)'><max>5</max></set>
      """
    let request = NodeAffiliationsRequest(node: try NodeID("n"), page: ResultSet.Request(max: 5))
    #expect(try NodeAffiliationsRequest(owner(inner)) == request)
    #expect(try request.element.comparable == owner(inner).comparable)
    let response = ResultSet.Response(first: "a", last: "b", count: 7)
    #expect(try ResultSet.Response(in: request.reply([], response)) == response)
  }

  @Test(arguments: [
    ("", badRequest), ("<affiliations/>", nodeIDRequired),
    (
      "<affiliations node='a'><affiliation affiliation='owner'/></affiliations>",
      "modify: jid-required bad-request"
    ),
    (
      "<affiliations node='a'><affiliation jid='@' affiliation='owner'/></affiliations>",
      "modify: invalid-jid bad-request"
    ),
    (
      "<affiliations node='a'><affiliation jid='a@b' affiliation='king'/></affiliations>",
      "cancel: unsupported=king-affiliation feature-not-implemented"
    ),
  ])
  func malformed(inner: String, expected: String) throws {
    let element = try owner(inner)
    #expect(refusal { try NodeAffiliationsRequest(element) } == expected)
  }

  /// So many may be named in one request.
  @Test(arguments: [(1000, "accepted"), (1001, "modify: policy-violation")])
  func bounded(count: Int, expected: String) throws {
    let entries = (1...count).map { "<affiliation jid='a\($0)@b' affiliation='member'/>" }
    let element = try owner("<affiliations node='a'>\(entries.joined())</affiliations>")
    #expect(refusal { try NodeAffiliationsRequest(element) } == expected)
  }

  // MARK: Engine

  private func decide(
    _ changes: [(BareJID, Affiliation)], access: AccessModel = .open, by actor: Actor? = nil,
    standing: [BareJID: Affiliation] = [:], hasOtherOwner: Bool = true, count: Int = 0
  ) throws -> Decision {
    var named = ManageAffiliations.Named(
      actors: [:], present: [:], hasOtherOwner: hasOtherOwner, count: count)
    for (jid, _) in changes {
      named.actors[jid] = Actor(jid: jid, Standing(standing[jid] ?? .none))
    }
    return try ManageAffiliations.decide(
      NodeAffiliationsRequest(
        node: NodeID("blog"), changes: changes.map { .init($0.0, $0.1) }),
      cast.node { $0.accessModel = access }, by: actor ?? cast.owner, named, lastItem: nil,
      cast.policy)
  }

  /// The log keeps what each one has become.
  @Test(arguments: Affiliation.allCases, Affiliation.allCases)
  func logged(old: Affiliation, new: Affiliation) throws {
    let decision = try decide([(cast.juliet, new)], standing: [cast.juliet: old])
    let (kind, detail): (ModerationAct.Kind, String?) =
      switch (old, new) {
      case (_, .outcast): (.ban, nil)
      case (.outcast, .none): (.unban, nil)
      case (.outcast, _): (.unban, new.rawValue)
      default: (.affiliate, new.rawValue)
      }
    let act = ModerationAct(
      kind, try NodeID("blog"), by: cast.romeo, subject: cast.juliet, detail: detail)
    #expect(decision.acts == (old == new ? [] : [act]))
  }

  /// A node has so many affiliations; an administrator may name more.
  @Test func many() throws {
    let full = cast.policy.maximumAffiliationsPerNode
    let new: [(BareJID, Affiliation)] = [(cast.juliet, .member), (cast.tybalt, .outcast)]
    #expect(try decide(new, count: full - 2).effects.count == 2)
    #expect(refusal { try decide(new, count: full - 1) } == "modify: policy-violation")
    #expect(try decide(new, by: cast.administrator(), count: full).effects.count == 2)
    // What is there may be changed and taken back.
    let old: [BareJID: Affiliation] = [cast.juliet: .member, cast.tybalt: .member]
    #expect(
      try decide(
        [(cast.juliet, .publisher), (cast.tybalt, .none)], standing: old, count: full
      ).effects.count == 2)
  }

  /// From each to each (section 4.1), and whom it concerns is told (section 8.9.4).
  @Test(arguments: Affiliation.allCases, Affiliation.allCases)
  func changes(old: Affiliation, new: Affiliation) throws {
    let decision = try decide([(cast.juliet, new)], standing: [cast.juliet: old])
    #expect(decision.reply == nil)
    #expect(decision.failure == nil)
    guard old != new else {
      #expect(decision.effects.isEmpty)
      #expect(decision.events.isEmpty)
      return
    }
    #expect(try decision.effects == [.affiliate(NodeID("blog"), cast.juliet, new)])
    #expect(decision.events.map(\.audience) == [.one(JID(cast.juliet))])
    // It waits for who is away.
    #expect(decision.events.map(\.type) == [.normal])
    #expect(
      try decision.events.first?.body.comparable
        == example(
          """
          <pubsub xmlns='http://jabber.org/protocol/pubsub'>
            <affiliations node='blog'>
              <affiliation jid='juliet@verona.lit' affiliation='\(new.rawValue)'/>
            </affiliations>
          </pubsub>
          """))
  }

  /// Section 8.9.2.4: one owner stays. What cannot be done is named as it stays, all else is done.
  @Test func owners() throws {
    let owned: [BareJID: Affiliation] = [cast.romeo: .owner, cast.tybalt: .owner]
    func outcome(_ changes: [(BareJID, Affiliation)], hasOtherOwner: Bool = false) throws
      -> (done: [BareJID], refused: [String])
    {
      let decision = try decide(changes, standing: owned, hasOtherOwner: hasOtherOwner)
      let done = decision.effects.compactMap {
        if case .affiliate(_, let jid, _) = $0 { jid } else { nil }
      }
      guard let failure = decision.failure else { return (done, []) }
      #expect(refusal { throw failure } == "modify: not-acceptable")
      let list = try #require(decision.reply?.first("affiliations", Namespace.pubsubOwner))
      #expect(list["node"] == "blog")
      let refused = list.all("affiliation", Namespace.pubsubOwner).map {
        "\($0["jid"] ?? "") \($0["affiliation"] ?? "")"
      }
      return (done, refused)
    }
    let (romeo, tybalt, juliet) = (cast.romeo, cast.tybalt, cast.juliet)
    let stays = ["romeo@verona.lit owner"]
    #expect(try outcome([(romeo, .publisher)]) == ([], stays))
    #expect(try outcome([(romeo, .outcast)]) == ([], stays))
    #expect(try outcome([(juliet, .member), (romeo, .none)]) == ([juliet], stays))
    #expect(try outcome([(romeo, .none), (juliet, .owner)]) == ([romeo, juliet], []))
    #expect(try outcome([(romeo, .none)], hasOtherOwner: true) == ([romeo], []))
    #expect(try outcome([(romeo, .none), (tybalt, .owner)]) == ([romeo], []))
    #expect(
      try outcome([(romeo, .none), (tybalt, .none), (juliet, .none)])
        == ([], stays + ["tybalt@verona.lit owner"]))
    #expect(try outcome([(romeo, .owner)]) == ([], []))
  }

  @Test func namedTwice() {
    #expect(
      refusal { try decide([(cast.juliet, .member), (cast.juliet, .outcast)]) } == badRequest)
  }

  @Test(arguments: [
    (Affiliation.owner, "accepted"), (.publisher, forbidden), (.publishOnly, forbidden),
    (.member, forbidden), (.none, forbidden), (.outcast, forbidden),
  ])
  func whoMay(affiliation: Affiliation, expected: String) throws {
    let actor = cast.actor(affiliation)
    for access in AccessModel.allCases {
      #expect(
        refusal { try decide([(cast.tybalt, .member)], access: access, by: actor) } == expected)
      let node = try cast.node { $0.accessModel = access }
      #expect(refusal { try ManageAffiliations.authorize(node, by: actor) } == expected)
      #expect(refusal { try ManageAffiliations.authorize(nil, by: actor) } == noNode)
      #expect(
        refusal { try ManageAffiliations.authorize(node, by: cast.administrator()) } == "accepted")
    }
  }
}
