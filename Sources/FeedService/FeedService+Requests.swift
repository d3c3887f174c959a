import PubSub
import Store
import XMPP

// MARK: - Writes

extension FeedService {
  /// A write, whatever stanza has led to it.
  struct Job<Value: Sendable>: Sendable {
    let account: BareJID
    /// Whether somebody waits for what it comes to.
    var isAsked = true
    /// About how much memory it holds while it waits.
    var bytes = 0
    let body: @Sendable (Transaction) throws -> Value
    /// Told once what it has come to.
    let finish: @Sendable (Result<Value, any Error>) -> Void
  }

  func submit(_ job: Job<some Sendable>) throws(StanzaError) {
    let write = try admission.enterWrite(job.account, isAsked: job.isAsked, bytes: job.bytes)
    rosterQueue.begin(job.account) { self.run(job, write, round: 0) }
  }

  private func run(_ job: Job<some Sendable>, _ write: Admission.Write, round: Int) {
    let queue = rosterQueue
    store.submit(bytes: job.bytes) { tx in
      try queue.check(job.account)
      do { return try job.body(tx) } catch let needed as RosterBook.Needed {
        queue.hold(job.account)
        throw needed
      }
    } completion: { result in
      if case .failure(is RosterQueue.Held) = result {
        queue.comesBack(job.account, again: { self.run(job, write, round: round) })
      } else if let owners = result.neededRosters, self.mayAsk(job.account, round) {
        queue.comesBack(
          job.account, again: { self.run(job, write, round: round + 1) }, isAsking: true)
        self.ask(owners, for: job.account) { queue.goOn(job.account) }
      } else {
        job.finish(result)
        let reads = self.admission.leaveWrite(write)
        queue.comesBack(job.account)
        for start in reads { start() }
      }
    }
  }

  func write(
    _ iq: IQ, _ bytes: Int, _ body: @escaping @Sendable (Transaction) throws -> Reply
  ) throws(StanzaError) {
    try submit(
      Job(account: iq.from.bare, bytes: bytes, body: body) { self.answer(iq, $0) })
  }
}

// MARK: - Reads

extension FeedService {
  func read(_ iq: IQ, _ body: @escaping @Sendable (Snapshot) throws -> Reply)
    throws(StanzaError)
  {
    let start = try admission.enterRead(iq.from.bare) { self.start(iq, body, round: 0) }
    start?()
  }

  private func start(
    _ iq: IQ, _ body: @escaping @Sendable (Snapshot) throws -> Reply, round: Int
  ) {
    store.submitRead { snapshot in
      // Its turn may have come late, and answers may have piled up since.
      guard self.port.hasRoom() else { throw Admission.busy }
      return try body(snapshot)
    } completion: { result in
      if let owners = result.neededRosters, self.mayAsk(iq.from.bare, round) {
        return self.pause(owners, for: iq.from.bare) { self.start(iq, body, round: round + 1) }
      }
      self.answer(iq, result)
      self.admission.leaveRead(iq.from.bare)?()
    }
  }

  /// Goes on with a read when rosters have been asked for. Others run meanwhile.
  private func pause(
    _ owners: Set<BareJID>, for account: BareJID, _ goOn: @escaping @Sendable () -> Void
  ) {
    admission.pauseRead()?()
    ask(owners, for: account) { self.admission.resumeRead(goOn)?() }
  }
}

// MARK: - Searches

extension FeedService {
  /// Like a read, in a queue of its own: while it waits there, others read.
  func search(_ iq: IQ, _ body: @escaping @Sendable (Snapshot) throws -> Reply)
    throws(StanzaError)
  {
    let start = try admission.enterRead(iq.from.bare) {
      self.admission.pauseRead()?()
      self.queue(iq, body, round: 0)
    }
    start?()
  }

  private func queue(
    _ iq: IQ, _ body: @escaping @Sendable (Snapshot) throws -> Reply, round: Int
  ) {
    let account = iq.from.bare
    let isTaken = searches.add(account) {
      let result = await self.found(body)
      if let owners = result.neededRosters, self.mayAsk(account, round) {
        return self.ask(owners, for: account) { self.queue(iq, body, round: round + 1) }
      }
      self.finish(iq, result)
    }
    if !isTaken { finish(iq, .failure(Admission.busy)) }
  }

  private func found(_ body: @escaping @Sendable (Snapshot) throws -> Reply) async
    -> Result<Reply, any Error>
  {
    do {
      return .success(try await store.search(within: SearchQueue.time, body))
    } catch {
      return .failure(error is SearchError ? SearchQueue.tooSlow : error)
    }
  }

  private func finish(_ iq: IQ, _ result: Result<Reply, any Error>) {
    answer(iq, result)
    admission.leaveRead(iq.from.bare, isPaused: true)?()
  }
}

// MARK: - Rosters

extension FeedService {
  /// Whether what has been tried so often may wait for rosters; then it has a place.
  private func mayAsk(_ account: BareJID, _ round: Int) -> Bool {
    round < RosterBook.maximumRounds && rosterQueue.enter(account)
  }

  private func ask(
    _ owners: Set<BareJID>, for account: BareJID, _ goOn: @escaping @Sendable () -> Void
  ) {
    Task {
      await context.people.rosters.refresh(owners)
      rosterQueue.leave(account)
      goOn()
    }
  }
}

// MARK: - Answers

extension FeedService {
  private func answer(_ iq: IQ, _ result: Result<Reply, any Error>) {
    switch result {
    case .success(let reply):
      var answer = iq.result(reply.payload)
      if let error = reply.error {
        answer.kind = .error
        answer.error = error
      }
      if reply.messages.isEmpty {
        port.answer(answer.element)
      } else {
        port.answerAfter(reply.messages, answer.element)
      }
      for post in reply.posts { port.post(post) }
    case .failure(let error as StanzaError): port.answer(iq.failure(error).element)
    case .failure(let error): port.answer(iq.failure(troubles.refusal(error)).element)
    }
  }
}

extension Result {
  /// The rosters that must be asked for before it can succeed.
  fileprivate var neededRosters: Set<BareJID>? {
    guard case .failure(let needed as RosterBook.Needed) = self else { return nil }
    return needed.owners
  }
}
