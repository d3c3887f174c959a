import Outbound
import PubSub
import Social
import TestSupport
import Testing
import XMPP

@testable import Store
@testable import Web

@Suite struct SearchTests {
  @Test func wordsAreCountedOnceAndBounded() async throws {
    try await withSite { site in
      try await site.create("news")
      try await site.publish("news", "1", .of("Été", html: "<p>a b c d e f g</p>"))
      let many = String(repeating: "ete+", count: 250)
      let found = try await site.get("/search?q=\(many)")
      #expect(found.status == 200 && found.text.contains("One post was found for"))
      let same = try await site.get("/search?q=\u{C9}T\u{C9}".replacing("\u{C9}", with: "%C3%89"))
      #expect(same.text.contains("One post was found for"))
      #expect(try await site.get("/search?q=a+b+c+d+e+f+g+ete").text.contains("One post"))
      // Whatever cuts words in the index cuts them here.
      for more in ["a+b+c+d+e+f+g+h+i", "a-b-c-d-e-f-g-h-i", "a%22b%22c%22d%22e%22f%22g%22h%22i"] {
        let reply = try await site.get("/search?q=\(more)")
        #expect(reply.status == 400)
        #expect(reply.text.contains("no more than 8 different words"))
      }
      #expect(try await site.get("/search?q=-+%22").text.contains("No post was found for"))
    }
  }

  /// The passage with the words, wherever it stands, with the words marked; in the title too.
  @Test func whatWasFoundIsMarked() async throws {
    try await withSite { site in
      try await site.create("news")
      let long = String(repeating: "Words and more. ", count: 200)
      try await site.publish(
        "news", "1", .of("Été on the roof", html: "<p>\(long)</p><p>A <b>swift</b> flies.</p>"))
      try await site.publish("news", "2", .of("", html: "<p>鳥は東京都へ飛ぶ</p>", language: "ja"))
      try await site.publish("news", "3", .of("Only a title", html: "", tags: ["ibis"]))
      let swift = try await site.get("/search?q=swift").text
      #expect(swift.contains("more. A <mark>swift</mark> flies.</p>"))
      #expect(swift.contains("<p dir=\"auto\">…") && !swift.contains("<b>"))
      #expect(
        try await site.get("/search?q=ETE").text.contains("><mark>Été</mark> on the roof</a>"))
      #expect(
        try await site.get("/search?q=" + PercentCoding.encode("京都")).text
          .contains("鳥は東<mark>京都</mark>へ飛ぶ"))
      // What was found by its tags shows them.
      #expect(try await site.get("/search?q=ibis").text.contains("href=\"/tag/ibis\">ibis</a>"))
      let title = try await site.get("/search?q=titl").text
      #expect(title.contains("Only a <mark>titl</mark>e") && !title.contains("p-summary"))
    }
  }

  @Test func whatIsFoundGoesOn() async throws {
    var limits = WebLimits.patient
    limits.postsOnPage = 2
    try await withSite(limits) { site in
      try await site.create("news")
      for item in 1...5 { try await site.publish("news", "\(item)", .of("Swift \(item)")) }
      var (address, found, headings): (String?, [String], [String]) = ("/search?q=swift", [], [])
      while let next = address, headings.count < 9 {
        let page = try await site.get(next).text
        found += page.matches(of: #/href="/p/news/(\d)">\s*<mark>/#).map { String($0.1) }
        headings += page.matches(of: #/<p class="lead">(.*?) <bdi/#).map { String($0.1) }
        #expect(page.contains("rel=\"prev\" href=\"/search?q=swift\"") == (headings.count > 1))
        address = page.firstMatch(of: #/rel="next" href="([^"]*)"/#).map {
          String($0.1).replacing("&amp;", with: "&")
        }
      }
      #expect(found == ["5", "4", "3", "2", "1"])
      let more = "More posts that were found for"
      #expect(headings == ["The 2 best matches for", more, more])
      for bad in ["x", "9k0123456789abc", "0"] {
        #expect(try await site.get("/search?q=swift&after=\(bad)").status == 400, "\(bad)")
      }
      // Without words there is no place in what was found, and no such page that would be kept as the form's.
      #expect(try await site.get("/search?after=0k0123456789abc").status == 200)
      #expect(try await !site.get("/search").text.contains("rel=\"prev\""))
    }
  }

  /// What lies behind the posts that are looked through at a time is not said to be missing.
  @Test func whatWasNotLookedThroughIsNotMissing() async throws {
    var limits = WebLimits.patient
    limits.postsSearched = 3
    try await withSite(limits) { site in
      for node in ["old", "new"] { try await site.create(node) }
      try await site.publish("old", "1", .of("Lark"))
      for item in 1...5 { try await site.publish("new", "\(item)", .of("Swift \(item)")) }
      let first = try await site.get("/search?q=in:old").text
      #expect(first.contains("No post has been found so far for"))
      func next(_ page: String) throws -> String {
        let link = try #require(page.firstMatch(of: #/rel="next" href="([^"]*)"/#))
        return String(link.1).replacing("&amp;", with: "&")
      }
      let second = try await site.get(try next(first)).text
      #expect(second.contains("/p/old/1"))
      let third = try await site.get(try next(second)).text
      #expect(third.contains("No more posts were found for") && !third.contains("rel=\"next\""))
      #expect(try await site.get("/search?q=nothing").text.contains("No post was found for"))
    }
  }

  @Test func whatIsFoundIsAFeedToo() async throws {
    try await withSite { site in
      try await site.create("news")
      try await site.create("secret", access: .whitelist)
      for node in ["news", "secret"] {
        try await site.publish(node, "1", .of("Swifts of \(node)", html: "<p>On a roof</p>"))
      }
      let page = try await site.get("/search?q=roof").text
      #expect(
        page.contains(
          "type=\"application/atom+xml\" title=\"Search: roof\" href=\"/search/feed?q=roof\""))
      let feed = try await site.get("/search/feed?q=roof")
      #expect(feed["Content-Type"] == "application/atom+xml; charset=utf-8")
      #expect(feed.text.contains("Swifts of news") && !feed.text.contains("secret"))
      #expect(
        feed.text.contains(
          "rel='self' type='application/atom+xml' href='https://social.example.org/search/feed?q=roof'"
        ))
      let json = try await site.get("/search/feed.json?q=roof")
      #expect(json["Content-Type"] == "application/feed+json; charset=utf-8")
      #expect(json.text.contains("Swifts of news"))
      #expect(try await site.get("/search/feed?q=+").status == 404)
      #expect(try await site.get("/search/feed?q=a+b+c+d+e+f+g+h+i").status == 400)
      let long = String(repeating: "x", count: 1_025)
      #expect(try await site.get("/search/feed?q=\(long)").status == 400)
      #expect(try await !site.get("/search").text.contains("/search/feed"))
    }
  }

  /// The statement would run for ever.
  @Test func aReadThatTakesTooLongIsStopped() async throws {
    try await withSite { site in
      let start = ContinuousClock.now
      for _ in 0..<6 {
        await #expect(throws: SearchError.tooSlow) {
          try await site.store.search(within: .milliseconds(20)) { snapshot in
            try snapshot.number(
              """
              WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n)
              SELECT max(x) FROM n WHERE x < ? OR x > ?
              """, PostExtent.whole.arguments)
          }
        }
      }
      #expect(ContinuousClock.now - start < .seconds(50))
      // Every reader is fit for work afterwards.
      for _ in 0..<8 {
        let reply = try await site.get("/search?q=x")
        #expect(reply.status == 200)
      }
    }
  }

  /// An interrupt within the full-text index leaves it, and its reader, whole.
  @Test func aSearchThatIsStoppedLeavesNothingBehind() async throws {
    try await withSite { site in
      try await site.create("news")
      let html = "<p>\((0..<400).map { "word\($0 % 50)" }.joined(separator: " "))</p>"
      for number in 0..<200 { try await site.publish("news", "\(number)", .of("T", html: html)) }
      let bounds = SearchBounds(posts: 20)
      for step in 1...40 {
        var hasty = bounds
        hasty.time = .microseconds(step * 50)
        do {
          #expect(
            try await site.store.find("word1 word2 word3 word4", after: nil, hasty).posts.count
              == 20)
        } catch {
          #expect(error as? SearchError == .tooSlow)
        }
      }
      var patient = bounds
      patient.time = .seconds(30)
      #expect(
        try await site.store.find("word1 word2 word3 word4", after: nil, patient).posts.count == 20)
    }
  }

  @Test func aSearchThatIsTooSlowIsAskedToComeAgain() async throws {
    var limits = WebLimits.patient
    limits.searchTime = .zero
    try await withSite(limits) { site in
      let reply = try await site.get("/search?q=x")
      #expect(reply.status == 503 && reply["Retry-After"] == "5")
      #expect(reply["Cache-Control"] == "no-store")
      #expect(try await site.get("/search").status == 200, "nothing is looked for")
      #expect(try await site.get("/").status == 200)
    }
  }

  @Test func searchesAreNotKept() async throws {
    try await withSite { site in
      let folder = site.store.path
      #expect(try await site.get("/search?q=x").status == 200)
      try await site.store.close()
      #expect(try await site.get("/search?q=x").status == 500, "\(folder) was asked again")
    }
  }
}

@Suite struct TurnstileTests {
  @Test func letsOneThroughAndAFewWait() async throws {
    let turnstile = Turnstile(running: 1, waiting: 2, patience: .seconds(60))
    let (started, start) = AsyncStream.makeStream(of: Void.self)
    let (released, release) = AsyncStream.makeStream(of: Void.self)
    try await withThrowingTaskGroup(of: Int.self) { tasks in
      tasks.addTask {
        try await turnstile.pass {
          start.finish()
          for await _ in released {}
          return 0
        }
      }
      for await _ in started {}
      for number in 1...2 { tasks.addTask { try await turnstile.pass { number } } }
      let deadline = ContinuousClock.now + .seconds(10)
      while turnstile.length < 2, ContinuousClock.now < deadline { await Task.yield() }
      #expect(turnstile.length == 2)
      await #expect(throws: Turnstile.Busy.self) { try await turnstile.pass {} }
      release.finish()
      let done = try await tasks.reduce(into: Set()) { $0.insert($1) }
      #expect(done == [0, 1, 2])
    }
    #expect(try await turnstile.pass { 3 } == 3)
    await #expect(throws: CancellationError.self) {
      try await turnstile.pass { throw CancellationError() }
    }
    #expect(try await turnstile.pass { 4 } == 4, "who fails leaves too")
  }

  @Test func whoHasWaitedForTooLongIsSentAway() async throws {
    let turnstile = Turnstile(running: 1, waiting: 1, patience: .zero)
    let (started, start) = AsyncStream.makeStream(of: Void.self)
    let (released, release) = AsyncStream.makeStream(of: Void.self)
    try await withThrowingTaskGroup(of: Bool.self) { tasks in
      tasks.addTask {
        await isServed(turnstile) {
          start.finish()
          for await _ in released {}
        }
      }
      for await _ in started {}
      tasks.addTask { await isServed(turnstile) {} }
      try await eventually("one waits") { turnstile.length == 1 }
      tasks.addTask { await isServed(turnstile) {} }
      #expect(try await tasks.next() == false, "the first makes room for the second")
      release.finish()
      let served = try await tasks.reduce(0) { count, isServed in isServed ? count + 1 : count }
      #expect(served == 1)
    }
    #expect(try await turnstile.pass { 3 } == 3)
  }

  private func isServed(_ turnstile: Turnstile, _ body: @escaping @Sendable () async -> Void) async
    -> Bool
  {
    do {
      try await turnstile.pass(nil, body)
      return true
    } catch {
      return false
    }
  }

  @Test func nobodyIsHereMoreOftenThanTheyMay() async throws {
    let turnstile = Turnstile(running: 9, waiting: 9, each: 1, patience: .seconds(60))
    let (romeo, juliet) = (IPAddress("192.0.2.1"), IPAddress("2001:db8::1"))
    try await turnstile.pass(romeo) { () async throws in
      await #expect(throws: Turnstile.TooMany.self) { try await turnstile.pass(romeo) {} }
      try await turnstile.pass(juliet) { () async throws in
        // One network is one visitor, as for the requests in a minute.
        await #expect(throws: Turnstile.TooMany.self) {
          try await turnstile.pass(IPAddress("2001:db8::2")) {}
        }
      }
      #expect(try await turnstile.pass(nil) { 2 } == 2, "a visitor who is not known")
    }
    #expect(try await turnstile.pass(romeo) { 3 } == 3)
    await #expect(throws: CancellationError.self) {
      try await turnstile.pass(romeo) { throw CancellationError() }
    }
    #expect(try await turnstile.pass(romeo) { 4 } == 4, "who fails leaves too")
  }

  /// Romeo has three in line before Juliet comes; only one of them goes before her.
  @Test func visitorsTakeTurns() async throws {
    let turnstile = Turnstile(running: 1, waiting: 9, patience: .seconds(60))
    let (romeo, juliet) = (IPAddress("192.0.2.1"), IPAddress("192.0.2.2"))
    let (started, start) = AsyncStream.makeStream(of: Void.self)
    let (released, release) = AsyncStream.makeStream(of: Void.self)
    let (order, next) = AsyncStream.makeStream(of: String.self)
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask {
        try await turnstile.pass(IPAddress("192.0.2.3")) {
          start.finish()
          for await _ in released {}
        }
      }
      for await _ in started {}
      for (place, name) in ["romeo", "romeo", "romeo", "juliet"].enumerated() {
        tasks.addTask {
          try await turnstile.pass(name == "romeo" ? romeo : juliet) { _ = next.yield(name) }
        }
        try await eventually("the next one waits") { turnstile.length == place + 1 }
      }
      release.finish()
      try await tasks.waitForAll()
    }
    next.finish()
    let names = await order.reduce(into: []) { $0.append($1) }
    #expect(names == ["romeo", "juliet", "romeo", "romeo"])
  }
}
