import PubSub
import Social
import Testing
import XMPP

@testable import Store

/// What Martlet understands of posts, and what is done about them; since the schema 0010.
extension EveryKindOfRow {
  private static let tables = [
    "attachment", "audit", "comment", "fragment", "heart", "hidden", "link_card", "mention",
    "reaction", "reference", "removal", "replies", "report", "revision", "summary", "tag", "tally",

  ]
  private static let blog = NodeID(stored: "blog")
  private static let comments = CommentTests.comments

  static func socialLife(_ fixture: Fixture) async throws {
    try await fixture.create("blog")
    try await posts(fixture)
    try await conversation(fixture)
    try await moderation(fixture)
    try await fixture.subscribe("juliet@verona.lit", to: "blog") { $0.isPublic = true }
    try await fixture.checkInvariants()
  }

  private static func posts(_ fixture: Fixture) async throws {
    let more = """
      <category term='Roses'/><link rel='enclosure' href='https://a.example/a.png' type='image/png'/>
      <link rel='related' href='https://b.example/page' title='Page'/>
      <reference xmlns='urn:xmpp:reference:0' type='mention' uri='xmpp:juliet@verona.lit'/>
      <link rel='via' href='xmpp:news.lit?;node=a%2Fb;item=c'/>
      <geoloc xmlns='http://jabber.org/protocol/geoloc'><lat>45.4</lat><lon>10.9</lon></geoloc>
      """
    for title in ["Rich", "Richer"] {
      let post = try Post(
        "rich", title: title, body: "Words", more: more, by: fixture.romeo, at: 2_000)
      try await fixture.apply([.store(blog, post.item)], projections: post.projections, at: 2_000)
    }
  }

  private static func conversation(_ fixture: Fixture) async throws {
    let link = "<link rel='replies' href='xmpp:\(fixture.jid)?;node=\(comments)'/>"
    for post in ["p", "hid"] {
      let node = post == "p" ? comments : "urn:xmpp:microblog:0:comments/hid"
      try await fixture.says(
        post, in: "blog", link.replacing(comments, with: node), title: "Post \(post)")
      try await fixture.create(node) { $0.publishModel = .open }
      try await fixture.says("first-\(post)", in: node, "<id>tag:a-\(post)</id>")
      try await fixture.says(
        "second-\(post)", in: node,
        "<in-reply-to xmlns='\(Namespace.threading)' ref='tag:a-\(post)'/>")
      for person in [fixture.romeo, fixture.juliet] {
        try await fixture.attach(
          Attachments(isNoticed: true, reactions: ["\u{1F477}"]), to: post, of: "blog", by: person)
      }
    }
    try await fixture.says("noticed-1", in: comments, title: "♥", by: fixture.juliet)
  }

  private static func moderation(_ fixture: Fixture) async throws {
    let (hid, romeo, juliet) = (ItemID(stored: "hid"), fixture.romeo, fixture.juliet)
    let (service, known, yard) = (fixture.service, fixture.known, NodeID(stored: "yard"))
    let report = ReportFacts(
      item: ItemID(stored: "rich"), reporter: juliet, reason: .spam, text: "It is.")
    try await fixture.create(yard.name)
    try await fixture.publish("weed", in: yard.name, by: juliet)
    try await fixture.store.write { tx in
      try tx.apply(
        Decision(
          effects: [.report(blog, report), .hide(blog, hid), .removeAll(yard, juliet)],
          acts: [ModerationAct(.hide, blog, by: romeo, item: hid, subject: romeo)]),
        in: service, now: Timestamp(milliseconds: 9_000), known)
    }
  }

  /// It is all there, and goes on.
  static func checkSocialLife(_ fixture: Fixture) async throws {
    for table in tables {
      #expect(try await fixture.number("SELECT count(*) FROM \(table)") ?? 0 > 0, "\(table)")
    }
    let post = try #require(
      try await fixture.store.post(service: fixture.jid, node: "blog", item: "rich").found)
    #expect(post.entry.title == "Richer")
    #expect(post.entry.tags == ["roses"])
    #expect(post.entry.enclosures.count == 1)
    #expect(post.entry.links.count == 1)
    #expect(post.entry.mentions == [fixture.juliet])
    #expect(post.entry.references.count == 1)
    #expect(try await fixture.number("SELECT count(*) FROM reference WHERE shares = 1") == 1)
    #expect(try await fixture.followers("blog") == [fixture.juliet.description])
    let revisions = try await fixture.read("blog") {
      try $0.revisions(of: ItemID(stored: "rich"), in: $1)
    }
    #expect(revisions.count == 1)
    #expect(try await fixture.summary(of: "p", in: "blog")?.noticed == 2)
    try await checkHidden(fixture)
    #expect(
      try await fixture.read("blog") {
        try $0.acts(of: $1, in: fixture.service, before: nil, limit: 9)
      }
      .acts.count == 1)
    try await fixture.checkInvariants()
  }

  /// A hidden post comes back with its comments and reactions.
  private static func checkHidden(_ fixture: Fixture) async throws {
    let hid = ItemID(stored: "hid")
    let projections = try Post("hid", title: "Post hid", by: fixture.romeo).projections
    try await fixture.apply([.show(blog, hid)], projections: projections, at: 9_000)
    try await fixture.checkInvariants()
    let comments = try await fixture.read("blog") {
      try $0.commentCount(of: hid, in: $1, for: fixture.romeo, fixture.known)
    }
    #expect(comments == 2)
    #expect(try await fixture.summary(of: "hid", in: "blog")?.noticed == 2)
    try await fixture.apply([.retract(blog, hid)])
    #expect(try await fixture.record("urn:xmpp:microblog:0:comments/hid") == nil)
  }
}
