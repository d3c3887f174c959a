import NIOCore
import Social
import Store
import TestSupport
import Testing
import XMPP

@testable import Web

@Suite struct HTTPTests {
  @Test func everyAnswerHasTheStrictHeaders() async throws {
    try await withSite { site in
      try await site.create("news")
      for target in [
        "/", "/c/news", "/feed", "/search", "/style.css", "/icon", "/robots.txt", "/nope",
        "/c/%", "/c/social.example.org/news", "/api/v1/nodes",
      ] {
        let reply = try await site.get(target)
        let policy = try #require(reply["Content-Security-Policy"])
        #expect(policy.contains("default-src 'none'") && !policy.contains("unsafe"))
        #expect(reply["X-Content-Type-Options"] == "nosniff")
        #expect(reply["Referrer-Policy"] == "same-origin")
        #expect(reply["Cross-Origin-Opener-Policy"] == "same-origin")
        #expect(reply["Permissions-Policy"]?.contains("camera=()") == true)
        #expect(reply["Set-Cookie"] == nil && reply["Server"] == nil)
        let isFeed = target == "/feed" || target == "/api/v1/nodes"
        #expect(reply["Access-Control-Allow-Origin"] == (isFeed ? "*" : nil))
        #expect(
          reply["Cross-Origin-Resource-Policy"] == (isFeed ? "cross-origin" : "same-origin"))
      }
    }
  }

  @Test(arguments: [
    "/", "/c/news", "/p/news/1", "/feed", "/feed/news", "/style.css", "/search", "/sitemap.xml",
    "/api/v1/nodes", "/api/v1/posts/social.example.org/news/1", "/api/v1/search?q=one",
    "/communities.opml", "/nodeinfo/2.1",
  ])
  func whatIsKnownIsNotSentAgain(_ target: String) async throws {
    try await withSite { site in
      try await site.create("news")
      try await site.publish("news", "1", .of("One"))
      let full = try await site.get(target)
      let tag = try #require(full["ETag"])
      #expect(full.status == 200 && tag.hasPrefix("\""))
      #expect(full["Content-Length"] == String(full.body.count))
      for method in ["GET", "HEAD"] {
        let known = try await site.get(target, method: method, [("If-None-Match", "W/\(tag)")])
        #expect(known.status == 304)
        #expect(known.body.isEmpty && known["ETag"] == tag)
        #expect(known["Content-Length"] == nil)
        #expect(known["Cache-Control"] == full["Cache-Control"])
      }
      let other = try await site.get(target, [("If-None-Match", "\"other\"")])
      #expect(other.status == 200 && other.body == full.body)
    }
  }

  @Test func anEditChangesTheTag() async throws {
    try await withSite { site in
      try await site.create("news")
      try await site.publish("news", "1", .of("One"))
      let tag = try #require(try await site.get("/feed/news")["ETag"])
      try await site.publish("news", "1", .of("Two"), at: 60_000)
      let reply = try await site.get("/feed/news", [("If-None-Match", tag)])
      #expect(reply.status == 200)
      #expect(reply.text.contains("Two"))
    }
  }

  @Test func feedsSayWhenTheyChanged() async throws {
    try await withSite { site in
      try await site.create("news")
      for target in ["/feed/news"] {
        let reply = try await site.get(target)
        let date = try #require(reply["Last-Modified"])
        #expect(date == "Sat, 22 Nov 2025 08:26:40 GMT")
        let known = try await site.get(target, [("If-Modified-Since", date)])
        #expect(known.status == 304)
        // The tag is the stronger word.
        let both = [("If-Modified-Since", date), ("If-None-Match", "\"other\"")]
        #expect(try await site.get(target, both).status == 200)
      }
      #expect(try await site.get("/")["Last-Modified"] == nil)
      // What is left after a community was deleted is older than what was there before.
      #expect(try await site.get("/feed")["Last-Modified"] == nil)
      let since = [("If-Modified-Since", "Fri, 01 Jan 2100 00:00:00 GMT")]
      #expect(try await site.get("/feed", since).status == 200)
      // Another change could still fall into the same second.
      let fresh = Timestamp.now.milliseconds - TestSite.start.milliseconds + 3_600_000
      try await site.create("fresh", at: fresh)
      #expect(try await site.get("/feed/fresh")["Last-Modified"] == nil)
    }
  }

  /// What the framework does not let through has a page too, whatever it is.
  /// Of a line that is too long it depends on how it comes in pieces as what the decoder gives it up.
  @Test(arguments: [
    (
      "GET /search?q=\(String(repeating: "x", count: 1_000_000)) HTTP/1.1\r\nHost: a\r\n\r\n",
      [400, 431]
    ),
    (
      "GET / HTTP/1.1\r\nHost: a\r\nCookie: \(String(repeating: "x", count: 20_000))\r\n\r\n", [431]
    ),
    ("GET / HTTP/1.1\r\n" + String(repeating: "A: b\r\n", count: 101) + "\r\n", [431]),
    ("GET / HTTP/1.1\r\nHo st: a\r\n\r\n", [400]),
    ("GET / HTTP/9.9\r\nHost: a\r\n\r\n", [400]), ("\u{1}\u{2}\r\n\r\n", [400]),
  ])
  func whatCannotBeReadGetsAPlainPage(_ request: String, statuses: [Int]) async throws {
    try await withSite { site in
      let reply = try await send(request, toPort: site.port)
      #expect(statuses.contains(reply.status) && reply["Connection"] == "close")
      let words = reply.status == 400 ? "This address cannot be read" : "Too much was sent along"
      #expect(reply.text.contains(words) && !reply.text.contains("xxx"))
      #expect(reply["Cache-Control"] == "no-store" && reply["X-Content-Type-Options"] == "nosniff")
      #expect(reply["Date"]?.hasSuffix("GMT") == true)
    }
  }

  @Test func headHasTheHeadersOfGet() async throws {
    try await withSite { site in
      for target in ["/", "/nope", "/feed", "/icon"] {
        let (get, head) = (try await site.get(target), try await site.get(target, method: "HEAD"))
        #expect(head.status == get.status && head.body.isEmpty)
        #expect(head["Content-Length"] == String(get.body.count))
        #expect(head["ETag"] == get["ETag"])
      }
    }
  }

  @Test(arguments: ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND"])
  func otherMethodsAreRefused(_ method: String) async throws {
    try await withSite { site in
      for target in ["/", "/nope", "/search?q=x"] {
        let reply = try await site.get(target, method: method, [("Content-Length", "0")])
        #expect(reply.status == 405)
        #expect(reply["Allow"] == "GET, HEAD")
        #expect(reply.text.contains("This page can only be read"))
      }
    }
  }

  @Test func malformedAddressesGetAPlainPage() async throws {
    try await withSite { site in
      for target in ["/c/%", "/c/%FF", "/c/..", "/c/news?before=x", "/search?q=%00"] {
        let reply = try await site.get(target)
        #expect(reply.status == 400)
        #expect(reply.text.contains("This address cannot be read"), "\(target)")
      }
    }
  }

  @Test func requestsAreBounded() async throws {
    var limits = WebLimits.patient
    limits.targetBytes = 100
    limits.searchBytes = 10
    limits.bodyBytes = 20
    limits.headerBytes = 2_000
    try await withSite(limits) { site in
      let requests: [(target: String, headers: [(String, String)], status: Int)] = [
        ("/c/" + String(repeating: "x", count: 97), [], 404),
        ("/c/" + String(repeating: "x", count: 98), [], 414),
        ("/search?q=0123456789", [], 200), ("/search?q=0123456789a", [], 400),
        ("/", [("Content-Length", "21")], 413), ("/", [("Transfer-Encoding", "chunked")], 413),
        ("/", [("X", String(repeating: "x", count: 3_000))], 400),
      ]
      for (target, headers, status) in requests {
        let reply = try await site.get(target, headers)
        #expect(reply.status == status, "\(target)")
      }
      let small = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 3\r\n\r\nabc"
      #expect(try await send(small, toPort: site.port).status == 200)
    }
  }

  @Test func anIdleConnectionIsClosed() async throws {
    var limits = WebLimits.patient
    limits.idleSeconds = 1
    try await withSite(limits) { site in
      let start = ContinuousClock.now
      // Closed before or after it has sent that: there is no answer.
      await #expect(throws: (any Error).self) { try await send("GET / HT", toPort: site.port) }
      #expect(ContinuousClock.now - start < .seconds(15), "the client's own deadline is later")
    }
  }

  /// There is room for one connection: for somebody who asks for nine megabytes and takes nothing.
  @Test func whoTakesNothingIsLeft() async throws {
    var limits = WebLimits.patient
    (limits.idleSeconds, limits.connections) = (1, 1)
    try await withSite(limits) { site in
      try await site.create("news")
      let text = String(repeating: "Words and more. ", count: 4_000)
      try await site.publish("news", "1", .of("Long", html: "<p>\(text)</p>"))
      let request = "GET /p/news/1 HTTP/1.1\r\nHost: a\r\n\r\n"
      try await stall(String(repeating: request, count: 150), toPort: site.port) {
        () async throws in
        #expect(try await site.get("/").status == 200)
      }
    }
  }

  /// Who takes a long answer slowly, but steadily, is given all of it.
  @Test(.timeLimit(.minutes(1))) func whoReadsSlowlyIsNotLeft() async throws {
    var limits = WebLimits.patient
    limits.idleSeconds = 1
    try await withSite(limits) { site in
      try await site.create("news")
      let text = String(repeating: "Words and more. ", count: 4_000)
      for number in 0..<14 {
        try await site.publish("news", "\(number)", .of("Long", html: "<p>\(text)</p>"))
      }
      let whole = try await site.get("/feed/news")
      #expect(whole.body.count > 800_000)
      let start = ContinuousClock.now
      let count = try await sip(
        "GET /feed/news HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", toPort: site.port,
        pause: .milliseconds(50))
      #expect(count > whole.body.count && ContinuousClock.now - start > .seconds(2))
    }
  }

  @Test func moreConnectionsThanAllowedWaitForTheirTurn() async throws {
    var limits = WebLimits.patient
    limits.connections = 1
    try await withSite(limits) { site in
      let statuses = try await withThrowingTaskGroup(of: Int.self) { tasks in
        for _ in 0..<20 { tasks.addTask { try await site.get("/").status } }
        return try await tasks.reduce(into: []) { $0.append($1) }
      }
      #expect(statuses == Array(repeating: 200, count: 20))
    }
  }

  @Test func pagesAreAskedForAgainEachTimeAndErrorsAreNotKept() async throws {
    try await withSite { site in
      let page = try #require(try await site.get("/")["Cache-Control"])
      #expect(page == "public, max-age=0, s-maxage=5, stale-while-revalidate=5")
      try await site.create("news")
      try await site.publish("news", "1", .of("One"))
      try await site.retract("news", "1")
      for (target, status) in [("/nope", 404), ("/p/news/1", 410)] {
        let reply = try await site.get(target)
        #expect(reply.status == status && reply["Cache-Control"] == page, "it replaces what was")
      }
      #expect(try await site.get("/c/%")["Cache-Control"] == "no-store")
    }
  }

  @Test func theMainServiceWrittenOutLeadsToTheShortAddress() async throws {
    try await withSite { site in
      let reply = try await site.get("/c/social.example.org/a%2Fb")
      #expect(reply.status == 301)
      #expect(reply["Location"] == "https://social.example.org/c/a%2Fb")
    }
  }

  @Test func noAddressIsMadeFromTheRequest() async throws {
    try await withSite { site in
      try await site.create("news")
      try await site.publish("news", "1", .of("One"))
      for target in ["/", "/c/news", "/p/news/1", "/feed", "/feed/news", "/nope"] {
        #expect(!(try await site.get(target).text.contains("evil.example")))
        let absolute = try await site.get("http://evil.example\(target)")
        #expect(!absolute.text.contains("evil.example"))
      }
    }
  }

  @Test func theStyleSheetIsKeptAsLongAsItIsTheSame() async throws {
    try await withSite { site in
      let page = try await site.get("/").text
      let start = try #require(page.firstRange(of: "/style.css?v="))
      let link = String(page[start.lowerBound...].prefix { $0 != "\"" })
      let marked = try await site.get(link)
      #expect(marked["Cache-Control"] == "public, max-age=31536000, immutable")
      #expect(marked["Content-Type"] == "text/css; charset=utf-8")
      let other = try await site.get("/style.css?v=other")
      #expect(other["Cache-Control"] == "public, max-age=3600")
      #expect(try await site.get("/icon")["Content-Type"] == "image/svg+xml; charset=utf-8")
    }
  }

  @Test func aRequestNamesItsHostOnce() async throws {
    try await withSite { site in
      for (lines, status) in [("", 400), ("Host: a\r\n", 200), ("Host: a\r\nHost: b\r\n", 400)] {
        let request = "GET / HTTP/1.1\r\n\(lines)Connection: close\r\n\r\n"
        let reply = try await send(request, toPort: site.port)
        #expect(reply.status == status, "\(lines)")
      }
    }
  }

  @Test func whatOthersAddToALinkDoesNoHarm() async throws {
    try await withSite { site in
      try await site.create("news")
      try await site.publish("news", "1", .of("One"))
      for target in ["/p/news/1?ref=caf%E9", "/?x=%", "/c/news?%=1&a=1&a=2", "/feed?q=%&q=%"] {
        #expect(try await site.get(target).status == 200, "\(target)")
      }
      let reply = try await site.get("/c/news/?before=k0123456789abc")
      #expect(reply.status == 301)
      #expect(reply["Location"] == "https://social.example.org/c/news?before=k0123456789abc")
    }
  }

  @Test func morePagesThanMayWaitAreRefused() async throws {
    var limits = WebLimits.patient
    limits.pagesAtOnce = 0
    limits.pagesWaiting = 0
    try await withSite(limits) { site in
      let reply = try await site.get("/")
      #expect(reply.status == 503 && reply["Retry-After"] == "5")
      #expect(reply["Cache-Control"] == "no-store")
      #expect(try await site.get("/style.css").status == 200, "what is at hand needs no turn")
    }
  }

  @Test func aFaultOfOursSaysNothingOfTheInside() async throws {
    try await withSite { site in
      try await site.store.close()
      let reply = try await site.get("/")
      #expect(reply.status == 500)
      #expect(reply.text.contains("Something went wrong"))
      for word in ["Error", "error", "SQL", "sqlite", "/tmp", "closed"] {
        #expect(!reply.text.contains(word))
      }
    }
  }
}
