import NIOCore
import Synchronization
import XML
import XMPP

// MARK: Requests
extension LinkSession {
  /// The lane that a request is sent in.
  private enum Lane {
    case notifications
    /// Without room there the request is refused.
    case answers
  }

  /// Sends a request in the notifications' lane and waits for its answer.
  func request(
    _ kind: IQ.Kind, to: JID, payload: Element, deadline: Duration
  ) async throws -> IQ {
    try await exchange(
      kind, from: jid, to: to, payload: payload, deadline: deadline, in: .notifications)
  }

  /// Sends a request in the answers' lane and waits for its answer.
  ///
  /// - Parameter from: an address of our domain; nil: our own.
  func ask(
    _ kind: IQ.Kind, from: JID? = nil, to: JID, payload: Element, deadline: Duration
  ) async throws -> IQ {
    try await exchange(
      kind, from: from ?? jid, to: to, payload: payload, deadline: deadline, in: .answers)
  }

  private func exchange(
    _ kind: IQ.Kind, from: JID, to: JID, payload: Element, deadline: Duration, in lane: Lane
  ) async throws -> IQ {
    let id = newID()
    let iq = IQ(kind, id: id, from: from, to: to, payload: payload)
    let bytes = iq.element.xml(inNamespace: Namespace.component)
    guard bytes.count <= limits.maxStanzaBytes else { throw StanzaPortError.tooLarge }
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { (answer: Answer) in
        send(bytes, in: lane, id: id, to: to, deadline: deadline, answer)
        if Task.isCancelled { fail(id, CancellationError()) }
      }
    } onCancel: {
      fail(id, CancellationError())
    }
  }

  private func send(
    _ bytes: [UInt8], in lane: Lane, id: String, to: JID, deadline: Duration, _ answer: Answer
  ) {
    let sent = state.withLock { state -> Result<Bool, StanzaPortError> in
      guard state.intake == .open else { return .failure(.disconnected) }
      guard state.pending.count < limits.pendingRequests else { return .failure(.busy) }
      let ticket = state.ticket()
      switch lane {
      case .notifications where state.lanes.notify(bytes): break
      case .notifications: state.lanes.wait(.init(ticket: ticket, bytes: bytes, waiter: nil))
      case .answers: guard state.lanes.post(bytes) else { return .failure(.busy) }
      }
      state.pending[id] = Pending(to: to, ticket: ticket, answer: answer)
      return .success(state.needsFlush())
    }
    switch sent {
    case .failure(let error): return answer.resume(throwing: error)
    case .success(let flush): if flush { wire.flush() }
    }
    let timer = wire.eventLoop.scheduleTask(in: TimeAmount(clamping: deadline)) {
      self.fail(id, StanzaPortError.timedOut)
    }
    let waits = state.withLock { $0.pending[id]?.deadline = timer } != nil
    if !waits { timer.cancel() }
  }

  private func fail(_ id: String, _ error: any Error) {
    let pending = state.withLock { state -> Pending? in
      guard let pending = state.pending.removeValue(forKey: id) else { return nil }
      _ = state.lanes.cancel(ticket: pending.ticket)
      return pending
    }
    pending?.deadline?.cancel()
    pending?.answer.resume(throwing: error)
  }

  /// The bytes of the link's own ping (XEP-0199, section 4.2) to our own address. It takes the place
  /// of the one before: if that was never answered, it is of no more interest.
  func ping() -> [UInt8] {
    let id = newID()
    state.withLock { $0.ping = id }
    return IQ(.get, id: id, from: jid, to: jid, payload: Element("ping", Namespace.ping))
      .element.xml(inNamespace: Namespace.component)
  }

  /// Not to be guessed by whoever sees another one.
  private func newID() -> String {
    String(UInt64.random(in: .min ... .max), radix: 36)
      + String(UInt64.random(in: .min ... .max), radix: 36)
  }
}

// MARK: What arrives
extension LinkSession {
  /// True when the stanza was the answer to one of our requests, or a request to ourselves that the
  /// server routed back: that one counts as answered, without a payload.
  func complete(_ element: Element) -> Bool {
    guard element.name.name == "iq", let id = element["id"], let from = element["from"] else {
      return false
    }
    let returned = element.isRequest
    if returned, from != jidText || element["to"] != jidText { return false }
    if answersPing(id, from: from) { return true }
    guard let pending = take(id, from: from) else { return false }
    pending.answer.resume(returning: IQ(answer: element, id: id, from: pending.to, to: jid))
    return true
  }

  /// A stanza was too large to be read, but for its start tag: if it was the result of one of our requests, that fails; an
  /// error is one that says nothing.
  func refuse(_ header: Element) {
    guard header.name.name == "iq", let id = header["id"], let from = header["from"],
      let pending = take(id, from: from)
    else { return }
    if header["type"] == "error" {
      pending.answer.resume(returning: IQ(answer: header, id: id, from: pending.to, to: jid))
    } else {
      pending.answer.resume(throwing: StanzaPortError.answerTooLarge)
    }
  }

  /// Who waits for an answer of that id.
  private func take(_ id: String, from: String) -> Pending? {
    let pending = state.withLock { state -> Pending? in
      guard let pending = state.pending[id], Self.same(from, pending.to) else { return nil }
      return state.pending.removeValue(forKey: id)
    }
    pending?.deadline?.cancel()
    return pending
  }

  private func answersPing(_ id: String, from: String) -> Bool {
    state.withLock { state in
      guard state.ping == id, Self.same(from, jid) else { return false }
      state.ping = nil
      return true
    }
  }

  private static func same(_ text: String, _ jid: JID) -> Bool {
    text == jid.description || (try? JID(text)) == jid
  }
}
