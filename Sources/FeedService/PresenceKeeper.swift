package import Logging
import ServiceLifecycle
package import Store
import XML
package import XMPP

/// After each connection: tells contacts that the component is there and asks for their presence, which may have changed
/// meanwhile. Who has not shown up after a while, on a connection that has lasted as long, counts as gone; so does
/// whatever is left to be done of earlier departures.
package struct PresenceKeeper: Service {
  /// So many are read at once.
  private static let atOnce = 100

  private let port: StanzaPort
  private let service: ServiceID
  private let store: Store
  private let people: People
  private let departures: @Sendable (JID) async throws -> Void
  private let times: PresenceTimes
  private let logger: Logger

  /// - Parameter departures: what is to be done when somebody is gone.
  package init(
    port: StanzaPort, service: ServiceID, store: Store, people: People,
    departures: @escaping @Sendable (JID) async throws -> Void,
    times: PresenceTimes = PresenceTimes(), logger: Logger
  ) {
    self.port = port
    self.service = service
    self.store = store
    self.people = people
    self.departures = departures
    self.times = times
    self.logger = logger
  }

  package func run() async throws {
    await cancelWhenGracefulShutdown {
      var last: Int?
      while !Task.isCancelled {
        do {
          let session = try await port.session()
          if session.number != last {
            try await greet(session)
            guard try await lasts(session, times.patience) else { continue }
            people.presence.endRound()
            try await letGo()
            last = session.number
          }
          try await Task.sleep(for: times.interval)
        } catch is CancellationError {
          return
        } catch StanzaPortError.disconnected, StanzaPortError.cutOff {
          continue
        } catch {
          logger.error("Presence fails: \(error.reason)")
          try? await Task.sleep(for: times.interval)
        }
      }
    }
  }

  /// Returns when the server has taken it all.
  private func greet(_ session: StanzaPort.Session) async throws {
    people.presence.beginRound()
    let service = service
    var cursor: Int64? = 0
    while let after = cursor {
      let (page, next) = try await store.read {
        try $0.contacts(of: service, after: after, limit: Self.atOnce)
      }
      var bytes: [UInt8] = []
      for (jid, contact) in page {
        if contact.seesUs { bytes += own(.available, to: jid) }
        if contact.isSeen { bytes += own(.probe, to: jid) }
        // What was asked may have been lost.
        if contact.isAsked { bytes += own(.subscribe, to: jid) }
      }
      try await session.notify(bytes)
      cursor = next
    }
    while try await !session.hasTakenAll(from: port.jid, within: times.confirmationDeadline) {
      try await Task.sleep(for: times.interval)
    }
  }

  private func own(_ kind: Presence.Kind, to jid: JID) -> [UInt8] {
    people.own.stanza(kind, to: jid).xml(inNamespace: Namespace.component)
  }

  /// Waits; false if the session ends meanwhile.
  private func lasts(_ session: StanzaPort.Session, _ time: Duration) async throws -> Bool {
    let end = ContinuousClock.now + time
    while ContinuousClock.now < end {
      try await Task.sleep(for: min(times.interval, time))
      guard try await port.session().number == session.number else { return false }
    }
    return true
  }

  /// Does what is due for those who have not come back.
  private func letGo() async throws {
    let service = service
    var cursor: NodeCursor? = .start
    while let after = cursor {
      let (page, next) = try await store.read {
        try $0.temporarySubscribers(in: service, after: after, limit: Self.atOnce)
      }
      for jid in page where !people.presence.isAvailable(jid, []) { try await departures(jid) }
      cursor = next
    }
    cursor = .start
    while let after = cursor {
      let (page, next) = try await store.read {
        try $0.fleetingPublishers(in: service, after: after, limit: Self.atOnce)
      }
      for jid in page where !people.presence.isAvailable(JID(jid), []) {
        try await departures(JID(jid))
      }
      cursor = next
    }
  }
}

package struct PresenceTimes: Hashable, Sendable {
  /// How often to look for a new connection.
  package var interval = Duration.seconds(1)
  /// How long contacts have to show up after one.
  package var patience = Duration.seconds(60)
  /// How long the server may take to relay what contacts are told.
  package var confirmationDeadline = Duration.seconds(120)

  package init() {}
}
