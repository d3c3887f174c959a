import PubSub
import Store
import Testing
import XML
import XMPP

/// What the tables are checked with sees what it is to see.
@Suite(.timeLimit(.minutes(1))) struct WorldTests {
  @Test(arguments: [
    ("romeo", pubsub(publish("open", "new", "<a xmlns='urn:a'/>"))),
    ("romeo", pubsub(publish("notices", "", ""))),
    ("romeo", pubsub("<retract node='pair'><item id='one'/></retract>")),
    ("juliet", pubsub("<create node='none'/>")),
    ("juliet", pubsub("<subscribe node='open' jid='juliet@verona.lit'/>")),
    ("nurse", pubsub("<unsubscribe node='authorize' jid='nurse@verona.lit'/>")),
    (
      "rosaline",
      pubsub(
        "<options node='open' jid='rosaline@verona.lit'>"
          + form(nil, field("pubsub#deliver", "0")) + "</options>")
    ),
    (
      "romeo",
      owner("<configure node='quiet'>\(form(nil, field("pubsub#title", "T")))</configure>")
    ),
    (
      "romeo",
      owner(
        "<affiliations node='quiet'><affiliation jid='paris@verona.lit' affiliation='none'/>"
          + "</affiliations>")
    ),
    ("romeo", owner("<delete node='atom'/>")), ("romeo", owner("<purge node='pair'/>")),
  ])
  func changesAreSeen(who: String, request: String) async throws {
    let world = try await World()
    let before = try await world.state()
    #expect(try await world.state() == before)
    // An item is forbidden in `notices`: that is the one refusal among them.
    let isRefused = try await world.desk.answer(.set, who, request)["type"] == "error"
    #expect(try await (world.state() == before) == isRefused)
    #expect(isRefused == request.contains("notices"))
    try await world.desk.store.close()
  }

  @Test(
    arguments: [
      (StanzaError(.forbidden, "That is for the owners."), 0), (StanzaError(.forbidden), 1),
      (StanzaError(.forbidden, "forbidden"), 1),
      (StanzaError(.badRequest, "A NodeRecord is nil there."), 1),
      (StanzaError(.badRequest, "SELECT failed there."), 1),
      (StanzaError(.conflict, "This is romeo@verona.lit's own."), 1),
      (StanzaError(.conflict, "This is juliet@verona.lit's own."), 0),
      (StanzaError(.conflict, "This is tybalt@verona.lit's own."), 0),
      (.pubsub(.notAllowed, .closedNode, "This node is open to its members."), 0),
      (
        StanzaError(
          .notAllowed, "It says too much.", application: Element("odd", "urn:odd")), 1
      ),
    ] as [(StanzaError, Int)])
  func faultsAreSeen(error: StanzaError, count: Int) async throws {
    let faults = World.faults(
      of: error.element, to: "<unsubscribe jid='tybalt@verona.lit'/>",
      of: "juliet@verona.lit/phone")
    #expect(faults.count == count, "\(faults)")
  }
}
