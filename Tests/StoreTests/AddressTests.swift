import GRDB
import PubSub
import Testing
import XMPP

@testable import Store

/// Addresses that nothing refers to any more.
@Suite struct AddressTests {
  private let now = Timestamp(milliseconds: 1_700_000_000_000)
  private let news = NodeID(stored: "news")

  private func sweepAll(_ fixture: Fixture) async throws {
    let sweeper = Sweeper(fixture.store)
    while try await sweeper.sweepAddresses() {}
    try await fixture.checkInvariants()
  }

  private func all(_ fixture: Fixture) async throws -> [String] {
    try await fixture.texts("SELECT jid FROM jid ORDER BY jid")
  }

  /// A node elsewhere, whose posts have many strangers write and mention many others.
  private func follow(_ service: BareJID, _ fixture: Fixture) async throws {
    let stranger = try BareJID("stranger@x.lit")
    let posts = try (0..<20).map { number in
      try Post(
        "p\(number)", title: "rose",
        more: """
          <reference xmlns='urn:xmpp:reference:0' type='mention' uri='xmpp:m\(number)@x.lit'/>
          <link rel='via' href='xmpp:pubsub\(number).x.lit?;node=a;item=b'/>
          """, by: stranger)
    }
    try await fixture.store.write { tx in
      try tx.begin(news, of: service, isPublic: true, now)
      var source = try #require(try tx.snapshot.source(news, of: service))
      (source.stage, source.access) = (.following, .open)
      try tx.update(source)
      try tx.setOwners([try BareJID("owner@x.lit")], of: source)
      for (number, post) in posts.enumerated() {
        let author = try BareJID("a\(number)@x.lit")
        let item = ForeignItem(
          id: post.item.id, publisher: number % 2 == 0 ? author : nil,
          claimed: number % 2 == 0 ? nil : author, payload: post.item.payload)
        try tx.take([item], of: source, .now, now, post.projections)
      }
    }
  }

  @Test func theyGoWithWhatNamedThem() async throws {
    var limits = StoreLimits()
    limits.rowsPerSweep = 7
    let fixture = try await Fixture(limits: limits)
    let service = try BareJID("pubsub.capulet.lit")
    try await fixture.create("blog")
    try await fixture.subscribe("juliet@verona.lit/balcony", to: "blog")
    try await sweepAll(fixture)
    let before = try await all(fixture)
    #expect(before.contains("juliet@verona.lit/balcony"))
    try await follow(service, fixture)
    let full = try await all(fixture)
    #expect(full.count == before.count + 20 * 3 + 2)
    try await sweepAll(fixture)
    #expect(try await all(fixture) == full)
    try await fixture.store.write { tx in
      let source = try #require(try tx.snapshot.source(news, of: service))
      let gone = (0..<19).map { ItemID(stored: "p\($0)") }
      #expect(try tx.drop(gone, of: source, now) == 19)
    }
    try await sweepAll(fixture)
    #expect(try await all(fixture).count == before.count + 3 + 2)
    try await fixture.store.write { tx in
      try tx.forget(try #require(try tx.snapshot.source(news, of: service)), now)
    }
    try await fixture.sweep()
    try await sweepAll(fixture)
    #expect(try await all(fixture) == before)
    // It may come again.
    try await follow(service, fixture)
    #expect(try await all(fixture) == full)
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }

  /// Of what is in use nothing goes, whatever uses it.
  @Test func whatIsInUseStays() async throws {
    let fixture = try await EveryKindOfRow.made()
    try await sweepAll(fixture)
    try await EveryKindOfRow.checkSocialLife(fixture)
    try await EveryKindOfRow.checkConsent(fixture)
    try await EveryKindOfRow.checkPeople(fixture)
    try await EveryKindOfRow.checkStrangers(fixture)
    try await EveryKindOfRow.check(fixture)
    try await fixture.store.close()
  }

  /// No table is forgotten.
  @Test(arguments: [("jid", Snapshot.addressColumns), ("service", Snapshot.serviceColumns)])
  func allReferencesAreKnown(table: String, known: [String]) async throws {
    let fixture = try await Fixture()
    let columns = try await fixture.texts(
      """
      SELECT child.name || '.' || key."from" FROM sqlite_schema AS child
      JOIN pragma_foreign_key_list(child.name) AS key
      WHERE child.type = 'table' AND key."table" = '\(table)'
      """)
    #expect(columns.sorted() == known.sorted())
    try await fixture.store.close()
  }

  /// All are gone through, then from time to time, and sooner when many have come.
  @Test func itRests() {
    var (sweep, now) = (AddressSweep(), ContinuousClock.now)
    #expect(sweep.next(10, now) == 0)
    sweep.reach(5, 10, now)
    #expect(sweep.next(10, now) == 5)
    sweep.reach(nil, 10, now)
    #expect(sweep.next(10, now) == nil)
    #expect(sweep.next(10 + Sweeper.newAddresses, now) == nil)
    now += Sweeper.shortAddressInterval
    #expect(sweep.next(10, now) == nil)
    #expect(sweep.next(10 + Sweeper.newAddresses, now) == 0)
    sweep.reach(nil, 10, now)
    now += Sweeper.addressInterval
    #expect(sweep.next(10, now) == 0)
  }
}
