import PubSub
import Testing
import XMPP

@testable import Store

extension SourceTests {
  /// However the items of a node go, one after the other or all at once, so many leave a trace and no more.
  @Test(arguments: [true, false]) func tracesAreBounded(isPurged: Bool) async throws {
    var limits = StoreLimits()
    limits.rowsPerSweep = 300
    let fixture = try await Fixture(limits: limits)
    try await begin(fixture, isPublic: true)
    let posts = (0..<1_100).map { (id: "i\($0)", title: "rose", day: 1) }
    try await take(posts, .history, fixture)
    let followed = try await source(fixture)
    let now = Timestamp(milliseconds: 1_700_000_000_000)
    try await fixture.store.write { tx in
      if isPurged {
        try tx.dropAll(of: followed, now)
      } else {
        let items = posts.map { ItemID(stored: $0.id) }
        try tx.drop(items, of: followed, areRetracted: true, now)
      }
    }
    try await fixture.sweep()
    #expect(try await fixture.number("SELECT count(*) FROM item") == 0)
    #expect(try await fixture.number("SELECT count(*) FROM tombstone") == 1_000)
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }
}
