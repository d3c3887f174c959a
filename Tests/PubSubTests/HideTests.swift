import Testing
import XML
import XMPP

@testable import PubSub

@Suite struct HideTests {
  let cast: Cast
  init() throws { cast = try Cast() }

  private func item(isHidden: Bool = false) throws -> HeldItem {
    HeldItem(try ItemID("i"), by: cast.juliet, isHidden: isHidden)
  }

  private func stored() throws -> StoredItem {
    StoredItem(
      id: try ItemID("i"), sequence: 1, publisher: cast.juliet,
      published: Timestamp(milliseconds: 86_400_000), payload: Array("<a xmlns='b'/>".utf8))
  }

  /// Those who moderate.
  @Test(arguments: [
    (Affiliation.owner, "accepted"), (.publisher, forbidden), (.publishOnly, forbidden),
    (.member, forbidden), (.none, forbidden), (.outcast, forbidden),
  ])
  func whoMay(affiliation: Affiliation, expected: String) throws {
    let item = try item()
    let stored = try stored()
    for access in AccessModel.allCases {
      let node = try cast.node { $0.accessModel = access }
      let actor = cast.actor(affiliation)
      #expect(refusal { try Hide.hide(item, node, by: actor, hidden: 0) } == expected)
      #expect(refusal { try Hide.show(stored, node, by: actor) } == expected)
      #expect(refusal { try RemoveAll.decide(cast.juliet, from: node, by: actor) } == expected)
      #expect(refusal { try Hide.hide(item, nil, by: actor, hidden: 0) } == noNode)
      #expect(refusal { try Hide.show(stored, nil, by: actor) } == noNode)
      #expect(
        refusal { try Hide.hide(item, node, by: cast.administrator(), hidden: 0) } == "accepted")
    }
  }

  /// Whoever asks for a hidden item by its name.
  @Test(arguments: [
    (Affiliation.owner, true), (.publisher, false), (.publishOnly, false), (.member, false),
    (.none, false), (.outcast, false),
  ])
  func whoSeesIt(affiliation: Affiliation, others: Bool) throws {
    let node = try cast.node()
    let actor = cast.actor(affiliation)
    #expect(Hide.maySee(cast.romeo, node, actor) == others)
    #expect(Hide.maySee(cast.juliet, node, actor))
    #expect(Hide.maySee(cast.romeo, node, cast.administrator()))
    #expect(!Hide.maySee(cast.romeo, node, .anyone))
  }

  /// To all others it is retracted, and then there again, with its old date.
  @Test func told() throws {
    let node = try cast.node()
    let hidden = try Hide.hide(item(), node, by: cast.owner, hidden: 0)
    #expect(try hidden.effects == [.hide(node.id, ItemID("i"))])
    #expect(try hidden.events == Retract.events(ItemID("i"), node.id, node.configuration))
    #expect(
      try hidden.acts == [
        ModerationAct(.hide, node.id, by: cast.romeo, item: ItemID("i"), subject: cast.juliet)
      ])
    let shown = try Hide.show(stored(), node, by: cast.owner)
    #expect(try shown.effects == [.show(node.id, ItemID("i"))])
    #expect(shown.acts.map(\.kind) == [.show])
    let event = try #require(shown.events.first)
    #expect(shown.events.count == 1)
    #expect(event.matter == .item && event.audience == .subscribers)
    #expect(event.content.map(\.name.name) == ["event", "delay"])
    #expect(try event.item == ItemID("i"))
    let quiet = try cast.node { $0.notifyRetract = false }
    #expect(try Hide.hide(item(), quiet, by: cast.owner, hidden: 0).events.isEmpty)
    let silent = try cast.node { $0.deliverNotifications = false }
    #expect(try Hide.show(stored(), silent, by: cast.owner).events.isEmpty)
    var read = try stored()
    read.text = "A rose"
    #expect(try Hide.show(read, node, by: cast.owner).events.map(\.text) == ["A rose"])
  }

  @Test func refused() throws {
    let node = try cast.node()
    let (here, there) = (try item(), try item(isHidden: true))
    #expect(
      refusal { try Hide.hide(nil, node, by: cast.owner, hidden: 0) } == "cancel: item-not-found")
    #expect(refusal { try Hide.show(nil, node, by: cast.owner) } == "cancel: item-not-found")
    // Twice is once.
    let again = try Hide.hide(there, node, by: cast.owner, hidden: 1)
    #expect(again.effects.isEmpty && again.events.isEmpty && again.acts.isEmpty)
    let full = Hide.maximumPerNode
    #expect(refusal { try Hide.hide(here, node, by: cast.owner, hidden: full - 1) } == "accepted")
    #expect(
      refusal { try Hide.hide(here, node, by: cast.owner, hidden: full) }
        == "modify: policy-violation")
    let fleeting = try cast.node { $0.purgeOffline = true }
    #expect(
      refusal { try Hide.hide(here, fleeting, by: cast.owner, hidden: 0) } == "cancel: not-allowed")
  }

  /// Nobody publishes over a hidden item; only those who know of it are told that it is hidden.
  @Test(arguments: [
    (Affiliation.owner, "cancel: not-allowed", "cancel: not-allowed"),
    (.publisher, "cancel: not-allowed", forbidden),
  ])
  func publishing(affiliation: Affiliation, own: String, others: String) throws {
    let node = try cast.node()
    for (publisher, expected) in [(cast.juliet, own), (cast.romeo, others)] {
      let request = try PublishRequest(
        pubsub("<publish node='blog'><item id='i'><a xmlns='b'/></item></publish>"))
      let candidate = Publish.Candidate(request, cast.policy, { "new" }, text: { _ in nil })
      let present = Publish.Present(
        hidden: [HeldItem(try ItemID("i"), by: publisher, isHidden: true)])
      #expect(
        refusal {
          try Publish.decide(
            candidate, node, by: cast.actor(affiliation), present, Account(),
            cast.circumstances(cast.policy))
        } == expected)
    }
  }

  @Test func removals() throws {
    let node = try cast.node()
    let decision = try RemoveAll.decide(cast.juliet, from: node, by: cast.owner)
    #expect(decision.effects == [.removeAll(node.id, cast.juliet)])
    #expect(decision.acts.map(\.kind) == [.removeAll])
    #expect(decision.acts.map(\.subject) == [cast.juliet])
    let server = try BareJID("verona.lit")
    #expect(
      refusal { try RemoveAll.decide(server, from: node, by: cast.owner) } == badRequest)
    // That hidden ones go is told to nobody.
    let items = [try item(), HeldItem(try ItemID("j"), by: cast.juliet, isHidden: true)]
    let portion = RemoveAll.decide(items, from: node)
    #expect(
      try portion.effects == [.retract(node.id, ItemID("i")), .retract(node.id, ItemID("j"))])
    #expect(try portion.events == Retract.events(ItemID("i"), node.id, node.configuration))
    #expect(RemoveAll.decide(items, from: try cast.node { $0.notifyRetract = false }).events == [])
  }

  /// No name passes for anything else.
  @Test func lines() throws {
    let act = ModerationAct(
      .hide, try NodeID("a\nb"), by: cast.romeo, item: try ItemID("c\u{2028}of=\(cast.tybalt)"),
      subject: cast.juliet, detail: "why")
    #expect(
      act.line(at: Timestamp(milliseconds: 0))
        == "1970-01-01T00:00:00Z romeo@verona.lit hide of=juliet@verona.lit (why) node=a b "
        + "item=c of=tybalt@verona.lit")
  }
}
