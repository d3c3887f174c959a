import PubSub
import Store
import Synchronization
import TestSupport
import Testing
import XML
import XMPP

@testable import FeedService

/// The server's side of a fan-out: keeps what it is given, and fails as it is told to.
final class Relay: Sendable {
  struct Message: Hashable, Sendable {
    var session: Int
    var to: String
    /// The id of the item, or the name of the event.
    var event: String
  }

  /// What to do with a message before it is taken, by its number from 1; may throw.
  typealias Check = @Sendable (_ number: Int, _ session: Int) async throws -> Void

  let messages = Inbox<Message>()
  /// The same as they were sent.
  let stanzas = Inbox<Element>()
  private let check: Check
  private let confirm: @Sendable (_ session: Int) async throws -> Void
  private let sessions = Atomic<Int>(0)
  private let taken = Atomic<Int>(0)

  init(
    check: @escaping Check = { _, _ in },
    confirm: @escaping @Sendable (Int) async throws -> Void = { _ in }
  ) {
    self.check = check
    self.confirm = confirm
  }

  func port() throws -> StanzaPort {
    let jid = try BareJID(Desk.address)
    return StanzaPort(
      jid: jid, session: { try await self.session(jid) },
      answer: { _ in Issue.record("a fan-out answers nothing") })
  }

  private func session(_ jid: BareJID) async throws -> StanzaPort.Session {
    try Task.checkCancellation()
    let number = sessions.wrappingAdd(1, ordering: .relaxed).newValue
    return StanzaPort.Session(
      number: number, notify: { try await self.take($0, number) },
      request: { kind, to, payload, _ in
        #expect(kind == .get)
        #expect(to == JID(jid))
        #expect(payload.name == Ping.name)
        try await self.confirm(number)
        return IQ(.result, id: "p", from: JID(jid), to: JID(jid))
      })
  }

  private func take(_ bytes: [UInt8], _ session: Int) async throws {
    let text =
      "<s xmlns='\(Namespace.component)'>" + String(decoding: bytes, as: UTF8.self) + "</s>"
    for message in try Element(parsing: Array(text.utf8)).elements {
      let number = taken.wrappingAdd(1, ordering: .relaxed).newValue
      try await check(number, session)
      #expect(message.is("message", Namespace.component))
      #expect(message["from"] == Desk.address)
      #expect(message["id"]?.isEmpty == false)
      stanzas.put(message)
      let event = try #require(message.first("event", Namespace.pubsubEvent))
      let operation = try #require(event.elements.first { _ in true })
      let item = operation.elements.first { _ in true }
      messages.put(
        Message(
          session: session, to: message["to"] ?? "", event: item?["id"] ?? operation.name.name))
    }
  }
}

extension FanOutOptions {
  /// Everything in small portions, and nothing waits for long.
  static var hasty: FanOutOptions {
    var options = FanOutOptions()
    options.eventsAtOnce = 2
    options.recipientsAtOnce = 2
    options.chunkBytes = 1
    options.confirmationInterval = .milliseconds(1)
    options.pauseAfterFailure = .milliseconds(1)
    return options
  }
}

extension Desk {
  /// Runs a fan-out for as long as the body takes.
  func deliver(
    to relay: Relay, _ options: FanOutOptions = .hasty, _ body: () async throws -> Void
  ) async throws {
    let fanOut = FanOut(
      port: try relay.port(), service: number, store: store, policy: policy, people: people,
      options: options, logger: silent)
    let running = Task { try await fanOut.run() }
    do { try await body() } catch {
      running.cancel()
      throw error
    }
    running.cancel()
    try await running.value
  }

  /// Delivers all that waits.
  func deliverAll(to relay: Relay, _ options: FanOutOptions = .hasty) async throws {
    try await deliver(to: relay, options) { try await waiting(0) }
  }

  /// Returns when so many events wait for confirmation.
  func waiting(_ count: Int) async throws {
    try await eventually("\(count) events wait") { try await events().count == count }
  }
}
