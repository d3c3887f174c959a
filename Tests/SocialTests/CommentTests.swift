import PubSub
import Testing
import XML
import XMPP

@testable import Social

/// What entries say of the discussion that they belong to.
@Suite struct CommentTests {
  private func entry(_ inner: String) throws -> Element {
    let text = """
      <entry xmlns='http://www.w3.org/2005/Atom' xmlns:thr='http://purl.org/syndication/thread/1.0'>\
      \(inner)</entry>
      """
    return try Element(parsing: Array(text.utf8))
  }

  // MARK: Hearts

  @Test(
    arguments: [
      ("<title>♥</title>", true), ("<title>\u{2665}\u{FE0F}</title>", true),
      ("<title>\u{2665}\u{FE0E}</title>", true), ("<title type='text'>\n ♥ </title>", true),
      ("<title>♥</title><content/><summary> </summary>", true),
      ("<title>♥</title><id>a</id><updated>2026-01-01T00:00:00Z</updated>", true),
      ("<title>♥♥</title>", false), ("<title>♥ you</title>", false), ("<title>❤</title>", false),
      ("<title>\u{2665}\u{301}</title>", false), ("<title/>", false), ("", false),
      ("<title>♥</title><content>But why?</content>", false),
      ("<title>♥</title><summary>But why?</summary>", false),
      ("<title>♥</title><content src='https://a.lit'/>", false),
      (
        "<title>♥</title><content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'/></content>",
        false
      ),
      ("<title>♥</title><link rel='enclosure' href='https://a.lit/x.png'/>", false),
      ("<title>♥</title><title>♥</title>", false),
    ])
  func hearts(inner: String, isHeart: Bool) throws {
    let payload = try entry(inner)
    #expect(Heart.isHeart(payload) == isHeart)
    #expect(Discussion(payload)?.isHeart == isHeart)
  }

  /// As Movim would write it: for a post, by its publisher, under the name that they have.
  @Test(
    arguments: [
      ("juliet@capulet.lit", "juliet", "xmpp:juliet@capulet.lit"),
      ("d\\27artagnan@musketeers.lit", "d'artagnan", "xmpp:d%5C27artagnan@musketeers.lit"),
      ("capulet.lit", "capulet.lit", "xmpp:capulet.lit"),
    ])
  func writtenHearts(jid: String, name: String, uri: String) throws {
    let (jid, now) = (try BareJID(jid), Timestamp(milliseconds: 1_657_541_244_000))
    let id = Heart.id("1cb57d9c")
    let written = Heart.entry(id, by: jid, now)
    let payload = try Element(parsing: written.canonical)
    #expect(
      payload
        == (try entry(
          """
          <title>♥</title><id>noticed-1cb57d9c</id><published>2022-07-11T12:07:24Z</published>\
          <updated>2022-07-11T12:07:24Z</updated><author><name>\(name)</name><uri>\(uri)</uri></author>
          """)))
    #expect(Heart.isHeart(payload))
    #expect(Heart.isWritten(id))
    #expect(!Heart.isWritten(ItemID(stored: "1cb57d9c")))
    let post = Projection(of: payload, itemID: id.name, publisher: jid, received: now)
      .entry(received: now, firstSeen: now)
    #expect(post?.author == Entry.Author(name: name, uri: XMPPURI.account(jid), disagrees: false))
  }

  @Test func otherPayloadsAreNoHearts() throws {
    let payload = try Element(parsing: Array("<entry xmlns='urn:x'><title>♥</title></entry>".utf8))
    #expect(!Heart.isHeart(payload))
    #expect(Discussion(payload) == nil)
  }

  // MARK: Answers

  /// RFC 4685, section 3, and XEP-0472's own.
  @Test(
    arguments: [
      """
      <in-reply-to xmlns='http://purl.org/syndication/thread/1.0' ref='tag:example.org,2005:1' \
      type='application/xhtml+xml' href='http://www.example.org/entries/1' \
      source='http://www.example.org/'/>
      """,
      """
      <in-reply-to xmlns='http://purl.org/syndication/thread/1.0' \
      ref='tag:montague.lit,2008-05-08:posts-1cb57d9c' \
      href='xmpp:news.montague.lit?;node=montague-family;item=1cb57d9c'/>
      """,
      "<in-reply-to xmlns='http://purl.org/syndication/thread/1.0' ref='a'/>",
    ])
  func inReplyToRoundTrip(text: String) throws {
    let element = try Element(parsing: Array(text.utf8))
    #expect(try #require(InReplyTo(element)).element == element)
  }

  @Test(
    arguments: [
      "<in-reply-to xmlns='urn:x' ref='a'/>",
      "<in-reply-to xmlns='http://purl.org/syndication/thread/1.0'/>",
      "<in-reply-to xmlns='http://purl.org/syndication/thread/1.0' ref=' ' href=''/>",
      "<in-reply-to xmlns='http://purl.org/syndication/thread/1.0' source='a'/>",
      "<in-reply-to xmlns='http://purl.org/syndication/thread/1.0' ref='"
        + String(repeating: "a", count: 4097) + "'/>",
    ])
  func nothingIsAnswered(text: String) throws {
    #expect(InReplyTo(try Element(parsing: Array(text.utf8))) == nil)
  }

  private static let node = "urn:xmpp:microblog:0:comments/1"

  /// What an entry answers among the comments of a node: an item by its address, an id.
  @Test(
    arguments: [
      ("<thr:in-reply-to ref='c1'/>", nil, "c1"),
      ("<thr:in-reply-to ref='tag:a.lit,2026:1' href='https://a.lit/1'/>", nil, "tag:a.lit,2026:1"),
      (
        """
        <thr:in-reply-to ref='tag:a' \
        href='xmpp:comments.a.lit?;node=urn%3Axmpp%3Amicroblog%3A0%3Acomments%2F1;item=c%201'/>
        """, "c 1", "tag:a"
      ),
      // The address where the id belongs, as Movim writes it.
      (
        "<thr:in-reply-to ref='xmpp:comments.a.lit?;node=urn:xmpp:microblog:0:comments/1;item=c1'/>",
        "c1", nil
      ),
      // Of other nodes and services.
      ("<thr:in-reply-to href='xmpp:comments.a.lit?;node=verona;item=c1'/>", nil, nil),
      (
        "<thr:in-reply-to href='xmpp:b.lit?;node=urn:xmpp:microblog:0:comments/1;item=c1'/>", nil,
        nil
      ),
      (
        "<thr:in-reply-to href='xmpp:comments.a.lit?;node=urn:xmpp:microblog:0:comments/1'/>", nil,
        nil
      ),
      // The post first, then the comment.
      (
        """
        <thr:in-reply-to href='xmpp:a.lit?;node=verona;item=1'/>\
        <thr:in-reply-to href='xmpp:comments.a.lit?;node=urn:xmpp:microblog:0:comments/1;item=c1'/>
        """, "c1", nil
      ),
      ("", nil, nil),
    ] as [(String, String?, String?)])
  func targets(inner: String, item: String?, id: String?) throws {
    let discussion = try #require(Discussion(try entry(inner)))
    #expect(
      discussion.target(in: Self.node, of: try BareJID("comments.a.lit"))
        == Discussion.Target(item: item, id: id))
  }

  @Test func manyAnswersAreBounded() throws {
    let many = String(repeating: "<thr:in-reply-to ref='a'/>", count: 10_000)
    #expect(InReplyTo.all(in: try entry(many)).count == InReplyTo.maximumCount)
  }

  // MARK: Where the comments are

  @Test(
    arguments: [
      (
        "<link rel='replies' title='comments' href='xmpp:a.lit?;node=c'/>", "xmpp:a.lit?;node=c",
        false
      ),
      (
        "<link rel='replies' href='xmpp:a.lit?;node=c%2F1;item=x'/>", "xmpp:a.lit?;node=c%2F1",
        false
      ),
      (
        """
        <link rel='replies' href='xmpp:a.lit?;node=other'/>\
        <link rel='replies' title='comments' href='xmpp:a.lit?;node=c'/>
        """, "xmpp:a.lit?;node=c", false
      ),
      (
        "<link rel='replies' href='https://a.lit/1'/><link rel='replies' href='xmpp:a.lit?;node=c'/>",
        "xmpp:a.lit?;node=c", false
      ),
      (
        "<link rel='via' href='xmpp:b.lit?;node=n'/><link rel='replies' href='xmpp:a.lit?;node=c'/>",
        "xmpp:a.lit?;node=c", true
      ),
      ("<link rel='replies' href='xmpp:a.lit'/>", nil, false),
      ("<link rel='replies' href='https://a.lit/1'/>", nil, false),
      ("<link rel='alternate' href='xmpp:a.lit?;node=c'/>", nil, false),
      (
        "<link rel='replies' href='xmpp:a.lit?;node=\(String(repeating: "n", count: 1024))'/>", nil,
        false
      ),
    ] as [(String, String?, Bool)])
  func replies(inner: String, place: String?, isShare: Bool) throws {
    let discussion = try #require(Discussion(try entry(inner)))
    #expect(discussion.replies?.uri == place)
    #expect(discussion.isShare == isShare)
  }

  @Test func ids() throws {
    #expect(Discussion(try entry("<id> tag:a </id>"))?.id == "tag:a")
    #expect(Discussion(try entry("<id/>"))?.id == nil)
    #expect(
      Discussion(try entry("<id>\(String(repeating: "a", count: 4097))</id>"))?.id == nil)
  }

  // MARK: Which node belongs to which post

  @Test func belongs() throws {
    let (romeo, tybalt) = (try BareJID("romeo@a.lit"), try BareJID("tybalt@a.lit"))
    func belongs(
      _ creator: BareJID, _ name: String = Self.node, isShare: Bool = false, isBelow: Bool = false
    ) -> Bool {
      Comments.belongs(
        name, madeBy: creator, toPostOf: romeo, isShare: isShare, isBelow: isBelow)
    }
    #expect(belongs(romeo))
    #expect(!belongs(tybalt))
    #expect(!belongs(romeo, "verona"))
    #expect(!belongs(romeo, isShare: true))
    #expect(!belongs(romeo, isBelow: true))
  }

  private func made(
    _ items: [String], name: String = "verona", quota: Int = 9, taken: Set<String> = [],
    _ change: (inout NodeConfiguration) -> Void = { $0.makesComments = true }
  ) throws -> [Effect] {
    let romeo = try BareJID("romeo@a.lit")
    var policy = ServicePolicy(domains: ["a.lit"], admins: [])
    policy.quota.nodes = quota
    var configuration = NodeConfiguration()
    change(&configuration)
    let now = Timestamp(milliseconds: 0)
    return try Comments.make(
      for: items.map { Comments.Post(item: ItemID(stored: $0), headline: "H") },
      in: NodeFacts(
        id: NodeID(name), configuration: configuration, creator: romeo, created: now),
      of: try BareJID("social.a.lit"), by: romeo, Account(own: Usage(nodes: 1)),
      Circumstances(now: now, policy: policy) { "fresh" }, isTaken: { taken.contains($0.name) })
  }

  @Test func making() throws {
    let romeo = try BareJID("romeo@a.lit")
    var configuration = NodeConfiguration()
    configuration.publishModel = .open
    configuration.sendLastItem = .never
    configuration.title = "Comments on: H"
    func effects(_ name: String, _ item: String) throws -> [Effect] {
      let (node, item) = (try NodeID(name), try ItemID(item))
      return [
        .create(node, configuration, owner: romeo),
        .bind(node, to: item, of: try NodeID("verona"), at: try BareJID("social.a.lit")),
      ]
    }
    #expect(try made(["1"]) == effects("urn:xmpp:microblog:0:comments/1", "1"))
    // The name is held by another one, or too long.
    let taken: Set = ["urn:xmpp:microblog:0:comments/1"]
    #expect(
      try made(["1"], taken: taken) == effects("urn:xmpp:microblog:0:comments/fresh", "1"))
    let long = String(repeating: "i", count: 1023)
    #expect(try made([long]) == effects("urn:xmpp:microblog:0:comments/fresh", long))
    // As many as the publisher may have nodes.
    #expect(try made(["1", "2", "3"], quota: 3).count == 4)
    #expect(try made(["1"], quota: 1) == [])
    // Not where nobody asked for it, where posts are none, where comments are.
    #expect(try made(["1"]) { _ in } == [])
    #expect(try made(["1"], name: "urn:xmpp:microblog:0:comments/0") == [])
    let foreign = try made(["1"]) {
      $0.makesComments = true
      $0.type = "urn:xmpp:bookmarks:1"
    }
    #expect(foreign == [])
  }
}
