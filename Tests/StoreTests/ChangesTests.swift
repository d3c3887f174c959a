import PubSub
import TestSupport
import Testing
import XMPP

@testable import Store

/// What a page was made from is out of date as soon as that has changed, and no sooner.
@Suite struct ChangesTests {
  /// A page of a node, and whether it still is what would be made.
  private func source(_ node: String, _ fixture: Fixture) async throws -> PageSource {
    let jid = fixture.jid
    return try await fixture.store.noting {
      try await fixture.store.publicNode(service: jid, node: node)
    }.source
  }

  @Test func anotherNodeIsNoneOfIt() async throws {
    let fixture = try await Fixture()
    for node in ["news", "birds"] { try await fixture.create(node) }
    let source = try await source("news", fixture)
    try await fixture.publish("a", in: "birds")
    #expect(fixture.store.isCurrent(source))
    try await fixture.publish("a", in: "news")
    #expect(!fixture.store.isCurrent(source))
    try await fixture.store.close()
  }

  /// A command beside the running process changes whatever it likes; the next write says so.
  @Test func anotherProcessWrites() async throws {
    let fixture = try await Fixture()
    try await fixture.create("news")
    let source = try await source("news", fixture)
    try await fixture.store.write { _ in }
    #expect(fixture.store.isCurrent(source))
    let guest = try StoreGuest(path: fixture.folder.database)
    try guest.write { try $0.run("UPDATE node SET title = 'Other'") }
    try await fixture.store.write { _ in }
    #expect(!fixture.store.isCurrent(source))
    let fresh = try await self.source("news", fixture)
    try await fixture.store.write { _ in }
    #expect(fixture.store.isCurrent(fresh))
    try await fixture.store.close()
  }

  /// The next transaction says so too where that one failed.
  @Test func anotherProcessWritesBeforeAFailure() async throws {
    let fixture = try await Fixture()
    try await fixture.create("news")
    let source = try await source("news", fixture)
    let guest = try StoreGuest(path: fixture.folder.database)
    try guest.write { try $0.run("UPDATE node SET title = 'Other'") }
    await #expect(throws: StoreError.self) {
      try await fixture.store.write { try $0.run("ROLLBACK") }
    }
    try await fixture.store.write { _ in }
    #expect(!fixture.store.isCurrent(source))
    try await fixture.store.close()
  }
}
