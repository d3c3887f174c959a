package import Logging
package import PubSub
import ServiceLifecycle
package import Store
import XML
package import XMPP

/// Delivers what a service has announced: each row of the outbox becomes a message for everyone who is
/// to be told, in the order of the events of each node.
///
/// An event leaves the outbox only when the server is known to have taken its messages: a request that
/// was sent behind them has come back. After a restart or a reconnect, delivery goes on from there, so
/// that nothing is lost; what had been sent and not confirmed is sent again (at least once).
package struct FanOut: Service {
  private let port: StanzaPort
  private let service: ServiceID
  private let store: Store
  private let policy: ServicePolicy
  private let people: People
  private let options: FanOutOptions
  private let logger: Logger
  private let log = DeliveryLog()

  package init(
    port: StanzaPort, service: ServiceID, store: Store, policy: ServicePolicy, people: People,
    options: FanOutOptions = FanOutOptions(), logger: Logger
  ) {
    self.port = port
    self.service = service
    self.store = store
    self.policy = policy
    self.people = people
    self.options = options
    self.logger = logger
  }

  package func run() async throws {
    while !Task.isCancelled, !Task.isShuttingDownGracefully {
      do {
        let session = try await cancelWhenGracefulShutdown { try await port.session() }
        log.dropSent()
        try await deliver(on: session)
      } catch is CancellationError {
        return
      } catch StanzaPortError.disconnected {
        logger.debug("Delivery pauses until the next connection")
      } catch {
        // The session may still be there: going on at once would be a busy loop.
        logger.error("Delivery fails: \(reason(error))")
        try? await Task.sleep(for: options.pauseAfterFailure)
      }
    }
  }

  /// Delivers for as long as the session lasts, or until a shutdown: what was sent by then is still
  /// confirmed.
  private func deliver(on session: StanzaPort.Session) async throws {
    let news = store.announcements(for: service)
    let (progress, told) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
    // What was confirmed on a session that ended before the store took note of it.
    if !log.unnoted.isEmpty { told.yield() }
    try await withThrowingTaskGroup { group in
      group.addTask { try await confirm(progress, on: session) }
      group.addTask {
        defer { told.finish() }
        try await send(on: session, news) { told.yield() }
      }
      // The first to fail ends both.
      defer { group.cancelAll() }
      try await group.next()
      try await group.next()
    }
  }

  private func reason(_ error: any Error) -> String {
    (error as? StoreError)?.description ?? (error as? StanzaPortError).map { "\($0)" }
      ?? "\(type(of: error))"
  }
}

// MARK: - Sending

extension FanOut {
  private func send(
    on session: StanzaPort.Session, _ news: AsyncStream<Void>, _ told: () -> Void
  ) async throws {
    var arrivals = news.cancelOnGracefulShutdown().makeAsyncIterator()
    var queue = DeliveryQueue()
    var begun: [Int64: Progress] = [:]
    repeat {
      try await fill(&queue)
      while queue.count > 0, !Task.isShuttingDownGracefully {
        let turns = queue.takeTurns(options.eventsPerTurn)
        var delivered: [Int64: Int] = [:]
        for portion in try await read(turns, begun) {
          try await send(portion, on: session)
          begun[portion.node] = portion.next
          if portion.next == nil { delivered[portion.node, default: 0] += 1 }
          told()
        }
        for turn in turns { queue.finish(turn.node, delivered[turn.node] ?? 0) }
        try await fill(&queue)
      }
    } while await arrivals.next() != nil
    try Task.checkCancellation()
  }

  /// Reads which events wait, as far as there is room.
  private func fill(_ queue: inout DeliveryQueue) async throws {
    while !queue.isFull {
      let last = queue.last
      let found = try await store.read {
        try $0.waiting(for: service, after: last, limit: options.eventsAtOnce).map {
          Waiting(event: $0.id, node: $0.node)
        }
      }
      for one in found {
        if log.isConfirmed(one.event) {
          queue.skip(one.event)
        } else {
          queue.add(one.event, of: one.node)
        }
      }
      guard found.count == options.eventsAtOnce else { return }
    }
  }

  private struct Waiting: Sendable {
    let event: Int64
    let node: Int64
  }

  /// How far an event has come that not all are told of.
  private enum Progress: Sendable {
    case subscribers(after: Int64)
    /// Those who are left of the ones who asked for it by their presence, and how many were told before them.
    case watchers(ArraySlice<JID>, told: Int)
  }

  /// The next recipients of an event.
  private struct Portion: Sendable {
    let node: Int64
    let id: Int64
    /// Nil if there is nothing to deliver.
    var letter: Letter?
    var page: [Recipient] = []
    /// Nil if there are no more.
    var next: Progress?
    /// Of the event.
    var bytes = 0
  }

  /// Reads a portion of each event whose turn it is. Of a node's events the later ones wait until the earlier
  /// ones are delivered to all.
  private func read(_ turns: [DeliveryQueue.Turn], _ begun: [Int64: Progress]) async throws
    -> [Portion]
  {
    let known = people.known(policy)
    return try await people.rosters.asking {
      try await store.read { snapshot in
        var portions: [Portion] = []
        var needed: Set<BareJID> = []
        var bytes = 0
        for turn in turns {
          do {
            try read(turn, begun[turn.node], &portions, &bytes, known, snapshot)
          } catch let more as RosterBook.Needed {
            // What the other nodes need is asked for at the same time.
            needed.formUnion(more.owners)
          }
        }
        guard needed.isEmpty else { throw RosterBook.Needed(owners: needed) }
        return portions
      }
    }
  }

  private func read(
    _ turn: DeliveryQueue.Turn, _ progress: Progress?, _ portions: inout [Portion],
    _ bytes: inout Int, _ known: Acquaintances, _ snapshot: Snapshot
  ) throws {
    // Each node has its turn, whatever the others need.
    for (index, id) in turn.events.enumerated() where index == 0 || bytes < options.bytesPerTurn {
      let portion = try portion(id, turn.node, index == 0 ? progress : nil, known, snapshot)
      portions.append(portion)
      bytes += portion.bytes
      guard portion.next == nil else { return }
    }
  }

  /// - Parameter progress: nil for an event that was not begun on this session.
  private func portion(
    _ id: Int64, _ node: Int64, _ progress: Progress?, _ known: Acquaintances, _ snapshot: Snapshot
  ) throws -> Portion {
    var portion = Portion(node: node, id: id)
    guard let event = try snapshot.event(id) else { return portion }
    portion.letter = Letter(event, from: port.jid, limit: options.messageBytes)
    guard portion.letter != nil else {
      logger.error(
        "An event is too large for the server and is told to nobody", metadata: ["event": "\(id)"])
      return portion
    }
    portion.bytes = event.body.count
    let recipients = try Recipients(of: event, known, snapshot, now: .now)
    let start = max(event.cursor, log.cursor(id) ?? 0)
    switch progress ?? .subscribers(after: start) {
    case .subscribers(let cursor):
      let (page, next) = try recipients.page(after: cursor, limit: options.recipientsAtOnce)
      portion.page = page
      portion.next = next.map { .subscribers(after: $0) } ?? watchers(of: event)
    case .watchers(let left, let told):
      let jids = Array(left.prefix(options.recipientsAtOnce))
      portion.page = try recipients.watchers(jids, from: told)
      let rest = left.dropFirst(jids.count)
      portion.next = rest.isEmpty ? nil : .watchers(rest, told: told + jids.count)
    }
    return portion
  }

  private func watchers(of event: OutboxEvent) -> Progress? {
    let watchers = event.isForPresence ? people.presence.watchers(event.nodeID) : []
    return watchers.isEmpty ? nil : .watchers(Array(watchers)[...], told: 0)
  }

  private func send(_ portion: Portion, on session: StanzaPort.Session) async throws {
    var rest = portion.page[...]
    while let letter = portion.letter, !rest.isEmpty {
      try await session.notify(letter.chunk(&rest, bytes: options.chunkBytes))
    }
    switch portion.next {
    case nil: log.finished(portion.id)
    case .subscribers(let cursor): log.reached(cursor, in: portion.id)
    // Whoever watches now may be others after a restart.
    case .watchers: break
    }
  }
}

// MARK: - Confirming

extension FanOut {
  /// Lets go of events once a request behind them has come back from the server.
  private func confirm(_ progress: AsyncStream<Void>, on session: StanzaPort.Session) async throws {
    for await _ in progress {
      let sent = log.takeSent()
      if !sent.isEmpty {
        try await awaitServer(session)
        log.confirm(sent)
      }
      try await acknowledge(log.unnoted)
      // Each of these is a commit of its own when nothing else is written.
      try await Task.sleep(for: options.confirmationInterval)
    }
  }

  /// Returns when the server has taken all that was sent. A slow one is asked again: what was sent on
  /// a session that lasts is under way and not sent again.
  private func awaitServer(_ session: StanzaPort.Session) async throws {
    while try await !session.hasTakenAll(from: port.jid, within: options.confirmationDeadline) {
      guard !Task.isShuttingDownGracefully else { throw StanzaPortError.timedOut }
      logger.warning("The server is slow to take notifications")
      try await Task.sleep(for: options.pauseAfterFailure)
    }
  }

  /// Until the store can take note, nothing is sent again because of that.
  private func acknowledge(_ entries: DeliveryLog.Entries) async throws {
    guard !entries.isEmpty else { return }
    while true {
      do {
        try await store.write {
          try $0.acknowledge(done: entries.done, partial: entries.partial)
        }
        return log.forget(entries)
      } catch let error as StoreError {
        guard !Task.isShuttingDownGracefully else { throw error }
        logger.error("The store cannot take note of deliveries: \(error)")
        try await Task.sleep(for: options.pauseAfterFailure)
      }
    }
  }
}
