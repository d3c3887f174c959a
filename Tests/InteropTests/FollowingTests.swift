import Foundation
import TestSupport
import Testing

private let blog = "urn:xmpp:microblog:0"

/// Martlet on a Prosody follows what is there and on an ejabberd, PEP and services alike.
@Suite("Following", .serialized, .needsProsodyModules, .needsEjabberd, .timeLimit(.minutes(3)))
struct FollowingTests {
  private static let open = [
    "pubsub#access_model": "open", "pubsub#max_items": "max", "pubsub#persist_items": "1",
    "pubsub#notify_retract": "1", "pubsub#notify_delete": "1", "pubsub#notify_config": "1",
  ]

  /// A node somewhere, who writes there, and its page here.
  private struct Feed: Sendable {
    let author: PythonClient
    let place: Place

    init(_ author: PythonClient, _ service: String, _ node: String = blog) {
      self.author = author
      place = Place(service, node)
    }

    var address: String {
      let node = place.node.replacingOccurrences(of: ":", with: "%3A")
      return "xmpp:\(place.service)?;node=\(node)"
    }

    var page: String { "/c/\(Self.coded(place.service))/\(Self.coded(place.node))" }

    func page(of item: String) -> String {
      "/p/\(Self.coded(place.service))/\(Self.coded(place.node))/\(item)"
    }

    private static func coded(_ text: String) -> String {
      text.addingPercentEncoding(
        withAllowedCharacters: .alphanumerics.union(.init(charactersIn: "-._~")))
        ?? text
    }

    func post(_ item: String, _ title: String) async throws {
      try await author.does("post", place.with(["item": item, "title": title, "text": "Words."]))
    }
  }

  private struct Stage: Sendable {
    let two: TwoServers
    let running: TwoServers.Running
    let feeds: [Feed]

    /// What a Martlet is told to follow.
    var configuration: String {
      let nodes = feeds.map { "\"\($0.address)\"" }.joined(separator: ", ")
      let published = Set(feeds.map { "\"\($0.place.service)\"" }).sorted().joined(separator: ", ")
      return "following: { nodes: [\(nodes)], published: [\(published)], poll_seconds: 1 }"
    }

    /// What `martlet follows` says.
    func follows() async throws -> String {
      try await two.prosody.run(
        MartletProcess.path,
        ["follows", "--config", two.prosody.folder.file("martlet.yaml")]
      ).words
    }

    func martlet() async throws -> MartletProcess { try await two.prosody.martlet(configuration) }
  }

  private func with(_ body: (Stage) async throws -> Void) async throws {
    try await TwoServers.with { two, running in
      let romeo = try await two.prosody.person("romeo")
      let juliet = try await two.ejabberd.person("juliet")
      let feeds = [
        Feed(romeo, romeo.jid), Feed(romeo, two.prosody.home.pubsub, "news"),
        Feed(juliet, juliet.jid), Feed(juliet, two.ejabberd.home.pubsub, "news"),
      ]
      for feed in feeds {
        try await feed.author.does("found", feed.place.with(["fields": Self.open]))
      }
      try await body(Stage(two: two, running: running, feeds: feeds))
    }
  }

  private func shows(
    _ martlet: MartletProcess, _ page: String, _ status: Int, _ words: String = ""
  ) async throws {
    var last = ""
    do {
      try await eventually("\(page) answers \(status) \(words)", within: .seconds(20)) {
        // Its web server may not be up yet.
        guard let reply = try? await martlet.get(page) else { return false }
        last = "\(reply.status) \(reply.text.suffix(600))"
        return reply.status == status && (words.isEmpty || reply.text.contains(words))
      }
    } catch {
      throw WaitFailure("\(error); it was \(last)")
    }
  }

  @Test("What is written, edited, taken back and closed elsewhere comes and goes here")
  func newsArrive() async throws {
    try await with { stage in
      for feed in stage.feeds { try await feed.post("old", "Of before") }
      let martlet = try await stage.martlet()
      for feed in stage.feeds {
        try await shows(martlet, feed.page(of: "old"), 200, "Of before")
        let begun = ContinuousClock.now
        try await feed.post("rose", "A rose")
        try await shows(martlet, feed.page(of: "rose"), 200, "A rose")
        report("from \(feed.place) to its page", .now - begun)
        try await feed.post("rose", "A tulip")
        try await shows(martlet, feed.page(of: "rose"), 200, "A tulip")
        try await feed.author.does("retract", feed.place.with(["item": "rose"]))
        try await shows(martlet, feed.page(of: "rose"), 410)
        let page = try await martlet.get(feed.page)
        #expect(page.text.contains("noindex") && page.text.contains("Of before"))
        try await feed.author.does(
          "configure", feed.place.with(["fields": ["pubsub#access_model": "whitelist"]]))
        try await feed.post("secret", "A secret")
        try await closes(martlet, feed)
      }
    }
  }

  /// Where a service says nothing of it, the next look finds out.
  private func closes(_ martlet: MartletProcess, _ feed: Feed) async throws {
    try await shows(martlet, feed.page, 404)
    #expect(try await martlet.get(feed.page(of: "secret")).status == 404)
  }
}
