import Foundation
import TestSupport
import Testing

/// What people say of themselves stands beside what they write.
@Suite(
  "People", .serialized, .needsProsodyModules, .needsEjabberd, .timeLimit(.minutes(3)))
struct PeopleTests {
  private static let rules = [
    "pubsub#access_model": "presence", "pubsub#max_items": "max", "pubsub#persist_items": "1",
    "pubsub#notify_config": "1",
  ]

  /// It is followed by presence: then an ejabberd tells us of changes.
  @Test("The nickname and the picture of somebody on another server, and the next picture")
  func portrait() async throws {
    try await TwoServers.with { two, _ in
      let juliet = try await two.ejabberd.person("juliet")
      let feed = Feed(juliet, juliet.jid)
      try await feed.author.does("found", feed.place.with(["fields": Self.rules]))
      try await feed.post("rose", "A rose")
      let first = try await juliet.does("profile", ["nickname": "Jule", "colour": "aa0000"])
      let martlet = try await two.prosody.martlet(
        """
        following: { nodes: ["\(feed.address)"], published: ["\(juliet.jid)"], poll_seconds: 1 }
        """)
      try await eventually("it is followed by presence", within: .seconds(30)) {
        try await follows(two).contains(" presence ")
      }
      try await feed.author.does(
        "configure", feed.place.with(["fields": ["pubsub#access_model": "open"]]))
      let old = try await picture(on: feed.page(of: "rose"), of: martlet, like: first.payload)
      #expect(try await martlet.get(feed.page(of: "rose")).text.contains("Jule"))
      #expect(try await martlet.get(feed.page).text.contains(old))
      let begun = ContinuousClock.now
      let second = try await juliet.does("profile", ["nickname": "Juliet", "colour": "00aa00"])
      let new = try await picture(on: feed.page(of: "rose"), of: martlet, like: second.payload)
      report("from a new picture to the page", .now - begun)
      #expect(try await martlet.get(old).status == 404)
      let reply = try await martlet.get(new)
      #expect(reply["Content-Type"] == "image/png")
      #expect(reply["X-Content-Type-Options"] == "nosniff" && reply["Set-Cookie"] == nil)
    }
  }

  /// Waits until a page shows a picture of these bytes.
  private func picture(on page: String, of martlet: MartletProcess, like bytes: String?)
    async throws -> String
  {
    var (path, last) = ("", "")
    do {
      try await eventually("the page shows the picture", within: .seconds(60)) {
        guard let reply = try? await martlet.get(page) else { return false }
        last = "\(reply.status) \(reply.text.suffix(600))"
        guard let found = reply.text.firstMatch(of: #/src="(\/avatar\/[0-9a-f]{40})"/#) else {
          return false
        }
        path = String(found.1)
        let picture = try await martlet.get(path).body
        return picture.map { String(format: "%02x", $0) }.joined() == bytes
      }
    } catch { throw WaitFailure("\(error); it was \(last)") }
    return path
  }

  private func follows(_ two: TwoServers) async throws -> String {
    try await two.prosody.run(
      MartletProcess.path,
      ["follows", "--config", two.prosody.folder.file("martlet.yaml")]
    ).words
  }
}
