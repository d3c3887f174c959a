package import Logging
package import PubSub
import ServiceLifecycle
package import Store
import XML
package import XMPP

/// Work on a component's subscriptions that time brings: leases that end, digests that are due, subscriptions whose
/// holders may not read any more or whose presence is needed since now.
package struct SubscriptionKeeper: Service {
  /// So many subscriptions are seen to in a transaction, and so many digests sent.
  private static let atOnce = 100
  private static let digestsAtOnce = 20

  private let port: StanzaPort
  private let service: ServiceID
  private let store: Store
  private let policy: ServicePolicy
  private let people: People
  private let interval: Duration
  private let errors: QuietLog
  private let setbacks = Setbacks()

  /// - Parameter interval: how long to rest when nothing is left to do.
  package init(
    port: StanzaPort, service: ServiceID, store: Store, policy: ServicePolicy, people: People,
    interval: Duration = .seconds(1), logger: Logger
  ) {
    self.port = port
    self.service = service
    self.store = store
    self.policy = policy
    self.people = people
    self.interval = interval
    errors = QuietLog(logger)
  }

  package func run() async throws {
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        do { try await catchUp() } catch { return }
        try? await Task.sleep(for: interval)
      }
    }
  }

  /// Does all that is due. What fails is tried again later, and nothing else waits for it; nor for rosters that are
  /// needed somewhere.
  ///
  /// Throws `CancellationError` alone.
  func catchUp(now: Timestamp = .now) async throws {
    for round in 0...RosterBook.maximumRounds {
      let isLast = round == RosterBook.maximumRounds
      var needed: Set<BareJID> = []
      for work in [leases, reviewAll, sendDigests, removeItems] {
        needed.formUnion(try await attempt { try await work(now, isLast) })
      }
      guard !needed.isEmpty, !isLast else { return }
      await people.rosters.refresh(needed)
    }
  }

  /// - Returns: whose rosters are needed.
  private func attempt(_ body: () async throws -> Set<BareJID>) async throws -> Set<BareJID> {
    do {
      return try await body()
    } catch let error as CancellationError {
      throw error
    } catch {
      report(error)
      return []
    }
  }

  /// Works on one node; what fails there leaves the others alone.
  ///
  /// - Parameter isLast: rosters were asked for often enough.
  /// - Returns: whose rosters are needed first.
  private func attempt(_ node: Int64, isLast: Bool, _ body: () async throws -> Void) async throws
    -> Set<BareJID>
  {
    do {
      try await body()
      setbacks.succeeded(node)
    } catch let error as CancellationError {
      throw error
    } catch let needed as RosterBook.Needed where !isLast {
      return needed.owners
    } catch {
      setbacks.failed(node)
      report(error)
    }
    return []
  }

  private func report(_ error: any Error) {
    errors.error("The upkeep of subscriptions fails: \(error.reason)")
  }
}

// MARK: - Leases

extension SubscriptionKeeper {
  private func leases(_ now: Timestamp, _ isLast: Bool) async throws -> Set<BareJID> {
    while try await endLeases(now) { try Task.checkCancellation() }
    while try await announceLeases(now) { try Task.checkCancellation() }
    return []
  }

  private func endLeases(_ now: Timestamp) async throws -> Bool {
    let (service, known) = (service, people.known(policy))
    guard try await hasLeases(endingBefore: now, unannounced: false) else { return false }
    return try await store.write { tx in
      let ended = try tx.snapshot.leases(
        endingBefore: now, unannounced: false, in: service, limit: Self.atOnce)
      for one in ended {
        let decision = Upkeep.end(one.subscription, one.node.facts)
        try tx.apply(decision, in: service, now: now, known)
      }
      return ended.count == Self.atOnce
    }
  }

  private func announceLeases(_ now: Timestamp) async throws -> Bool {
    let (service, known) = (service, people.known(policy))
    let soon = Timestamp(milliseconds: now.milliseconds + Transaction.leaseNotice)
    guard try await hasLeases(endingBefore: soon, unannounced: true) else { return false }
    return try await store.write { tx in
      let ending = try tx.snapshot.leases(
        endingBefore: soon, unannounced: true, in: service, limit: Self.atOnce)
      for one in ending {
        let decision = Upkeep.notice(one.subscription, one.node.facts)
        try tx.apply(decision, in: service, now: now, known)
        try tx.noticed(one)
      }
      return ending.count == Self.atOnce
    }
  }

  private func hasLeases(endingBefore moment: Timestamp, unannounced: Bool) async throws -> Bool {
    try await store.read { [service] in
      try !$0.leases(
        endingBefore: moment, unannounced: unannounced, in: service, limit: 1
      ).isEmpty
    }
  }
}

// MARK: - Reviews

extension SubscriptionKeeper {
  private func reviewAll(_ now: Timestamp, _ isLast: Bool) async throws -> Set<BareJID> {
    let service = service
    var needed: Set<BareJID> = []
    var left = setbacks.waiting()
    while let node = try await store.read({ [left] in
      try $0.nodeToReview(in: service, besides: left)
    }) {
      try Task.checkCancellation()
      left.insert(node)
      needed.formUnion(
        try await attempt(node, isLast: isLast) {
          while try await review(node, now) { try Task.checkCancellation() }
        })
    }
    return needed
  }

  /// Looks through a portion of the subscriptions of a node whose access has changed, or that needs presence since now;
  /// true if there may be more.
  private func review(_ node: Int64, _ now: Timestamp) async throws -> Bool {
    let service = service
    // Nobody loses a subscription because a roster cannot be had: who may not read is not told anything anyway.
    let known = people.known(policy, .refuse)
    let (requests, isDone) = try await store.write { tx -> ([Element], Bool) in
      guard let review = try tx.snapshot.review(of: node, in: service, limit: Self.atOnce) else {
        return ([], true)
      }
      var requests: [Element] = []
      for one in review.page {
        try settle(one, tx, known, now)
        guard review.node.facts.configuration.needsPresence else { continue }
        let request = try people.presenceRequest(
          to: one.subscription.jid.bare, from: port.jid, service, tx)
        if let request { requests.append(request) }
      }
      try tx.reviewed(review.node, last: review.isLast ? nil : review.page.last?.number)
      return (requests, review.isLast)
    }
    for request in requests { port.post(request) }
    return !isDone
  }

  private func settle(
    _ one: NodeSubscription, _ tx: Transaction, _ known: Acquaintances, _ now: Timestamp
  ) throws {
    do {
      let subscriber = try tx.snapshot.actor(one.subscription.jid.bare, of: one.node, known)
      let decision = Upkeep.review(one.subscription, one.node.facts, subscriber)
      try tx.apply(decision, in: service, now: now, known)
    } catch is RosterBook.Unsure {
      return
    }
  }
}

// MARK: - Removals

extension SubscriptionKeeper {
  /// All that some accounts have published somewhere goes, in portions.
  private func removeItems(_ now: Timestamp, _ isLast: Bool) async throws -> Set<BareJID> {
    let service = service
    let waiting = setbacks.waiting()
    let removals = try await store.read { try $0.removals(in: service, limit: Self.atOnce) }
    for removal in removals where !waiting.contains(removal.node) {
      _ = try await attempt(removal.node, isLast: true) {
        while try await remove(removal, now) { try Task.checkCancellation() }
      }
    }
    return []
  }

  /// Removes a portion; false when nothing is left.
  private func remove(_ removal: Removal, _ now: Timestamp) async throws -> Bool {
    let (service, known) = (service, people.known(policy))
    return try await store.write { tx in
      guard let (node, items) = try tx.snapshot.items(of: removal, limit: RemoveAll.portion),
        !items.isEmpty
      else {
        try tx.finish(removal, in: service)
        return false
      }
      let decision = RemoveAll.decide(items, from: node.facts)
      try tx.apply(decision, in: service, now: now, known)
      return true
    }
  }
}

// MARK: - Digests

extension SubscriptionKeeper {
  /// Sends what is due as long as it can be delivered; nodes take turns.
  private func sendDigests(_ now: Timestamp, _ isLast: Bool) async throws -> Set<BareJID> {
    var needed: Set<BareJID> = []
    var left = setbacks.waiting()
    while true {
      let nodes = try await nodesWithDigests(now, besides: left)
      if nodes.isEmpty { return needed }
      for node in nodes {
        try Task.checkCancellation()
        let service = service
        let hasRoom = try await store.read {
          try $0.hasRoomForDigests(in: service, limit: Digests.maximumWaiting)
        }
        guard hasRoom else { return needed }
        var isFurther = false
        let owners = try await attempt(node, isLast: isLast) {
          isFurther = try await sendDigests(of: node, now, isLast)
        }
        needed.formUnion(owners)
        // The others do not wait for this one.
        if !isFurther { left.insert(node) }
      }
    }
  }

  private func nodesWithDigests(_ now: Timestamp, besides left: Set<Int64>) async throws -> [Int64]
  {
    let service = service
    return try await store.read {
      try $0.gatheringNodes(in: service, now: now, limit: left.count + Self.digestsAtOnce)
    }.filter { !left.contains($0) }
  }

  /// Sends some digests of a node's subscribers, which are looked for without holding up those who write; false if
  /// nothing was left to do.
  private func sendDigests(of node: Int64, _ now: Timestamp, _ isLast: Bool) async throws -> Bool {
    let service = service
    // More rosters than are kept at a time: what is known of them has to do.
    let known = people.known(policy, isLast ? .deny : .hold)
    let due = try await store.read { snapshot in
      var budget = DigestBudget(bytes: Digests.bytes)
      return try snapshot.dueDigests(node, now: now, limit: Self.digestsAtOnce, &budget, known)
    }
    return try await store.write { tx in
      for digest in due { try tx.send(digest, in: service, now: now, known) }
      return try tx.settleDigests(of: node, now: now, limit: 10 * Self.atOnce) || !due.isEmpty
    }
  }
}
