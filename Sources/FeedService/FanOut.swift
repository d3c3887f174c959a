package import Logging
package import PubSub
import ServiceLifecycle
package import Store
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
    while !Task.isCancelled, !Task.isShuttingDownGracefully {
      do {
        try await deliver(on: try await cancelWhenGracefulShutdown { try await port.session() })
      } catch is CancellationError {
        return
      } catch StanzaPortError.disconnected {
        logger.debug("Delivery pauses until the next connection")
      } catch {
        // The session may still be there: going on at once would be a busy loop.
        let reason =
          (error as? StoreError)?.description ?? (error as? StanzaPortError).map { "\($0)" }
          ?? "\(type(of: error))"
        logger.error("Delivery fails: \(reason)")
        try? await Task.sleep(for: options.pauseAfterFailure)
      }
    }
  }

  /// Delivers for as long as the session lasts, or until a shutdown: what was sent by then is still
  /// confirmed.
  private func deliver(on session: StanzaPort.Session) async throws {
    let news = store.announcements(for: service)
    let (positions, sent) = AsyncStream<Position>.makeStream(bufferingPolicy: .bufferingNewest(1))
    try await withThrowingTaskGroup { group in
      group.addTask { try await confirm(positions, on: session) }
      group.addTask {
        defer { sent.finish() }
        try await send(on: session, news, sent)
      }
      // The first to fail ends both.
      defer { group.cancelAll() }
      try await group.next()
      try await group.next()
    }
  }

  private func send(
    on session: StanzaPort.Session, _ news: AsyncStream<Void>,
    _ sent: AsyncStream<Position>.Continuation
  ) async throws {
    var arrivals = news.cancelOnGracefulShutdown().makeAsyncIterator()
    var last: Int64 = 0
    repeat {
      while let next = try await sendSome(after: last, on: session, sent) { last = next }
    } while await arrivals.next() != nil
    try Task.checkCancellation()
  }

  /// Sends the next events and returns the last one; nil if there is none.
  private func sendSome(
    after last: Int64, on session: StanzaPort.Session,
    _ sent: AsyncStream<Position>.Continuation
  ) async throws -> Int64? {
    let events = try await store.read {
      try $0.events(of: service, after: last, limit: options.eventsAtOnce)
    }
    var through = last
    for event in events {
      let isDone = try await send(event, on: session) { [through] in
        sent.yield(Position(through: through, partial: (event.id, $0)))
      }
      guard isDone else { return nil }
      through = event.id
      sent.yield(Position(through: through, partial: nil))
    }
    return events.last?.id
  }

  /// Sends an event to all; false if a shutdown came before the end.
  /// - Parameter progress: told of the cursor after each page.
  private func send(
    _ event: OutboxEvent, on session: StanzaPort.Session, _ progress: (Int64) -> Void
  ) async throws -> Bool {
    let letter = Letter(event, from: port.jid)
    var cursor: Int64? = event.cursor
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
  private func confirm(_ positions: AsyncStream<Position>, on session: StanzaPort.Session)
    async throws
  {
    for await position in positions {
      _ = try await session.request(
        .get, JID(port.jid), Ping().element, options.confirmationDeadline)
      let partial = position.partial
      try await store.write {
        try $0.acknowledge(service, through: position.through, partial: partial)
      }
      // Each of these is a commit of its own when nothing else is written.
      try await Task.sleep(for: options.confirmationInterval)
    }
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
