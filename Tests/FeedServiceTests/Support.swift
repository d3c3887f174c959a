import Foundation
import Logging
import PubSub
import Store
import Synchronization
import TestSupport
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
  private struct Waiter {
    let count: Int
    let continuation: CheckedContinuation<Void, Never>
  }

  private struct State {
    var values: [Value] = []
    var waiting: [Int: Waiter] = [:]
    var last = 0
  }

  private let state = Mutex(State())

  func add(_ value: Value) {
    let ready = state.withLock { state in
      state.values.append(value)
      let count = state.values.count
      let ready = state.waiting.filter { $0.value.count <= count }
      for ticket in ready.keys { state.waiting[ticket] = nil }
      return ready.values
    }
    for waiter in ready { waiter.continuation.resume() }
  }

  var all: [Value] { state.withLock { $0.values } }

  /// Waits until so many are there; those that are there by the deadline.
  func first(_ count: Int, within deadline: Duration = .seconds(20)) async -> [Value] {
    let ticket = state.withLock { state in
      state.last += 1
      return state.last
    }
    let clock = Task {
      try await Task.sleep(for: deadline)
      let waiter = state.withLock { $0.waiting.removeValue(forKey: ticket) }
      guard let waiter else { return }
      Issue.record("Only \(all.count) of \(count) came within \(deadline).")
      waiter.continuation.resume()
    }
    await withCheckedContinuation { continuation in
      let isThere = state.withLock { state in
        guard state.values.count < count else { return true }
        state.waiting[ticket] = Waiter(count: count, continuation: continuation)
        return false
      }
      if isThere { continuation.resume() }
    }
    clock.cancel()
    return all
  }
}

/// Returns when something is so, which nothing announces.
func until(
  _ what: String, within deadline: Duration = .seconds(20), _ condition: () async throws -> Bool
) async throws {
  let end = ContinuousClock.now + deadline
  while try await !condition() {
    guard ContinuousClock.now < end else { throw WaitFailure("Not \(what) within \(deadline).") }
    await Task.yield()
  }
}

extension ThreadGate {
  /// Makes the store's writer wait, and returns when it does.
  func close(_ store: Store) {
    store.submit({ _ in #expect(self.hold()) }, completion: { _ in })
    #expect(isReached())
  }
}

/// A text without what chance has made: the names of subscriptions, the values of items.
func masked(_ text: String) -> String {
  text.replacing(#/ subid='[0-9a-f]{32}'/#, with: "")
    .replacing(#/<cap-v-map .*?</cap-v-map>/#, with: "")
    .replacing(#/<delay [^>]*>/#, with: "<delay/>")
}

/// What an answer says: the payload of a result or `ok`, the conditions of an error in their order.
func outcome(_ answer: Element) -> String {
  guard answer["type"] == "error" else {
    guard answer["type"] == "result" else { return "no answer" }
    let payload = answer.elements.map { String(decoding: $0.xml(), as: UTF8.self) }.joined()
    return payload.isEmpty ? "ok" : masked(payload)
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
