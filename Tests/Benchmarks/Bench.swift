import App
import Foundation
import Logging
import PubSub
import Store
import TestSupport
import Testing
import XML
import XMPP

/// The whole program behind a scripted server, over a database that was filled before it started.
///
/// Measure a release build on a quiet machine:
/// `MARTLET_BENCHMARKS=1 swift test -c release -Xswiftc -enable-testing --filter Benchmarks`
struct Bench: Sendable {
  static let isWanted = ProcessInfo.processInfo.environment["MARTLET_BENCHMARKS"] == "1"
  static let domain = "social.example.org"
  static let owner = "admin@example.org/desk"

  let link: ScriptedLink

  static func run(
    _ effects: [Effect], _ body: @Sendable (Bench) async throws -> Void
  ) async throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("martlet-bench-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent("martlet.sqlite").path
    try await fill(path, effects)
    let server = try await ScriptedServer.start(domain: domain)
    do {
      try await run(server, path, body)
    } catch {
      await server.stop()
      throw error
    }
    await server.stop()
  }

  /// What this process holds in memory.
  static var residentMegabytes: Int {
    (ProcessStatus.bytes("VmRSS") ?? 0) >> 20
  }

  private static let silent = Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() }

  private static func fill(_ path: String, _ effects: [Effect]) async throws {
    let store = try Store(path: path, logger: silent)
    let jid = try BareJID(domain)
    let service = try await store.write { try $0.hostedService(jid) }
    let known = Acquaintances(policy: ServicePolicy(domains: [], admins: []))
    for start in stride(from: 0, to: effects.count, by: 1000) {
      let some = Array(effects[start..<min(start + 1000, effects.count)])
      try await store.write {
        try $0.apply(Decision(effects: some), in: service, now: .now, known)
      }
    }
    try await store.close()
  }

  private static func run(
    _ server: ScriptedServer, _ path: String, _ body: @Sendable (Bench) async throws -> Void
  ) async throws {
    let connection = Configuration.Server(host: "127.0.0.1", port: server.port)
    let component = Configuration.Component(
      jid: try BareJID(domain), secret: Secret("secret"), server: connection)
    let martlet = try Martlet(
      Configuration(
        components: [component], database: path, domains: [],
        admins: [try BareJID("admin@example.org")],
        // Very many publish very much here.
        quotas: Configuration.Quotas(account: Quota(), domain: Quota()),
        web: Configuration.Web(
          host: "127.0.0.1", port: 0, origin: "https://\(domain)", siteName: "Bench")),
      logger: silent)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await martlet.run() }
      try await body(Bench(link: try await server.accept(within: .seconds(60))))
      group.cancelAll()
      while await group.nextResult() != nil {}
    }
  }
}

// MARK: - What is asked for

extension Bench {
  @discardableResult
  func asks(
    _ kind: IQ.Kind, _ payload: String, as person: String = owner
  ) async throws -> Element {
    let answer = try await link.ask(
      kind, try Element(parsing: Array(payload.utf8)), from: person, within: .seconds(60))
    try #require(answer["type"] == "result", "\(answer)")
    return answer
  }

  @discardableResult
  func pubsub(_ kind: IQ.Kind, _ inner: String, as person: String = owner) async throws -> Element {
    try await asks(kind, "<pubsub xmlns='\(Namespace.pubsub)'>\(inner)</pubsub>", as: person)
  }

  func publish(_ id: String, to node: String) async throws {
    try await pubsub(
      .set, "<publish node='\(node)'><item id='\(id)'>\(Self.entry(id))</item></publish>")
  }

  static func entry(_ title: String) -> String {
    "<entry xmlns='\(Namespace.atom)'><title>\(title)</title></entry>"
  }

  /// The time that each of so many runs takes, shortest first.
  func times(_ count: Int, _ body: (Int) async throws -> Void) async throws -> [Duration] {
    var times: [Duration] = []
    for number in 0..<count {
      let begun = ContinuousClock.now
      try await body(number)
      times.append(.now - begun)
    }
    return times.sorted()
  }
}

/// `label: median 0.31 ms, 99 % 0.80 ms, most 2.10 ms`.
func report(_ label: String, _ sorted: [Duration]) {
  guard let most = sorted.last else { return }
  func milliseconds(_ time: Duration) -> String {
    String(format: "%.2f ms", time / .milliseconds(1))
  }
  print(
    """
    measured: \(label): median \(milliseconds(sorted[sorted.count / 2])), \
    99 % \(milliseconds(sorted[sorted.count * 99 / 100])), most \(milliseconds(most))
    """)
}
