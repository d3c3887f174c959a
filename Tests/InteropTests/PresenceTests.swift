import TestSupport
import Testing

/// What depends on presence and rosters, on real servers.
@Suite("Presence and rosters", .serialized)
struct PresenceTests {
  private static let entry =
    "<entry xmlns='http://www.w3.org/2005/Atom'><title>A rose</title></entry>"

  @Test("Prosody", .needsProsodyModules, .timeLimit(.minutes(2)))
  func onProsody() async throws { try await World<ProsodyServer>.with(play) }

  @Test("ejabberd", .needsEjabberd, .timeLimit(.minutes(2)))
  func onEjabberd() async throws { try await World<EjabberdServer>.with(play) }

  private func play<Server>(_ world: World<Server>) async throws {
    try Server.grantRosters(in: world.folder)
    try await world.server()
    let romeo = try await world.person("romeo")
    let juliet = try await world.person("juliet")
    _ = try await world.martlet()
    _ = try await romeo.findsComponent()
    try await aClientAsksByItsCapabilities(romeo, juliet)
    try await contactsAreLetIn(romeo, juliet)
  }

  private func aClientAsksByItsCapabilities(_ romeo: PythonClient, _ juliet: PythonClient)
    async throws
  {
    try await romeo.does("create", ["node": "moods"])
    try await romeo.does("publish", ["node": "moods", "item": "a", "payload": Self.entry])
    try await juliet.does("watch", ["node": "moods"])
    _ = try await juliet.line("the newest item") { $0.event == "item" && $0.item == "a" }
    try await romeo.does("publish", ["node": "moods", "item": "b", "payload": Self.entry])
    _ = try await juliet.line("the next item") { $0.event == "item" && $0.item == "b" }
  }

  private func contactsAreLetIn(_ romeo: PythonClient, _ juliet: PythonClient) async throws {
    try await romeo.does("create", ["node": "friends"])
    try await romeo.does(
      "configure", ["node": "friends", "fields": ["pubsub#access_model": "presence"]])
    try await romeo.does("publish", ["node": "friends", "item": "a", "payload": Self.entry])
    let stranger = try await juliet.tries("items", ["node": "friends", "ids": ["a"]])
    #expect(stranger.condition == "not-authorized")
    try await juliet.does("befriend", ["person": romeo.jid])
    try await eventually("romeo and juliet are friends") {
      try await romeo.does("friends").items == [juliet.jid]
    }
    // A roster is believed for ten seconds.
    try await eventually("juliet is let in") {
      try await juliet.tries("items", ["node": "friends", "ids": ["a"]]).items == ["a"]
    }
    try await romeo.does("group", ["person": juliet.jid, "groups": ["Lovers"]])
    try await romeo.does("create", ["node": "lovers"])
    for (group, isLetIn) in [("Foes", false), ("Lovers", true)] {
      try await romeo.does(
        "configure",
        [
          "node": "lovers",
          "fields": ["pubsub#access_model": "roster", "pubsub#roster_groups_allowed": group],
        ])
      try await eventually("\(group)") {
        try await juliet.tries("subscribe", ["node": "lovers"]).ok == isLetIn
      }
    }
    try await romeo.does("publish", ["node": "lovers", "item": "c", "payload": Self.entry])
    _ = try await juliet.line("an item for lovers") { $0.event == "item" && $0.item == "c" }
  }
}
