import Testing
import XML
import XMPP

@testable import PubSub

@Suite struct ManageAffiliationsTests {
  let cast: Cast
  init() throws { cast = try Cast() }

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

  private func decide(
    _ changes: [(BareJID, Affiliation)], access: AccessModel = .open, by actor: Actor? = nil,
    owners: Set<BareJID>? = nil, subscriptions: [JID] = []
  ) throws -> Decision {
    try ManageAffiliations.decide(
      NodeAffiliationsRequest(
        node: NodeID("blog"), changes: changes.map { .init($0.0, $0.1) }),
      cast.node { $0.accessModel = access }, by: actor ?? cast.owner,
      owners: owners ?? [cast.romeo], subscriptions: subscriptions, cast.policy)
  }

  @Test(arguments: Affiliation.allCases)
  func changes(affiliation: Affiliation) throws {
    let decision = try decide([(cast.juliet, affiliation)])
    #expect(try decision.effects == [.affiliate(NodeID("blog"), cast.juliet, affiliation)])
    #expect(decision.events.isEmpty)
    #expect(decision.reply == nil)
  }

  /// Who may not read any more loses their subscriptions, and is told.
  @Test(arguments: [
    (AccessModel.open, Affiliation.outcast, true), (.open, .none, false), (.open, .member, false),
    (.whitelist, .outcast, true), (.whitelist, .none, true), (.whitelist, .publishOnly, true),
    (.whitelist, .member, false), (.whitelist, .publisher, false), (.whitelist, .owner, false),
  ])
  func subscriptions(access: AccessModel, affiliation: Affiliation, areLost: Bool) throws {
    let (balcony, bare) = (try JID("juliet@verona.lit/balcony"), JID(cast.juliet))
    let decision = try decide(
      [(cast.juliet, affiliation), (cast.tybalt, .owner)], access: access,
      subscriptions: [bare, balcony, JID(cast.tybalt)])
    let node = try NodeID("blog")
    let lost: [Effect] = [.unsubscribe(node, bare), .unsubscribe(node, balcony)]
    #expect(
      decision.effects == [.affiliate(node, cast.juliet, affiliation)] + (areLost ? lost : [])
        + [.affiliate(node, cast.tybalt, .owner)])
    #expect(decision.events.map(\.audience) == (areLost ? [.one(bare), .one(balcony)] : []))
    for event in decision.events {
      #expect(
        event.body.first("subscription", Namespace.pubsubEvent)?["subscription"] == "none")
    }
  }

  /// An administrator reads everything, whatever a node makes of them.
  @Test func adminsKeepTheirSubscriptions() throws {
    let decision = try decide([(cast.admin, .outcast)], subscriptions: [JID(cast.admin)])
    #expect(decision.effects.count == 1)
  }

  /// Section 8.9.2.4: all or nothing, and one owner stays.
  @Test func owners() throws {
    let gone = "cancel: not-acceptable"
    #expect(refusal { try decide([(cast.romeo, .publisher)]) } == gone)
    #expect(refusal { try decide([(cast.romeo, .none)]) } == gone)
    #expect(refusal { try decide([(cast.juliet, .member), (cast.romeo, .outcast)]) } == gone)
    #expect(refusal { try decide([(cast.romeo, .none), (cast.juliet, .owner)]) } == "accepted")
    #expect(
      refusal { try decide([(cast.romeo, .none)], owners: [cast.romeo, cast.juliet]) }
        == "accepted")
    #expect(
      refusal {
        try decide(
          [(cast.romeo, .none), (cast.juliet, .none)], owners: [cast.romeo, cast.juliet])
      } == gone)
  }

  @Test func refused() throws {
    #expect(
      refusal { try decide([(cast.juliet, .member), (cast.juliet, .outcast)]) } == badRequest)
  }

  @Test(arguments: [
    (Affiliation.owner, "accepted"), (.publisher, forbidden), (.publishOnly, forbidden),
    (.member, forbidden), (.none, forbidden), (.outcast, forbidden),
  ])
  func whoMay(affiliation: Affiliation, expected: String) throws {
    let actor = cast.actor(affiliation)
    #expect(refusal { try decide([(cast.tybalt, .member)], by: actor) } == expected)
    let node = try cast.node()
    #expect(refusal { try ManageAffiliations.authorize(node, by: actor) } == expected)
    #expect(refusal { try ManageAffiliations.authorize(nil, by: actor) } == noNode)
  }
}
