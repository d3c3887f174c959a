import Synchronization
import XML
import XMPP

/// The present session, those who wait for the next, and the answers that are held for it.
final class Sessions: Sendable {
  private enum Present {
    case offline
    case online(LinkSession)
    /// Answers still go out; nobody is given the session any more.
    case draining(LinkSession)
    /// The link has stopped for good.
    case finished
  }

  private typealias Waiter = CheckedContinuation<LinkSession, any Error>

  private struct State {
    var present = Present.offline
    var waiters: [Int: Waiter] = [:]
    var lastTicket = 0
    var lastNumber = 0
    var held: HeldAnswers

    /// A socket may close after the link has finished; that changes nothing.
    mutating func move(to next: Present) {
      if case .finished = present { return }
      present = next
    }

    mutating func takeWaiters() -> [Waiter] {
      defer { waiters = [:] }
      return Array(waiters.values)
    }
  }

  private let maxStanzaBytes: Int
  private let state: Mutex<State>

  init(_ configuration: LinkConfiguration) {
    maxStanzaBytes = configuration.limits.maxStanzaBytes
    state = Mutex(State(held: HeldAnswers(configuration)))
  }

  /// Waits for a session. Throws `CancellationError` when the task is cancelled or the link stops.
  func next() async throws -> LinkSession {
    let ticket = state.withLock { state in
      state.lastTicket += 1
      return state.lastTicket
    }
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { (waiter: Waiter) in
        wait(waiter, ticket)
        // The handler below may have run before there was anything to cancel.
        if Task.isCancelled { cancel(ticket) }
      }
    } onCancel: {
      cancel(ticket)
    }
  }

  private func wait(_ waiter: Waiter, _ ticket: Int) {
    let result = state.withLock { state -> Result<LinkSession, CancellationError>? in
      switch state.present {
      case .online(let session): return .success(session)
      case .finished: return .failure(CancellationError())
      case .offline, .draining:
        state.waiters[ticket] = waiter
        return nil
      }
    }
    if let result { waiter.resume(with: result) }
  }

  private func cancel(_ ticket: Int) {
    let waiter = state.withLock { $0.waiters.removeValue(forKey: ticket) }
    waiter?.resume(throwing: CancellationError())
  }

  func newNumber() -> Int {
    state.withLock { state in
      state.lastNumber += 1
      return state.lastNumber
    }
  }

  /// Hands the session what was held for it, then gives it to everybody. Returns how many
  /// pieces, each of one answer or more, were sent and how many dropped.
  func begin(_ session: LinkSession) -> (held: Int, dropped: Int) {
    var held = 0
    var dropped = 0
    while true {
      let (batch, waiters) = state.withLock { state -> (HeldAnswers.Batch, [Waiter]?) in
        let batch = state.held.takeAll(at: .now)
        guard batch.answers.isEmpty else { return (batch, nil) }
        state.move(to: .online(session))
        return (batch, state.takeWaiters())
      }
      dropped += batch.dropped
      for answer in batch.answers {
        if session.answer(answer, orElse: { nil }) == .queued { held += 1 } else { dropped += 1 }
      }
      guard let waiters else { continue }
      for waiter in waiters { waiter.resume(returning: session) }
      return (held, dropped)
    }
  }

  func withdraw() {
    state.withLock {
      if case .online(let session) = $0.present { $0.present = .draining(session) }
    }
  }

  /// - Parameter unwritten: the session's answers that were not written; the next one begins with
  ///   them.
  func end(unwritten: [[UInt8]]) {
    state.withLock { state in
      state.move(to: .offline)
      guard case .offline = state.present else { return }
      for answers in unwritten { _ = state.held.hold(answers, at: .now) }
    }
  }

  /// The link has stopped: nobody waits for ever.
  func finish() {
    let waiters = state.withLock { state in
      state.move(to: .finished)
      _ = state.held.takeAll(at: .now)
      return state.takeWaiters()
    }
    for waiter in waiters { waiter.resume(throwing: CancellationError()) }
  }
}

// MARK: Answers
extension Sessions {
  /// What became of an answer.
  enum Fate: Hashable {
    /// It is queued or held, or an error in its place.
    case taken
    /// It is taken, but a message before it was larger than the server takes, and left out.
    case shortened
    /// Larger than the server takes, and there is nothing to send instead.
    case tooLarge
    case dropped
  }

  /// Queues an answer on the present session. Without one it is held for the next, as far as the
  /// limits of `HeldAnswers` go: a request that was delivered before the cut is answered after it.
  ///
  /// - Parameter messages: go before the answer, as one piece with it: it either arrives behind
  ///   all of them or not at all.
  func answer(_ element: Element, after messages: [Element] = []) -> Fate {
    guard let last = element.answerBytes(limit: maxStanzaBytes) else { return .tooLarge }
    let before = messages.map { $0.xml(inNamespace: Namespace.component) }
    let fitting = before.filter { $0.count <= maxStanzaBytes }
    let fate = answer(fitting.isEmpty ? last : Array(fitting.joined()) + last, for: element)
    return fate == .taken && fitting.count < before.count ? .shortened : fate
  }

  private func answer(_ bytes: [UInt8], for element: Element) -> Fate {
    var ended: LinkSession?
    while true {
      switch place(bytes, ended: ended) {
      case .settled(let fate): return fate
      case .session(let session):
        switch session.answer(bytes, orElse: { element.noRoomBytes }) {
        case .queued: return .taken
        case .noRoom: return .dropped
        case .ended: ended = session
        }
      }
    }
  }

  private enum Place {
    case session(LinkSession)
    case settled(Fate)
  }

  /// - Parameter ended: a session that has just said so, whether or not it is known here yet.
  private func place(_ bytes: [UInt8], ended: LinkSession?) -> Place {
    state.withLock { state in
      switch state.present {
      case .online(let session) where session !== ended,
        .draining(let session) where session !== ended:
        return .session(session)
      case .online, .draining, .offline:
        return .settled(state.held.hold(bytes, at: .now) ? .taken : .dropped)
      case .finished: return .settled(.dropped)
      }
    }
  }

  /// Queues a stanza of our own on the present session, if there is one, and room.
  func post(_ stanza: Element) -> Fate {
    let bytes = stanza.xml(inNamespace: Namespace.component)
    guard bytes.count <= maxStanzaBytes else { return .tooLarge }
    return present?.post(bytes) == .queued ? .taken : .dropped
  }

  /// As `StanzaPort.hasRoom`.
  var hasRoom: Bool { present?.hasRoom ?? true }

  private var present: LinkSession? {
    state.withLock { state in
      switch state.present {
      case .online(let session), .draining(let session): session
      case .offline, .finished: nil
      }
    }
  }
}
