import PubSub
import ServiceLifecycle
import Store
import XMPP

/// How far an event has come that not all are told of.
private enum Progress: Sendable {
  case subscribers(after: Int64)
  /// Those who are left of the ones who asked for it by their presence, and how many were told before them.
  case watchers(ArraySlice<JID>, told: Int)
}

/// The next recipients of an event.
private struct Portion: Sendable {
  let id: Int64
  /// Nil if there is nothing to deliver.
  var letter: Letter?
  var page: [Recipient] = []
  /// Nil if there are no more.
  var next: Progress?
  /// Of the event.
  var bytes = 0
}

/// What a node's turn comes to.
private struct Outcome: Sendable {
  enum Trouble: Sendable {
    case rosters(Set<BareJID>)
    case failure(String)
  }

  var portions: [Portion] = []
  /// All of its events up to this one are done with the portions.
  var reached: Int64
  /// What keeps the node from going on.
  var trouble: Trouble?
}

/// Where the nodes are that wait or are under way.
private struct Round {
  var queue: DeliveryQueue
  /// Of nodes whose first event not all are told of.
  var begun: [Int64: Progress] = [:]
  /// How often rosters were asked for, since a node has come further.
  var asked: [Int64: Int] = [:]
}

// MARK: - Taking turns

extension FanOut {
  /// Sends what waits and what is announced. A node that rosters are needed for, or that something fails for, waits
  /// alone; the others go on.
  func send(
    on session: StanzaPort.Session, _ news: AsyncStream<Void>, _ told: () -> Void
  ) async throws {
    let bell = Bell()
    bell.ring()
    try await withThrowingDiscardingTaskGroup { group in
      group.addTask {
        for await _ in news.cancelOnGracefulShutdown() { bell.ring() }
        bell.stop()
      }
      defer { group.cancelAll() }
      let last = try await store.read { try $0.lastWaiting() }
      var round = Round(queue: DeliveryQueue(last: last))
      for await _ in bell.rings {
        while try await turn(&round, on: session, bell, &group, told) {}
      }
    }
    try Task.checkCancellation()
  }

  /// Sends a portion of the events whose turn it is; false when nothing is left but what has to wait.
  private func turn(
    _ round: inout Round, on session: StanzaPort.Session, _ bell: Bell,
    _ group: inout ThrowingDiscardingTaskGroup<any Error>, _ told: () -> Void
  ) async throws -> Bool {
    guard !Task.isShuttingDownGracefully else { return false }
    for node in bell.takeReleased() { round.queue.release(node) }
    let mayHaveMore = try await fill(&round.queue)
    let turns = round.queue.takeTurns(options.eventsPerTurn)
    let outcomes = turns.isEmpty ? [] : try await read(turns, round)
    for (turn, outcome) in zip(turns, outcomes) {
      for portion in outcome.portions {
        try await send(portion, on: session)
        round.begun[turn.node] = portion.next
        told()
      }
      finish(turn.node, outcome, &round, bell, &group)
    }
    return mayHaveMore || !turns.isEmpty
  }

  private func finish(
    _ node: Int64, _ outcome: Outcome, _ round: inout Round, _ bell: Bell,
    _ group: inout ThrowingDiscardingTaskGroup<any Error>
  ) {
    round.queue.finish(node, reached: outcome.reached, isHeld: outcome.trouble != nil)
    switch outcome.trouble {
    case nil:
      round.asked[node] = nil
      setbacks.succeeded(node)
    case .rosters(let owners):
      round.asked[node, default: 0] += 1
      let rosters = people.rosters
      group.addTask {
        await rosters.refresh(owners)
        bell.release(node)
      }
    case .failure(let reason):
      errors.error("The delivery of a node's events has to wait: \(reason)")
      let pause = setbacks.failed(node)
      group.addTask {
        try? await Task.sleep(for: pause)
        bell.release(node)
      }
    }
  }

  /// Reads which nodes have events that wait; false if there are no others, or no room for them.
  private func fill(_ queue: inout DeliveryQueue) async throws -> Bool {
    guard !queue.isFull else { return false }
    let (service, limit) = (service, options.eventsAtOnce)
    if let node = queue.found {
      let start = queue.start
      let nodes = try await store.read {
        try $0.nodesWaiting(in: service, after: node, upTo: start, limit: limit)
      }
      for one in nodes { queue.add(node: one.node, last: one.last) }
      if nodes.count < limit { queue.foundAll() }
      return true
    }
    let last = queue.last
    let found = try await store.read {
      try $0.waiting(for: service, after: last, limit: limit)
    }
    for one in found { queue.add(one.id, of: one.node) }
    return found.count == limit
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

// MARK: - Reading

extension FanOut {
  /// Reads a portion of each event whose turn it is. Of a node's events the later ones wait until the earlier
  /// ones are delivered to all.
  private func read(_ turns: [DeliveryQueue.Turn], _ round: Round) async throws -> [Outcome] {
    let known = people.known(policy, .hold)
    // More rosters than are kept at a time: what is known of them has to do.
    let knownAlready = people.known(policy, .deny)
    let (begun, asked) = (round.begun, round.asked)
    return try await store.read { snapshot in
      var bytes = 0
      return turns.map { turn in
        let isAsked = asked[turn.node, default: 0] >= RosterBook.maximumRounds
        return read(turn, begun[turn.node], &bytes, isAsked ? knownAlready : known, snapshot)
      }
    }
  }

  private func read(
    _ turn: DeliveryQueue.Turn, _ progress: Progress?, _ bytes: inout Int, _ known: Acquaintances,
    _ snapshot: Snapshot
  ) -> Outcome {
    var outcome = Outcome(reached: turn.after)
    do {
      let events = try snapshot.waiting(
        of: turn.node, after: turn.after, upTo: turn.last, limit: turn.count)
      for (index, id) in events.enumerated() where !log.isConfirmed(id) {
        // Each node has its turn, whatever the others need.
        guard outcome.portions.isEmpty || bytes < options.bytesPerTurn else { return outcome }
        let portion = try portion(id, index == 0 ? progress : nil, known, snapshot)
        outcome.portions.append(portion)
        bytes += portion.bytes
        guard portion.next == nil else { return outcome }
        outcome.reached = id
      }
      outcome.reached = events.count < turn.count ? turn.last : events.last ?? turn.last
    } catch {
      outcome.trouble = trouble(error)
    }
    return outcome
  }

  private func trouble(_ error: any Error) -> Outcome.Trouble {
    switch error {
    case let needed as RosterBook.Needed: .rosters(needed.owners)
    case is RosterBook.Unsure: .failure("a roster that says who may read cannot be had now")
    default: .failure(error.reason)
    }
  }

  /// - Parameter progress: nil for an event that was not begun on this session.
  private func portion(
    _ id: Int64, _ progress: Progress?, _ known: Acquaintances, _ snapshot: Snapshot
  ) throws -> Portion {
    var portion = Portion(id: id)
    guard let event = try snapshot.event(id) else { return portion }
    portion.letter = Letter(event, from: port.jid, limit: options.messageBytes)
    guard portion.letter != nil else {
      errors.error("An event is too large for the server and is told to nobody: \(id)")
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
}
