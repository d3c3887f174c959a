import PubSub
import Social
import Store
import XMPP

/// What is done about a service that is followed as a whole when its turn has come: its nodes are listed, and the open
/// ones that are new are followed. Those that are gone, or not open any more, say so themselves when they are visited.
struct NodeList: Sendable {
  let remote: RemoteService
  let store: Store
  let settings: FederationSettings
  let closed: ClosedNodes
  var follow: ServiceFollow
  private let wasDue: Timestamp
  private let turn: ContinuousClock.Instant
  /// What was seen of its names: a node may stand in several places, and a collection in itself.
  private var seen: Set<NodeID> = []

  /// So many names are read at a time, whoever lists more.
  static let maximumNames = 10_000
  /// So many are unfollowed in one transaction.
  static let unfollowedAtOnce = 100

  init(
    _ follow: ServiceFollow, _ remote: RemoteService, store: Store, _ settings: FederationSettings,
    closed: ClosedNodes
  ) {
    self.closed = closed
    (self.follow, self.remote, self.store, self.settings) = (follow, remote, store, settings)
    wasDue = follow.due
    turn = .now + settings.turn
  }

  /// Throws what the store throws, or `CancellationError`.
  mutating func run() async throws {
    do {
      let isUnfinished = try await isLetAlone() ? false : list()
      (follow.failures, follow.problem, follow.listed) = (0, nil, .now)
      let pause = settings.lookInterval * Double.random(in: 0.9...1)
      follow.due = isUnfinished ? .now : Timestamp.now.advanced(by: pause)
    } catch let failure as RemoteService.Failure {
      guard failure != .disconnected else { return }
      follow.failures += 1
      follow.problem = Source.Problem(failure)
      follow.due = Timestamp.now.advanced(by: settings.pause(afterFailures: follow.failures))
    }
    _ = try await store.write { [follow, wasDue] in try $0.update(follow, wasDue: wasDue) }
  }

  /// Whether nobody there wants to be found here, or we want nothing of it.
  private func isLetAlone() async throws -> Bool {
    if settings.blocked.hold(follow.service.domain) { return true }
    return try await store.read { [follow] in try $0.hasOptedOut(follow.service) }
  }

  /// True if it found nodes and ended only because others have their turn.
  private mutating func list() async throws -> Bool {
    let all = try await remote.nodes(below: nil, most: Self.maximumNames)
    let (nodes, service) = (all.names, follow.service)
    let listed = all.isWhole ? Set(nodes) : nil
    try await unfollow(store.read { try $0.lostNodes(of: service, besides: listed) })
    try await resume(Set(nodes).subtracting(closed.nodes(of: service)))
    let followed = try await store.read { Set(try $0.followedNodes(of: service)) }
    let known = followed.union(closed.nodes(of: service))
    // In no order: where a turn is too short for all, the next one gets to others.
    var waiting = fresh(nodes, besides: known).shuffled()
    var count = followed.count
    while count < settings.nodesPerService, let node = waiting.popLast() {
      try Task.checkCancellation()
      guard ContinuousClock.now < turn else { return count > followed.count }
      if try await store.read({ try $0.isOptedOut(node, of: service) }) { continue }
      switch try await kind(of: node) {
      case .open:
        guard try await begin(node) else { return false }
        count += 1
      case .collection: waiting += try await children(of: node, known)
      case .other: closed.note(node, of: service)
      }
    }
    return false
  }

  /// They make room for others, and are not begun again soon.
  private func unfollow(_ nodes: [NodeID]) async throws {
    var rest = nodes[...]
    while !rest.isEmpty {
      let some = rest.prefix(Self.unfollowedAtOnce)
      rest = rest.dropFirst(Self.unfollowedAtOnce)
      try await store.write { [follow] tx in
        for node in some {
          _ = try tx.unfollow(Follow(node, of: follow.service, .service), .now)
        }
      }
      for node in some { closed.note(node, of: follow.service) }
    }
  }

  /// Those that were deleted there, and made again.
  private func resume(_ nodes: Set<NodeID>) async throws {
    let ended = try await store.read { [follow] in try $0.endedNodes(of: follow.service) }
    for node in ended where nodes.contains(node) && ContinuousClock.now < turn {
      try Task.checkCancellation()
      guard try await kind(of: node) == .open else {
        closed.note(node, of: follow.service)
        continue
      }
      try await store.write { [follow] tx in
        guard let source = try tx.snapshot.source(node, of: follow.service),
          source.stage == .ended
        else { return }
        try tx.retry(source, for: .compare, .now)
      }
    }
  }

  private enum Kind { case open, collection, other }

  /// What counts is what its service says: a node of which nobody knows who may read it is not followed.
  private func kind(of node: NodeID) async throws -> Kind {
    let facts = try await answer { remote throws(RemoteService.Failure) in
      try await remote.metaData(node)
    }
    if facts?.kind == .collection { return .collection }
    return facts?.kind == .leaf && facts?.accessModel == .open ? .open : .other
  }

  private mutating func children(of node: NodeID, _ known: Set<NodeID>) async throws -> [NodeID] {
    let most = Self.maximumNames - seen.count
    guard most > 0 else { return [] }
    let list = try await answer { remote throws(RemoteService.Failure) in
      try await remote.nodes(below: node, most: most)
    }
    return fresh(list?.names ?? [], besides: known)
  }

  /// What a service keeps for other nodes is followed with these, or not at all.
  private mutating func fresh(_ nodes: [NodeID], besides known: Set<NodeID>) -> [NodeID] {
    nodes.filter { node in
      seen.insert(node).inserted && !known.contains(node) && !KeptName.isKept(node.name)
    }
  }

  /// Nil where the service says nothing of use of one node: it may of others.
  private func answer<Answer>(
    _ ask: (RemoteService) async throws(RemoteService.Failure) -> Answer
  ) async throws -> Answer? {
    do {
      return try await ask(remote)
    } catch {
      switch error {
      case .refused, .unusable, .tooLarge: return nil
      case .noAnswer, .cutOff, .disconnected: throw error
      }
    }
  }

  private func begin(_ node: NodeID) async throws -> Bool {
    try await store.write { [follow, settings] tx in
      try tx.follow(node, ofFollowed: follow.service, limit: settings.nodesPerService, .now)
    }
  }
}
