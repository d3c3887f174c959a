import NIOCore
import Synchronization
import XML
import XMPP

/// One connection from handshake to end, as other threads see it: the lanes out, and the requests
/// that wait for their answers. One lock; nothing is resumed or written under it.
final class LinkSession: Sendable {
  /// What the session asks of its connection, on the event loop.
  struct Wire: Sendable {
    let eventLoop: any EventLoop
    let flush: @Sendable () -> Void
    let overflow: @Sendable () -> Void
  }

  typealias Room = CheckedContinuation<Void, any Error>
  typealias Answer = CheckedContinuation<IQ, any Error>

  struct Pending {
    let to: JID
    let ticket: Int
    /// Nil for the link's own ping.
    let answer: Answer?
    var deadline: Scheduled<Void>?
  }

  private enum Intake {
    case open
    /// Shutting down: answers alone.
    case draining
    case ended
  }

  private struct State {
    var lanes: OutgoingLanes<Room>
    var pending: [String: Pending] = [:]
    var intake = Intake.open
    /// A flush is on its way, or the socket is full and its becoming writable will be one.
    var flushing = false
    var lastTicket = 0

    mutating func ticket() -> Int {
      lastTicket += 1
      return lastTicket
    }

    /// True when the caller must ask for a flush.
    mutating func needsFlush() -> Bool {
      defer { flushing = true }
      return !flushing
    }
  }

  let number: Int
  private let jid: JID
  private let jidText: String
  private let limits: LinkLimits
  private let wire: Wire
  private let state: Mutex<State>

  init(number: Int, jid: BareJID, limits: LinkLimits, wire: Wire) {
    self.number = number
    self.jid = JID(jid)
    jidText = jid.description
    self.limits = limits
    self.wire = wire
    state = Mutex(State(lanes: OutgoingLanes(limits)))
  }

  /// As the services see it.
  var face: StanzaPort.Session {
    StanzaPort.Session(number: number, notify: notify, request: request)
  }
}

// MARK: Answers
extension LinkSession {
  /// Queues an answer; never waits. False: it is too large and there is nothing to send instead.
  @discardableResult
  func answer(_ element: Element) -> Bool {
    var bytes = element.xml(inNamespace: Namespace.component)
    if bytes.count > limits.maxStanzaBytes {
      guard let instead = element.tooLargeAnswer(limit: limits.maxStanzaBytes) else { return false }
      bytes = instead.xml(inNamespace: Namespace.component)
      guard bytes.count <= limits.maxStanzaBytes else { return false }
    }
    enqueueAnswer(bytes)
    return true
  }

  private func enqueueAnswer(_ bytes: [UInt8]) {
    enum Next { case nothing, flush, overflow }
    let next = state.withLock { state -> Next in
      guard state.intake != .ended else { return .nothing }
      guard state.lanes.answer(bytes) else {
        state.intake = .ended
        return .overflow
      }
      return state.needsFlush() ? .flush : .nothing
    }
    switch next {
    case .nothing: break
    case .flush: wire.flush()
    case .overflow: wire.overflow()
    }
  }

  /// Sends the link's own ping (XEP-0199, section 4.2) to our own address, ahead of notifications.
  func ping() {
    let id = newID()
    state.withLock { state in
      // The ping before, if it was never answered, is of no more interest.
      state.pending = state.pending.filter { $0.value.answer != nil }
      state.pending[id] = Pending(to: jid, ticket: state.ticket(), answer: nil)
    }
    answer(IQ(.get, id: id, from: jid, to: jid, payload: Element("ping", Namespace.ping)).element)
  }

  /// Not to be guessed by whoever sees another one.
  private func newID() -> String {
    String(UInt64.random(in: .min ... .max), radix: 36)
      + String(UInt64.random(in: .min ... .max), radix: 36)
  }
}

// MARK: Notifications and requests
extension LinkSession {
  /// Queues whole stanzas behind what was queued before and waits while the lane is full. Each
  /// stanza must be within the server's limit: the bytes are not looked at.
  func notify(_ bytes: [UInt8]) async throws {
    guard !bytes.isEmpty else { return }
    if try place(bytes) { return }
    let ticket = state.withLock { $0.ticket() }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { (room: Room) in
        wait(bytes, ticket: ticket, room)
        // The handler below may have run before there was anything to cancel.
        if Task.isCancelled { cancel(ticket: ticket) }
      }
    } onCancel: {
      cancel(ticket: ticket)
    }
  }

  /// False when there is no room now.
  private func place(_ bytes: [UInt8]) throws(StanzaPortError) -> Bool {
    let (open, placed, flush) = state.withLock { state in
      guard state.intake == .open else { return (false, false, false) }
      guard state.lanes.notify(bytes) else { return (true, false, false) }
      return (true, true, state.needsFlush())
    }
    guard open else { throw .disconnected }
    if flush { wire.flush() }
    return placed
  }

  private func wait(_ bytes: [UInt8], ticket: Int, _ room: Room) {
    enum Next {
      case nothing, flush
      case placed(flush: Bool)
      case refused
    }
    let next = state.withLock { state -> Next in
      guard state.intake == .open else { return .refused }
      if state.lanes.notify(bytes) { return .placed(flush: state.needsFlush()) }
      state.lanes.wait(.init(ticket: ticket, bytes: bytes, waiter: room))
      return state.needsFlush() ? .flush : .nothing
    }
    switch next {
    case .nothing: break
    case .flush: wire.flush()
    case .placed(let flush):
      if flush { wire.flush() }
      room.resume()
    case .refused: room.resume(throwing: StanzaPortError.disconnected)
    }
  }

  private func cancel(ticket: Int) {
    let entry = state.withLock { $0.lanes.cancel(ticket: ticket) }
    entry?.waiter?.resume(throwing: CancellationError())
  }

  /// Sends a request in the notifications' lane and waits for its answer.
  func request(
    _ kind: IQ.Kind, to: JID, payload: Element, deadline: Duration
  ) async throws -> IQ {
    let id = newID()
    let iq = IQ(kind, id: id, from: jid, to: to, payload: payload)
    let bytes = iq.element.xml(inNamespace: Namespace.component)
    guard bytes.count <= limits.maxStanzaBytes else { throw StanzaPortError.tooLarge }
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { (answer: Answer) in
        send(bytes, id: id, to: to, deadline: deadline, answer)
        if Task.isCancelled { fail(id, CancellationError()) }
      }
    } onCancel: {
      fail(id, CancellationError())
    }
  }

  private func send(
    _ bytes: [UInt8], id: String, to: JID, deadline: Duration, _ answer: Answer
  ) {
    let (open, flush) = state.withLock { state in
      guard state.intake == .open else { return (false, false) }
      let ticket = state.ticket()
      state.pending[id] = Pending(to: to, ticket: ticket, answer: answer)
      if !state.lanes.notify(bytes) {
        state.lanes.wait(.init(ticket: ticket, bytes: bytes, waiter: nil))
      }
      return (true, state.needsFlush())
    }
    guard open else { return answer.resume(throwing: StanzaPortError.disconnected) }
    if flush { wire.flush() }
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
    pending?.answer?.resume(throwing: error)
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
    let pending = state.withLock { state -> Pending? in
      guard let pending = state.pending[id], Self.same(from, pending.to) else { return nil }
      return state.pending.removeValue(forKey: id)
    }
    guard let pending else { return false }
    pending.deadline?.cancel()
    pending.answer?.resume(returning: IQ(answer: element, id: id, from: pending.to, to: jid))
    return true
  }

  private static func same(_ text: String, _ jid: JID) -> Bool {
    text == jid.description || (try? JID(text)) == jid
  }
}

// MARK: The connection's side
extension LinkSession {
  /// The next bytes to write; nil when there are none, and the next one queued asks for a flush.
  func next() -> [UInt8]? {
    let (bytes, admitted) = state.withLock { state in
      let (bytes, admitted) = state.lanes.next()
      if bytes == nil { state.flushing = false }
      return (bytes, admitted)
    }
    for room in admitted { room.resume() }
    return bytes
  }

  var isDrained: Bool { state.withLock { $0.lanes.isEmpty } }
  /// Bytes in the answers' and in the notifications' lane.
  var queuedBytes: (answers: Int, notifications: Int) {
    state.withLock { ($0.lanes.answerBytes, $0.lanes.notificationBytes) }
  }

  /// Answers alone are taken from now on.
  func drain() {
    state.withLock { if $0.intake == .open { $0.intake = .draining } }
  }

  /// Whoever waits is told that the session is over. What was queued is dropped.
  func end() {
    let (entries, pending) = state.withLock { state in
      state.intake = .ended
      defer {
        state.pending = [:]
        state.lanes = OutgoingLanes(limits)
      }
      return (state.lanes.cancelAll(), state.pending)
    }
    for entry in entries { entry.waiter?.resume(throwing: StanzaPortError.disconnected) }
    for (_, one) in pending {
      one.deadline?.cancel()
      one.answer?.resume(throwing: StanzaPortError.disconnected)
    }
  }
}
