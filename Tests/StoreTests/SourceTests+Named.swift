import PubSub
import Social
import TestSupport
import Testing
import XMPP

@testable import Store

/// Items whose author a service names later than it gives them.
extension SourceTests {
  private func name(_ author: BareJID, isBelieved: Bool, _ fixture: Fixture) async throws -> Int {
    let source = try await source(fixture)
    let post = try Post("a", title: "rose", more: "", by: author)
    let item = ForeignItem(
      id: post.item.id, publisher: isBelieved ? author : nil, claimed: isBelieved ? nil : author,
      payload: post.item.payload)
    return try await fixture.store.write { tx in
      try tx.take([item], of: source, .now, Timestamp(milliseconds: 9_000), post.projections)
    }
  }

  private func names(_ fixture: Fixture) async throws -> [String] {
    try await fixture.texts(
      """
      SELECT item.name || ' ' || author.jid || ' ' || coalesce(claimed.jid, '') FROM item
      JOIN jid AS author ON author.id = item.publisher
      LEFT JOIN jid AS claimed ON claimed.id = item.claimed ORDER BY item.sequence
      """)
  }

  /// They stay where they are; and whoever it is may say no.
  @Test func authorsAreNamedLater() async throws {
    let fixture = try await Fixture()
    try await begin(fixture)
    try await take([("a", "rose", 0), ("b", "thorn", 0)], .now, fixture)
    let (stranger, other) = (try BareJID("stranger@x.lit"), try BareJID("other@capulet.lit"))
    for count in [1, 0] {
      #expect(try await name(other, isBelieved: true, fixture) == count)
      #expect(try await names(fixture) == ["a \(other) ", "b \(tybalt) "])
    }
    for count in [1, 0] {
      #expect(try await name(stranger, isBelieved: false, fixture) == count)
      #expect(try await names(fixture) == ["a \(other) \(stranger)", "b \(tybalt) "])
    }
    // Whoever names nobody says nothing new.
    #expect(try await take([("a", "rose", 0)], .now, fixture) == 0)
    #expect(try await found(fixture, "rose", "romeo@verona.lit") == ["a"])
    try await fixture.checkInvariants()
    try await fixture.store.write { try $0.optOut(stranger, Timestamp(milliseconds: 9_000)) }
    #expect(try await names(fixture) == ["b \(tybalt) "])
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }

  /// What came before names were kept is compared once, where others than the service's own write.
  @Test func authorsOfBefore() async throws {
    let folder = try TemporaryFolder()
    try KeptDatabase.load(named: "0023", into: folder)
    let fixture = try await Fixture(folder)
    let audited = try await fixture.texts(
      """
      SELECT jid.jid || ' ' || node.name FROM source JOIN node ON node.id = source.node
      JOIN service ON service.id = node.service JOIN jid ON jid.id = service.jid
      WHERE source.task = 2 ORDER BY node.id
      """)
    #expect(
      audited == [
        "tybalt@capulet.lit urn:xmpp:microblog:0:comments/new", "pubsub.capulet.lit notes",
      ])
    try await fixture.store.close()
  }
}
