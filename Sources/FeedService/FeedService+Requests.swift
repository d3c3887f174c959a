import PubSub
import Store
import XMPP

// MARK: - Writes

extension FeedService {
  /// A write, whatever stanza has led to it.
  struct Job<Value: Sendable>: Sendable {
    let account: BareJID
    /// About how much memory it holds while it waits.
    var bytes = 0
    let body: @Sendable (Transaction) throws -> Value
    /// Told once what it has come to.
    let finish: @Sendable (Result<Value, any Error>) -> Void
  }

  func submit(_ job: Job<some Sendable>) throws(StanzaError) {
    try admission.enterWrite(job.account)
    guard !rosterQueue.begin(job.account, { self.run(job) }) else { return }
    admission.leaveWrite(job.account)
    throw Admission.busy
  }

  private func run(_ job: Job<some Sendable>, round: Int = 0) {
    store.submit(bytes: job.bytes, job.body) { result in
      if let owners = result.neededRosters, self.hold(job, round, owners) { return }
      job.finish(result)
      self.admission.leaveWrite(job.account)
    }
  }

  /// Keeps a write until rosters have been asked for; false if it cannot be kept. What waits counts as under way.
  private func hold(_ job: Job<some Sendable>, _ round: Int, _ owners: Set<BareJID>) -> Bool {
    guard round < RosterBook.maximumRounds else { return false }
    switch rosterQueue.hold(job.account, { self.run(job, round: round + 1) }) {
    case .refused: return false
    case .later: return true
    case .first:
      Task {
        await context.people.rosters.refresh(owners)
        rosterQueue.release(job.account)
      }
      return true
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
    guard !admission.hasWrites(iq.from.bare) else {
      return try write(iq, 0) { try body($0.snapshot) }
    }
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
      if let owners = result.neededRosters, round < RosterBook.maximumRounds,
        self.rosterQueue.enter()
      {
        return self.pause(owners) { self.start(iq, body, round: round + 1) }
      }
      self.answer(iq, result)
      self.admission.leaveRead(iq.from.bare)?()
    }
  }

  /// Goes on with a read when rosters have been asked for. Others run meanwhile.
  private func pause(_ owners: Set<BareJID>, _ goOn: @escaping @Sendable () -> Void) {
    admission.pauseRead()?()
    Task {
      await context.people.rosters.refresh(owners)
      rosterQueue.leave()
      admission.resumeRead(goOn)?()
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
