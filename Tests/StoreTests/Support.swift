import Foundation
import GRDB
import Logging
import PubSub
import Social
import Synchronization
import TestSupport
import Testing
import XML
import XMPP

@testable import Store

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

  /// What is known of people: the policy, and nothing of anybody's presence or roster.
  var known: Acquaintances { Acquaintances(policy: policy) }

  func apply(
    _ effects: [Effect], _ events: [Event] = [], projections: [ItemID: Projection] = [:],
    at time: Int64 = 1_000, _ known: Acquaintances? = nil
  ) async throws {
    let (service, known) = (service, known ?? self.known)
    try await store.write {
      try $0.apply(
        Decision(effects: effects, events: events), in: service,
        now: Timestamp(milliseconds: time), projections: projections, known)
    }
  }

  func create(
    _ name: String, at time: Int64 = 1_000, _ change: (inout NodeConfiguration) -> Void = { _ in }
  ) async throws {
    var configuration = NodeConfiguration()
    change(&configuration)
    try await apply([.create(NodeID(name), configuration, owner: romeo)], at: time)
  }

  /// Changes what a node is configured as.
  func configure(
    _ name: String, at time: Int64 = 1_000, _ change: (inout NodeConfiguration) -> Void
  ) async throws {
    var configuration = try #require(try await record(name)).facts.configuration
    change(&configuration)
    try await apply([.configure(NodeID(name), configuration)], at: time)
  }

  func publish(
    _ item: String, in node: String, title: String = "Title", by jid: BareJID? = nil,
    at time: Int64 = 1_000, events: [Event] = []
  ) async throws {
    let post = try Post(item, title: title, by: jid ?? romeo, at: time)
    try await apply(
      [.store(try NodeID(node), post.item)], events, projections: post.projections, at: time)
  }

  func subscribe(
    _ jid: String, to node: String, _ id: String = "1", state: Subscription.State = .subscribed,
    at time: Int64 = 1_000, _ change: (inout SubscriptionOptions) -> Void = { _ in }
  ) async throws {
    let facts = try subscription(jid, id, state: state, change)
    try await apply([.subscribe(NodeID(node), facts)], at: time)
  }

  func unsubscribe(_ jid: String, from node: String, _ id: String = "1") async throws {
    try await apply([.unsubscribe(NodeID(node), subscription(jid, id))])
  }

  func record(_ name: String) async throws -> NodeRecord? {
    let service = service
    return try await store.read { try $0.node(NodeID(stored: name), in: service) }
  }

  /// Reads something of a node, which is there.
  func read<T: Sendable>(
    _ name: String, _ body: @escaping @Sendable (Snapshot, NodeRecord) throws -> T
  ) async throws -> T {
    let service = service
    return try await store.read { snapshot in
      try body(snapshot, try #require(try snapshot.node(NodeID(stored: name), in: service)))
    }
  }

  /// The names of a node's items, the last published first.
  func items(_ name: String) async throws -> [String] {
    let service = service
    return try await store.read { snapshot in
      guard let node = try snapshot.node(NodeID(stored: name), in: service) else { return [] }
      return try snapshot.items(of: node, .newestFirst, limit: 10_000, bytes: .max)
        .page.map(\.id.name)
    }
  }

  /// Sweeps until nothing is left to remove; says how often that was.
  @discardableResult
  func sweep(at time: Int64 = 1_000) async throws -> Int {
    var portions = 0
    while try await Sweeper(store).sweep(now: Timestamp(milliseconds: time)) {
      portions += 1
      try #require(portions < 10_000)
    }
    return portions
  }

  func number(_ sql: String, _ arguments: StatementArguments = StatementArguments()) async throws
    -> Int64?
  {
    try await store.read { try Int64.fetchOne($0.db, sql: sql, arguments: arguments) }
  }

  func texts(_ sql: String) async throws -> [String] {
    try await store.read { try String.fetchAll($0.db, sql: sql) }
  }
}

/// A subscription as it is made; its id need only differ from others of its address.
func subscription(
  _ jid: String, _ id: String = "1", state: Subscription.State = .subscribed,
  _ change: (inout SubscriptionOptions) -> Void = { _ in }
) throws -> SubscriptionFacts {
  var options = SubscriptionOptions()
  change(&options)
  return SubscriptionFacts(
    jid: try JID(jid), id: SubscriptionID(id), state: state, options: options)
}

/// A post as it is published.
struct Post: Sendable {
  let item: PublishedItem
  let projection: Projection

  var projections: [ItemID: Projection] { [item.id: projection] }

  init(
    _ id: String, title: String, body: String = "", more: String = "", by publisher: BareJID,
    at time: Int64 = 1_000
  ) throws {
    let text = """
      <entry xmlns='\(Namespace.atom)'><title>\(title)</title><content>\(body)</content>\(more)</entry>
      """
    let payload = try Element(parsing: Array(text.utf8))
    item = PublishedItem(
      id: try ItemID(id), publisher: publisher, payload: payload.canonical)
    projection = Projection(
      of: payload, itemID: id, publisher: publisher, received: Timestamp(milliseconds: time))
    try #require(projection.isPost)
  }
}

extension ThreadGate {
  /// Makes the store's writer wait, and returns when it does.
  func close(_ store: Store) {
    store.submit({ _ in #expect(self.hold()) }, completion: { _ in })
    #expect(isReached())
  }
}

/// Collects what completions say.
final class Log<Value: Sendable>: Sendable {
  private let values = Mutex<[Value]>([])
  func add(_ value: Value) { values.withLock { $0.append(value) } }
  var all: [Value] { values.withLock { $0 } }
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

extension Snapshot {
  /// What an account has, and all accounts of its domain together.
  func account(_ jid: BareJID) throws -> Account {
    Account(own: try usage(of: jid.description), domain: try usage(of: jid.domain))
  }
}
