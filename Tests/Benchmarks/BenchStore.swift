import Logging
import PubSub
import Social
import Store
import XML
import XMPP

/// A store alone, filled as a service would fill it.
struct BenchStore: Sendable {
  static var open: NodeConfiguration {
    var configuration = NodeConfiguration()
    configuration.publishModel = .open
    return configuration
  }

  let store: Store
  let service: ServiceID
  let known = Acquaintances(policy: ServicePolicy(domains: [], admins: []))

  init(_ path: String) async throws {
    store = try Store(
      path: path, logger: Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() })
    let jid = try BareJID(Bench.domain)
    service = try await store.write { try $0.hostedService(jid) }
  }

  func create(_ nodes: [NodeID]) async throws {
    let (service, known) = (service, known)
    let owner = try BareJID("admin@example.org")
    try await store.write {
      try $0.apply(
        Decision(effects: nodes.map { .create($0, Self.open, owner: owner) }), in: service,
        now: .now, known)
    }
  }

  /// Publishes items of different names, in one transaction.
  func publish(_ items: [(node: NodeID, id: String, publisher: String, entry: String)]) async throws
  {
    var effects: [Effect] = []
    var projections: [ItemID: Projection] = [:]
    for item in items {
      let payload = try Element(parsing: Array(item.entry.utf8))
      let stored = PublishedItem(
        id: try ItemID(item.id), publisher: try BareJID(item.publisher),
        payload: payload.canonical)
      projections[stored.id] = Projection(
        of: payload, itemID: item.id, publisher: stored.publisher, received: .now)
      effects.append(.store(item.node, stored))
    }
    let (decision, understood) = (Decision(effects: effects), projections)
    let (service, known) = (service, known)
    try await store.write {
      try $0.apply(decision, in: service, now: .now, projections: understood, known)
    }
  }
}
