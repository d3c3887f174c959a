import PubSub
import Testing
import XML
import XMPP

@testable import Store

/// An event, as the engine announces it; its content says its name.
func event(
  _ node: String, _ audience: Event.Audience = .subscribers, _ matter: Event.Matter = .item,
  _ name: String = "event", type: Message.Kind = .headline, text: String? = nil
) -> Event {
  Event(
    node: NodeID(stored: node), audience: audience, matter: matter, type: type,
    content: [Element(name, Namespace.pubsubEvent)], text: text)
}

extension Fixture {
  /// What waits for its delivery, oldest first.
  func waiting(for other: ServiceID? = nil, after: Int64 = 0, limit: Int = 1_000) async throws
    -> [OutboxEvent]
  {
    let service = other ?? service
    return try await store.read { snapshot in
      try snapshot.waiting(for: service, after: after, limit: limit).map { waiting in
        let event = try #require(try snapshot.event(waiting.id))
        #expect(event.node == waiting.node)
        return event
      }
    }
  }

  func page(
    _ event: OutboxEvent, after: Int64, limit: Int, _ known: Acquaintances? = nil,
    at time: Int64 = 1_000
  ) async throws -> (page: [Recipient], next: Int64?) {
    let known = known ?? self.known
    return try await store.read {
      try Recipients(of: event, known, $0, now: Timestamp(milliseconds: time))
        .page(after: after, limit: limit)
    }
  }

  /// All who are told of an event, page by page from where it was left.
  func recipients(
    of event: OutboxEvent, limit: Int = 2, _ known: Acquaintances? = nil, at time: Int64 = 1_000
  ) async throws -> [Recipient] {
    var all: [Recipient] = []
    var cursor: Int64? = event.cursor
    while let after = cursor {
      let (page, next) = try await page(event, after: after, limit: limit, known, at: time)
      #expect(page.count <= limit)
      all += page
      cursor = next
    }
    #expect(Set(all.map(\.tag)).count == all.count)
    return all
  }

  func acknowledgeAll() async throws {
    let done = try await waiting().map(\.id)
    try await store.write { try $0.acknowledge(done: done, partial: [:]) }
  }

  /// Announces an event and forgets it again; says who is told, with whatever about them is not plain:
  /// `juliet 1,2 @club +body`.
  func told(
    _ event: Event, limit: Int = 2, _ known: Acquaintances? = nil, at time: Int64 = 1_000
  ) async throws -> [String] {
    try await apply([], [event], known)
    let new = try await waiting()
    defer { #expect(new.count <= 1) }
    guard let announced = new.last else { return [] }
    let told = try await recipients(of: announced, limit: limit, known, at: time)
      .map(\.words)
    try await store.write { try $0.acknowledge(done: [announced.id], partial: [:]) }
    return told
  }
}

extension Recipient {
  var words: String {
    var words = [String(jid.replacing("@verona.lit", with: ""))]
    if !subscriptions.isEmpty { words.append(subscriptions.joined(separator: ",")) }
    if let collection { words.append("@\(collection)") }
    if wantsBody { words.append("+body") }
    return words.joined(separator: " ")
  }
}

// MARK: - Digests

extension Fixture {
  /// What is due at a node: addresses with the names of what was gathered. They count as sent.
  func digests(
    _ node: String, at time: Int64, limit: Int = 99, bytes: Int = .max, search: Int = 1_000_000
  ) async throws -> [String] {
    let number = try #require(
      try await number("SELECT max(id) FROM node WHERE name = '\(node)'"))
    let (known, now) = (known, Timestamp(milliseconds: time))
    return try await store.write { tx in
      var budget = DigestBudget(bytes: bytes, search: SearchBudget(search))
      let due = try tx.snapshot.dueDigests(number, now: now, limit: limit, &budget, known)
      return try due.map { digest in
        #expect(try tx.digested(digest, now: now))
        let names = try digest.members.map { try Element(parsing: $0.body).name.name }
        return "\(digest.subscription.jid.bare.local ?? ""): \(names.joined(separator: " "))"
      }
    }
  }

  /// Forgets what all have had; says how much is left.
  func settleDigests(at time: Int64 = 0, limit: Int = 99) async throws -> Int64? {
    let nodes = try await texts("SELECT DISTINCT node FROM gathered")
    try await store.write { tx in
      for node in nodes {
        _ = try tx.settleDigests(
          of: Int64(node) ?? 0, now: Timestamp(milliseconds: time), limit: limit)
      }
    }
    return try await number("SELECT count(*) FROM gathered")
  }

  /// The nodes with something to do for digests, first those that have waited longest.
  func gatheringNodes(at time: Int64, in other: ServiceID? = nil, limit: Int = 9) async throws
    -> [Int64]
  {
    let service = other ?? service
    return try await store.read {
      try $0.gatheringNodes(in: service, now: Timestamp(milliseconds: time), limit: limit)
    }
  }

  func tell(
    _ name: String, at node: String = "blog",
    _ matter: Event.Matter = .item, text: String? = nil
  ) async throws {
    try await apply([], [event(node, .subscribers, matter, name, text: text)])
  }
}
