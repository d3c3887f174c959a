import Social
import TestSupport
import Testing
import XML
import XMPP

@Suite struct AtomFeedTests {
  private func feed(_ entries: [(inner: String, item: String)]) throws -> Element {
    let service = try BareJID("social.example.org")
    let rows: [AtomEntry] = try entries.compactMap { row in
      try EntryTests.entry(row.inner, item: row.item).map {
        AtomEntry(
          entry: $0, page: "https://social.example.org/p/news/\(row.item)",
          xmpp: XMPPURI.item(service: service, node: "news", item: row.item))
      }
    }
    let feed = AtomFeed(
      id: XMPPURI.node(service: service, node: "news"), title: "News\u{202E} & more", subtitle: " ",
      updated: EntryTests.received, address: "https://social.example.org/feed/news",
      page: "https://social.example.org/c/news", xmpp: XMPPURI.node(service: service, node: "news"),
      language: "en", author: "Example", entries: rows)
    return try Element(parsing: feed.element.xml())
  }

  private static let long =
    "<title>T</title><content type='xhtml'>\(EntryTests.xhtmlDiv)<p>a<br/>'b'</p></div></content>"
    + "<content type='text'>a</content><author><name>J</name><email>j@capulet.lit</email></author>"
    + "<category term='#X'/><published>2026-01-01T00:00:00Z</published><id>tag:a.example,2026:1</id>"
    + "<link rel='enclosure' href='https://a.example/x' type='image/png' length='7' title='x'/>"
    + "<link rel='alternate' href='xmpp:x?;node=y;item=z' ref='q'/>"

  @Test func theFeedItself() throws {
    let feed = try feed([(Self.long, "1")])
    #expect(feed.is("feed", Namespace.atom))
    #expect(
      feed.elements.map(\.name.name)
        == ["id", "title", "updated", "author", "link", "link", "link", "entry"])
    #expect(feed.lang == "en")
    #expect(feed.first("id", Namespace.atom)?.text == "xmpp:social.example.org?;node=news")
    #expect(feed.first("title", Namespace.atom)?.text == "News & more")
    #expect(feed.first("updated", Namespace.atom)?.text == "2026-11-22T10:00:00Z")
    let links = feed.all("link", Namespace.atom)
    #expect(links.map { $0["rel"] } == ["self", "alternate", "related"])
    #expect(links.first?["href"] == "https://social.example.org/feed/news")
    #expect(links.first?["type"] == "application/atom+xml")
  }

  @Test func whereItsOtherPartsAre() throws {
    var paging = AtomFeedPaging()
    paging.isArchive = true
    (paging.current, paging.previousArchive) = ("https://a.example/feed", "https://a.example/10")
    (paging.nextArchive, paging.first) = ("https://a.example/12", "https://a.example/feed")
    paging.next = "https://a.example/feed?before=1"
    var feed = AtomFeed(
      id: "xmpp:a.example", title: "T", updated: EntryTests.received,
      address: "https://a.example/11",
      page: "https://a.example/", author: "A", entries: [])
    feed.paging = paging
    let element = try Element(parsing: feed.element.xml())
    #expect(element.first("archive", Namespace.feedHistory) != nil)
    let links = element.all("link", Namespace.atom).map { [$0["rel"], $0["href"]] }
    #expect(
      links.suffix(5) == [
        ["current", "https://a.example/feed"], ["prev-archive", "https://a.example/10"],
        ["next-archive", "https://a.example/12"], ["first", "https://a.example/feed"],
        ["next", "https://a.example/feed?before=1"],
      ])
    let text = String(decoding: feed.json, as: UTF8.self)
    #expect(text.contains("\"next_url\":\"https://a.example/10\""))
    feed.paging = AtomFeedPaging()
    #expect(!String(decoding: feed.json, as: UTF8.self).contains("next_url"))
  }

  @Test func aLongEntry() throws {
    let entry = try #require(try feed([(Self.long, "1")]).first("entry", Namespace.atom))
    #expect(
      entry.elements.map(\.name.name) == [
        "id", "title", "published", "updated", "author", "category", "link", "link", "link",
        "content",
      ])
    // Not the `atom:id`: see `aClaimedIDChangesNoOther`.
    #expect(
      entry.first("id", Namespace.atom)?.text == "xmpp:social.example.org?;node=news;item=1")
    #expect(entry.first("published", Namespace.atom)?.text == "2026-01-01T00:00:00Z")
    let content = try #require(entry.first("content", Namespace.atom))
    #expect(content["type"] == "html")
    #expect(content.text == "<p>a<br>&#39;b&#39;</p>")
    #expect(entry.first("category", Namespace.atom)?["term"] == "x")
    let links = entry.all("link", Namespace.atom)
    #expect(links.map { $0["rel"] } == ["alternate", "related", "enclosure"])
    #expect(links[0]["href"] == "https://social.example.org/p/news/1")
    #expect(links[0]["type"] == "text/html")
    #expect(links[1]["href"] == "xmpp:social.example.org?;node=news;item=1")
    #expect(links[2]["length"] == "7")
    #expect(links[2]["type"] == "image/png")
  }

  /// What it passes on or answers: by its page where that is known, and by the id that our feeds have of it.
  @Test func whatItShares() throws {
    let threading = Namespace.threading
    let address = "xmpp:pubsub.example.net?;node=a%2Fb;item=1"
    let entry = try #require(
      try feed([
        (
          "<title>T</title><link rel='via' href='xmpp:a.example?;node=n;item=2'/>"
            + "<link rel='via' href='https://a.example/2?a=1&amp;b'/>"
            + "<in-reply-to xmlns='\(threading)' ref='xmpp:pubsub.example.net?;node=a/b;item=1'/>"
            + "<in-reply-to xmlns='\(threading)' ref='tag:x' href='javascript:x'/>", "1"
        )
      ]).first("entry", Namespace.atom))
    let via = entry.all("link", Namespace.atom).filter { $0["rel"] == "via" }
    #expect(via.map { $0["href"] } == ["https://a.example/2?a=1&b"])
    #expect(InReplyTo.all(in: entry) == [InReplyTo(ref: address, href: address)])
  }

  /// The rules of a valid and readable feed, for every dialect and for hostile ones.
  @Test func rules() throws {
    let rows = EntryRows.titles + EntryRows.contents + EntryRows.people + EntryRows.others
    let hostile = HostileMarkup.html.map { html in
      String(
        decoding: Element("title", Namespace.atom, text: html.replacing("\u{0}", with: "")).xml(),
        as: UTF8.self)
    }
    let inners = rows.map(\.inner) + hostile + [Self.long, Self.long]
    let feed = try feed(inners.enumerated().map { ($1, "item \($0)") })
    let entries = feed.all("entry", Namespace.atom)
    #expect(entries.count >= rows.count)
    let ids = entries.compactMap { $0.first("id", Namespace.atom)?.text }
    #expect(ids.count == entries.count)
    #expect(Set(ids).count == entries.count)
    for entry in entries {
      for name in ["id", "title", "published", "updated", "author", "content"] {
        #expect(entry.all(name, Namespace.atom).count == 1)
      }
      #expect(entry.first("title", Namespace.atom)?.text.isEmpty == false)
      let author = try #require(entry.first("author", Namespace.atom))
      #expect(author.first("name", Namespace.atom)?.text.isEmpty == false)
      #expect(author.first("email", Namespace.atom) == nil)
      let content = try #require(entry.first("content", Namespace.atom))
      #expect(content["type"] == "html" || content["type"] == "text")
      let alternates = entry.all("link", Namespace.atom).filter { $0["rel"] == "alternate" }
      #expect(alternates.count == 1)
      #expect(alternates.allSatisfy { $0["href"]?.hasPrefix("https://") == true })
      for link in entry.all("link", Namespace.atom) { #expect(link["ref"] == nil) }
      for tag in entry.all("category", Namespace.atom) { #expect(tag["term"]?.isEmpty == false) }
      for name in ["published", "updated"] {
        let date = try #require(entry.first(name, Namespace.atom)?.text)
        #expect(Timestamp(date)?.text == date)
      }
      #expect(ids.allSatisfy { $0.contains(":") && !$0.contains(" ") })
      if content["type"] == "html" {
        #expect(Sanitizer.clean(html: content.text).html.markup == content.text)
      }
    }
  }

  /// Whatever others claim, before or after it, and whatever an edit writes.
  @Test(arguments: [
    "xmpp:social.example.org?;node=news;item=1", "tag:a.example,2026:1", "https://a.example/1",
  ])
  func aClaimedIDChangesNoOther(_ claim: String) throws {
    let victim = "<title>a</title><id>\(claim)</id>"
    let thief = "<title>b</title><id>\(claim)</id>"
    for rows in [
      [(victim, "1"), (thief, "2")], [(thief, "2"), (victim, "1")], [("<title>a</title>", "1")],
    ] {
      let entries = try feed(rows.map { (inner: $0.0, item: $0.1) }).all("entry", Namespace.atom)
      #expect(
        entries.map { $0.first("id", Namespace.atom)?.text }
          == rows.map { "xmpp:social.example.org?;node=news;item=\($0.1)" })
    }
  }

  @Test func aLongTitleIsWhole() throws {
    let title = String(repeating: "Long and longer, ", count: 10) + "to the end"
    let inner = "<title>\(title)</title><content type='text'>Words.</content>"
    let entry = try #require(try feed([(inner, "1")]).first("entry", Namespace.atom))
    #expect(entry.first("title", Namespace.atom)?.text == title)
  }

  @Test func anEntryWithoutTextHasItsFileForAName() throws {
    let inner = "<link rel='enclosure' href='https://a.example/x.png' title='A cat'/>"
    let entry = try #require(try feed([(inner, "1")]).first("entry", Namespace.atom))
    #expect(entry.first("title", Namespace.atom)?.text == "A cat")
    #expect(entry.first("content", Namespace.atom)?.text == "A cat")
    #expect(entry.first("content", Namespace.atom)?["type"] == "text")
  }

  @Test(arguments: [
    ("news", "1", "xmpp:s.example?;node=news;item=1"),
    ("urn:xmpp:microblog:0", "a b", "xmpp:s.example?;node=urn%3Axmpp%3Amicroblog%3A0;item=a%20b"),
    ("a;b=c&d", "é/?#", "xmpp:s.example?;node=a%3Bb%3Dc%26d;item=%C3%A9%2F%3F%23"),
  ])
  func itemURIs(_ node: String, _ item: String, _ expected: String) throws {
    let service = try BareJID("s.example")
    #expect(XMPPURI.item(service: service, node: node, item: item) == expected)
  }

  @Test func otherURIs() throws {
    let service = try BareJID("s.example")
    #expect(
      XMPPURI.subscribe(service: service, node: "a b")
        == "xmpp:s.example?pubsub;action=subscribe;node=a%20b")
    #expect(XMPPURI.account(try BareJID("имя@b.example")) == "xmpp:имя@b.example")
  }
}
