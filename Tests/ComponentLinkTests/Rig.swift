import ComponentLink
import Logging
import ServiceLifecycle
import Synchronization
import TestSupport
import XML
import XMPP

/// A link that runs against a scripted server.
struct Rig: Sendable {
  let server: ScriptedServer
  let port: StanzaPort
  /// What the link handed on.
  let received: Inbox<Element>
  let log: LogBook
  /// Starts graceful shutdown.
  let shutDown: @Sendable () -> Void
  /// One value when `run` has returned.
  let returned: Inbox<Void>
  let cancel: @Sendable () -> Void

  static let domain = "social.example.org"
  static let romeo = "romeo@example.org/orchard"

  static func configuration(_ server: ScriptedServer) throws -> LinkConfiguration {
    try configuration(port: server.port)
  }

  static func configuration(port: Int) throws -> LinkConfiguration {
    var link = LinkConfiguration(
      jid: try BareJID(domain), secret: "secret", host: "127.0.0.1", port: port)
    link.times = .short
    return link
  }

  /// Runs `body` beside a link; what the link gets is answered with an empty result if it is a
  /// request.
  static func run(
    _ manners: ScriptedServer.Manners = .init(),
    answering: Bool = true,
    host: String = "127.0.0.1",
    times: LinkTimes = .short,
    limits: LinkLimits = LinkLimits(),
    _ body: (Rig) async throws -> Void
  ) async throws {
    let server = try await ScriptedServer.start(domain: domain, manners: manners)
    var link = try configuration(server)
    link.host = host
    link.times = times
    link.limits = limits
    try await run(link, server, answering: answering, body)
  }

  static func run(
    _ configuration: LinkConfiguration, _ server: ScriptedServer, answering: Bool = true,
    began: @escaping @Sendable () -> Void = {},
    _ body: (Rig) async throws -> Void
  ) async throws {
    let received = Inbox<Element>("stanza handed on by the link")
    let way = Mutex<StanzaPort?>(nil)
    let log = LogBook()
    let link = ComponentLink(configuration, logger: log.logger, began: began) { element in
      // Who sees what came may count on its answer being on its way.
      if answering, let answer = Rig.answer(element) { way.withLock { $0 }?.answer(answer) }
      received.put(element)
    }
    way.withLock { $0 = link.port }
    let returned = Inbox<Void>("end of run")
    let group = ServiceGroup(
      services: [link], logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    let running = Task {
      try? await group.run()
      returned.put(())
    }
    let rig = Rig(
      server: server, port: link.port, received: received, log: log,
      shutDown: { Task { await group.triggerGracefulShutdown() } }, returned: returned,
      cancel: { running.cancel() })
    do {
      try await body(rig)
    } catch {
      running.cancel()
      await running.value
      await server.stop()
      throw error
    }
    running.cancel()
    await running.value
    await server.stop()
  }

  private static func answer(_ element: Element) -> Element? {
    guard case .iq(let iq) = try? Stanza(element), iq.isRequest else { return nil }
    return iq.result().element
  }

  /// Stops the server and returns when the link knows.
  func cut() async throws {
    let session = try await port.session()
    await server.stop()
    while (try? await session.notify([32])) != nil { await Task.yield() }
  }

  /// A result of about so many bytes.
  static func result(_ id: String, bytes: Int) -> Element {
    Element(
      "iq", Namespace.component, ["type": "result", "id": id, "from": domain, "to": romeo],
      [Element("x", "y", text: String(repeating: "x", count: bytes))])
  }

  /// Stops the server's reading and fills half of the answers' lane, whatever the sockets hold, with
  /// results of the ids from 0. Returns how many that took.
  func fillLane(_ link: ScriptedLink) async throws -> Int {
    try await link.stopReading()
    var count = 0
    while port.hasRoom(), count < 2_000 {
      port.answer(Rig.result("\(count)", bytes: 100_000))
      count += 1
    }
    guard !port.hasRoom() else { throw WaitFailure("The sockets hold all of it.") }
    return count
  }

  /// Yields until it is so; false after ten seconds.
  static func comes(_ isSo: () -> Bool) async -> Bool {
    let end = ContinuousClock.now + .seconds(10)
    while ContinuousClock.now < end {
      if isSo() { return true }
      await Task.yield()
    }
    return false
  }

  /// The server answers a ping through the link: the stream works both ways.
  func expectService(on link: ScriptedLink) async throws {
    let answer = try await link.ask(.get, Element("ping", Namespace.ping), from: Rig.romeo)
    guard answer["type"] == "result" else { throw WaitFailure("An error: \(answer)") }
  }
}

extension LinkTimes {
  /// Short enough for a test.
  static let short = with { _ in }

  static func with(_ change: (inout LinkTimes) -> Void) -> LinkTimes {
    var times = LinkTimes()
    times.retryFirst = .milliseconds(20)
    times.retryCap = .milliseconds(100)
    times.close = .milliseconds(500)
    change(&times)
    return times
  }
}

extension LinkLimits {
  static func with(_ change: (inout LinkLimits) -> Void) -> LinkLimits {
    var limits = LinkLimits()
    change(&limits)
    return limits
  }
}

/// Keeps what was logged.
final class LogBook: Sendable {
  struct Line: Sendable {
    let level: Logger.Level
    let text: String
  }

  let lines = Inbox<Line>("log line")

  var logger: Logger {
    Logger(label: "test") { _ in Handler(book: self) }
  }

  /// The next line at this level that holds the words.
  func line(_ level: Logger.Level, _ words: String) async throws -> String {
    try await lines.next { $0.level == level && $0.text.contains(words) }.text
  }

  private struct Handler: LogHandler {
    let book: LogBook
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
      let all = metadata.merging(event.metadata ?? [:]) { $1 }
      book.lines.put(Line(level: event.level, text: "\(event.message) \(all)"))
    }
  }
}
