import Foundation
import TestSupport
import Testing

/// Martlet on a Prosody follows what is there and on an ejabberd, PEP and services alike.
@Suite("Following", .serialized, .needsProsodyModules, .needsEjabberd, .timeLimit(.minutes(3)))
struct FollowingTests {
  static let open = [
    "pubsub#access_model": "open", "pubsub#max_items": "max", "pubsub#persist_items": "1",
    "pubsub#notify_retract": "1", "pubsub#notify_delete": "1", "pubsub#notify_config": "1",
  ]

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

  func shows(
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
        // The blog of one of our own people is at home here.
        let isOurs = feed.place.service == stage.feeds[0].place.service
        #expect(page.text.contains("noindex") != isOurs && page.text.contains("Of before"))
        try await feed.author.does(
          "configure", feed.place.with(["fields": ["pubsub#access_model": "whitelist"]]))
        try await feed.post("secret", "A secret")
        try await closes(martlet, feed)
      }
    }
  }

  @Test("The comments of a post elsewhere stand below it here, and go with it")
  func commentsArrive() async throws {
    try await with { stage in
      let martlet = try await stage.martlet()
      for feed in stage.feeds {
        let talk = Feed(feed.author, feed.place.service, "urn:xmpp:microblog:0:comments/talk")
        try await talk.author.does("found", talk.place.with(["fields": Self.open]))
        try await talk.post("of-before", "Well said")
        try await feed.author.does(
          "post", feed.place.with(["item": "talk", "title": "A talk", "comments": talk.address]))
        try await shows(martlet, feed.page(of: "talk"), 200, "Well said")
        let begun = ContinuousClock.now
        try await talk.post("later", "So it is")
        try await shows(martlet, feed.page(of: "talk"), 200, "So it is")
        report("from a comment at \(feed.place) to the post's page", .now - begun)
        try await talk.author.does("retract", talk.place.with(["item": "later"]))
        try await shows(martlet, feed.page(of: "talk"), 200, "1 comment<")
        try await feed.author.does("retract", feed.place.with(["item": "talk"]))
        try await shows(martlet, feed.page(of: "talk"), 410)
        try await eventually("the comments are followed no more", within: .seconds(20)) {
          try await !stage.follows().contains("comments of 1 post")
        }
      }
    }
  }

  @Test("A post here says that it was shared there, and what is shared here is quoted")
  func sharesConnect() async throws {
    try await with { stage in
      let (romeo, blog) = (stage.feeds[0].author, stage.feeds[2])
      let martlet = try await stage.martlet()
      let news = Feed(romeo, stage.two.prosody.home.component, "news")
      try await eventually("the component is there") {
        (try? await romeo.does("found", news.place.with(["fields": Self.open]))) != nil
      }
      try await news.post("rose", "A rose")
      try await blog.post("copy", "Look at this", via: "\(news.address);item=rose")
      try await shows(martlet, "/p/news/rose", 200, ">Shared once<")
      try await shows(martlet, blog.page(of: "copy"), 200, ">A rose</a>")
      try await news.post("mine", "And at this", via: "\(blog.address);item=copy")
      try await shows(martlet, "/p/news/mine", 200, ">Look at this</a>")
      try await blog.author.does("retract", blog.place.with(["item": "copy"]))
      try await shows(martlet, blog.page(of: "copy"), 410)
      #expect(try await !martlet.get("/p/news/rose").text.contains("Shared once"))
      #expect(try await !martlet.get("/p/news/mine").text.contains("Look at this"))
    }
  }

  /// Where a service says nothing of it, the next look finds out.
  private func closes(_ martlet: MartletProcess, _ feed: Feed) async throws {
    try await shows(martlet, feed.page, 404)
    #expect(try await martlet.get(feed.page(of: "secret")).status == 404)
  }

  /// A feed as its server has it: titles by ids.
  private func there(_ feed: Feed) async throws -> [String: String] {
    let read = try await feed.author.does("read", feed.place.with())
    var titles: [String: String] = [:]
    for (id, item) in zip(read.items ?? [], read.answers ?? []) {
      titles[id] = item.firstMatch(of: #/title>([^<]*)</#).map { String($0.1) }
    }
    return titles
  }

  private func here(_ feed: Feed, _ stage: Stage) async throws -> [String: String] {
    Dictionary(
      try await listed(feed, stage).map { ($0[0], $0[1]) }, uniquingKeysWith: { first, _ in first })
  }

  /// Ids and titles, in the order that the posts have here.
  private func listed(_ feed: Feed, _ stage: Stage) async throws -> [[String]] {
    let words = try await stage.two.prosody.run(
      Installed.python,
      [
        "-B", try PythonClient.script("indexed"), stage.two.prosody.folder.file("martlet.sqlite"),
        feed.place.service, feed.place.node,
      ]
    ).words
    return (try? JSONDecoder().decode([[String]].self, from: Data(words.utf8))) ?? []
  }

  private func equal(_ stage: Stage, _ what: String) async throws {
    let begun = ContinuousClock.now
    for feed in stage.feeds {
      let there = try await there(feed)
      do {
        try await eventually("\(feed.place) is here as it is there \(what)", within: .seconds(30)) {
          try await here(feed, stage) == there
        }
      } catch {
        let here = try await here(feed, stage)
        let (missing, surplus) = (
          there.filter { here[$0.key] != $0.value }, here.filter { there[$0.key] == nil }
        )
        throw WaitFailure(
          "\(error): not here \(missing), only here \(surplus)\n\(try await stage.follows())")
      }
    }
    report("all are equal \(what)", .now - begun)
  }

  /// Ten changes at each place: three edits, three retractions, four posts.
  private func change(_ feeds: [Feed], _ mark: String) async throws {
    for feed in feeds {
      let ids = try await there(feed).keys.sorted()
      for id in ids.prefix(3) { try await feed.post(id, "Edited \(mark)") }
      for id in ids.suffix(3) {
        try await feed.author.does("retract", feed.place.with(["item": id]))
      }
      for number in 1...4 { try await feed.post("\(mark)-\(number)", "New \(mark)") }
    }
  }

  @Test("What changed while Martlet, its server or the other one was away is found")
  func absencesAreMadeUpFor() async throws {
    try await with { stage in
      for feed in stage.feeds {
        for number in 10..<22 { try await feed.post("post-\(number)", "Post \(number)") }
      }
      let martlet = try await stage.martlet()
      try await equal(stage, "at first")
      await martlet.program.stop()
      try await change(stage.feeds, "offline")
      _ = try await stage.martlet()
      try await equal(stage, "after Martlet was away")
      await stage.feeds[2].author.stop()
      await stage.running.ejabberd.stop()
      try await stage.two.ejabberd.server()
      let juliet = try await stage.two.ejabberd.person("juliet")
      let feeds = stage.feeds.map { feed in
        feed.author.jid == juliet.jid ? Feed(juliet, feed.place.service, feed.place.node) : feed
      }
      let again = Stage(two: stage.two, running: stage.running, feeds: feeds)
      try await change(feeds, "restarted")
      try await equal(again, "after the ejabberd was away")
    }
  }

  @Test("Whoever opts out is gone from pages, feeds and database, whoever asks for them later")
  func somebodyOptsOut() async throws {
    try await with { stage in
      let blog = stage.feeds[2]
      try await blog.post("rose", "A rose")
      let martlet = try await stage.martlet()
      try await shows(martlet, blog.page(of: "rose"), 200, "A rose")
      let command = Place(
        stage.two.prosody.home.component, "https://martlet.im/protocol/opt-out")
      try await blog.author.does("command", command.with(["fields": ["found": "0"]]))
      for page in [blog.page, blog.page(of: "rose"), blog.page.replacing("/c/", with: "/feed/")] {
        #expect(try await martlet.get(page).status == 404, "\(page)")
      }
      #expect(try await !martlet.get("/search?q=rose").text.contains("<mark>"))
      #expect(try await !martlet.get("/feed").text.contains("A rose"))
      try await eventually("nothing is left in the database") {
        let (items, lines) = (try await here(blog, stage), try await stage.follows())
        return items.isEmpty && lines.contains("does not want it to be found here")
      }
      let asked = try await stage.two.prosody.run(
        MartletProcess.path,
        ["follow", blog.place.service, "--config", stage.two.prosody.folder.file("martlet.yaml")])
      #expect(asked.status == 77 && asked.words.contains("has told this service"))
    }
  }

  @Test("2,000 posts of before are fetched from each, and an interruption costs nothing")
  func thePastIsFetched() async throws {
    try await TwoServers.with { two, running in
      let romeo = try await two.prosody.person("romeo")
      let juliet = try await two.ejabberd.person("juliet")
      let feeds = [
        Feed(romeo, two.prosody.home.pubsub, "many"),
        Feed(juliet, two.ejabberd.home.pubsub, "many"),
        Feed(juliet, juliet.jid, "many"),
      ]
      for feed in feeds {
        try await feed.author.does("found", feed.place.with(["fields": Self.open]))
        let number = try feed.author.start(
          "fill", feed.place.with(["prefix": "post", "count": 2_000]))
        _ = try await feed.author.line("2,000 posts", within: .seconds(50)) { $0.reply == number }
      }
      let stage = Stage(two: two, running: running, feeds: feeds)
      let begun = ContinuousClock.now
      let martlet = try await stage.martlet()
      try await eventually("some are here") { try await here(feeds[1], stage).count > 300 }
      #expect(try await stage.follows().contains("/2000"))
      martlet.program.signal(SIGKILL)
      _ = try await martlet.program.ended()
      _ = try await stage.martlet()
      for feed in feeds {
        try await eventually("\(feed.place) is here", within: .seconds(40)) {
          try await here(feed, stage).count == 2_000
        }
        report("2,000 posts of \(feed.place)", .now - begun)
        let posts = try await listed(feed, stage)
        #expect(posts == (0..<2_000).map { ["post-\($0)", "post \($0)"] }, "\(feed.place)")
      }
    }
  }
}
