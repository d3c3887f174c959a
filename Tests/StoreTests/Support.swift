import Foundation
import GRDB
import Logging
import PubSub
import Social
import Synchronization
import Testing
import XML
import XMPP

@testable import Store

/// A fresh folder, removed with the last reference to it.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "martlet-store-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    path = folder.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  var database: String { path + "/martlet.sqlite" }
}

let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

/// A store in a folder of its own, with a service and people.
struct Fixture: Sendable {
  let folder: TemporaryFolder
  let store: Store
  let jid: BareJID
  let service: ServiceID
  let romeo: BareJID
  let juliet: BareJID
  let policy: ServicePolicy

  init(_ folder: TemporaryFolder? = nil, limits: StoreLimits = StoreLimits()) async throws {
    self.folder = try folder ?? TemporaryFolder()
    store = try Store(path: self.folder.database, limits: limits, logger: silent)
    let jid = try BareJID("social.verona.lit")
    self.jid = jid
    service = try await store.write { try $0.hostedService(jid) }
    romeo = try BareJID("romeo@verona.lit")
    juliet = try BareJID("juliet@verona.lit")
    policy = ServicePolicy(domains: ["verona.lit"], admins: [try BareJID("escalus@verona.lit")])
  }

  @discardableResult
  func apply(
    _ effects: [Effect], _ events: [Event] = [], entry: Entry? = nil, at time: Int64 = 1_000
  ) async throws -> Int64 {
    let service = service
    return try await store.write {
      try $0.apply(
        Decision(effects: effects, events: events), in: service,
        now: Timestamp(milliseconds: time), entry: entry)
      return $0.nextSequence()
    }
  }

  func create(_ name: String, _ change: (inout NodeConfiguration) -> Void = { _ in }) async throws {
    var configuration = NodeConfiguration()
    change(&configuration)
    try await apply([.create(NodeID(name), configuration, owner: romeo)])
  }

  func publish(
    _ item: String, in node: String, title: String = "Title", by jid: BareJID? = nil,
    at time: Int64 = 1_000, events: [Event] = []
  ) async throws {
    let post = try Post(item, title: title, by: jid ?? romeo, at: time)
    try await apply(
      [.store(try NodeID(node), post.item)], events, entry: post.entry, at: time)
  }

  func record(_ name: String) async throws -> NodeRecord? {
    let service = service
    return try await store.read { try $0.node(NodeID(stored: name), in: service) }
  }

  /// The names of a node's items, the last published first.
  func items(_ name: String) async throws -> [String] {
    let service = service
    return try await store.read { snapshot in
      guard let node = try snapshot.node(NodeID(stored: name), in: service) else { return [] }
      return try snapshot.items(
        of: node, .newestFirst, beyond: nil, limit: 10_000, bytes: .max
      ).map(\.id.name)
    }
  }

  func number(_ sql: String, _ arguments: StatementArguments = StatementArguments()) async throws
    -> Int64?
  {
    try await store.read { try Int64.fetchOne($0.db, sql: sql, arguments: arguments) }
  }

  /// What must hold at any time.
  func checkInvariants(_ comment: Comment? = nil) async throws {
    let wrong = try await store.read { snapshot in
      try String.fetchAll(
        snapshot.db,
        sql: """
          SELECT name FROM node WHERE deleted IS NULL AND (
            items <> (SELECT count(*) FROM item WHERE item.node = node.id)
            OR posts <> (SELECT count(*) FROM entry WHERE entry.node = node.id)
            OR subscribers <> (SELECT count(*) FROM subscription WHERE subscription.node = node.id))
          """)
    }
    #expect(wrong == [], comment)
    #expect(
      try await number(
        """
        SELECT count(*) FROM item, counter WHERE item.sequence > counter.sequence
        """) == 0, comment)
    #expect(
      try await number(
        "SELECT count(*) FROM entry JOIN item ON item.id = entry.item "
          + "WHERE entry.sequence <> item.sequence OR entry.node <> item.node") == 0, comment)
    try await store.write { tx in
      let violations = try Row.fetchAll(tx.db, sql: "PRAGMA foreign_key_check")
      #expect(violations.isEmpty, comment)
      try tx.db.execute(sql: "INSERT INTO search (search, rank) VALUES ('integrity-check', 1)")
    }
  }
}

/// A post as it is published.
struct Post: Sendable {
  let item: PublishedItem
  let entry: Entry

  init(
    _ id: String, title: String, body: String = "", by publisher: BareJID, at time: Int64 = 1_000
  ) throws {
    let text =
      "<entry xmlns='\(Namespace.atom)'><title>\(title)</title><content>\(body)</content></entry>"
    let payload = try Element(parsing: Array(text.utf8))
    item = PublishedItem(
      id: try ItemID(id), publisher: publisher, payload: payload.canonical)
    entry = try #require(
      Entry(
        payload: payload, itemID: id, publisher: publisher,
        received: Timestamp(milliseconds: time)))
  }
}

/// Holds the writer's thread until it is opened, for ten seconds at most.
final class Gate: Sendable {
  private let entered = DispatchSemaphore(value: 0)
  private let opened = DispatchSemaphore(value: 0)

  /// Called on the writer's thread.
  func hold() {
    entered.signal()
    #expect(opened.wait(timeout: .now() + 10) == .success)
  }

  func open() { opened.signal() }

  /// Makes the store's writer wait, and returns when it does.
  func close(_ store: Store) {
    store.submit({ _ in self.hold() }, completion: { _ in })
    #expect(entered.wait(timeout: .now() + 10) == .success)
  }
}

/// Collects what completions say.
final class Log<Value: Sendable>: Sendable {
  private let values = Mutex<[Value]>([])
  func add(_ value: Value) { values.withLock { $0.append(value) } }
  var all: [Value] { values.withLock { $0 } }
}

/// Chance that can be repeated: SplitMix64.
struct Dice: RandomNumberGenerator {
  private var state: UInt64
  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// The error of a store, or nil.
func storeError<T>(_ body: () async throws -> T) async -> StoreError? {
  do {
    _ = try await body()
    return nil
  } catch {
    return error as? StoreError ?? .internalFailure("another error: \(error)")
  }
}
