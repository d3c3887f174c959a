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
    /// An answer found no room; said once, until half of their lane is free again.
    let full: @Sendable () -> Void
    /// The reserve is used up, too.
    let overflow: @Sendable () -> Void
  }

  typealias Room = CheckedContinuation<Void, any Error>
  typealias Answer = CheckedContinuation<IQ, any Error>

  struct Pending {
    let to: JID
    let ticket: Int
    let answer: Answer
    var deadline: Scheduled<Void>?
  }

  enum Intake {
    case open
    /// Shutting down: answers alone.
    case draining
    case ended
  }

  struct State {
    var lanes: OutgoingLanes<Room>
    var pending: [String: Pending] = [:]
    /// The id of the link's own ping that was not answered.
    var ping: String?
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
  let jid: JID
  let jidText: String
  let limits: LinkLimits
  let wire: Wire
  let state: Mutex<State>

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
    StanzaPort.Session(
      number: number, notify: notify, request: request,
      ask: { try await self.ask($0, to: $1, payload: $2, deadline: $3) },
      askAs: { try await self.ask($1, from: $0, to: $2, payload: $3, deadline: $4) })
  }
}

// MARK: Notifications
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
  /// An answer found no room, and less than half of their lane is free yet.
  var isFull: Bool { state.withLock { $0.lanes.isFull } }

  /// Answers alone are taken from now on.
  func drain() {
    state.withLock { if $0.intake == .open { $0.intake = .draining } }
  }

  /// Whoever waits is told that the session is over. Returns the answers that were not written; the
  /// rest of what was queued is dropped.
  func end() -> [[UInt8]] {
    let (entries, pending, unwritten) = state.withLock { state in
      state.intake = .ended
      defer {
        state.pending = [:]
        state.lanes = OutgoingLanes(limits)
      }
      return (state.lanes.cancelAll(), state.pending, state.lanes.takeAnswers())
    }
    for entry in entries { entry.waiter?.resume(throwing: StanzaPortError.disconnected) }
    for (_, one) in pending {
      one.deadline?.cancel()
      one.answer.resume(throwing: StanzaPortError.cutOff)
    }
    return unwritten
  }
}
