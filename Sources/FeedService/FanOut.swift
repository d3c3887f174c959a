package import Logging
package import PubSub
import ServiceLifecycle
package import Store
import Synchronization
import XML
package import XMPP

/// Delivers what a service has announced: each row of the outbox becomes a message for everyone who is
/// to be told, in the order of the events.
///
/// An event leaves the outbox only when the server is known to have taken its messages: a request that
/// was sent behind them has come back. After a restart or a reconnect, delivery goes on from there, so
/// that nothing is lost; what had been sent and not confirmed is sent again (at least once).
package struct FanOut: Service {
  private let port: StanzaPort
  private let service: ServiceID
  private let store: Store
  private let policy: ServicePolicy
  private let options: FanOutOptions
  private let logger: Logger

  package init(
    port: StanzaPort, service: ServiceID, store: Store, policy: ServicePolicy,
    options: FanOutOptions = FanOutOptions(), logger: Logger
  ) {
    self.port = port
    self.service = service
    self.store = store
    self.policy = policy
    self.options = options
    self.logger = logger
  }

  package func run() async throws {
    let confirmed = Confirmed()
    while !Task.isCancelled, !Task.isShuttingDownGracefully {
      do {
        let session = try await cancelWhenGracefulShutdown { try await port.session() }
        try await deliver(on: session, confirmed)
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
  /// - Parameter confirmed: how far the server is known to have come, which the store may not know yet.
  private func deliver(on session: StanzaPort.Session, _ confirmed: Confirmed) async throws {
    let news = store.announcements(for: service)
    let (positions, sent) = AsyncStream<Position>.makeStream(bufferingPolicy: .bufferingNewest(1))
    try await withThrowingTaskGroup { group in
      group.addTask { try await confirm(positions, on: session, confirmed) }
      group.addTask {
        defer { sent.finish() }
        try await send(on: session, news, from: confirmed.position, sent)
      }
      // The first to fail ends both.
      defer { group.cancelAll() }
      try await group.next()
      try await group.next()
    }
  }

  private func send(
    on session: StanzaPort.Session, _ news: AsyncStream<Void>, from start: Position,
    _ sent: AsyncStream<Position>.Continuation
  ) async throws {
    var arrivals = news.cancelOnGracefulShutdown().makeAsyncIterator()
    var position = start
    // What was confirmed on a session that ended before the store took note of it.
    if start.through > 0 { sent.yield(start) }
    repeat {
      while let next = try await sendSome(after: position, on: session, sent) { position = next }
    } while await arrivals.next() != nil
    try Task.checkCancellation()
  }

  /// Sends the next events and returns how far that is; nil if there is none.
  private func sendSome(
    after position: Position, on session: StanzaPort.Session,
    _ sent: AsyncStream<Position>.Continuation
  ) async throws -> Position? {
    let last = position.through
    let events = try await store.read {
      try $0.events(of: service, after: last, limit: options.eventsAtOnce)
    }
    var position = position
    for event in events {
      // What the store has not taken note of yet.
      let cursor = position.partial.flatMap { $0.event == event.id ? $0.cursor : nil } ?? 0
      let isDone = try await send(event, after: max(cursor, event.cursor), on: session) {
        [through = position.through] in
        sent.yield(Position(through: through, partial: (event.id, $0)))
      }
      guard isDone else { return nil }
      position = Position(through: event.id, partial: nil)
      sent.yield(position)
    }
    return events.isEmpty ? nil : position
  }

  /// Sends an event to all; false if a shutdown came before the end.
  /// - Parameter progress: told of the cursor after each page.
  private func send(
    _ event: OutboxEvent, after cursor: Int64, on session: StanzaPort.Session,
    _ progress: (Int64) -> Void
  ) async throws -> Bool {
    let letter = Letter(event, from: port.jid)
    guard letter.longestMessage <= options.messageBytes else {
      logger.error(
        "An event is too large for the server and is told to nobody",
        metadata: ["event": "\(event.id)"])
      return true
    }
    var cursor: Int64? = cursor
    while let after = cursor {
      if Task.isShuttingDownGracefully { return false }
      let (page, next) = try await store.read {
        try $0.recipients(of: event, after: after, limit: options.recipientsAtOnce, policy)
      }
      var rest = page[...]
      while !rest.isEmpty {
        try await session.notify(letter.chunk(&rest, bytes: options.chunkBytes))
      }
      cursor = next
      if let next { progress(next) }
    }
    return true
  }

  /// Lets go of events once a request behind them has come back from the server.
  private func confirm(
    _ positions: AsyncStream<Position>, on session: StanzaPort.Session, _ confirmed: Confirmed
  ) async throws {
    for await position in positions {
      try await awaitServer(session)
      confirmed.position = position
      try await acknowledge(position)
      // Each of these is a commit of its own when nothing else is written.
      try await Task.sleep(for: options.confirmationInterval)
    }
  }

  /// Returns when the server has taken all that was sent. A slow one is asked again: what was sent on
  /// a session that lasts is under way and not sent again.
  private func awaitServer(_ session: StanzaPort.Session) async throws {
    while true {
      do {
        _ = try await session.request(
          .get, JID(port.jid), Ping().element, options.confirmationDeadline)
        return
      } catch let error as StanzaPortError where error == .timedOut || error == .busy {
        guard !Task.isShuttingDownGracefully else { throw error }
        logger.warning("The server is slow to take notifications")
        try await Task.sleep(for: options.pauseAfterFailure)
      }
    }
  }

  /// Until the store can take note, nothing is sent again because of that.
  private func acknowledge(_ position: Position) async throws {
    while true {
      do {
        return try await store.write {
          try $0.acknowledge(service, through: position.through, partial: position.partial)
        }
      } catch let error as StoreError {
        guard !Task.isShuttingDownGracefully else { throw error }
        logger.error("The store cannot take note of deliveries: \(error)")
        try await Task.sleep(for: options.pauseAfterFailure)
      }
    }
  }

  private func reason(_ error: any Error) -> String {
    (error as? StoreError)?.description ?? (error as? StanzaPortError).map { "\($0)" }
      ?? "\(type(of: error))"
  }
}

/// Limits of a fan-out.
package struct FanOutOptions: Hashable, Sendable {
  /// How many events are read at once.
  package var eventsAtOnce = 64
  /// How many recipients are read at once.
  package var recipientsAtOnce = 512
  /// How many bytes are handed over at once, at least one message.
  package var chunkBytes = 65_536
  /// The largest stanza that the server takes; a larger one would close the link each time anew.
  package var messageBytes = 524_288
  /// How long the server may take to relay what was sent before a confirmation.
  package var confirmationDeadline = Duration.seconds(120)
  package var confirmationInterval = Duration.milliseconds(50)
  package var pauseAfterFailure = Duration.seconds(1)

  package init() {}
}

/// How far a delivery has come.
private struct Position: Sendable {
  /// All events up to this one are sent.
  var through: Int64
  /// And of the one after them, the recipients up to this cursor.
  var partial: (event: Int64, cursor: Int64)?
}

/// How far the server is known to have come, which the store may not know yet.
private final class Confirmed: Sendable {
  private let state = Mutex(Position(through: 0, partial: nil))

  var position: Position {
    get { state.withLock { $0 } }
    set { state.withLock { $0 = newValue } }
  }
}

/// The messages of one event: all alike but for `id` and `to`.
private struct Letter {
  private let head: [UInt8]
  private let body: [UInt8]

  init(_ event: OutboxEvent, from jid: BareJID) {
    var head = Writer()
    head.append(raw: "<message from='")
    head.append(value: jid.description)
    head.append(raw: event.type == .normal ? "' id='e" : "' type='headline' id='e")
    head.append(raw: "\(event.id)-")
    self.head = head.bytes
    body = event.body
  }

  /// A message to the longest address there can be, each of its bytes escaped.
  var longestMessage: Int { head.count + body.count + 6 * 3 * BareJID.partLimit + 64 }

  /// Messages for the first recipients, as many as fit.
  func chunk(_ recipients: inout ArraySlice<Recipient>, bytes: Int) -> [UInt8] {
    var writer = Writer(capacity: bytes + body.count + 256)
    repeat {
      guard let recipient = recipients.popFirst() else { break }
      writer.append(raw: head)
      writer.append(raw: "\(recipient.number)' to='")
      writer.append(value: recipient.jid)
      writer.append(raw: "'>")
      writer.append(raw: body)
      writer.append(raw: "</message>")
    } while writer.bytes.count < bytes
    return writer.bytes
  }
}
