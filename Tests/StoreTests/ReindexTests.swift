import Foundation
import GRDB
import PubSub
import Social
import TestSupport
import Testing
import XML
import XMPP

@testable import Store

/// What is derived from the items is made again from them alone, and is then what it was.
@Suite struct ReindexTests {
  /// Every table that is derived, as text; the full-text index by the words that it holds and where.
  private static let derived: [String: String] = [
    "entry": "SELECT * FROM entry ORDER BY item",
    "enclosure": "SELECT * FROM enclosure ORDER BY item, position",
    "link_card": "SELECT * FROM link_card ORDER BY item, position",
    "tag": "SELECT * FROM tag ORDER BY tag, sequence",
    "reference": "SELECT * FROM reference ORDER BY item, position",
    "mention": "SELECT * FROM mention ORDER BY item, jid",
    "search": "SELECT * FROM words ORDER BY term, doc, col, offset",
    "fragment": "SELECT * FROM grams ORDER BY term, doc, col, offset",
    "replies": "SELECT * FROM replies ORDER BY item",
    "comment": "SELECT * FROM comment ORDER BY item",
    "attachment": "SELECT * FROM attachment ORDER BY item",
    "reaction": "SELECT * FROM reaction ORDER BY item, text",
    "heart": "SELECT * FROM heart ORDER BY item",
    "summary": "SELECT * FROM summary ORDER BY post",
    "tally": "SELECT * FROM tally ORDER BY post, text",
    "item": "SELECT id, node, name, sequence, payload FROM item ORDER BY id",
    "node": "SELECT id, posts, hearts, post FROM node ORDER BY id",
  ]

  private static func dump(_ fixture: Fixture) async throws -> [String: [String]] {
    try await fixture.store.write { tx in
      try tx.indexWaiting()
      try tx.db.execute(
        sql: "CREATE VIRTUAL TABLE temp.words USING fts5vocab('main', 'search', 'instance')")
      try tx.db.execute(
        sql: "CREATE VIRTUAL TABLE temp.grams USING fts5vocab('main', 'fragment', 'instance')")
      defer { try? tx.db.execute(sql: "DROP TABLE temp.words; DROP TABLE temp.grams") }
      return try derived.mapValues { sql in
        try Row.fetchAll(tx.db, sql: sql).map { "\($0)" }
      }
    }
  }

  private static func world() async throws -> Fixture {
    let fixture = try await Fixture()
    for name in ["blog", "news"] { try await fixture.create(name) }
    for number in 0..<120 {
      let more = """
        <category term='Tag\(number % 3)'/><link rel='enclosure' href='https://a.example/\(number).png'
        width='640' height='480'/><link rel='related' href='https://b.example/\(number)' title='Page'/>
        <reference xmlns='urn:xmpp:reference:0' type='mention' uri='xmpp:juliet@verona.lit'/>
        <link rel='via' href='xmpp:news.lit?;node=a%2Fb;item=\(number)'/>
        <geoloc xmlns='http://jabber.org/protocol/geoloc'><lat>45.4</lat><lon>10.9</lon></geoloc>
        <updated>40000-01-01T00:00:00Z</updated>
        """
      let post = try Post(
        "p\(number)", title: "Title \(number)",
        body: "日本語 words of \(number) with a #hash\(number % 5)",
        more: more, by: fixture.romeo, at: 2_000)
      let node = NodeID(stored: number % 2 == 0 ? "blog" : "news")
      try await fixture.apply(
        [.store(node, post.item)], projections: post.projections, at: 2_000 + Int64(number))
    }
    // A post with comments, one of them a heart.
    let comments = CommentTests.comments
    try await fixture.says(
      "discussed", in: "blog",
      "<link rel='replies' href='xmpp:\(fixture.jid)?;node=\(comments)'/>")
    try await fixture.create(comments)
    try await fixture.says("c1", in: comments, "<id>tag:a</id>")
    try await fixture.says(
      "c2", in: comments, "<in-reply-to xmlns='\(Namespace.threading)' ref='tag:a'/>")
    try await fixture.says("c3", in: comments, title: "♥")
    for person in [fixture.romeo, fixture.juliet] {
      try await fixture.attach(
        Attachments(isNoticed: true, reactions: ["\u{1F477}"]), to: "discussed", of: "blog",
        by: person)
    }
    try await fixture.says("noticed-1", in: comments, title: "♥", by: fixture.juliet)
    // Edited, retracted, gone with others, no post at all; a clock that goes back.
    try await fixture.publish("p0", in: "blog", title: "Edited", at: 9_000)
    try await fixture.publish("p2", in: "blog", title: "Edited with a slow clock", at: 3_000)
    try await fixture.apply([.retract(NodeID(stored: "blog"), ItemID(stored: "p4"))])
    try await fixture.apply([.trim(NodeID(stored: "news"), keep: 20)])
    try await fixture.apply([
      .store(
        NodeID(stored: "blog"),
        PublishedItem(
          id: ItemID(stored: "other"), publisher: fixture.juliet,
          payload: Array("<a xmlns='b'/>".utf8)))
    ])
    try await fixture.sweep()
    return fixture
  }

  private static func drop(_ fixture: Fixture) async throws {
    try await fixture.store.write { tx in
      for table in [
        "reaction", "attachment", "heart", "summary", "tally", "enclosure", "link_card",
        "reference", "tag", "mention", "replies", "comment", "entry",
      ] {
        try tx.db.execute(sql: "DELETE FROM \(table)")
      }
      try tx.db.execute(sql: "INSERT INTO search (search) VALUES ('delete-all')")
      try tx.db.execute(sql: "INSERT INTO fragment (fragment) VALUES ('delete-all')")
      try tx.db.execute(sql: "UPDATE node SET posts = 0, hearts = 0")
    }
  }

  @Test(arguments: [true, false])
  func identical(isDropped: Bool) async throws {
    let fixture = try await Self.world()
    let before = try await Self.dump(fixture)
    for (name, rows) in before { #expect(!rows.isEmpty, "\(name)") }
    if isDropped { try await Self.drop(fixture) }
    let reindexer = Reindexer(fixture.store)
    try await reindexer.begin()
    while try await reindexer.step() {
      // What is counted is right all the while.
      if !isDropped { try await fixture.checkInvariants() }
    }
    let after = try await Self.dump(fixture)
    for (name, rows) in before { #expect(after[name] == rows, "\(name)") }
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }

  /// A process that ends half way leaves a state that the next one goes on from.
  @Test func goesOn() async throws {
    let fixture = try await Self.world()
    let before = try await Self.dump(fixture)
    try await Self.drop(fixture)
    try await Reindexer(fixture.store).begin()
    #expect(try await Reindexer(fixture.store).step())
    let half = try #require(try await Reindexer(fixture.store).progress()).fraction
    #expect(half > 0 && half < 0.9)
    let done = try await fixture.number("SELECT count(*) FROM entry") ?? 0
    #expect(done > 0)
    try await fixture.store.close()

    let again = try await Fixture(fixture.folder)
    let reindexer = Reindexer(again.store)
    try await reindexer.begin()
    #expect(try await reindexer.progress()?.fraction == half)
    // What comes meanwhile is there too, and what goes is not.
    try await again.publish("meanwhile", in: "blog", title: "Meanwhile")
    while try await reindexer.step() {}
    #expect(try await reindexer.progress() == nil)
    try await again.apply([.retract(NodeID(stored: "blog"), ItemID(stored: "meanwhile"))])
    let after = try await Self.dump(again)
    for (name, rows) in before { #expect(after[name] == rows, "\(name)") }
    try await again.checkInvariants()
    try await again.store.close()
  }

  /// What an older version derived is made again by itself.
  @Test func afterAMigration() async throws {
    let folder = try TemporaryFolder()
    try KeptDatabase.load(named: "0002", into: folder)
    let fixture = try await Fixture(folder)
    #expect(try await fixture.number("SELECT count(*) FROM entry") ?? 0 > 0)
    #expect(try await fixture.number("SELECT count(*) FROM fragment_docsize") == 0)
    let reindexer = Reindexer(fixture.store)
    #expect(try await reindexer.progress() != nil)
    while try await reindexer.step() {}
    // Those that are gone and wait to be removed are left as they are.
    let old = try await fixture.number(
      """
      SELECT count(*) FROM entry JOIN node ON node.id = entry.node
      WHERE entry.sequence > node.floor
        AND NOT EXISTS (SELECT 1 FROM fragment_docsize WHERE id = entry.item)
      """)
    #expect(old == 0)
    try await fixture.checkInvariants()
    try await fixture.store.close()
  }

  /// So is what another version of what is derived was made by, once.
  @Test func afterAChangeOfWhatIsDerived() async throws {
    let fixture = try await Self.world()
    let before = try await Self.dump(fixture)
    #expect(try await Reindexer(fixture.store).progress() == nil)
    try await fixture.store.write { try $0.db.execute(sql: "UPDATE counter SET projection = 0") }
    try await fixture.store.close()

    let changed = try await Fixture(fixture.folder)
    #expect(try await Reindexer(changed.store).progress() != nil)
    while try await Reindexer(changed.store).step() {}
    let after = try await Self.dump(changed)
    for (name, rows) in before { #expect(after[name] == rows, "\(name)") }
    try await changed.store.close()

    let again = try await Fixture(fixture.folder)
    #expect(try await Reindexer(again.store).progress() == nil)
    try await again.store.close()
  }
}
