import Foundation
import TestSupport
import Testing

/// Blogs that are for the contacts of their owners, followed with privileges where the server has them for us, else by
/// presence.
@Suite(
  "Following what is for contacts", .serialized, .needsProsodyModules, .needsEjabberd,
  .timeLimit(.minutes(3)))
struct FollowingWaysTests {
  @Test("On a Prosody: a blog of its own by privilege, one of an ejabberd by presence")
  func onProsody() async throws {
    try await TwoServers.with { two, _ in
      let (own, other) = (
        try await two.prosody.person("romeo"), try await two.ejabberd.person("juliet")
      )
      let ways = [(Feed(own, own.jid), "privilege"), (Feed(other, other.jid), "presence")]
      var play = try await Play(two.prosody, try await two.prosody.person("mercutio"), ways)
      try await play.run()
    }
  }

  @Test("On an ejabberd, which has no privileged requests: both by presence")
  func onEjabberd() async throws {
    try await TwoServers.with { two, _ in
      let own = try await two.ejabberd.person("juliet")
      let other = try await two.prosody.person("romeo")
      let ways = [own, other].map { (Feed($0, $0.jid), "presence") }
      var play = try await Play(two.ejabberd, try await two.ejabberd.person("nurse"), ways)
      try await play.run()
    }
  }
}

/// A Martlet that follows some blogs, and somebody of its domain who befriends their owners.
private struct Play<Server: XMPPServer> {
  private let world: World<Server>
  private let reader: PythonClient
  private let feeds: [(feed: Feed, way: String)]
  private let configuration: String
  private var martlet: MartletProcess

  private static var rules: [String: String] {
    [
      "pubsub#access_model": "presence", "pubsub#max_items": "max", "pubsub#persist_items": "1",
      "pubsub#notify_retract": "1", "pubsub#notify_delete": "1", "pubsub#notify_config": "1",
    ]
  }

  init(_ world: World<Server>, _ reader: PythonClient, _ feeds: [(Feed, String)]) async throws {
    (self.world, self.reader, self.feeds) = (world, reader, feeds.map { ($0, $1) })
    for (feed, _) in feeds {
      try await feed.author.does("found", feed.place.with(["fields": Self.rules]))
      try await feed.post("old", "Of before")
    }
    let names = feeds.map { "\"\($0.0.address)\"" }.joined(separator: ", ")
    let published = feeds.map { "\"\($0.0.place.service)\"" }.joined(separator: ", ")
    configuration =
      "following: { nodes: [\(names)], published: [\(published)], poll_seconds: 1 }"
    martlet = try await world.martlet(configuration)
  }

  mutating func run() async throws {
    for (feed, way) in feeds {
      do { try await run(feed, way) } catch {
        throw WaitFailure("\(error)\n\(try await line(of: feed))")
      }
    }
  }

  private mutating func run(_ feed: Feed, _ way: String) async throws {
    try await eventually("it is followed by \(way)", within: .seconds(30)) {
      let line = try await line(of: feed)
      return line.hasPrefix("following") && line.contains(way)
    }
    #expect(try await !finds("before", of: feed))
    try await reader.does("befriend", ["person": feed.author.jid])
    // A roster is believed for ten seconds.
    try await found("before", of: feed, true)
    // What its server was shown, and has shown, is shown again.
    await martlet.program.stop()
    martlet = try await world.martlet(configuration)
    try await eventually("it is here again") { try await finds("before", of: feed) }
    let begun = ContinuousClock.now
    try await feed.post("rose", "A rose")
    try await found("rose", of: feed, true)
    report("from \(feed.place) to a search, by \(way)", .now - begun)
    try await feed.post("rose", "A tulip")
    try await found("tulip", of: feed, true)
    try await feed.author.does("retract", feed.place.with(["item": "rose"]))
    try await found("tulip", of: feed, false)
    for page in [feed.page, feed.page(of: "old")] {
      #expect(try await martlet.get(page).status == 404)
    }
    try await open(feed)
  }

  /// It is opened, which the web sees, and closed, which nobody sees. That a node is closed not every server tells: then
  /// whoever wants to know asks.
  private func open(_ feed: Feed) async throws {
    try await feed.author.does(
      "configure", feed.place.with(["fields": ["pubsub#access_model": "open"]]))
    try await feed.post("open", "It is open")
    try await eventually("the web shows it", within: .seconds(30)) {
      try await martlet.get(feed.page(of: "old")).status == 200
    }
    try await feed.author.does(
      "configure", feed.place.with(["fields": ["pubsub#access_model": "whitelist"]]))
    #expect(try await command("audit", feed.address).contains("We may not read it."))
    #expect(try await martlet.get(feed.page(of: "old")).status == 404)
    #expect(try await !finds("before", of: feed))
  }

  private func command(_ arguments: String...) async throws -> String {
    try await world.run(
      MartletProcess.path, arguments + ["--config", world.folder.file("martlet.yaml")]
    ).words
  }

  /// What `martlet follows` says.
  private func line(of feed: Feed) async throws -> String {
    let lines = try await command("follows").split(separator: "\n")
    return lines.first { $0.contains(feed.address) }.map(String.init) ?? ""
  }

  private func found(_ word: String, of feed: Feed, _ isFound: Bool) async throws {
    try await eventually("\(word) is found: \(isFound)", within: .seconds(30)) {
      try await finds(word, of: feed) == isFound
    }
  }

  private func finds(_ word: String, of feed: Feed) async throws -> Bool {
    let query = """
      <query xmlns='jabber:iq:search'><x xmlns='jabber:x:data' type='submit'>\
      <field var='FORM_TYPE'><value>jabber:iq:search</value></field>\
      <field var='text'><value>\(word)</value></field></x></query>
      """
    let answer = try await reader.does("asks", ["kind": "set", "payload": query])
    return answer.answers?.first?.contains(feed.place.service) == true
  }
}
