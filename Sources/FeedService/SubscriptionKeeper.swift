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
  private let logger: Logger

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
    self.logger = logger
  }

  package func run() async throws {
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        do {
          try await catchUp()
        } catch is CancellationError {
          return
        } catch {
          let reason = (error as? StoreError)?.description ?? "\(type(of: error))"
          logger.error("The upkeep of subscriptions fails: \(reason)")
        }
        try? await Task.sleep(for: interval)
      }
    }
  }

  /// Does all that is due.
  func catchUp(now: Timestamp = .now) async throws {
    while try await endLeases(now) { try Task.checkCancellation() }
    while try await announceLeases(now) { try Task.checkCancellation() }
    while try await people.rosters.asking({ try await review(now) }) {
      try Task.checkCancellation()
    }
    try await sendDigests(now)
  }
}

// MARK: - Leases

extension SubscriptionKeeper {
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
  /// Looks through a portion of the subscriptions of a node whose access has changed, or that needs presence since now;
  /// true if there may be more.
  private func review(_ now: Timestamp) async throws -> Bool {
    let service = service
    guard try await store.read({ try $0.review(in: service, limit: 1) != nil }) else {
      return false
    }
    // Nobody loses a subscription because a roster cannot be had: who may not read is not told anything anyway.
    let known = people.known(policy, .refuse)
    let requests = try await store.write { tx -> [Element]? in
      guard let review = try tx.snapshot.review(in: service, limit: Self.atOnce) else {
        return nil
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
      return requests
    }
    for request in requests ?? [] { port.post(request) }
    return requests != nil
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

// MARK: - Digests

extension SubscriptionKeeper {
  private func sendDigests(_ now: Timestamp) async throws {
    let service = service
    var last: Int64 = 0
    while let node = try await store.read({ [last] in
      try $0.gatheringNode(after: last, in: service, now: now)
    }) {
      while try await people.rosters.asking({ try await sendDigests(of: node, now) }) {
        try Task.checkCancellation()
      }
      last = node
    }
  }

  /// Sends some digests of a node's subscribers; true if there may be more.
  private func sendDigests(of node: Int64, _ now: Timestamp) async throws -> Bool {
    let (service, known) = (service, people.known(policy))
    return try await store.write { tx in
      let due = try tx.snapshot.dueDigests(
        node, now: now, limit: Self.digestsAtOnce, bytes: Digests.bytes, known)
      for digest in due { try tx.send(digest, in: service, now: now, known) }
      try tx.pruneGathered(node, limit: 10 * Self.atOnce)
      return due.count == Self.digestsAtOnce
    }
  }
}
