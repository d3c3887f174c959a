import Foundation
import Hummingbird
import Logging
import NIOCore
import PubSub
import ServiceLifecycle
import Social
import Store
import TestSupport
import Testing
import XML
import XMPP

@testable import Web

/// What pages cost: made anew among very many posts, and sent again from the cache.
@Suite(.serialized, .enabled(if: Bench.isWanted, "set MARTLET_BENCHMARKS=1"))
struct WebBenchmarks {
  /// `MARTLET_POSTS` says how many.
  static let posts =
    ProcessInfo.processInfo.environment["MARTLET_POSTS"].flatMap { Int($0) } ?? 1_000_000
  static let silent = Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() }

  /// The addresses of what is measured, below.
  private static let pages = [
    "/", "/@user1@example.org", "/c/node1", "/p/node1/discussed", "/tag/tag1", "/feed",
    "/feed/node1", "/feed.json",
  ]

  static func configuration(cacheBytes: Int) throws -> WebConfiguration {
    var limits = WebLimits()
    (limits.cacheBytes, limits.requestsPerMinute) = (cacheBytes, nil)
    return WebConfiguration(
      host: "127.0.0.1", port: 0, origin: "https://social.example.org",
      services: [try BareJID(Bench.domain)], siteName: "Bench", version: "1", limits: limits)
  }

  @Test func pagesAmongManyPosts() async throws {
    let folder = try TemporaryFolder()
    let bench = try await BenchStore(folder.database)
    try await Self.fill(bench)
    try await Self.make(bench.store)
    try await Self.serve(bench.store)
    try await Self.load(bench)
    try await bench.store.close()
  }

  // MARK: What is there

  private static func fill(_ bench: BenchStore) async throws {
    let world = SearchWorld(bench: bench)
    try await world.fill(posts)
    try await discuss(bench)
    try await write(bench.store)
  }

  /// A person's blog, as their server has told it.
  private static func write(_ store: Store) async throws {
    let person = try BareJID("user1@example.org")
    let blog = NodeID(stored: NodeProfile.microblogType)
    var dice = Dice(2)
    let items = try (0..<50).map { number in
      let payload = try Element(
        parsing: Array(SearchWorld.entry(&dice, namespace: Namespace.atom).utf8))
      let item = ForeignItem(
        id: try ItemID("b\(number)"), publisher: nil, payload: payload.canonical)
      return (
        item, Projection(of: payload, itemID: item.id.name, publisher: person, received: .now)
      )
    }
    try await store.write { tx in
      _ = try tx.begin(blog, of: person, isPublic: true, .now)
      guard var source = try tx.snapshot.source(blog, of: person) else { return }
      (source.stage, source.access) = (.following, .open)
      try tx.update(source)
      let projections = Dictionary(uniqueKeysWithValues: items.map { ($0.0.id, $0.1) })
      try tx.take(items.map(\.0), of: source, .now, .now, projections)
    }
  }

  /// A post with 200 comments.
  private static func discuss(_ bench: BenchStore) async throws {
    let comments = NodeID(stored: NodeProfile.commentsPrefix + "discussed")
    try await bench.create([comments])
    let link = XMPPURI.node(service: try BareJID(Bench.domain), node: comments.name)
    var dice = Dice(1)
    let post = SearchWorld.entry(&dice, namespace: Namespace.atom)
      .replacing("</entry>", with: "<link rel='replies' href='\(link)'/></entry>")
    try await bench.publish([
      (node: try NodeID("node1"), id: "discussed", publisher: "user1@example.org", entry: post)
    ])
    try await bench.publish(
      (0..<200).map { number in
        let words = (0..<30).map { _ in SearchWorld.word(&dice) }.joined(separator: " ")
        return (
          node: comments, id: "c\(number)", publisher: "user\(number)@example.org",
          entry: "<entry xmlns='\(Namespace.atom)'><title>\(words)</title></entry>"
        )
      })
  }

  // MARK: Made anew

  private static func make(_ store: Store) async throws {
    let configuration = try configuration(cacheBytes: 0)
    let home = try #require(configuration.home)
    let site = try Site(configuration, home, store: store)
    for page in pages {
      let path = try SitePath.parse(page, home).path
      var times: [Duration] = []
      var bytes = 0
      for _ in 0..<100 {
        let begun = ContinuousClock.now
        let outcome = try await site.outcome(path)
        times.append(.now - begun)
        if case .page(let page) = outcome { bytes = page.plain.body.readableBytes }
      }
      #expect(bytes > 0, "\(page)")
      report("\(page) made anew, \(bytes) bytes, among \(posts) posts", times.sorted())
    }
  }

  // MARK: Sent again

  /// Answers a second: the framework's own, and those of a page in each way in which it is sent.
  private struct Turn {
    var fixed: Double
    var gzipped: Double
    var whole: Double
    var known: Double
  }

  /// Each beside the framework's own answer of 10 KB, nine times in turns. The machine may be slower from one second to the
  /// next, so the share of each turn counts.
  private static func serve(_ store: Store) async throws {
    guard Wrk.isInstalled else {
      print("measured: not how fast pages are sent, since wrk is not installed")
      return
    }
    let configuration = try configuration(cacheBytes: 8 << 20)
    let cached = { told in
      try buildApplication(configuration, store: store, logger: silent, onServerRunning: told)
    }
    try await running(cached) { port in
      try await running(fixed) { fixedPort in
        for page in pages.prefix(1) + ["/c/node1", "/feed/node1"] {
          let reply = try await send(
            "GET \(page) HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", toPort: port)
          let packed = try await send(
            "GET \(page) HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n",
            toPort: port)
          let tag = reply["ETag"] ?? ""
          var turns: [Turn] = []
          for _ in 0..<9 {
            turns.append(
              Turn(
                fixed: try await Wrk.rate("http://127.0.0.1:\(fixedPort)/"),
                gzipped: try await Wrk.rate(
                  "http://127.0.0.1:\(port)\(page)", header: "Accept-Encoding: gzip"),
                whole: try await Wrk.rate("http://127.0.0.1:\(port)\(page)"),
                known: try await Wrk.rate(
                  "http://127.0.0.1:\(port)\(page)", header: "If-None-Match: \(tag)")))
          }
          func middle(_ value: (Turn) -> Double) -> Double {
            turns.map(value).sorted()[turns.count / 2]
          }
          print(
            "measured: \(page) from the cache, \(packed["Content-Length"] ?? "") bytes gzipped: "
              + "\(Int(middle(\.gzipped)))/s, "
              + "\(reply.body.count) bytes as they are: \(Int(middle(\.whole)))/s, "
              + "304: \(Int(middle(\.known)))/s, 10 KB as they are: \(Int(middle(\.fixed)))/s, "
              + String(format: "%.2f of that", middle { $0.gzipped / $0.fixed }))
        }
      }
    }
  }

  private static func fixed(_ onServerRunning: @escaping @Sendable (Int) async -> Void)
    -> some ApplicationProtocol
  {
    let router = Router()
    let body = ByteBuffer(repeating: UInt8(ascii: "x"), count: 10_240)
    router.get("/") { _, _ in
      Response(
        status: .ok, headers: [.contentType: "text/html; charset=utf-8"],
        body: ResponseBody(byteBuffer: body))
    }
    return Application(
      router: router,
      configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
      onServerRunning: { channel in await onServerRunning(channel.localAddress?.port ?? 0) },
      logger: silent)
  }

  static func running(
    _ build: (@escaping @Sendable (Int) async -> Void) throws -> some ApplicationProtocol,
    _ body: (Int) async throws -> Void
  ) async throws {
    let (ports, opened) = AsyncStream.makeStream(of: Int.self)
    let application = try build { opened.yield($0) }
    let group = ServiceGroup(services: [application], logger: silent)
    let running = Task {
      defer { opened.finish() }
      try await group.run()
    }
    let port = try #require(await ports.first { _ in true })
    try await body(port)
    await group.triggerGracefulShutdown()
    try await running.value
  }
}
