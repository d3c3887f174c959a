import TestSupport
import Testing

/// The site behind the proxies whose configuration is in `conf`.
@Suite("Behind a proxy", .needsProsody, .timeLimit(.minutes(3)))
struct ProxyTests {
  private static let page = "/c/news%2Ftoday"

  private func withPost(_ body: (FilledSite) async throws -> Void) async throws {
    try await FilledSite.empty { site in
      try await site.found("news/today", "News", nil, "en")
      try await site.publish(
        [SamplePost(item: "one", title: "A lark", body: .text("It sings."))], "news/today")
      try await body(site)
    }
  }

  @Test("nginx asks once for what many read, in each language", .needsNginx)
  func nginxKeepsPages() async throws {
    try await withPost { site in
      let nginx = try await Proxy.nginx(site)
      let begun = ContinuousClock.now
      for _ in 0..<20 {
        for (languages, word) in [
          ("de-DE, de;q=0.9", "1 Beitrag"), ("nl, DE;q=0.5", "1 Beitrag"),
          ("fr;q=1", "1 publication"),
        ] {
          let reply = try await nginx.get(Self.page, ["Accept-Language: \(languages)"])
          #expect(reply.status == 200 && reply.text.contains(word), "\(languages)")
        }
      }
      let seconds = Int((ContinuousClock.now - begun).components.seconds)
      let asked = nginx.answered.filter { $0.hasPrefix(Self.page) && !$0.hasSuffix("HIT") }
      #expect(asked.count <= 2 * (1 + (seconds + 4) / 5), "\(asked)")
      #expect(nginx.answered.count == 60)
    }
  }

  @Test("nginx gives packed pages to those who take them", .needsNginx)
  func nginxKeepsBothCodings() async throws {
    try await withPost { site in
      let nginx = try await Proxy.nginx(site)
      for _ in 0..<2 {
        let packed = try await nginx.get(Self.page, ["Accept-Encoding: br, gzip;q=0.5"])
        #expect(packed.status == 200 && packed["Content-Encoding"] == "gzip")
        let plain = try await nginx.get(Self.page, ["Accept-Encoding: gzip;q=0"])
        #expect(plain["Content-Encoding"] == nil && plain.text.contains("A lark"))
        let tag = try #require(plain["ETag"])
        let known = try await nginx.get(Self.page, ["If-None-Match: \(tag)"])
        #expect(known.status == 304)
      }
    }
  }

  @Test("What was retracted is gone from nginx's cache within seconds", .needsNginx)
  func nginxForgets() async throws {
    try await withPost { site in
      let nginx = try await Proxy.nginx(site)
      let post = "/p/news%2Ftoday/one"
      #expect(try await nginx.get(post).status == 200)
      try await site.romeo.does("retract", ["node": "news/today", "item": "one"])
      let begun = ContinuousClock.now
      try await eventually("the post is gone", within: .seconds(15)) {
        try await nginx.get(post).status == 410
      }
      report("a retracted post in nginx's cache", .now - begun)
    }
  }

  @Test("Caddy passes on names with slashes, tags and codings", .needsCaddy)
  func caddyPassesOn() async throws {
    try await withPost { site in
      let caddy = try await Proxy.caddy(site)
      let plain = try await caddy.get(Self.page, ["Accept-Language: de"])
      #expect(plain.status == 200 && plain.text.contains("1 Beitrag"))
      let tag = try #require(plain["ETag"])
      let known = try await caddy.get(
        Self.page, ["Accept-Language: de", "If-None-Match: \(tag)"])
      #expect(known.status == 304)
      let packed = try await caddy.get(Self.page, ["Accept-Encoding: gzip"])
      #expect(packed["Content-Encoding"] == "gzip")
    }
  }

  @Test("nginx takes the longest names", .needsNginx)
  func nginxTakesLongNames() async throws { try await expectLongNames { try await .nginx($0) } }

  @Test("Caddy takes the longest names", .needsCaddy)
  func caddyTakesLongNames() async throws { try await expectLongNames { try await .caddy($0) } }

  /// Of a node and of an item, as long as they may be: they stand in several fields of an answer.
  private func expectLongNames(_ proxy: (FilledSite) async throws -> Proxy) async throws {
    let name = String(repeating: "鳥", count: 341)
    let encoded = name.utf8.map { "%" + String($0, radix: 16, uppercase: true) }.joined()
    try await FilledSite.empty { site in
      try await site.found(name, "Birds", nil, "ja")
      try await site.publish(
        [SamplePost(item: name, title: "A lark", body: .text("It sings."))], name)
      let proxy = try await proxy(site)
      for page in ["/c/\(encoded)", "/feed/\(encoded)", "/p/\(encoded)/\(encoded)"] {
        let reply = try await proxy.get(page, [])
        #expect(reply.status == 200 && reply.text.contains("A lark"), "\(page.prefix(20))")
      }
      // What moves says where to, which is as long.
      let moved = try await proxy.get("/p/\(site.romeo.component)/\(encoded)/\(encoded)", [])
      #expect(moved.status == 301)
    }
  }

  @Test("nginx's visitors are counted, whomever they name", .needsNginx)
  func nginxNamesVisitors() async throws { try await expectCounted { try await .nginx($0) } }

  @Test("Caddy's visitors are counted, whomever they name", .needsCaddy)
  func caddyNamesVisitors() async throws { try await expectCounted { try await .caddy($0) } }

  /// Whoever asks through the proxy is counted by their own address, whatever they say of it.
  private func expectCounted(_ proxy: (FilledSite) async throws -> Proxy) async throws {
    let few = "limits: { web_requests_per_minute: 20 }"
    try await FilledSite.empty(few, web: ", trusted_proxies: [127.0.0.1]") { site in
      let proxy = try await proxy(site)
      var answers: [String] = []
      for number in 0..<25 {
        let (_, status) = try await site.world.run(
          "/usr/bin/curl",
          [
            "--interface", "127.0.0.2", "--silent", "--output", "/dev/null",
            "--write-out", "%{http_code}", "--header", "X-Forwarded-For: 192.0.2.\(number)",
            "--header", "Forwarded: for=192.0.2.\(number)",
            // Nothing that a cache has.
            "http://127.0.0.1:\(proxy.port)/c/none?\(number)",
          ])
        answers.append(status)
      }
      #expect(answers.prefix(20).allSatisfy { $0 == "404" } && answers.last == "429", "\(answers)")
    }
  }
}
