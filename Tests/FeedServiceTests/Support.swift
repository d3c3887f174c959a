import Foundation
import Logging
import PubSub
import Store
import Synchronization
import Testing
import XML
import XMPP

@testable import FeedService

let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

/// A fresh folder, removed with the last reference to it.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "martlet-feed-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    path = folder.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// Values that arrive, and a way to wait for so many of them.
final class Inbox<Value: Sendable>: Sendable {
  private struct State {
    var values: [Value] = []
    var waiting: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
  }

  private let state = Mutex(State())

  func add(_ value: Value) {
    let ready = state.withLock { state in
      state.values.append(value)
      let count = state.values.count
      let ready = state.waiting.filter { $0.count <= count }
      state.waiting.removeAll { $0.count <= count }
      return ready
    }
    for (_, continuation) in ready { continuation.resume() }
  }

  var all: [Value] { state.withLock { $0.values } }

  /// Waits; the time limit of the suite is the deadline.
  func first(_ count: Int) async -> [Value] {
    await withCheckedContinuation { continuation in
      let isThere = state.withLock { state in
        guard state.values.count < count else { return true }
        state.waiting.append((count, continuation))
        return false
      }
      if isThere { continuation.resume() }
    }
    return all
  }
}

/// A service at work, with a real store and nobody on the other side: what goes in is text of
/// stanzas, what comes out is kept.
final class Desk: Sendable {
  static let address = "social.verona.lit"

  let folder: TemporaryFolder
  let store: Store
  let number: ServiceID
  let feeds: FeedService
  let policy: ServicePolicy
  let answers = Inbox<Element>()
  private let count = Atomic<Int>(0)

  init(
    limits: StoreLimits = StoreLimits(), feedLimits: FeedServiceLimits = FeedServiceLimits(),
    _ change: (inout ServicePolicy) -> Void = { _ in }
  )
    async throws
  {
    folder = try TemporaryFolder()
    store = try Store(path: folder.path + "/martlet.sqlite", limits: limits, logger: silent)
    let jid = try BareJID(Self.address)
    number = try await store.write { try $0.hostedService(jid) }
    var policy = ServicePolicy(
      domains: ["verona.lit"], admins: [try BareJID("escalus@verona.lit")])
    change(&policy)
    self.policy = policy
    let answers = answers
    let port = StanzaPort(
      jid: jid, session: { throw CancellationError() }, answer: { answers.add($0) })
    feeds = FeedService(
      port: port, service: number, store: store, policy: policy, name: "Verona",
      version: "1.2.3", limits: feedLimits, logger: silent)
  }

  /// Hands a stanza over as it comes from the link.
  func receive(_ text: String) throws {
    let stream = "<stream xmlns='\(Namespace.component)'>\(text)</stream>"
    for element in try Element(parsing: Array(stream.utf8)).elements { feeds.receive(element) }
  }

  /// Sends a request and returns its id.
  @discardableResult
  func send(_ kind: IQ.Kind, _ who: String, _ inner: String) throws -> String {
    let id = "q\(count.wrappingAdd(1, ordering: .relaxed).newValue)"
    let people = "from='\(full(who))' to='\(Self.address)'"
    try receive("<iq type='\(kind.rawValue)' id='\(id)' \(people)>\(inner)</iq>")
    return id
  }

  /// `romeo` stands for `romeo@verona.lit/phone`.
  private func full(_ who: String) -> String {
    who.contains("@") ? who : "\(who)@verona.lit/phone"
  }

  /// Sends a request and returns what the one answer to it says; all before it are answered then.
  @discardableResult
  func ask(_ kind: IQ.Kind, _ who: String, _ inner: String) async throws -> String {
    let before = answers.all.count
    let id = try send(kind, who, inner)
    let all = await answers.first(before + 1)
    let answer = try #require(all.last { $0["id"] == id })
    #expect(all.count == before + 1)
    #expect(answer.is("iq", Namespace.component))
    #expect(answer["from"] == Self.address)
    #expect(answer["to"] == full(who))
    return outcome(answer)
  }

  @discardableResult
  func get(_ who: String, _ inner: String) async throws -> String {
    try await ask(.get, who, "<pubsub xmlns='\(Namespace.pubsub)'>\(inner)</pubsub>")
  }

  @discardableResult
  func set(_ who: String, _ inner: String) async throws -> String {
    try await ask(.set, who, "<pubsub xmlns='\(Namespace.pubsub)'>\(inner)</pubsub>")
  }

  @discardableResult
  func getOwned(_ who: String, _ inner: String) async throws -> String {
    try await ask(.get, who, "<pubsub xmlns='\(Namespace.pubsubOwner)'>\(inner)</pubsub>")
  }

  @discardableResult
  func setOwned(_ who: String, _ inner: String) async throws -> String {
    try await ask(.set, who, "<pubsub xmlns='\(Namespace.pubsubOwner)'>\(inner)</pubsub>")
  }

  /// Romeo's node, configured.
  func create(_ node: String, _ fields: KeyValuePairs<String, String> = [:]) async throws {
    let made = try await set(
      "romeo", "<create node='\(node)'/><configure>\(submit(fields))</configure>")
    #expect(made == "<pubsub xmlns='\(Namespace.pubsub)'><create node='\(node)'/></pubsub>")
  }

  /// The events that wait for their delivery.
  func events() async throws -> [String] {
    let number = number
    return try await store.read { try $0.events(of: number, after: 0, limit: 10_000) }
      .map { String(decoding: $0.body, as: UTF8.self) }
  }
}

/// What an answer says: the payload of a result or `ok`, the conditions of an error in their order.
func outcome(_ answer: Element) -> String {
  guard answer["type"] == "error" else {
    guard answer["type"] == "result" else { return "no answer" }
    let payload = answer.elements.map { String(decoding: $0.xml(), as: UTF8.self) }.joined()
    return payload.isEmpty ? "ok" : payload
  }
  let error = answer.first("error", Namespace.component)
  let names = (error.map { Array($0.elements) } ?? []).filter { $0.name.name != "text" }
  return "\(error?["type"] ?? "?"): "
    + names.map { $0["feature"].map { "unsupported=\($0)" } ?? $0.name.name }
    .joined(separator: " ")
}

func submit(_ fields: KeyValuePairs<String, String>, type: String = "node_config") -> String {
  let type =
    "<field var='FORM_TYPE'><value>\(Namespace.pubsub)#\(type)</value></field>"
  return "<x xmlns='jabber:x:data' type='submit'>\(type)"
    + fields.map { "<field var='pubsub#\($0)'><value>\($1)</value></field>" }.joined() + "</x>"
}

func entry(_ title: String) -> String {
  "<entry xmlns='\(Namespace.atom)'><title>\(title)</title></entry>"
}

func publish(_ node: String, _ item: String, _ payload: String) -> String {
  "<publish node='\(node)'><item id='\(item)'>\(payload)</item></publish>"
}

func pubsub(_ inner: String) -> String { "<pubsub xmlns='\(Namespace.pubsub)'>\(inner)</pubsub>" }

func event(_ inner: String) -> String {
  "<event xmlns='\(Namespace.pubsubEvent)'>\(inner)</event>"
}
