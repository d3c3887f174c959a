import Foundation
import GRDB
import PubSub
import TestSupport
import Testing
import XMPP

@testable import Store

@Suite struct WriteQueueTests {
  private struct Refused: Error {}

  /// Many writes in one transaction: those that fail leave nothing, the others stay, in order.
  @Test func groupCommit() async throws {
    let fixture = try await Fixture()
    try await fixture.create("blog")
    let (store, service, known) = (fixture.store, fixture.service, fixture.known)
    let version = store.version
    let gate = ThreadGate()
    gate.close(store)
    let log = Log<(Int, Bool)>()
    let posts = try (0..<60).map {
      try Post("i\($0)", title: "Post \($0)", by: BareJID("user\($0 / 3)@verona.lit"))
    }
    let done = AsyncStream<Void>.makeStream()
    for (number, post) in posts.enumerated() {
      store.submit { tx in
        try tx.apply(
          Decision(effects: [.store(NodeID(stored: "blog"), post.item)]), in: service,
          now: Timestamp(milliseconds: 1), projections: post.projections, known)
        if number % 10 == 7 { throw Refused() }
        if number % 10 == 3 { try tx.db.execute(sql: "INSERT INTO jid (jid) VALUES (NULL)") }
      } completion: { result in
        var isStored = false
        if case .success = result { isStored = true }
        log.add((number, isStored))
        if number == posts.count - 1 { done.continuation.finish() }
      }
    }
    #expect(log.all.isEmpty)
    gate.open()
    for await _ in done.stream {}
    #expect(log.all.map(\.0) == Array(0..<60))
    let stored = (0..<60).filter { $0 % 10 != 7 && $0 % 10 != 3 }
    #expect(log.all.filter(\.1).map(\.0) == stored)
    #expect(try await fixture.items("blog") == stored.reversed().map { "i\($0)" })
    // One commit served them all.
    #expect(store.version == version + 1)
    try await fixture.checkInvariants()
    #expect(try await store.search("Post", limit: 100).count == 48)
    try await store.close()
  }

  /// A write that cannot be undone alone takes the transaction with it: no half of it is committed.
  @Test func whatCannotBeRolledBackAlone() async throws {
    let fixture = try await Fixture()
    try await fixture.create("blog")
    let gate = ThreadGate()
    gate.close(fixture.store)
    let (service, known) = (fixture.service, fixture.known)
    let log = Log<StoreError?>()
    for number in 0..<3 {
      let post = try Post("i\(number)", title: "T", by: fixture.romeo)
      fixture.store.submit { tx in
        try tx.apply(
          Decision(effects: [.store(NodeID(stored: "blog"), post.item)]), in: service,
          now: Timestamp(milliseconds: 1), projections: post.projections, known)
        guard number == 1 else { return }
        try tx.db.execute(sql: "RELEASE job")
        throw Refused()
      } completion: { result in
        if case .failure(let error) = result { log.add(error as? StoreError) } else { log.add(nil) }
      }
    }
    gate.open()
    // The last in the same transaction.
    _ = await storeError { try await fixture.store.write { _ in } }
    #expect(try await fixture.items("blog") == [])
    #expect(
      log.all
        == Array(
          repeating: .internalFailure("a write could not be rolled back alone"), count: 3))
    try await fixture.publish("later", in: "blog")
    #expect(try await fixture.items("blog") == ["later"])
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }

  /// What a write throws reaches its caller, and only what a database says is translated.
  @Test func errorsPass() async throws {
    let fixture = try await Fixture()
    await #expect(throws: Refused.self) { try await fixture.store.write { _ in throw Refused() } }
    await #expect(throws: Refused.self) { try await fixture.store.read { _ in throw Refused() } }
    let error = await storeError {
      try await fixture.store.write { try $0.db.execute(sql: "INSERT INTO missing VALUES (1)") }
    }
    #expect(error == .internalFailure("no such table: missing"))
    try await fixture.store.close()
  }

  @Test func overloaded() async throws {
    var limits = StoreLimits()
    limits.waitingWrites = 3
    let fixture = try await Fixture(limits: limits)
    let gate = ThreadGate()
    gate.close(fixture.store)
    let log = Log<String>()
    for number in 0..<5 {
      fixture.store.submit { _ in
        number
      } completion: { result in
        switch result {
        case .success(let number): log.add("done \(number)")
        case .failure(let error): log.add("\(number) \((error as? StoreError) == .overloaded)")
        }
      }
    }
    #expect(log.all == ["3 true", "4 true"])
    gate.open()
    try await fixture.store.close()
    #expect(log.all == ["3 true", "4 true", "done 0", "done 1", "done 2"])
  }

  @Test func closingFinishesWhatWaits() async throws {
    let folder = try TemporaryFolder()
    do {
      let fixture = try await Fixture(folder)
      try await fixture.create("blog")
      let gate = ThreadGate()
      gate.close(fixture.store)
      let log = Log<Bool>()
      let (service, known) = (fixture.service, fixture.known)
      for number in 0..<20 {
        let post = try Post("i\(number)", title: "T", by: fixture.romeo)
        fixture.store.submit { tx in
          try tx.apply(
            Decision(effects: [.store(NodeID(stored: "blog"), post.item)]), in: service,
            now: Timestamp(milliseconds: 1), projections: post.projections, known)
        } completion: { result in
          log.add((try? result.get()) != nil)
        }
      }
      async let closed: Void = fixture.store.close()
      gate.open()
      try await closed
      #expect(log.all == Array(repeating: true, count: 20))
      // Nothing more is taken on.
      #expect(await storeError { try await fixture.store.write { _ in } } != nil)
    }
    let reopened = try await Fixture(folder)
    #expect(try await reopened.items("blog").count == 20)
    try await reopened.store.close()
  }

  /// Transactions hold so many writes, in the order in which they came.
  @Test func order() async throws {
    var limits = StoreLimits()
    limits.writesPerTransaction = 7
    let fixture = try await Fixture(limits: limits)
    let gate = ThreadGate()
    gate.close(fixture.store)
    let log = Log<Int>()
    for number in 0..<100 {
      fixture.store.submit {
        $0.changed()
      } completion: { _ in
        log.add(number)
      }
    }
    let version = fixture.store.version
    gate.open()
    try await fixture.store.close()
    #expect(log.all == Array(0..<100))
    #expect(fixture.store.version == version + 15)
  }

  // MARK: Full disk

  private func fill(_ fixture: Fixture) async throws -> (stored: [String], error: StoreError?) {
    try await fixture.create("blog")
    var stored: [String] = []
    let text = String(repeating: "word ", count: 4_000)
    for number in 0..<500 {
      let post = try Post("i\(number)", title: "T", body: text, by: fixture.romeo)
      let error = await storeError {
        try await fixture.apply(
          [.store(NodeID(stored: "blog"), post.item)], projections: post.projections)
      }
      if let error { return (stored, error) }
      stored.insert("i\(number)", at: 0)
    }
    return (stored, nil)
  }

  @Test func fullDisk() async throws {
    let folder = try TemporaryFolder()
    var limits = StoreLimits()
    limits.maximumPages = 250
    let acknowledged: [String]
    do {
      let fixture = try await Fixture(folder, limits: limits)
      let (stored, error) = try await fill(fixture)
      acknowledged = stored
      #expect(error == .diskFull)
      #expect(!stored.isEmpty)
      #expect(try await fixture.items("blog") == stored)
      // Reading goes on, and so does writing what fits.
      try await fixture.store.write { try $0.db.execute(sql: "SELECT 1") }
      #expect(try await fixture.store.newestPosts(limit: 1).map(\.item) == [stored[0]])
      try await fixture.store.close()
    }
    let roomy = try await Fixture(folder)
    #expect(try await roomy.items("blog") == acknowledged)
    try await roomy.publish("more", in: "blog")
    #expect(try await roomy.items("blog") == ["more"] + acknowledged)
    try await roomy.checkInvariants()
    try await roomy.store.close()
  }

  /// All that share the transaction are told, and nothing of it stays.
  @Test func fullDiskInAGroup() async throws {
    var limits = StoreLimits()
    limits.maximumPages = 250
    let fixture = try await Fixture(limits: limits)
    let (stored, _) = try await fill(fixture)
    let before = try await fixture.number("SELECT count(*) FROM jid")
    let gate = ThreadGate()
    gate.close(fixture.store)
    let log = Log<StoreError?>()
    let (service, known) = (fixture.service, fixture.known)
    for number in 0..<4 {
      let text = number == 2 ? String(repeating: "word ", count: 100_000) : "small"
      let post = try Post(
        "g\(number)", title: "T", body: text, by: BareJID("user\(number)@verona.lit"))
      fixture.store.submit { tx in
        try tx.apply(
          Decision(effects: [.store(NodeID(stored: "blog"), post.item)]), in: service,
          now: Timestamp(milliseconds: 1), projections: post.projections, known)
      } completion: { result in
        if case .failure(let error) = result { log.add(error as? StoreError) } else { log.add(nil) }
      }
    }
    gate.open()
    try await fixture.store.close()
    #expect(log.all == Array(repeating: .diskFull, count: 4))
    let reopened = try await Fixture(fixture.folder.copy())
    #expect(try await reopened.items("blog") == stored)
    #expect(try await reopened.number("SELECT count(*) FROM jid") == before)
    try await reopened.checkInvariants()
    try await reopened.store.close()
  }
}

extension TemporaryFolder {
  /// Another folder with the same database.
  func copy() throws -> TemporaryFolder {
    let other = try TemporaryFolder()
    for suffix in ["", "-wal"] where FileManager.default.fileExists(atPath: database + suffix) {
      try FileManager.default.copyItem(
        atPath: database + suffix, toPath: other.database + suffix)
    }
    return other
  }
}
