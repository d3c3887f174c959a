import Foundation
import Hummingbird
import Logging
import Media
import PubSub
import ServiceLifecycle
import Store
import TestSupport
import Testing
import XML
import XMPP

@testable import Social
@testable import Web

/// A running site over a store of its own, in a folder that is gone afterwards.
struct TestSite: Sendable {
  let store: Store
  let port: Int
  /// Of the same site, where each page is made anew.
  let freshPort: Int

  static let origin = "https://social.example.org"
  static let start = Timestamp(milliseconds: 1_763_800_000_000)

  func get(
    _ target: String, method: String = "GET", _ headers: [(String, String)] = []
  ) async throws -> Reply {
    let lines = headers.map { "\($0.0): \($0.1)\r\n" }.joined()
    let request =
      "\(method) \(target) HTTP/1.1\r\nHost: evil.example\r\n\(lines)Connection: close\r\n\r\n"
    let version = store.version
    let reply = try await send(request, toPort: port)
    // Whatever was kept is as it would be made now.
    if reply.status == 200, headers.allSatisfy({ $0.0 == "Accept-Language" }) {
      let fresh = try await send(request, toPort: freshPort)
      guard store.version == version else { return reply }
      #expect(reply.body == fresh.body && reply["ETag"] == fresh["ETag"], "\(target)")
    }
    return reply
  }
}

extension BareJID {
  static var main: BareJID { get throws { try BareJID("social.example.org") } }
  static var juliet: BareJID { get throws { try BareJID("juliet@example.org") } }
}

struct NoServer: Error {}

extension WebLimits {
  /// For a machine that many tests share.
  static var patient: WebLimits {
    var limits = WebLimits()
    limits.searchTime = .seconds(20)
    return limits
  }
}

func withSite<Result: Sendable>(
  _ limits: WebLimits = .patient, name: String = "Verona", look: LookSettings = LookSettings(),
  contacts: ContactAddresses = ContactAddresses(), refusesAI: Bool = false,
  pictures: PictureKeeper? = nil,
  _ body: @Sendable (TestSite) async throws -> Result
) async throws -> Result {
  let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("martlet-web-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  let logger = Logger(label: "web") { _ in SwiftLogNoOpLogHandler() }
  let store = try Store(path: folder.appendingPathComponent("test.sqlite").path, logger: logger)
  let main = try BareJID.main
  _ = try await store.write { try $0.hostedService(main) }
  var configuration = try configuration(name, limits, refusesAI: refusesAI)
  configuration.look = look
  configuration.contacts = contacts
  var fresh = configuration
  fresh.limits.cacheBytes = 0
  let result = try await withPort(configuration, store, pictures, logger) { [fresh] port in
    try await withPort(fresh, store, pictures, logger) { freshPort in
      try await body(TestSite(store: store, port: port, freshPort: freshPort))
    }
  }
  try await store.close()
  return result
}

private func configuration(
  _ name: String, _ limits: WebLimits, refusesAI: Bool
) throws -> WebConfiguration {
  WebConfiguration(
    host: "127.0.0.1", port: 0, origin: TestSite.origin, services: [try .main],
    domains: ["example.org"], siteName: name, refusesAI: refusesAI, version: "1.2.3",
    limits: limits)
}

private func withPort<Result: Sendable>(
  _ configuration: WebConfiguration, _ store: Store, _ pictures: PictureKeeper?, _ logger: Logger,
  _ body: @Sendable (Int) async throws -> Result
) async throws -> Result {
  let (ports, opened) = AsyncStream.makeStream(of: Int.self)
  let application = try buildApplication(
    configuration, store: store, pictures: pictures, logger: logger
  ) { port in
    opened.yield(port)
  }
  let group = ServiceGroup(services: [application], logger: logger)
  return try await withThrowingTaskGroup(of: Void.self) { tasks in
    tasks.addTask {
      defer { opened.finish() }
      try await group.run()
    }
    guard let port = await ports.first(where: { _ in true }) else { throw NoServer() }
    let result = try await body(port)
    await group.triggerGracefulShutdown()
    try await tasks.waitForAll()
    return result
  }
}

// MARK: - What is on it

extension TestSite {
  /// The name of a place in a list of posts.
  func place(_ number: Int64) -> String {
    PlaceName(number, store.cipher.list(.webPosts, of: 0)).text
  }

  func create(
    _ node: String, title: String? = nil, description: String? = nil,
    language: String? = nil, access: AccessModel = .open, at moment: Int64 = 0
  ) async throws {
    var configuration = NodeConfiguration()
    configuration.title = title
    configuration.description = description
    configuration.language = language
    configuration.accessModel = access
    try await apply(
      [.create(NodeID(stored: node), configuration, owner: .juliet)], at: moment)
  }

  /// `moment`: milliseconds after the start.
  func publish(
    _ node: String, _ item: String, _ entry: Entry, discussing discussion: Discussion? = nil,
    at moment: Int64 = 0
  ) async throws {
    let published = try publishedItem(item, entry)
    let projections = [published.id: Projection(entry: entry, dates: nil, discussion: discussion)]
    try await apply(
      [.store(NodeID(stored: node), published)], projections, at: moment)
  }

  /// Many at once.
  func publish(_ node: String, _ posts: [(item: String, entry: Entry)]) async throws {
    let items = try posts.map { try publishedItem($0.item, $0.entry) }
    let projections = zip(items, posts).map {
      ($0.id, Projection(entry: $1.entry, dates: nil, discussion: nil))
    }
    try await apply(
      items.map { .store(NodeID(stored: node), $0) },
      Dictionary(uniqueKeysWithValues: projections), at: 0)
  }

  /// Publishes a post anew that is there, with the date that it has.
  func edit(_ node: String, _ item: String, at moment: Int64) async throws {
    guard
      case .found(let post) = try await store.post(service: .main, node: node, item: item)
    else { return }
    var entry = post.entry
    entry.title += "!"
    try await publish(node, item, entry, at: moment)
  }

  private func publishedItem(_ item: String, _ entry: Entry) throws -> PublishedItem {
    // The markup is made from the payload when it is read.
    var content = Element("content", Namespace.atom, text: entry.html.markup)
    content["type"] = "html"
    let payload = Element("entry", Namespace.atom, [:], [content])
    return PublishedItem(
      id: ItemID(stored: item), publisher: try .juliet, payload: payload.canonical)
  }

  func retract(_ node: String, _ item: String, at moment: Int64 = 0) async throws {
    try await apply([.retract(NodeID(stored: node), ItemID(stored: item))], at: moment)
  }

  func delete(_ node: String) async throws {
    try await apply([.delete(NodeID(stored: node), redirect: nil)], at: 0)
  }

  func configure(_ node: String, access: AccessModel = .open, robots: Robots = .all) async throws {
    var configuration = NodeConfiguration()
    configuration.accessModel = access
    configuration.robots = robots
    try await apply([.configure(NodeID(stored: node), configuration)], at: 0)
  }

  func apply(
    _ effects: [Effect], _ projections: [ItemID: Projection] = [:], at moment: Int64 = 0
  ) async throws {
    let main = try BareJID.main
    let now = Timestamp(milliseconds: Self.start.milliseconds + moment)
    try await store.write { transaction in
      try transaction.apply(
        Decision(effects: effects), in: transaction.hostedService(main), now: now,
        projections: projections, Acquaintances(policy: ServicePolicy(domains: [], admins: [])))
    }
  }
}

extension Entry {
  static func of(
    _ title: String, html: String = "<p>Text.</p>", author: String = "Juliet",
    uri: String? = "xmpp:juliet@example.org", tags: [String] = [],
    enclosures: [Enclosure] = [], language: String? = "en", minutesToEdit: Int64 = 0,
    links: [LinkCard] = []
  ) -> Entry {
    let cleaned = Sanitizer.clean(html: html)
    let updated = TestSite.start.milliseconds + minutesToEdit * 60_000
    return Entry(
      atomID: nil, title: title, html: cleaned.html, text: cleaned.text,
      author: Author(name: author, uri: uri, disagrees: false), published: TestSite.start,
      updated: Timestamp(milliseconds: updated), language: language, tags: tags,
      enclosures: enclosures, links: links)
  }
}
